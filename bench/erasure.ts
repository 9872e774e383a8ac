import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../src/database/database.ts';
import { runRetention } from '../src/retention/retention.ts';
import { timed } from './figures.ts';
import type { Generated } from './generate.ts';
import { type Server, settle, withOpen } from './server.ts';

export interface ErasureTimes {
  erased: number;
  /** Seconds, one per repetition. */
  handWritten: number[];
  real: number[];
}

const handWritten = new URL('hand-written/erase.sql', import.meta.url);
const counted = [
  'contacts',
  'contact_roles',
  'contact_recency',
  'contact_search',
  'criterion_changes',
  'contact_criteria',
  'authorisation_changes',
  'contact_authorisations',
  'clicks',
  'waiting_list_entries',
  'balances',
  'payments',
  'order_lines',
  'orders',
];

/**
 * Times a real run and the hand-written statements, each on its own copy of a database that a simulation has been
 * through, as is usual.
 * @throws where the two do not leave the same rows
 */
export async function timeErasure(
  server: Server,
  generated: Generated,
  now: Date,
  pairs: number,
): Promise<ErasureTimes> {
  const reviewed = await server.copy(generated.name, 'reviewed');
  const folder = await mkdtemp(join(tmpdir(), 'rappel-bench-'));
  const options = { months: 36, now, ledgerFile: join(folder, 'erasures.ledger') };
  const times: ErasureTimes = { erased: 0, handWritten: [], real: [] };
  let run = 0;
  const byHand = async (database: Database) => {
    const statements = (await readFile(handWritten, 'utf8'))
      .replaceAll('$1', String(generated.institution.id))
      .replaceAll('$2', String(run));
    times.handWritten.push((await timed(() => database.pool.query(`begin; ${statements} commit;`))).took);
  };
  const ours = async (database: Database) => {
    const { took, result } = await timed(() =>
      runRetention(database, generated.institution, { ...options, mode: 'real' }),
    );
    if (!result.sealed) throw new Error('the run was not sealed');
    times.real.push(took);
    times.erased = result.counts.delete + result.counts.anonymise;
  };
  try {
    await withOpen(server, reviewed, async (database) => {
      run = (await runRetention(database, generated.institution, { ...options, mode: 'simulation' })).run;
      await settle(database);
    });
    for (let pair = 0; pair < pairs; pair++) {
      const left: string[] = [];
      for (const work of pair % 2 === 0 ? [byHand, ours] : [ours, byHand]) {
        const copy = await server.copy(reviewed, 'erasure');
        await withOpen(server, copy, async (database) => {
          await settle(database);
          await work(database);
          left.push(await remains(database));
        });
        await server.drop(copy);
      }
      if (left[0] !== left[1])
        throw new Error(`the hand-written statements leave other rows than the run: ${left.join(' / ')}`);
    }
  } finally {
    await server.drop(reviewed);
    await rm(folder, { recursive: true, force: true });
  }
  return times;
}

/** How many rows each table has, and how many still name a contact. */
async function remains(database: Database): Promise<string> {
  const counts = counted.map((table) => `(select count(*) from ${table})`);
  const { rows } = await database.pool.query(`
    select concat_ws(' ', ${counts.join(', ')}, (select count(purchase_contact_id) from orders),
                     (select count(cultural_contact_id) from order_lines), (select count(contact_id) from payments)) as remains`);
  return rows[0].remains;
}
