import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { checkLedger } from './ledger.ts';
import { runParameters } from './parameters.ts';
import { type RunSummary, selectRun } from './runs.ts';

export interface Unfinished {
  id: number;
  cursor: number;
}

/** What is written down of a run before it begins. */
export interface Registration {
  mode: 'simulation' | 'real';
  months: number;
  asOf: string;
  cutoff: string;
  now: Date;
  simulationRunId?: number;
  batchId?: number;
  /** Of a simulation that looks whether a real run would stay below it (R10). */
  ceilingPercent?: number;
  /** Who started it and wants to be told when it ends. */
  notifyOperatorId?: number | undefined;
  actor?: string;
}

/** What somebody asks for on the screen. */
export type WantedRun =
  | { mode: 'simulation'; months: number }
  | {
      mode: 'real';
      /** The simulation that was reviewed: nobody outside its list is erased (R10). */
      simulation: number;
      /** How many contacts it said would be erased, typed by whoever answers for it. */
      confirm: number;
    };

/**
 * Writes down a run that a job then carries out (`finishRun`).
 * @throws DomainError of `runParameters`; `unknown-run`; `not-a-simulation` where it is none, or did not complete;
 *   `wrong-confirmation`; `nothing-to-erase`; `run-is-on`; `ledger-not-writable`
 */
export async function startRun(
  database: Database,
  institution: Institution,
  wanted: WantedRun,
  {
    now,
    actor,
    ledgerFile,
    batchId,
    notifyOperatorId,
  }: {
    now: Date;
    actor: string;
    ledgerFile: string;
    batchId?: number;
    /** Who is told when it ends, beside the recipients of the batch. */
    notifyOperatorId?: number | undefined;
  },
): Promise<RunSummary> {
  const months =
    wanted.mode === 'simulation' ? wanted.months : await reviewedMonths(database, institution, wanted);
  if (wanted.mode === 'real') await checkLedger(ledgerFile);
  const parameters = await runParameters(database, institution, { months, now });
  const runId = await registerRun(database, institution, {
    mode: wanted.mode,
    months,
    ...parameters,
    now,
    actor,
    notifyOperatorId,
    ...(batchId === undefined ? {} : { batchId }),
    ...(wanted.mode === 'real' ? { simulationRunId: wanted.simulation } : {}),
  });
  return await selectRun(database, institution, runId);
}

async function reviewedMonths(
  database: Database,
  institution: Institution,
  { simulation, confirm }: { simulation: number; confirm: number },
): Promise<number> {
  const run = await selectRun(database, institution, simulation);
  if (run.type !== 'retention' || run.mode !== 'simulation' || run.state !== 'completed') {
    throw new DomainError('not-a-simulation', `run ${simulation} is no completed simulation`);
  }
  const erased = run.counts.delete + run.counts.anonymise;
  if (erased === 0)
    throw new DomainError('nothing-to-erase', `simulation ${simulation} found nobody to erase`);
  if (confirm !== erased) {
    throw new DomainError('wrong-confirmation', `simulation ${simulation} named another number of contacts`);
  }
  return run.months;
}

/** @throws DomainError `run-is-on` where another real run got there first (a unique index says so) */
export async function registerRun(
  database: Database,
  institution: Institution,
  { mode, months, asOf, cutoff, now, actor = 'command-line', ...rest }: Registration,
): Promise<number> {
  const runId = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      insert into runs (institution_id, batch_id, type, mode, state, months, as_of, cutoff, simulation_run_id, sealed,
                        started_by, started_at, last_progress_at, ceiling_percent, notify_operator_id, total)
      select ${institution.id}, ${rest.batchId ?? null}, 'retention', ${mode}, 'running', ${months}, ${asOf}, ${cutoff},
             ${rest.simulationRunId ?? null}, ${mode} = 'real' and seal_recipient is not null, ${actor}, ${now}, ${now},
             ${rest.ceilingPercent ?? null}, ${rest.notifyOperatorId ?? null},
             (select count(*) from contacts
               where institution_id = ${institution.id} and kind in ('individual', 'relay'))
        from institutions where id = ${institution.id}
          on conflict (institution_id) where type = 'retention' and mode = 'real' and state in ('running', 'failed')
          do nothing
      returning id`.execute(tenant);
    const id = rows[0]?.id;
    if (id !== undefined)
      await audit(tenant, institution.id, now, { actor, action: `retention.${mode}`, subject: `run:${id}` });
    return id;
  });
  if (runId === undefined) throw runIsOn((await selectUnfinished(database, institution))?.id);
  return runId;
}

export const runIsOn = (runId: number | undefined) =>
  new DomainError(
    'run-is-on',
    `a real run is on already: run ${runId ?? '(just ended)'}; cancel it or wait for its end`,
  );

/** @param runId undefined: the real run of the institution that is not over */
export async function selectUnfinished(
  database: Database,
  institution: Institution,
  runId?: number,
): Promise<Unfinished | undefined> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Unfinished>`
      select id, cursor_id as cursor from runs
       where institution_id = ${institution.id} and type = 'retention' and state in ('running', 'failed')
         and ${runId === undefined ? sql`mode = 'real'` : sql`id = ${runId}`}`.execute(tenant);
    return rows[0];
  });
}

/** The simulation before a real run of a batch that was interrupted on the same day. */
export async function selectUnfinishedCheck(
  database: Database,
  institution: Institution,
  { batchId, months, asOf, ceilingPercent }: Registration,
): Promise<number | undefined> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      select id from runs
       where institution_id = ${institution.id} and batch_id = ${batchId ?? null} and months = ${months}
         and as_of = ${asOf} and ceiling_percent = ${ceilingPercent ?? null} and state in ('running', 'failed')
       order by id desc limit 1`.execute(tenant);
    return rows[0]?.id;
  });
}

/**
 * The runs of the screen and of batches that are not over: at a start, those that a process left. The simulation before
 * a real run of a batch is finished by the job of the batch.
 */
export async function selectInterruptedRuns(database: Database, institution: Institution): Promise<number[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      select id from runs
       where institution_id = ${institution.id} and type = 'retention' and state = 'running'
         and started_by <> 'command-line' and ceiling_percent is null order by id`.execute(tenant);
    return rows.map(({ id }) => id);
  });
}
