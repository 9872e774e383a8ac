import type { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { withoutMessage } from '../log.ts';
import { isInstalled, pgBoss } from './pg-boss.ts';
import { type Schedule, schedules } from './schedules.ts';

export { installJobs } from './install.ts';
export type { JobContext, Schedule } from './schedules.ts';

/** The running scheduler and its workers. */
export interface Jobs {
  /** Queues the job once and wakes the worker of this process; where one waits already, nothing is added. */
  runNow(name: string): Promise<void>;
  /** Takes no more jobs, tells those at work to end, and waits for them up to 30 s. */
  stop(): Promise<void>;
}

/** Seconds between two looks into a queue. `runNow` wakes the worker, so the embedded database is left in peace. */
const POLLING = { embedded: 60, server: 5 };

/**
 * Registers the schedules and starts to work on them.
 * @throws DomainError `pending-migrations` where the tables of the jobs are not installed
 */
export async function startJobs(database: Database, log: Logger, all: Schedule[] = schedules): Promise<Jobs> {
  const boss = pgBoss(database);
  boss.on('error', (error) => log.warn({ err: error }, 'the jobs cannot reach the database'));
  if (!(await isInstalled(boss))) {
    throw new DomainError(
      'pending-migrations',
      'the tables of the jobs are not up to date: run rappel migrate',
    );
  }
  await boss.start();
  const stopping = new AbortController();
  const workers = new Map<string, string>();
  for (const schedule of all) {
    workers.set(schedule.name, await workOn(boss, schedule, { database, log, stopping: stopping.signal }));
  }
  await forgetOthers(boss, all);
  return {
    async runNow(name) {
      await boss.send(name, {});
      boss.notifyWorker(workers.get(name) as string);
    },
    async stop() {
      stopping.abort();
      await boss.stop({ close: false, timeout: 30_000 });
    },
  };
}

/** @returns the worker's id */
async function workOn(
  boss: PgBoss,
  { name, cron, timeZone, perform }: Schedule,
  { database, log, stopping }: { database: Database; log: Logger; stopping: AbortSignal },
): Promise<string> {
  // `exclusive`: one job queued or at work, in all processes together
  await boss.createQueue(name, { policy: 'exclusive', retryLimit: 3, retryDelay: 60, retryBackoff: true });
  // A computer that is switched off at night catches up in the morning.
  await boss.schedule(name, cron, {}, { tz: timeZone, missed: 'once' });
  const pollingIntervalSeconds = database.embedded === undefined ? POLLING.server : POLLING.embedded;
  return await boss.work(name, { pollingIntervalSeconds }, async ([job]) => {
    const started = performance.now();
    const result = (outcome: string) => ({
      job: name,
      outcome,
      milliseconds: Math.round(performance.now() - started),
    });
    try {
      const signal = AbortSignal.any([stopping, ...(job === undefined ? [] : [job.signal])]);
      await perform({ database, now: new Date(), signal });
      log.info(result('done'), 'job');
    } catch (error) {
      log.error({ ...result('failed'), err: error }, 'job');
      throw forTheQueue(error);
    }
  });
}

/** pg-boss keeps the error of a failed job in its table: without the message, which may quote a row. */
function forTheQueue(error: unknown): Error {
  const { type, code } = withoutMessage(error);
  const kept = new Error(code ?? type);
  kept.stack = '';
  return kept;
}

/** A schedule that left `schedules.ts` would go on filling a queue that nobody works on. */
async function forgetOthers(boss: PgBoss, all: Schedule[]): Promise<void> {
  const known = new Set(all.map(({ name }) => name));
  for (const { name, key } of await boss.getSchedules()) {
    if (key === '' && !known.has(name)) await boss.unschedule(name);
  }
}
