import type { PgBoss, QueueOptions, QueuePolicy } from 'pg-boss';
import { recurrenceOf, selectBatches } from '../batches/batches.ts';
import type { Database } from '../database/database.ts';
import { selectToSend } from '../delivery/delivery.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';
import { MOST_ATTEMPTS, selectQueued } from '../messages/messages.ts';
import { selectInterruptedRuns } from '../retention/retention.ts';
import type { JobQueue } from './context.ts';
import { pgBoss } from './pg-boss.ts';
import { carryOutRun, deliver, lookForDuplicates, runBatch, sendOne } from './tasks.ts';

/** A run may take a day; where its process dies, the heartbeat is missed and the job is done again. */
const LONG = { expireInSeconds: 24 * 3600, heartbeatSeconds: 60, retryLimit: 20, retryDelay: 10 };

/**
 * After one minute, two, four and so on, at most an hour. `exclusive` with a key for each message: a message that a job
 * waits for, or is at, gets no second one.
 */
const MAIL: QueueOptions & { policy: QueuePolicy } = {
  policy: 'exclusive',
  expireInSeconds: 300,
  heartbeatSeconds: 60,
  retryLimit: MOST_ATTEMPTS,
  retryDelay: 60,
  retryBackoff: true,
  retryDelayMax: 3600,
};

/** So many processes may send one campaign. */
const SENDERS = 4;

/** @param wake tells the worker of this process, if there is one, that something came */
export function jobQueue(
  database: Database,
  boss: PgBoss,
  wake: (task: string) => void = () => {},
): JobQueue {
  const keyOf = (institution: Institution, batchId: number) => `${institution.id}.${batchId}`;
  return {
    async carryOut(institution, run) {
      await boss.send(carryOutRun.name, { institution: institution.id, run });
      wake(carryOutRun.name);
    },
    async deliver(institution) {
      const waiting = await selectQueued(database, institution);
      if (waiting.length === 0) return;
      await boss.insert(
        deliver.name,
        waiting.map((message) => ({
          data: { institution: institution.id, message },
          singletonKey: `${institution.id}.${message}`,
        })),
      );
      wake(deliver.name);
    },
    async sendCampaign(institution, campaign) {
      const key = `${institution.id}.${campaign}`;
      await boss.insert(
        sendOne.name,
        Array.from({ length: SENDERS }, (_, sender) => ({
          data: { institution: institution.id, campaign },
          singletonKey: `${key}.${sender}`,
          group: { id: key },
        })),
      );
      wake(sendOne.name);
    },
    async findDuplicates(institution) {
      await boss.send(
        lookForDuplicates.name,
        { institution: institution.id },
        { singletonKey: String(institution.id) },
      );
      wake(lookForDuplicates.name);
    },
    async schedule(institution, batch) {
      const { schedule } = batch;
      const key = keyOf(institution, batch.id);
      const data = { institution: institution.id, batch: batch.id };
      const rule = recurrenceOf(schedule, institution.timeZone, new Date());
      if (rule === null) await boss.unschedule(runBatch.name, key);
      else await boss.schedule(runBatch.name, rule, data, { tz: institution.timeZone, key, missed: 'once' });
      if (schedule.kind === 'once') {
        const at = schedule.at.toISOString();
        await boss.send(
          runBatch.name,
          { ...data, at },
          { startAfter: schedule.at, singletonKey: `${key}@${at}` },
        );
      }
    },
    async unschedule(institution, batchId) {
      await boss.unschedule(runBatch.name, keyOf(institution, batchId));
    },
    nextMoments(institution, { schedule }, count, now) {
      if (schedule.kind === 'once') return schedule.at > now ? [schedule.at] : [];
      const rule = recurrenceOf(schedule, institution.timeZone, now);
      return rule === null ? [] : boss.previewSchedule(rule, { tz: institution.timeZone, from: now, count });
    },
  };
}

export async function createTaskQueues(boss: PgBoss): Promise<void> {
  for (const { name } of [carryOutRun, runBatch]) await boss.createQueue(name, LONG);
  await boss.createQueue(deliver.name, MAIL);
  // `short`: of each sender one job waits. One that a killed process left active keeps nobody from beginning.
  await boss.createQueue(sendOne.name, { ...LONG, policy: 'short' });
  await boss.createQueue(lookForDuplicates.name, {
    policy: 'exclusive',
    expireInSeconds: 3600,
    retryLimit: 2,
  });
}

/** For a web server without a worker of its own: what it leaves is done by another process. */
export async function openQueue(database: Database): Promise<JobQueue & { stop(): Promise<void> }> {
  const boss = pgBoss(database, { supervise: false, schedule: false });
  await boss.start();
  await createTaskQueues(boss);
  return { ...jobQueue(database, boss), stop: () => boss.stop({ close: false, graceful: false }) };
}

/**
 * At a start: the batches' schedules as the tables have them (a restored backup may differ), and the runs that a
 * process left unfinished, and what it told nobody of yet. One that another process works on is left alone by its lock.
 */
export async function catchUp(database: Database, queue: JobQueue): Promise<void> {
  for (const institution of await selectInstitutions(database)) {
    for (const batch of await selectBatches(database, institution)) await queue.schedule(institution, batch);
    for (const run of await selectInterruptedRuns(database, institution))
      await queue.carryOut(institution, run);
    await queue.deliver(institution);
    for (const campaign of await selectToSend(database, institution, undefined))
      await queue.sendCampaign(institution, campaign);
  }
}
