import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, isDatabaseAway, withPatience } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { coarsenPostcodes } from '../orders/orders.ts';
import { checkLedger } from './ledger.ts';
import { DEFAULT_MONTHS, runParameters } from './parameters.ts';
import { tryRunLock } from './run-lock.ts';
import { type RunSummary, selectRun } from './runs.ts';
import { destroyExpiredSealsOf } from './sealed-log.ts';
import { vacuumErased } from './vacuum.ts';
import { LANES, walkRanges } from './walk.ts';

export interface RunOptions {
  mode: 'simulation' | 'real';
  /** Calendar months of inactivity (R4); 36 by default. */
  months?: number;
  /** YYYY-MM-DD, the day of the run; today by default. */
  asOf?: string | undefined;
  now: Date;
  /** The ledger of R14. */
  ledgerFile: string;
  /** The reviewed simulation that a real run is bound to (R10). */
  simulationRunId?: number;
  /** Above this share of the individuals and relays a real run stops before erasing anything (R10). */
  ceilingPercent?: number;
  actor?: string;
  /** Contacts per transaction. */
  rangeSize?: number;
  /** How long to wait for a database that went away, in seconds. */
  patienceSeconds?: number;
  /** How long to wait for the lock of an interrupted run, in seconds. */
  lockSeconds?: number;
  onProgress?: (progress: { done: number; total: number }) => void;
  /** Cancels between two ranges. */
  cancel?: AbortSignal;
}

/**
 * Runs the retention batch (R1-R12). A real run that was interrupted is finished instead of a new one, with its own
 * parameters; the counts are those of the whole.
 * @throws DomainError of `runParameters`, `run-is-on`, `ledger-not-writable`, `above-ceiling`, `unknown-run`
 */
export async function runRetention(
  database: Database,
  institution: Institution,
  options: RunOptions,
): Promise<RunSummary> {
  const parameters = await runParameters(database, institution, {
    ...options,
    months: options.months ?? DEFAULT_MONTHS,
  });
  if (options.mode === 'simulation') await endDeadSimulations(database, institution);
  else await checkLedger(options.ledgerFile);
  const { runId, unlock } = await takeRun(database, institution, options, parameters);
  try {
    await walk(database, institution, runId, options);
  } finally {
    await unlock();
  }
  return await selectRun(database, institution, runId);
}

/** Asks a running run to stop after the range it is at. @throws DomainError `unknown-run` or `run-is-over` */
export async function cancelRun(database: Database, institution: Institution, runId: number): Promise<void> {
  const run = await selectRun(database, institution, runId);
  if (run.state !== 'running' && run.state !== 'failed') {
    throw new DomainError('run-is-over', `run ${runId} is ${run.state}`);
  }
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`update runs set cancel_requested = true
               where institution_id = ${institution.id} and id = ${runId}`.execute(tenant);
  });
  // Nobody works on it any more: cancelled at once.
  const unlock = await tryRunLock(database, institution.id, runId);
  if (unlock === undefined) return;
  try {
    await endRun(database, institution, runId, 'cancelled', new Date());
  } finally {
    await unlock();
  }
}

interface TakenRun {
  runId: number;
  unlock: () => Promise<void>;
}

async function takeRun(
  database: Database,
  institution: Institution,
  options: RunOptions,
  parameters: { asOf: string; cutoff: string },
): Promise<TakenRun> {
  const unfinished = options.mode === 'real' ? await selectUnfinished(database, institution) : undefined;
  if (unfinished !== undefined) return await resume(database, institution, unfinished, options);
  if (options.ceilingPercent !== undefined) await checkCeiling(database, institution, options);
  const runId = await insertRun(database, institution, options, parameters);
  if (runId === undefined) throw runIsOn((await selectUnfinished(database, institution))?.id);
  const unlock = await tryRunLock(database, institution.id, runId);
  if (unlock === undefined) throw runIsOn(runId); // somebody took it up in this very moment
  return { runId, unlock };
}

const runIsOn = (runId: number | undefined) =>
  new DomainError(
    'run-is-on',
    `a real run is on already: run ${runId ?? '(just ended)'}; cancel it or wait for its end`,
  );

/**
 * Takes up an interrupted run. Its lock may still be held for a moment by a server session that has not noticed the
 * death of its process; where the cursor goes on moving, the run is alive.
 */
async function resume(
  database: Database,
  institution: Institution,
  unfinished: { id: number; cursor: number },
  { lockSeconds = 30, now }: RunOptions,
): Promise<TakenRun> {
  const deadline = performance.now() + lockSeconds * 1000;
  let { cursor } = unfinished;
  let moves = 0; // a dead process's session may still commit what each lane was taking; more moves are a live one's
  while (true) {
    const unlock = await tryRunLock(database, institution.id, unfinished.id);
    if (unlock !== undefined) {
      const takenUp = await inInstitution(database, institution.id, async (tenant) => {
        const { numAffectedRows } = await sql`
          update runs set state = 'running', failure = null, last_progress_at = ${now}
           where institution_id = ${institution.id} and id = ${unfinished.id}
             and state in ('running', 'failed')`.execute(tenant);
        return numAffectedRows === 1n;
      });
      if (!takenUp) {
        await unlock();
        throw runIsOn(unfinished.id); // it ended while we waited
      }
      return { runId: unfinished.id, unlock };
    }
    const present = await selectUnfinished(database, institution);
    if (present !== undefined && present.cursor !== cursor) {
      cursor = present.cursor;
      moves += 1;
    }
    if (present?.id !== unfinished.id || moves > LANES || performance.now() > deadline)
      throw runIsOn(unfinished.id);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function selectUnfinished(database: Database, institution: Institution) {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number; cursor: number }>`
      select id, cursor_id as cursor from runs
       where institution_id = ${institution.id} and type = 'retention' and mode = 'real'
         and state in ('running', 'failed')`.execute(tenant);
    return rows[0];
  });
}

