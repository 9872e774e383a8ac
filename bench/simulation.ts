import { readFile } from 'node:fs/promises';
import type { Database } from '../src/database/database.ts';
import { runRetention } from '../src/retention/retention.ts';
import { timed } from './figures.ts';
import type { Generated } from './generate.ts';
import { type Server, settle } from './server.ts';

export interface SimulationTimes {
  /** Seconds, one per repetition. */
  handWritten: number[];
  first: number[];
  second: number[];
  inactiveShare: number;
}

const handWritten = new URL('hand-written/recency.sql', import.meta.url);

/**
 * Times the first and the second simulation, and the hand-written statement, on one database; the order alternates.
 * @throws where the two do not store the same recency and source for every contact
 */
export async function timeSimulations(
  server: Server,
  generated: Generated,
  now: Date,
  pairs: number,
): Promise<SimulationTimes> {
  const database = await server.open(generated.name);
  const statement = (await readFile(handWritten, 'utf8')).replaceAll('$1', String(generated.institution.id));
  const times: SimulationTimes = { handWritten: [], first: [], second: [], inactiveShare: 0 };
  const simulate = () =>
    runRetention(database, generated.institution, {
      mode: 'simulation',
      months: 36,
      now,
      ledgerFile: '/dev/null',
    });
  const byHand = async () => {
    await empty(database);
    times.handWritten.push((await timed(() => database.pool.query(statement))).took);
    return await digest(database);
  };
  const ours = async () => {
    await empty(database);
    times.first.push((await timed(simulate)).took);
    const stored = await digest(database);
    await settle(database);
    const { took, result } = await timed(simulate);
    times.second.push(took);
    times.inactiveShare = result.counts.inactive / result.counts.contacts;
    return stored;
  };
  try {
    for (let pair = 0; pair < pairs; pair++) {
      const [one, other] = pair % 2 === 0 ? [byHand, ours] : [ours, byHand];
      if ((await one()) !== (await other()))
        throw new Error('the hand-written statement stores another recency than the run');
    }
    await empty(database);
  } finally {
    await database.close();
  }
  return times;
}

async function empty(database: Database): Promise<void> {
  await database.pool.query('truncate contact_recency, journal, runs cascade');
  await settle(database);
}

async function digest(database: Database): Promise<string> {
  const { rows } = await database.pool.query(`
    select count(*) || ' ' || sum(hashtextextended(contact_id || recency::text || source, 0)::numeric) as digest
      from contact_recency`);
  return rows[0].digest;
}
