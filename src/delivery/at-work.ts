import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/database.ts';

/**
 * Who works on a campaign: several processes may share it, each holding a lock with a session of the server, which gives
 * it back when the process dies; on the embedded database, whose folder one process has, it is counted in memory.
 */
const counted = new WeakMap<Database, Map<string, number>>();

export interface AtWork {
  /** Nobody else was at it: what is `sending` was left by a process that is gone. */
  alone: boolean;
  /** Lets others join; until then nobody does. */
  share(): Promise<void>;
  leave(): Promise<void>;
}

/** @param exclusive where only one process may work on it; undefined is given back where there is one already */
export async function joinWork(
  database: Database,
  institutionId: number,
  campaignId: number,
  exclusive: boolean,
): Promise<AtWork | undefined> {
  const name = `rappel.campaign/${institutionId}/${campaignId}`;
  return database.embedded === undefined
    ? await joinOnServer(database, name, exclusive)
    : joinInMemory(database, name, exclusive);
}

function joinInMemory(database: Database, name: string, exclusive: boolean): AtWork | undefined {
  const works = counted.get(database) ?? new Map<string, number>();
  counted.set(database, works);
  const others = works.get(name) ?? 0;
  if (exclusive && others > 0) return undefined;
  works.set(name, others + 1);
  return {
    alone: others === 0,
    share: async () => {},
    leave: async () => void works.set(name, (works.get(name) as number) - 1),
  };
}

async function joinOnServer(
  database: Database,
  name: string,
  exclusive: boolean,
): Promise<AtWork | undefined> {
  const client = await database.pool.connect();
  const ask = async (call: string): Promise<boolean> =>
    (await client.query(`select ${call}(hashtextextended($1, 0)) as answer`, [name])).rows[0].answer;
  try {
    const alone = await ask('pg_try_advisory_lock');
    if (!alone && (exclusive || !(await tryAFewTimes(() => ask('pg_try_advisory_lock_shared'))))) {
      client.release();
      return undefined;
    }
    let held = alone ? 'pg_advisory_unlock' : 'pg_advisory_unlock_shared';
    return {
      alone,
      async share() {
        if (!alone || exclusive) return;
        // A session may hold both: nobody slips in between the one and the other.
        await ask('pg_try_advisory_lock_shared');
        await ask('pg_advisory_unlock');
        held = 'pg_advisory_unlock_shared';
      },
      async leave() {
        // A session that was cut off has given its lock back already; closing it is all that is left to do.
        const left = await ask(held).catch(() => undefined);
        client.release(left === undefined);
      },
    };
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Who begins holds the lock alone for the length of a statement. */
async function tryAFewTimes(attempt: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 10; tries += 1) {
    if (await attempt()) return true;
    await sleep(50);
  }
  return false;
}
