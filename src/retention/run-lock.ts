import type { Database } from '../database/database.ts';

/**
 * Says that a process works on a run: held by a session of the server (which gives it back when the process dies,
 * however it dies), or in memory for the embedded database, whose folder one process has anyway.
 * It tells a live run from a dead one; that a range is never erased twice rests on the run's cursor, which each
 * range locks and moves in its own transaction.
 */
const heldInMemory = new WeakMap<Database, Set<string>>();

/** @returns a function that gives the lock back, or undefined where somebody else has it */
export async function tryRunLock(
  database: Database,
  institutionId: number,
  runId: number,
): Promise<(() => Promise<void>) | undefined> {
  if (database.embedded !== undefined) {
    const held = heldInMemory.get(database) ?? new Set();
    heldInMemory.set(database, held);
    const name = `${institutionId}/${runId}`;
    if (held.has(name)) return undefined;
    held.add(name);
    return async () => void held.delete(name);
  }
  const client = await database.pool.connect();
  const name = `rappel.run/${institutionId}/${runId}`;
  try {
    const { rows } = await client.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as taken', [
      name,
    ]);
    if (!rows[0].taken) {
      client.release();
      return undefined;
    }
  } catch (error) {
    client.release(true);
    throw error;
  }
  return async () => {
    // A session that was cut off has given its lock back already; closing it is all that is left to do.
    const unlocked = await client
      .query('select pg_advisory_unlock(hashtextextended($1, 0))', [name])
      .catch(() => undefined);
    client.release(unlocked === undefined);
  };
}
