import type { Job, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { withoutMessage } from '../log.ts';
import type { JobContext, JobQueue } from './context.ts';
import { isInstalled, pgBoss } from './pg-boss.ts';
import { catchUp, createTaskQueues, jobQueue } from './queue.ts';
import { type Schedule, schedules } from './schedules.ts';
import { carryOutRun, deliver, lookForDuplicates, runBatch, sendOne, type Task } from './tasks.ts';

export type { JobContext, JobQueue } from './context.ts';
export { installJobs } from './install.ts';
export { openQueue } from './queue.ts';
export type { Schedule } from './schedules.ts';

/** The running scheduler and its workers. */
export interface Jobs {
  queue: JobQueue;
  /** Queues the job once and wakes the worker of this process; where one waits already, nothing is added. */
  runNow(name: string): Promise<void>;
  /** Takes no more jobs, tells those at work to end, and waits for them up to 30 s. */
  stop(): Promise<void>;
}

/** What the jobs of this process work with. */
export interface WorkSettings
  extends Pick<JobContext, 'ledgerFile' | 'patienceSeconds' | 'mail' | 'publicUrl' | 'outgoing' | 'mailbox'> {
  /** Seconds between two looks into a queue. */
  pollingSeconds?: number;
}

type Polling = { pollingIntervalSeconds: number; localGroupConcurrency?: number };

/** A campaign with a rate takes hours: others do not wait for it. A process works once on each. */
const CAMPAIGNS_AT_ONCE = 3;
const CAMPAIGNS = { localGroupConcurrency: 1 };

/** What is left in a queue here wakes the worker, so the embedded database is left in peace. */
const pollingOf = ({ embedded }: Database): number => (embedded === undefined ? 5 : 60);

/**
 * Registers the schedules and starts to work on them.
 * @throws DomainError `pending-migrations` where the tables of the jobs are not installed
 */
export async function startJobs(
  database: Database,
  log: Logger,
  { pollingSeconds = pollingOf(database), ...context }: WorkSettings,
  all: Schedule[] = schedules,
): Promise<Jobs> {
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
  const workers = new Map<string, string[]>();
  const wake = (name: string) => {
    if (!stopping.signal.aborted) for (const id of workers.get(name) ?? []) boss.notifyWorker(id);
  };
  const queue = jobQueue(database, boss, wake);
  const work: Work = (job) => ({ ...context, database, queue, log, stopping: stopping.signal, job, wake });
  const polling = { pollingIntervalSeconds: pollingSeconds };
  await createTaskQueues(boss);
  for (const task of [deliver, lookForDuplicates, carryOutRun, runBatch] as Task<never>[])
    workers.set(task.name, [await workOnTask(boss, task, work, polling)]);
  workers.set(sendOne.name, []);
  for (let at = 0; at < CAMPAIGNS_AT_ONCE; at++)
    workers.get(sendOne.name)?.push(await workOnTask(boss, sendOne, work, { ...polling, ...CAMPAIGNS }));
  for (const schedule of all)
    workers.set(schedule.name, [await workOnSchedule(boss, schedule, work, polling)]);
  await forgetOthers(boss, all);
  await catchUp(database, queue);
  return {
    queue,
    async runNow(name) {
      await boss.send(name, {});
      wake(name);
    },
    async stop() {
      stopping.abort();
      await boss.stop({ close: false, timeout: 30_000 });
    },
  };
}

type Work = (job: Job<unknown> | undefined) => Omit<JobContext, 'now' | 'signal'> & {
  log: Logger;
  stopping: AbortSignal;
  job: Job<unknown> | undefined;
  wake: (name: string) => void;
};

/** @returns the worker's id */
async function workOnSchedule(
  boss: PgBoss,
  { name, cron, timeZone, perform }: Schedule,
  work: Work,
  polling: Polling,
): Promise<string> {
  // `exclusive`: one job queued or at work, in all processes together
  await boss.createQueue(name, { policy: 'exclusive', retryLimit: 3, retryDelay: 60, retryBackoff: true });
  // A computer that is switched off at night catches up in the morning.
  await boss.schedule(name, cron, {}, { tz: timeZone, missed: 'once' });
  return await boss.work(name, polling, async ([job]) => performJob(name, work(job), perform));
}

async function workOnTask<Data extends object>(
  boss: PgBoss,
  { name, perform }: Task<Data>,
  work: Work,
  polling: Polling,
): Promise<string> {
  return await boss.work<Data>(name, polling, async ([job]) => {
    if (job !== undefined) await performJob(name, work(job), (context) => perform(context, job.data));
  });
}

async function performJob(
  name: string,
  { log, stopping, job, wake, ...context }: ReturnType<Work>,
  perform: (context: JobContext) => Promise<unknown>,
): Promise<void> {
  const started = performance.now();
  const result = (outcome: string) => ({
    job: name,
    outcome,
    milliseconds: Math.round(performance.now() - started),
  });
  try {
    const signal = AbortSignal.any([stopping, ...(job === undefined ? [] : [job.signal])]);
    await perform({ ...context, now: new Date(), signal });
    log.info(result('done'), 'job');
  } catch (error) {
    log.error({ ...result('failed'), err: error }, 'job');
    throw forTheQueue(error);
  } finally {
    // It would rest until it looks by itself, though more may be waiting.
    wake(name);
  }
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
