import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { checkLedger } from './ledger.ts';
import { DEFAULT_MONTHS, type Durations, durationsOf, runParameters } from './parameters.ts';
import { isCheck, type RunSummary, selectRun } from './runs.ts';
import { scopeColumns, type WantedScope } from './scope.ts';

export interface Unfinished {
  id: number;
  cursor: number;
}

/** What is written down of a run before it begins. */
export interface Registration extends Durations {
  mode: 'simulation' | 'real';
  /** By default the inactive. */
  scope?: WantedScope | undefined;
  asOf: string;
  cutoff: string;
  prospectCutoff: string | null;
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
  | ({ mode: 'simulation'; scope?: Exclude<WantedScope, { kind: 'simulation' }> | undefined } & Durations)
  | {
      mode: 'real';
      /** The simulation that was reviewed: nobody outside its list is erased (R10). */
      simulation: number;
      /** The check of it that was shown before confirming (`startCheck`). */
      check?: number | undefined;
      /** How many contacts the check, or else the simulation, said would be erased, typed by whoever answers for it. */
      confirm: number;
    };

/**
 * Writes down a run that a job then carries out (`finishRun`).
 * @throws DomainError of `runParameters` and `selectReviewed`; `not-its-check`; `wrong-confirmation`;
 *   `nothing-to-erase`; `run-is-on`; `simulation-followed`; `ledger-not-writable`
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
  const { scope, ...durations } =
    wanted.mode === 'simulation'
      ? { scope: wanted.scope, ...durationsOf(wanted) }
      : likeSimulation(await selectConfirmed(database, institution, wanted));
  if (wanted.mode === 'real') await checkLedger(ledgerFile);
  const parameters = await runParameters(database, institution, { ...durations, now });
  const runId = await registerRun(database, institution, {
    mode: wanted.mode,
    scope,
    ...durations,
    ...parameters,
    now,
    actor,
    notifyOperatorId,
    ...(batchId === undefined ? {} : { batchId }),
    ...(wanted.mode === 'real' ? { simulationRunId: wanted.simulation } : {}),
  });
  return await selectRun(database, institution, runId);
}

/** Whom a check or a real run looks at, and by which durations: those of the simulation it is bound to (R10). */
export const likeSimulation = ({
  scope,
  ...simulation
}: RunSummary): Durations & { scope: Extract<WantedScope, { kind: 'simulation' }> } => ({
  ...durationsOf(simulation),
  // where the activity is ignored there are none, and any will do
  ...(scope.kind === 'inactive' ? {} : { months: DEFAULT_MONTHS }),
  scope: { kind: 'simulation', scope },
});

/** The simulation that was reviewed, where what was confirmed is what it, or the check of it, found. */
async function selectConfirmed(
  database: Database,
  institution: Institution,
  { simulation, check, confirm }: Extract<WantedRun, { mode: 'real' }>,
): Promise<RunSummary> {
  const reviewed = await selectReviewed(database, institution, simulation);
  const latest = check === undefined ? reviewed : await selectRun(database, institution, check);
  if (latest !== reviewed && (latest.simulation !== simulation || !isCheck(latest) || !isDone(latest))) {
    throw new DomainError('not-its-check', `run ${check} is no completed check of simulation ${simulation}`);
  }
  const erased = latest.counts.delete + latest.counts.anonymise;
  if (erased === 0) throw new DomainError('nothing-to-erase', `run ${latest.run} found nobody to erase`);
  if (confirm !== erased) {
    throw new DomainError('wrong-confirmation', `run ${latest.run} named another number of contacts`);
  }
  return reviewed;
}

/**
 * The simulation that a real run or a check is to be bound to.
 * @throws DomainError `unknown-run`; `not-a-simulation` where it is none, is a check itself, or did not complete
 */
export async function selectReviewed(
  database: Database,
  institution: Institution,
  simulation: number,
): Promise<RunSummary> {
  const run = await selectRun(database, institution, simulation);
  if (run.type !== 'retention' || run.mode !== 'simulation' || isCheck(run) || !isDone(run)) {
    throw new DomainError('not-a-simulation', `run ${simulation} is no completed simulation`);
  }
  return run;
}

const isDone = ({ state }: RunSummary) => state === 'completed';

/**
 * @throws DomainError `run-is-on` where another real run got there first (a unique index says so), or
 *   `simulation-followed` where it came and went: a simulation is erased once
 */
export async function registerRun(
  database: Database,
  institution: Institution,
  { mode, months, asOf, cutoff, prospectCutoff, now, actor = 'command-line', ...rest }: Registration,
): Promise<number> {
  const runId = await inInstitution(database, institution.id, async (tenant) => {
    const next = await nextRunNumber(tenant, institution.id);
    if (mode === 'real' && rest.simulationRunId !== undefined)
      await refuseFollowed(tenant, institution.id, rest.simulationRunId);
    const scoped = await scopeColumns(tenant, institution.id, rest.scope);
    const byActivity = scoped.scope === 'inactive';
    const { rows } = await sql<{ id: number }>`
      insert into runs (institution_id, id, batch_id, type, mode, state, scope, criterion_id, selected, months,
                        prospect_months, as_of, cutoff, prospect_cutoff, simulation_run_id, sealed,
                        started_by, started_at, last_progress_at, ceiling_percent, notify_operator_id, total)
      overriding system value
      select ${institution.id}, ${next}::bigint, ${rest.batchId ?? null}::bigint, 'retention', ${mode}, 'running', ${scoped.scope}, ${scoped.criterionId}::bigint, ${scoped.selected}::integer,
             ${byActivity ? months : null}::integer, ${byActivity ? (rest.prospectMonths ?? null) : null}::integer, ${asOf},
             ${byActivity ? cutoff : null}::date, ${byActivity ? prospectCutoff : null}::date, ${rest.simulationRunId ?? null}, ${mode} = 'real' and seal_recipient is not null, ${actor}, ${now}, ${now},
             ${rest.ceilingPercent ?? null}, ${rest.notifyOperatorId ?? null},
             (select count(*) from contacts
               where institution_id = ${institution.id} and kind in ('individual', 'relay'))
        from institutions where id = ${institution.id}
          on conflict (institution_id) where type = 'retention' and mode = 'real' and state in ('running', 'failed')
          do nothing
      returning id`.execute(tenant);
    const id = rows[0]?.id;
    if (id !== undefined) {
      await insertSelection(tenant, institution.id, id, scoped.ids);
      await audit(tenant, institution.id, now, {
        actor,
        action: `retention.${mode}`,
        subject: `run:${id}`,
        details: byActivity
          ? {}
          : { scope: scoped.scope, criterion: scoped.criterionId, selected: scoped.selected },
      });
    }
    return id;
  });
  if (runId === undefined) throw runIsOn((await selectUnfinished(database, institution))?.id);
  return runId;
}

async function insertSelection(tenant: Tenant, institutionId: number, runId: number, ids: number[]) {
  if (ids.length === 0) return;
  await sql`
    insert into run_selection (institution_id, run_id, contact_id)
    select r.institution_id, r.id, contact_id
      from runs r, unnest(${ids}::bigint[]) as contact_id
     where r.institution_id = ${institutionId} and r.id = ${runId}`.execute(tenant);
}

/**
 * The number of the next run of an institution, to be inserted in the same transaction: who comes meanwhile waits.
 * The identity of the table would leave out up to 32 numbers at each crash of the server (PostgreSQL writes sequences
 * to its log so many values ahead), and people would look for the runs between 12 and 45.
 */
export async function nextRunNumber(tenant: Tenant, institutionId: number): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`rappel.run-number/${institutionId}`}, 0))`.execute(
    tenant,
  );
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(id), 0) + 1 as next from runs where institution_id = ${institutionId}`.execute(
    tenant,
  );
  return rows[0]?.next as number;
}

async function refuseFollowed(tenant: Tenant, institutionId: number, simulation: number): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select id from runs
     where institution_id = ${institutionId} and simulation_run_id = ${simulation} and mode = 'real'
       and state = 'completed'`.execute(tenant);
  if (rows[0] !== undefined) {
    throw new DomainError(
      'simulation-followed',
      `simulation ${simulation} was followed by run ${rows[0].id} already: simulate again`,
    );
  }
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
  { batchId, scope, months, prospectMonths, asOf, ceilingPercent }: Registration,
): Promise<number | undefined> {
  const criterionId = scope?.kind === 'criterion' ? scope.criterionId : null;
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      select id from runs
       where institution_id = ${institution.id} and batch_id = ${batchId ?? null} and criterion_id is not distinct from ${criterionId}::bigint
         and (criterion_id is not null
              or months = ${months} and prospect_months is not distinct from ${prospectMonths ?? null}::integer)
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
