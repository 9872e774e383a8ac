import { sql } from 'kysely';
import { type Database, inInstitution, withPatience } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { erasedPercent, isAboveCeiling } from './ceiling.ts';
import { endAsFailed, endDeadSimulations, endRun } from './end.ts';
import { checkLedger } from './ledger.ts';
import { DEFAULT_MONTHS, runParameters } from './parameters.ts';
import {
  type Registration,
  registerRun,
  runIsOn,
  selectUnfinished,
  selectUnfinishedCheck,
} from './register.ts';
import { tryRunLock } from './run-lock.ts';
import { type RunSummary, selectRun } from './runs.ts';
import { destroyExpiredSealsOf } from './sealed-log.ts';
import { vacuumErased } from './vacuum.ts';
import { LANES, walkRanges } from './walk.ts';

/** How a run is carried out; not part of what it does. */
export interface WorkOptions {
  now: Date;
  /** The ledger of R14. */
  ledgerFile: string;
  /** Contacts per transaction. */
  rangeSize?: number;
  /** How long to wait for a database that went away, in seconds. */
  patienceSeconds?: number;
  /** How long to wait for the lock of an interrupted run, in seconds. */
  lockSeconds?: number;
  onProgress?: (progress: { done: number; total: number }) => void;
  /** Cancels between two ranges. */
  cancel?: AbortSignal;
  /** Stops between two ranges and leaves the rest to whoever finishes the run (the process ends). */
  pause?: AbortSignal;
}

export interface RunOptions extends WorkOptions {
  mode: 'simulation' | 'real';
  /** Calendar months of inactivity (R4); 36 by default. */
  months?: number;
  /** Of prospects, where they have another (R4). */
  prospectMonths?: number | undefined;
  /** Whom it looks at; by default the inactive. */
  scope?: { kind: 'criterion'; criterionId: number } | undefined;
  /** YYYY-MM-DD, the day of the run; today by default. */
  asOf?: string | undefined;
  /** The reviewed simulation that a real run is bound to (R10). */
  simulationRunId?: number;
  /** Above this share of the individuals and relays a real run stops before erasing anything (R10). */
  ceilingPercent?: number;
  batchId?: number;
  /** As `AuditEntry.actor`; the command line by default. */
  actor?: string;
}

/**
 * Runs the retention batch (R1-R12). A real run that was interrupted is finished instead of a new one, with its own
 * parameters; the counts are those of the whole.
 * @throws DomainError of `runParameters`, `run-is-on`, `ledger-not-writable`, `unknown-run`; `above-ceiling`, or
 *   `interrupted` where the simulation that measures the share was stopped
 */
export async function runRetention(
  database: Database,
  institution: Institution,
  options: RunOptions,
): Promise<RunSummary> {
  const months = options.months ?? DEFAULT_MONTHS;
  const parameters = await runParameters(database, institution, { ...options, months });
  if (options.mode === 'simulation') await endDeadSimulations(database, institution, options.now);
  else await checkLedger(options.ledgerFile);
  const unfinished = options.mode === 'real' ? await selectUnfinished(database, institution) : undefined;
  if (unfinished !== undefined) return await finish(database, institution, unfinished.id, options);
  const { ceilingPercent, ...rest } = options;
  const registration = { ...rest, ...parameters, months };
  if (ceilingPercent !== undefined)
    await checkCeiling(database, institution, { ...registration, ceilingPercent });
  const runId = await registerRun(database, institution, registration);
  return await finish(database, institution, runId, { ...options, lockSeconds: 0 });
}

/**
 * Carries out a run that was registered, or finishes one that was interrupted, with its own parameters; nothing
 * where it is over.
 * @throws DomainError `unknown-run`; `run-is-on` where somebody works on it; `ledger-not-writable`
 */
export async function finishRun(
  database: Database,
  institution: Institution,
  runId: number,
  options: WorkOptions,
): Promise<RunSummary> {
  const run = await selectRun(database, institution, runId);
  if (run.state !== 'running' && run.state !== 'failed') return run;
  if (run.mode === 'real') await checkLedger(options.ledgerFile);
  return await finish(database, institution, runId, options);
}

