import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/helpers/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { createLog } from '../log.ts';
import { installJobs, type JobContext, type Jobs, type Schedule, startJobs } from './jobs.ts';
import { pgBoss } from './pg-boss.ts';

let test: TestDatabase;
let jobs: Jobs | undefined;
let logged: string[];

beforeEach(async () => {
  test = await createTestDatabase();
  await installJobs(test.database);
  logged = [];
});
afterEach(async () => {
  await jobs?.stop();
  jobs = undefined;
  await test.remove();
});

const WORK = { ledgerFile: '/dev/null', patienceSeconds: 5, publicUrl: 'http://localhost:3000' };
const start = async (schedules?: Schedule[]) => {
  jobs = await startJobs(test.database, createLog({ write: (line) => logged.push(line) }), WORK, schedules);
  return jobs;
};
const job = (perform: (context: JobContext) => Promise<unknown>, name = 'test.job'): Schedule => ({
  name,
  cron: '0 0 1 1 *',
  timeZone: 'UTC',
  perform,
});
const rows = async (query: string) => (await test.database.pool.query(query)).rows;

it('R12 the destruction of expired seals is scheduled each day, with its time zone', async () => {
  await start();
  expect(await rows('select name, cron, timezone from pgboss.schedule')).toContainEqual({
    name: 'seals.destroy-expired',
    cron: '17 3 * * *',
    timezone: 'UTC',
  });
});

it('R12 the scheduled job carries it out', async () => {
  const { runNow } = await start();
  await runNow('seals.destroy-expired');
  await vi.waitFor(() => expect(logged.join('')).toContain('"outcome":"done"'), 30_000);
});

it('a job runs once, is told the moment, and is not queued twice', async () => {
  const moments: Date[] = [];
  const { runNow } = await start([
    job(async ({ now }) => {
      moments.push(now);
      await wait(300);
    }),
  ]);
  await runNow('test.job');
  await runNow('test.job');
  await vi.waitFor(async () => {
    expect(await rows("select state from pgboss.job where name = 'test.job'")).toEqual([
      { state: 'completed' },
    ]);
  }, 30_000);
  await wait(500);
  expect(moments).toHaveLength(1);
  expect(Math.abs(Date.now() - Number(moments[0]))).toBeLessThan(10_000);
});

it('a job that fails is tried again later, and neither log nor queue keeps the message', async () => {
  const { runNow } = await start([
    job(async () => {
      throw Object.assign(new Error('Key (email)=(ada@example.org)'), { code: '23505' });
    }),
  ]);
  await runNow('test.job');
  await vi.waitFor(async () => {
    expect((await rows("select state from pgboss.job where name = 'test.job'"))[0]?.state).toBe('retry');
  }, 30_000);
  expect(logged.join('')).toContain('"outcome":"failed"');
  expect(logged.join('')).not.toContain('ada@');
  const [stored] = await rows("select output::text as output from pgboss.job where name = 'test.job'");
  expect(stored.output).toContain('23505');
  expect(stored.output).not.toContain('ada@');
});

it('stopping tells the job at work to end, and waits for it', async () => {
  let ended = false;
  const { runNow, stop } = await start([
    job(async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await wait(200);
      ended = true;
    }),
  ]);
  await runNow('test.job');
  await vi.waitFor(async () => {
    expect((await rows("select state from pgboss.job where name = 'test.job'"))[0]?.state).toBe('active');
  }, 30_000);
  await stop();
  expect(ended).toBe(true);
});

it('what one campaign leaves in the queue keeps no other from beginning', async () => {
  const log = createLog({ write: (line) => logged.push(line) });
  jobs = await startJobs(test.database, log, { ...WORK, pollingSeconds: 3600 });
  const nobody = { id: 999_999 } as Institution;
  for (const campaign of [1, 2]) await jobs.queue.sendCampaign(nobody, campaign);
  await vi.waitFor(async () => {
    expect(await rows("select distinct state from pgboss.job where name = 'campaigns.send'")).toEqual([
      { state: 'completed' },
    ]);
  }, 30_000);
});

it('a schedule that is no longer declared is forgotten', async () => {
  const first = await start([job(async () => {}, 'old.job')]);
  await first.stop();
  await start([job(async () => {}, 'new.job')]);
  expect(await rows('select name from pgboss.schedule')).toEqual([{ name: 'new.job' }]);
});

it('a statement of pg-boss that fails leaves the session usable for the next one', async () => {
  const { executeSql } = pgBoss(test.database).getDb();
  await expect(executeSql('begin; select 1/0; commit')).rejects.toThrow('division');
  expect(await rows('select 1 as one')).toEqual([{ one: 1 }]);
});

it('without its tables the start is refused and says what to do', async () => {
  await test.database.pool.query('drop schema pgboss cascade');
  await expect(start()).rejects.toMatchObject({ code: 'pending-migrations' });
});

it('installing twice changes nothing', async () => {
  const count = "select count(*) from pg_class where relnamespace = 'pgboss'::regnamespace";
  const before = await rows(count);
  await installJobs(test.database);
  expect(await rows(count)).toEqual(before);
});
