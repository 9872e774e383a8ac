import type { PoolClient } from 'pg';
import { type Db, TestClock } from 'pg-boss';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/helpers/database.ts';
import type { Batch } from '../batches/batches.ts';
import type { Institution } from '../institutions/institutions.ts';
import { installJobs } from './jobs.ts';
import { pgBoss } from './pg-boss.ts';
import { createTaskQueues, jobQueue } from './queue.ts';

let test: TestDatabase;
let client: PoolClient;
beforeAll(async () => {
  test = await createTestDatabase();
  await installJobs(test.database);
  client = await test.database.pool.connect();
});
// The next test may take place in an earlier year: nothing was looked at yet.
afterEach(() =>
  client.query('truncate pgboss.schedule; truncate pgboss.job; update pgboss.version set cron_on = null'),
);
afterAll(async () => {
  client.release();
  await test.remove();
});

/** One session, which the clock of the test is set in, too; one statement after the other. */
let before: Promise<unknown> = Promise.resolve();
const oneSession = (): Db => ({
  executeSql(text, values) {
    const answer = before.catch(() => {}).then(async () => await client.query(text, values));
    before = answer;
    return answer;
  },
  setSessionStatements: async (statements: string[]) => {
    for (const statement of statements) await client.query(statement);
  },
});

const zurich = { id: 1, timeZone: 'Europe/Zurich' } as Institution;
const sunday = { kind: 'weekly', day: 7, time: '02:30' } as const;

it.each([
  // 02:00 to 03:00 is left out: 02:30 is 03:30
  ['weekly in spring', sunday, '2027-03-28', '2027-03-28T01:30:00.000Z'],
  [
    'monthly in spring',
    { kind: 'monthly', day: 28, time: '02:30' },
    '2027-03-28',
    '2027-03-28T01:30:00.000Z',
  ],
  // 02:00 to 03:00 comes twice: the first is meant
  ['weekly in autumn', sunday, '2026-10-25', '2026-10-25T00:30:00.000Z'],
  [
    'monthly in autumn',
    { kind: 'monthly', day: 25, time: '02:30' },
    '2026-10-25',
    '2026-10-25T00:30:00.000Z',
  ],
] as const)('R11 a batch runs exactly once where the clocks change: %s', async (_, schedule, day, moment) => {
  const clock = new TestClock(`${day}T00:20:00Z`);
  const boss = pgBoss(test.database, { clock, db: oneSession(), supervise: false });
  await boss.start();
  try {
    await createTaskQueues(boss);
    const queue = jobQueue(test.database, boss);
    const batch = { id: 7, schedule } as unknown as Batch;
    await queue.schedule(zurich, batch);
    expect(queue.nextMoments(zurich, batch, 1, new Date(clock.now()))[0]?.toISOString()).toBe(moment);
    const queued = async () =>
      (await client.query("select count(*)::integer as jobs from pgboss.job where name = 'retention.batch'"))
        .rows[0].jobs;
    const found: Record<string, number> = {};
    // each half hour of the night at which the clocks read 02:30 once, or twice
    for (const from of ['00:28', '01:28', '02:28']) {
      await clock.setTime(`${day}T${from}:00Z`);
      await clock.tick(5 * 60_000);
      found[from] = await queued();
    }
    expect(found).toEqual({ '00:28': moment.includes('T00:30') ? 1 : 0, '01:28': 1, '02:28': 1 });
  } finally {
    await boss.stop({ close: false, graceful: false });
  }
});