/** @returns undefined where another real run got there first (a unique index says so) */
async function insertRun(
  database: Database,
  institution: Institution,
  options: RunOptions,
  { asOf, cutoff }: { asOf: string; cutoff: string },
): Promise<number | undefined> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      insert into runs (institution_id, type, mode, state, months, as_of, cutoff, simulation_run_id, sealed, started_at, last_progress_at)
      select ${institution.id}, 'retention', ${options.mode}, 'running', ${options.months ?? DEFAULT_MONTHS}, ${asOf}, ${cutoff},
             ${options.simulationRunId ?? null}, ${options.mode} = 'real' and seal_recipient is not null,
             ${options.now}, ${options.now}
        from institutions where id = ${institution.id}
          on conflict (institution_id) where type = 'retention' and mode = 'real' and state in ('running', 'failed')
          do nothing
      returning id`.execute(tenant);
    const runId = rows[0]?.id;
    if (runId !== undefined) {
      await audit(tenant, institution.id, options.now, {
        actor: options.actor ?? 'command-line',
        action: `retention.${options.mode}`,
        subject: `run:${runId}`,
      });
    }
    return runId;
  });
}

async function walk(
  database: Database,
  institution: Institution,
  runId: number,
  options: RunOptions,
): Promise<void> {
  const real = options.mode === 'real';
  const patience = { seconds: options.patienceSeconds ?? 60 };
  if (real) await destroyExpiredSealsOf(database, institution.id, options.now);
  try {
    const end = await walkRanges(database, institution, runId, { ...options, patience });
    if (end !== 'not-running') {
      await withPatience(patience, () =>
        endRun(database, institution, runId, end === 'cancelled' ? 'cancelled' : 'completed', new Date()),
      );
    }
    if (real) await vacuumErased(database);
  } catch (error) {
    await endAsFailed(database, institution, runId, error);
    throw error;
  }
}

async function endRun(
  database: Database,
  institution: Institution,
  runId: number,
  state: 'completed' | 'cancelled',
  now: Date,
) {
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ mode: string }>`
      update runs set state = ${state}, ended_at = ${now}
       where institution_id = ${institution.id} and id = ${runId} and state in ('running', 'failed')
      returning mode`.execute(tenant);
    await sql`delete from run_ranges where institution_id = ${institution.id} and run_id = ${runId}`.execute(
      tenant,
    );
    if (rows[0]?.mode === 'real') await coarsenPostcodes(tenant, institution.id);
  });
}

/** Keeps the cursor, so that the run can be finished; where the database is away there is nobody to tell. */
async function endAsFailed(
  database: Database,
  institution: Institution,
  runId: number,
  error: unknown,
): Promise<void> {
  const failure =
    error instanceof DomainError ? error.code : String((error as { code?: string }).code ?? 'unexpected');
  try {
    await inInstitution(database, institution.id, async (tenant) => {
      await sql`update runs set state = 'failed', failure = ${failure}, ended_at = null
                 where institution_id = ${institution.id} and id = ${runId} and state = 'running'`.execute(
        tenant,
      );
    });
  } catch (second) {
    if (!isDatabaseAway(second)) throw second;
  }
}

/** A simulation whose process died is over: it is never taken up again, the next one starts anew. */
async function endDeadSimulations(database: Database, institution: Institution): Promise<void> {
  const running = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      select id from runs where institution_id = ${institution.id} and mode = 'simulation' and state = 'running'`.execute(
      tenant,
    );
    return rows;
  });
  for (const { id } of running) {
    const unlock = await tryRunLock(database, institution.id, id);
    if (unlock === undefined) continue;
    await endAsFailed(database, institution, id, new DomainError('interrupted', 'the process ended'));
    await unlock();
  }
}

async function checkCeiling(
  database: Database,
  institution: Institution,
  options: RunOptions,
): Promise<void> {
  const { run, counts } = await runRetention(database, institution, {
    ...options,
    mode: 'simulation',
    ceilingPercent: undefined,
  } as RunOptions);
  const share = ((counts.delete + counts.anonymise) / Math.max(counts.contacts, 1)) * 100;
  if (share > (options.ceilingPercent as number)) {
    throw new DomainError(
      'above-ceiling',
      `${share.toFixed(1)} % of the contacts would be erased, above the ceiling of ${options.ceilingPercent} %: see simulation ${run}`,
    );
  }
}
