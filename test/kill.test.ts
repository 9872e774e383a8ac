import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectionSettings, connect, type Database } from '../src/database/database.ts';
import type { RunSummary } from '../src/retention/retention.ts';
import { createTestDatabase, onServer, type TestDatabase } from './helpers/database.ts';
import { Venue } from './helpers/venue.ts';

const DAY = '2021-06-15';
const CONTACTS = 3000;
const KILLS = 20;

let test: TestDatabase;
let venue: Venue;
beforeAll(async () => {
  test = await createTestDatabase('folder');
  venue = await Venue.in(test);
  await fill(venue);
});
afterAll(() => test.remove());

/** Thousands of inactive contacts, each with an order (two of three: sold), a click and a criterion; some in debt. */
async function fill({ database, id }: Venue): Promise<void> {
  const organisation = await venue.organisation();
  const criterion = await venue.insert('criteria', { name: 'jazz' });
  const statements = [
    sql`insert into contacts (institution_id, number, kind, created_on)
        select ${id}, 'K' || n, 'individual', '2010-01-01' from generate_series(1, ${CONTACTS}::integer) n`,
    sql`insert into orders (institution_id, number, organisation_id, purchase_contact_id, ordered_on, activity_on, activity_source, has_sale)
        select ${id}, 'O' || c.number, ${organisation}, c.id, '2015-01-01', '2015-01-01',
               (case when c.id % 3 = 0 then 'option' else 'sale' end)::activity_source, c.id % 3 <> 0 from contacts c`,
    sql`insert into order_lines (institution_id, order_id, line, organisation_id, state, reached)
        select ${id}, id, '1', ${organisation}, case when has_sale then 'sold' else 'option' end, activity_source from orders`,
    sql`insert into clicks (institution_id, contact_id, clicked_at, clicked_on) select ${id}, id, '2014-01-01', '2014-01-01' from contacts`,
    sql`insert into contact_criteria (institution_id, contact_id, criterion_id, value) select ${id}, id, ${criterion}, 'yes' from contacts`,
    sql`insert into balances (institution_id, contact_id, organisation_id, currency, amount_minor)
        select ${id}, id, ${organisation}, 'CHF', 100 from contacts where id % 50 = 0`,
  ];
  for (const statement of statements) await statement.execute(database.owner);
}

/** Starts a real run in a process of its own; `progress` gives its lines. */
function startRun(settings: ConnectionSettings): {
  child: ChildProcess;
  closed: Promise<unknown>;
  progress: AsyncIterator<string>;
} {
  const script = fileURLToPath(new URL('./helpers/real-run.ts', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(settings), venue.ledgerFile, DAY], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    child,
    closed: once(child, 'close'), // listened to from the start: it may end by itself before it is killed
    progress: createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator](),
  };
}

/** Each contact is whole, or wholly erased and journalled once; the counts are those of the journal. */
async function expectWholeOrErased(database: Database): Promise<void> {
  const { rows } = await sql<Record<string, number>>`
    with j as (select * from journal j join runs r on r.id = j.run_id where r.mode = 'real'),
         living as (select c.id,
                           (select count(*) from clicks k where k.contact_id = c.id) = 1
                           and (select count(*) from contact_criteria k where k.contact_id = c.id) = 1
                           and (select count(*) from orders o where o.purchase_contact_id = c.id) = 1 as whole
                      from contacts c)
    select (select count(*) from living where not whole) as halves,
           (select count(*) from living l join j on j.contact_id = l.id where j.outcome <> 'spare') as "journalledButThere",
           ${CONTACTS}::integer - (select count(*) from contacts) - (select count(*) from j where outcome <> 'spare') as "goneWithoutJournal",
           (select count(*) from contact_recency r where not exists (select from contacts c where c.id = r.contact_id)) as orphans,
           (select deleted + anonymised from runs where mode = 'real') - (select count(*) from j where outcome <> 'spare') as miscounted,
           (select count(*) from orders where purchase_contact_id is null) - (select anonymised from runs where mode = 'real') as mislinked`.execute(
    database.owner,
  );
  expect(rows[0]).toEqual({
    halves: 0,
    journalledButThere: 0,
    goneWithoutJournal: 0,
    orphans: 0,
    miscounted: 0,
    mislinked: 0,
  });
}

describe('R11 killed at any moment', () => {
  it('R11 a real run killed twenty times is finished: each contact whole or erased and journalled once, the counts agree', async () => {
    const simulation = await venue.run('simulation', DAY);
    const foreseen = await venue.journal(simulation);
    const settings: ConnectionSettings =
      test.environment.DATABASE_URL === undefined
        ? { folder: test.folder }
        : { url: test.environment.DATABASE_URL };
    const database = async (look: (database: Database) => Promise<void>) => {
      const opened = await connect(settings);
      await look(opened).finally(() => opened.close());
    };
    await test.database.close();

    let killed = 0;
    while (killed < KILLS) {
      const { child, closed, progress } = startRun(settings);
      const ranges = Math.floor(Math.random() * 3);
      for (let i = 0; i < ranges; i++) await progress.next();
      await new Promise((resolve) =>
        setTimeout(resolve, Math.random() * (ranges === 0 ? (onServer ? 400 : 1500) : 40)),
      );
      child.kill('SIGKILL');
      await closed;
      killed += 1;
      if (killed % 5 === 0) await database(expectAfterKill);
    }
    const { closed, progress } = startRun(settings);
    let last = '';
    for (let line = await progress.next(); !line.done; line = await progress.next()) last = line.value;
    await closed;
    const run = JSON.parse(last) as RunSummary;

    expect(run.state).toBe('completed');
    expect({ ...run.counts, recomputed: 0 }).toEqual({ ...simulation.counts, recomputed: 0 });
    await database(async (opened) => {
      await expectWholeOrErased(opened);
      const { rows } = await sql<{
        kind: string;
        outcome: string;
        reason: string;
        recency: string;
        recency_source: string;
      }>`
        select kind, outcome, coalesce(reason, '') as reason, recency, recency_source
          from journal where run_id = ${run.run} order by contact_id`.execute(opened.owner);
      expect(rows).toEqual(
        foreseen.map(({ kind, outcome, reason, recency, recency_source }) => ({
          kind,
          outcome,
          reason,
          recency,
          recency_source,
        })),
      );
      const runs = await sql`select 1 from runs where mode = 'real'`.execute(opened.owner);
      expect(runs.rows, 'one run, taken up again and again').toHaveLength(1);
    });
    const ledger = (await readFile(venue.ledgerFile, 'utf8'))
      .split('\n')
      .filter((line) => line.length === 36);
    expect(new Set(ledger).size).toBe(run.counts.delete + run.counts.anonymise);
  }, 240_000);
});

/** A run that was killed before it was written down leaves nothing to compare with. */
async function expectAfterKill(database: Database): Promise<void> {
  const { rows } = await sql`select 1 from runs where mode = 'real'`.execute(database.owner);
  if (rows.length > 0) await expectWholeOrErased(database);
}
