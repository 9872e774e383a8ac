import type { Batch } from '../batches/batches.ts';
import { selectBatch } from '../batches/batches.ts';
import { prepareCampaign } from '../campaigns/campaigns.ts';
import { sendCampaign } from '../delivery/delivery.ts';
import { findDuplicates } from '../duplicates/duplicates.ts';
import { DomainError } from '../errors.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';
import { deliverMessage } from '../messages/messages.ts';
import { finishRun, type RunSummary, runRetention, startRun } from '../retention/retention.ts';
import type { JobContext, JobQueue } from './context.ts';

/** Work that somebody or a schedule asked for; its payload holds internal ids only. */
export interface Task<Data> {
  name: string;
  perform(context: JobContext, data: Data): Promise<unknown>;
}

/** Hands a message to the mail server, and wakes the worker where more of them wait. */
export const deliver: Task<{ institution: number; message: number }> = {
  name: 'messages.deliver',
  async perform({ database, mail, publicUrl, now, queue }, { institution, message }) {
    const owner = await institutionOf(database, institution);
    if (owner === undefined) return;
    await tellingAfter(queue, owner, () =>
      deliverMessage(database, owner, message, { mail, publicUrl, now }),
    );
  },
};

/** Writes down the recipients of a campaign and sends it; several processes may do so at once. */
export const sendOne: Task<{ institution: number; campaign: number }> = {
  name: 'campaigns.send',
  async perform({ database, outgoing, now, signal, patienceSeconds }, { institution, campaign }) {
    const owner = await institutionOf(database, institution);
    if (owner === undefined || outgoing === undefined) return;
    const { publicUrl } = outgoing;
    await prepareCampaign(database, owner, campaign, { now, publicUrl, signal });
    await sendCampaign(database, owner, campaign, outgoing, { signal, patienceSeconds });
  },
};

/** Suspected duplicates of an institution, looked for when somebody asks. */
export const lookForDuplicates: Task<{ institution: number }> = {
  name: 'duplicates.look',
  async perform({ database, now }, { institution }) {
    const owner = await institutionOf(database, institution);
    if (owner !== undefined) await findDuplicates(database, owner, now);
  },
};

/** Carries out a run that was written down; another process goes on where this one is stopped. */
export const carryOutRun: Task<{ institution: number; run: number }> = {
  name: 'retention.run',
  async perform(context, { institution, run }) {
    const { database, now, signal, ledgerFile, patienceSeconds, queue } = context;
    const owner = await institutionOf(database, institution);
    if (owner === undefined) return;
    const work = { now, ledgerFile, patienceSeconds, pause: signal, lockSeconds: 10 };
    await tellingAfter(queue, owner, async () =>
      handOver(context, owner, await finishRun(database, owner, run, work).catch(unlessDecided)),
    );
  },
};

/** A batch whose moment has come. */
export const runBatch: Task<{ institution: number; batch: number; at?: string }> = {
  name: 'retention.batch',
  async perform(context, { institution, batch: id, at }) {
    const { database, now, signal, ledgerFile, patienceSeconds } = context;
    const owner = await institutionOf(database, institution);
    if (owner === undefined) return;
    const batch = await selectBatch(database, owner, id).catch(unlessDecided);
    if (batch === undefined || isMoved(batch, at)) return;
    const { mode, months, ceilingPercent } = batch;
    const scope =
      batch.criterion === null ? undefined : { kind: 'criterion' as const, criterionId: batch.criterion.id };
    const looked = { scope, months, prospectMonths: batch.prospectMonths ?? undefined };
    const work = { now, ledgerFile, patienceSeconds, pause: signal };
    const by = { actor: 'system', batchId: id };
    if (mode === 'simulation') {
      // Carried out by a job of its own: one that fails is gone on with, where this job would start another.
      const { run } = await startRun(database, owner, { mode, ...looked }, { ...work, ...by });
      await context.queue.carryOut(owner, run);
      return;
    }
    // Stopped before its share was known, it is thrown as `interrupted`: the job is done again.
    const real = { ...work, ...by, mode, ...looked, ceilingPercent };
    await tellingAfter(context.queue, owner, async () =>
      handOver(context, owner, await runRetention(database, owner, real).catch(unlessDecided)),
    );
  },
};

/** Whatever became of the work, what it wrote to operators is on its way. */
async function tellingAfter(queue: JobQueue, institution: Institution, work: () => Promise<unknown>) {
  try {
    await work();
  } finally {
    await queue.deliver(institution);
  }
}

/** A run that this process stopped at is taken up by another worker at once, or by the next one that starts. */
async function handOver(
  { signal, queue }: JobContext,
  institution: Institution,
  run: RunSummary | undefined,
): Promise<void> {
  if (signal.aborted && run?.state === 'running') await queue.carryOut(institution, run.run);
}

/** A batch that runs once was given another moment since. */
function isMoved({ schedule }: Batch, at: string | undefined): boolean {
  return at !== undefined && (schedule.kind !== 'once' || schedule.at.toISOString() !== at);
}

async function institutionOf(database: JobContext['database'], id: number): Promise<Institution | undefined> {
  return (await selectInstitutions(database)).find((one) => one.id === id);
}

/**
 * What the domain refuses (a run is on, the ceiling) is an answer, which trying again would not change. That the process
 * stopped in between is none.
 */
function unlessDecided(error: unknown): undefined {
  if (!(error instanceof DomainError) || error.code === 'interrupted') throw error;
  return undefined;
}