async function finish(
  database: Database,
  institution: Institution,
  runId: number,
  options: WorkOptions,
): Promise<RunSummary> {
  const unlock = await takeUp(database, institution, runId, options);
  try {
    await work(database, institution, runId, options);
  } finally {
    await unlock();
  }
  return await selectRun(database, institution, runId);
}

/**
 * Takes the lock of a run. It may still be held for a moment by a server session that has not noticed the death of
 * its process; where the cursor goes on moving, the run is alive.
 * @throws DomainError `run-is-on`
 */
async function takeUp(
  database: Database,
  institution: Institution,
  runId: number,
  { lockSeconds = 30, now }: WorkOptions,
): Promise<() => Promise<void>> {
  const deadline = performance.now() + lockSeconds * 1000;
  let seen: number | undefined;
  let moves = 0; // a dead process's session may still commit what each lane was taking; more moves are a live one's
  while (true) {
    const unlock = await tryRunLock(database, institution.id, runId);
    if (unlock !== undefined) {
      if (await markRunning(database, institution, runId, now)) return unlock;
      await unlock();
      throw runIsOn(runId); // it ended while we waited
    }
    const present = await selectUnfinished(database, institution, runId);
    if (seen !== undefined && present !== undefined && present.cursor !== seen) moves += 1;
    seen = present?.cursor;
    if (present === undefined || moves > LANES || performance.now() > deadline) throw runIsOn(runId);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function markRunning(database: Database, institution: Institution, runId: number, now: Date) {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { numAffectedRows } = await sql`
      update runs set state = 'running', failure = null, last_progress_at = ${now}
       where institution_id = ${institution.id} and id = ${runId} and state in ('running', 'failed')`.execute(
      tenant,
    );
    return numAffectedRows === 1n;
  });
}

async function work(
  database: Database,
  institution: Institution,
  runId: number,
  options: WorkOptions,
): Promise<void> {
  const { mode } = await selectRun(database, institution, runId);
  const patience = { seconds: options.patienceSeconds ?? 60 };
  if (mode === 'real') await destroyExpiredSealsOf(database, institution.id, options.now);
  try {
    const end = await walkRanges(database, institution, runId, { ...options, mode, patience });
    if (end === 'not-running') return;
    const state = end === 'cancelled' ? 'cancelled' : 'completed';
    await withPatience(patience, () => endRun(database, institution, runId, state, new Date()));
    if (mode === 'real') await vacuumErased(database);
  } catch (error) {
    await endAsFailed(database, institution, runId, error, new Date());
    throw error;
  }
}

/**
 * R10: simulates first, and goes on only where a simulation that is whole stays below the ceiling. Where one of the same
 * batch and day was interrupted, it is finished.
 * @throws DomainError `above-ceiling`; `interrupted` where the process ends; `cancelled` where somebody stopped it
 */
async function checkCeiling(
  database: Database,
  institution: Institution,
  options: RunOptions & Registration & { ceilingPercent: number },
): Promise<void> {
  const check: Registration = { ...options, mode: 'simulation' };
  const unfinished = await selectUnfinishedCheck(database, institution, check);
  if (unfinished === undefined) await endDeadSimulations(database, institution, options.now);
  const runId = unfinished ?? (await registerRun(database, institution, check));
  const { state, counts } = await finish(database, institution, runId, options);
  if (state === 'running')
    throw new DomainError('interrupted', `the process ends during simulation ${runId}`);
  if (state !== 'completed') throw new DomainError('cancelled', `simulation ${runId} was stopped`);
  if (isAboveCeiling(counts, options.ceilingPercent)) {
    throw new DomainError(
      'above-ceiling',
      `${erasedPercent(counts).toFixed(1)} % of the contacts would be erased, above the ceiling of ${options.ceilingPercent} %: see simulation ${runId}`,
    );
  }
}
