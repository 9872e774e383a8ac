import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../src/database/database.ts';
import { createTestDatabase, onServer, type TestDatabase } from './helpers/database.ts';
import { Venue } from './helpers/venue.ts';

const DAY = '2021-06-15';
let test: TestDatabase;
let venue: Venue;
let count = 0;

// What only a server can do: end its sessions, or let somebody else write at the same moment.
describe.runIf(onServer)('a server database in trouble', () => {
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  beforeEach(async () => {
    count += 1;
    venue = await Venue.in(test, { slug: `venue-${count}` });
  });
  afterAll(() => test.remove());

  const endSessions = async () => {
    const url = process.env.TEST_DATABASE_URL as string;
    const other = await connect({ url, connections: 1 });
    const name = new URL(test.environment.DATABASE_URL as string).pathname.slice(1);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`.execute(
      other.owner,
    );
    await other.close();
  };

  it('R11 a run whose connections are cut again and again goes on where it stopped', async () => {
    for (let i = 0; i < 40; i++) await venue.contact();
    let cuts = 0;
    const run = await venue.run('real', DAY, {
      rangeSize: 5,
      patienceSeconds: 30,
      onProgress: () => {
        if (cuts < 4) void endSessions();
        cuts += 1;
      },
    });
    expect(run).toMatchObject({ state: 'completed', counts: { contacts: 40, inactive: 40, delete: 40 } });
    expect(await venue.journal(run)).toHaveLength(40);
  });

  it('R3 R5 a contact that buys or falls into debt while the run passes is judged on what is committed then', async () => {
    const buyer = await venue.contact();
    const debtor = await venue.contact();
    await venue.balance(debtor, 0);
    const organisation = await venue.organisation();
    const other = await connect({ url: test.environment.DATABASE_URL as string, connections: 1 });
    const session = await other.pool.connect();
    await session.query('begin');
    await session.query(
      `insert into orders (institution_id, number, organisation_id, purchase_contact_id, ordered_on, activity_on, activity_source, has_sale)
       values ($1, 'late', $2, $3, '2021-06-15', '2021-06-15', 'sale', true)`,
      [venue.id, organisation, buyer],
    );
    await session.query(
      'update balances set amount_minor = 500 where institution_id = $1 and contact_id = $2',
      [venue.id, debtor],
    );
    const run = venue.run('real', DAY);
    // the run waits for the sale: it must not have judged before the sale is there
    const watcher = await connect({ url: test.environment.DATABASE_URL as string, connections: 1 });
    await expect
      .poll(
        async () => {
          const { rows } = await sql`
          select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(
            watcher.owner,
          );
          return rows.length;
        },
        { timeout: 10_000 },
      )
      .toBeGreaterThan(0);
    await watcher.close();
    await session.query('commit');
    session.release();
    await other.close();
    expect((await run).counts).toMatchObject({ inactive: 1, spare: { debt: 1 } });
    expect(await venue.exists(buyer)).toBe(true);
    expect(await venue.exists(debtor)).toBe(true);
  });

  it('two real runs at once: one does it all, the other is refused', async () => {
    for (let i = 0; i < 30; i++) await venue.contact();
    const results = await Promise.allSettled([
      venue.run('real', DAY, { rangeSize: 2, lockSeconds: 1 }),
      venue.run('real', DAY, { rangeSize: 2, lockSeconds: 1 }),
    ]);
    const done = results.filter((result) => result.status === 'fulfilled');
    const refused = results.filter((result) => result.status === 'rejected');
    expect(done).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ code: 'run-is-on' });
    expect(done[0]?.value.counts).toMatchObject({ delete: 30 });
  });
});
