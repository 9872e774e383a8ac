import { readFile } from 'node:fs/promises';
import type { Database } from '../src/database/database.ts';
import { runRetention } from '../src/retention/retention.ts';
import { timed } from './figures.ts';
import type { Generated } from './generate.ts';
import { type Server, settle, withOpen } from './server.ts';

export interface SimulationTimes {
  /** Seconds, one per repetition. */
  handWritten: number[];
  first: number[];
  second: number[];
  inactiveShare: number;
}

const handWritten = new URL('hand-written/recency.sql', import.meta.url);

/**
 * Times the first and the second simulation, and the hand-written statement; the order alternates. Each has a copy of
 * its own, in which no recency was ever stored: an emptied table keeps statistics of what was in it, and with these a
 * first simulation took a twentieth of the time that it takes where it really is the first.
 * @throws where the two do not store the same recency and source for every contact
 */
export async function timeSimulations(
  server: Server,
  generated: Generated,
  now: Date,
  pairs: number,
): Promise<SimulationTimes> {
  const statement = (await readFile(handWritten, 'utf8')).replaceAll('$1', String(generated.institution.id));
  const times: SimulationTimes = { handWritten: [], first: [], second: [], inactiveShare: 0 };
  const byHand = async (database: Database) => {
    times.handWritten.push((await timed(() => database.pool.query(statement))).took);
    return await digest(database);
  };
  const ours = async (database: Database) => {
    const simulate = () =>
      runRetention(database, generated.institution, {
        mode: 'simulation',
        months: 36,
        now,
        ledgerFile: '/dev/null',
      });
    times.first.push((await timed(simulate)).took);
    const stored = await digest(database);
    await settle(database);
    const { took, result } = await timed(simulate);
    times.second.push(took);
    times.inactiveShare = result.counts.inactive / result.counts.contacts;
    return stored;
  };
  for (let pair = 0; pair < pairs; pair++) {
    const stored: string[] = [];
    for (const work of pair % 2 === 0 ? [byHand, ours] : [ours, byHand]) {
      const copy = await server.copy(generated.name, 'simulation');
      await withOpen(server, copy, async (database) => {
        await settle(database);
        stored.push(await work(database));
      });
      await server.drop(copy);
    }
    if (stored[0] !== stored[1])
      throw new Error('the hand-written statement stores another recency than the run');
  }
  return times;
}

async function digest(database: Database): Promise<string> {
  const { rows } = await database.pool.query(`
    select count(*) || ' ' || sum(hashtextextended(contact_id || recency::text || source, 0)::numeric) as digest
      from contact_recency`);
  return rows[0].digest;
}
