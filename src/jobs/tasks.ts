import type { Batch } from '../batches/batches.ts';
import { selectBatch } from '../batches/batches.ts';
import { DomainError } from '../errors.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';
import { finishRun, type RunSummary, runRetention, startRun } from '../retention/retention.ts';
import type { JobContext } from './schedules.ts';

/** Work that somebody or a schedule asked for; its payload holds internal ids only. */
export interface Task<Data> {
  name: string;
  perform(context: JobContext, data: Data): Promise<unknown>;
}

/** Carries out a run that was written down; another process goes on where this one is stopped. */
export const carryOutRun: Task<{ institution: number; run: number }> = {
  name: 'retention.run',
  async perform(context, { institution, run }) {
    const { database, now, signal, ledgerFile, patienceSeconds } = context;
    const owner = await institutionOf(database, institution);
    if (owner === undefined) return;
    const left = await finishRun(database, owner, run, {
      now,
      ledgerFile,
      patienceSeconds,
      pause: signal,
      lockSeconds: 10,
    }).catch(unlessDecided);
    await handOver(context, owner, left);
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
    const work = { now, ledgerFile, patienceSeconds, pause: signal };
    const by = { actor: 'system', batchId: id };
    if (batch.mode === 'simulation') {
      const { run } = await startRun(
        database,
        owner,
        { mode: 'simulation', months: batch.months },
        { ...work, ...by },
      );
      await handOver(context, owner, await finishRun(database, owner, run, work));
      return;
    }
    const { months, ceilingPercent } = batch;
    const left = await runRetention(database, owner, {
      ...work,
      ...by,
      mode: 'real',
      months,
      ceilingPercent,
    }).catch((error: unknown) => {
      // Stopped before its share was known: nothing is written down to be gone on with, so the job is done again.
      if (error instanceof DomainError && error.code === 'interrupted') throw error;
      return unlessDecided(error);
    });
    await handOver(context, owner, left);
  },
};

/** A run that this process stopped at is taken up by another worker at once, or by the next one that starts. */
async function handOver(
  { signal, carryOut }: JobContext,
  institution: Institution,
  run: RunSummary | undefined,
): Promise<void> {
  if (signal.aborted && run?.state === 'running') await carryOut(institution, run.run);
}

/** A batch that runs once was given another moment since. */
function isMoved({ schedule }: Batch, at: string | undefined): boolean {
  return at !== undefined && (schedule.kind !== 'once' || schedule.at.toISOString() !== at);
}

async function institutionOf(database: JobContext['database'], id: number): Promise<Institution | undefined> {
  return (await selectInstitutions(database)).find((one) => one.id === id);
}

/** What the domain refuses (a run is on, the ceiling) is an answer, which trying again would not change. */
function unlessDecided(error: unknown): undefined {
  if (!(error instanceof DomainError)) throw error;
  return undefined;
}
