import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { isAboveCeiling } from './ceiling.ts';
import type { Scope } from './scope.ts';

/** A run as the contract shows it (`retention run --format json`). */
export interface RunResult {
  run: number;
  mode: 'simulation' | 'real';
  asOf: string;
  months: number;
  cutoff: string;
  /** Where prospects have another duration (R4); `months` and `cutoff` are then those of customers. */
  prospectMonths?: number;
  prospectCutoff?: string;
  counts: {
    contacts: number;
    recomputed: number;
    inactive: number;
    delete: number;
    anonymise: number;
    spare: Record<SpareReason, number>;
  };
  seconds: number;
}

/** Of several reasons the first is reported (R6). */
export const spareReasons = [
  'restricted',
  'role',
  'waiting',
  'tickets-to-come',
  'sole-relay',
  'debt',
  'credit',
] as const;
export type SpareReason = (typeof spareReasons)[number];

export interface RunSummary extends RunResult {
  type: 'retention' | 'erasure' | 'replay';
  state: 'running' | 'completed' | 'cancelled' | 'failed';
  /** Whom it looked at; `months` and `cutoff` matter where that is the inactive. */
  scope: Scope;
  sealed: boolean;
  /** The individuals and relays when it began. */
  total: number;
  batch: { id: number; name: string } | null;
  /** The reviewed simulation that a real run is bound to, or that a check looks at again (R10). */
  simulation: number | null;
  /** Of a simulation that looks whether the real run of a batch would stay below its ceiling (R10). */
  ceiling: { percent: number; exceeded: boolean } | null;
  /** The completed real run that was bound to this simulation; one that was cancelled left the rest to another. */
  followedBy: number | null;
  cancelRequested: boolean;
  /** Why it failed: a code. */
  failure: string | null;
  /** `command-line`, `system`, the name of the operator or, of who works here no longer, `operator:<id>`. */
  startedBy: string;
  startedAt: Date;
  endedAt: Date | null;
  /** Against the simulation that a real run or a check is bound to (R10). */
  drift: { noLongerEligible: number; newlyEligible: number } | undefined;
}

/** Whether a run looked again at a reviewed simulation, before the real run (R10). */
export const isCheck = ({ mode, simulation }: Pick<RunSummary, 'mode' | 'simulation'>): boolean =>
  mode === 'simulation' && simulation !== null;

/** What a list of runs is narrowed to, and where it goes on; undefined: all, from the beginning. */
export interface RunQuery {
  batchId?: number | undefined;
  mode?: RunResult['mode'] | undefined;
  state?: RunSummary['state'] | undefined;
  oldestFirst?: boolean | undefined;
  /** Runs that come after this one in the order of the list. */
  after?: number | undefined;
  limit?: number;
}

/** Runs of an institution, the newest first unless asked otherwise. */
export async function selectRuns(
  database: Database,
  institution: Institution,
  { batchId, mode, state, oldestFirst = false, after, limit = 1000 }: RunQuery = {},
): Promise<RunSummary[]> {
  const narrowed = [
    sql`true`,
    ...(batchId === undefined ? [] : [sql`r.batch_id = ${batchId}`]),
    ...(mode === undefined ? [] : [sql`r.mode = ${mode}`]),
    ...(state === undefined ? [] : [sql`r.state = ${state}`]),
    ...(after === undefined ? [] : [oldestFirst ? sql`r.id > ${after}` : sql`r.id < ${after}`]),
  ];
  return await inInstitution(database, institution.id, async (tenant) => {
    const conditions = sql.join(narrowed, sql` and `);
    const { rows } = await runRows(tenant, institution.id, conditions, limit, oldestFirst);
    return rows.map(summary);
  });
}

/** @throws DomainError `unknown-run` */
export async function selectRun(
  database: Database,
  institution: Institution,
  runId: number,
): Promise<RunSummary> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await runRows(tenant, institution.id, sql`r.id = ${runId}`);
    if (rows[0] === undefined) throw new DomainError('unknown-run', `there is no run ${runId}`);
    return summary(rows[0]);
  });
}

interface RunRow {
  id: number;
  type: RunSummary['type'];
  mode: RunResult['mode'];
  state: RunSummary['state'];
  months: number | null;
  as_of: string;
  cutoff: string | null;
  prospect_months: number | null;
  prospect_cutoff: string | null;
  sealed: boolean;
  simulation_run_id: number | null;
  followed_by: number | null;
  contacts: number;
  recomputed: number;
  inactive: number;
  deleted: number;
  anonymised: number;
  spared_restricted: number;
  spared_role: number;
  spared_waiting: number;
  spared_tickets_to_come: number;
  scope: Scope['kind'];
  criterion_id: number | null;
  criterion_name: string | null;
  selected: number | null;
  spared_sole_relay: number;
  spared_debt: number;
  spared_credit: number;
  no_longer_eligible: number;
  newly_eligible: number;
  milliseconds: number;
  total: number;
  batch_id: number | null;
  batch_name: string | null;
  ceiling_percent: number | null;
  cancel_requested: boolean;
  failure: string | null;
  started_by: string;
  started_at: Date;
  ended_at: Date | null;
}

const runRows = (
  tenant: Tenant,
  institutionId: number,
  condition: ReturnType<typeof sql>,
  limit = 1,
  oldestFirst = false,
) =>
  sql<RunRow>`
  select r.*, b.name as batch_name, k.name as criterion_name, coalesce(o.name, r.started_by) as started_by,
         (select max(f.id) from runs f
           where f.institution_id = ${institutionId} and f.simulation_run_id = r.id and f.mode = 'real'
             and f.state = 'completed') as followed_by
    from runs r
    left join batches b on b.institution_id = ${institutionId} and b.id = r.batch_id
    left join criteria k on k.institution_id = ${institutionId} and k.id = r.criterion_id
    left join operators o on o.institution_id = ${institutionId} and r.started_by = 'operator:' || o.id
                         and o.disabled_at is null
   where r.institution_id = ${institutionId} and ${condition}
   order by r.id ${oldestFirst ? sql`asc` : sql`desc`} limit ${limit}`.execute(tenant);

function summary(row: RunRow): RunSummary {
  return {
    run: row.id,
    type: row.type,
    mode: row.mode,
    state: row.state,
    scope: scopeOf(row),
    asOf: row.as_of,
    months: row.months ?? 0,
    cutoff: row.cutoff ?? '',
    ...ofProspects(row),
    sealed: row.sealed,
    total: row.total,
    batch: row.batch_id === null ? null : { id: row.batch_id, name: row.batch_name as string },
    simulation: row.simulation_run_id,
    ceiling: ceilingOf(row),
    followedBy: row.followed_by,
    cancelRequested: row.cancel_requested,
    failure: row.failure,
    startedBy: row.started_by,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    counts: {
      contacts: row.contacts,
      recomputed: row.recomputed,
      inactive: row.inactive,
      delete: row.deleted,
      anonymise: row.anonymised,
      spare: {
        debt: row.spared_debt,
        credit: row.spared_credit,
        role: row.spared_role,
        restricted: row.spared_restricted,
        waiting: row.spared_waiting,
        'tickets-to-come': row.spared_tickets_to_come,
        'sole-relay': row.spared_sole_relay,
      },
    },
    drift:
      row.simulation_run_id === null
        ? undefined
        : { noLongerEligible: row.no_longer_eligible, newlyEligible: row.newly_eligible },
    seconds: row.milliseconds / 1000,
  };
}

function scopeOf({ scope, selected, criterion_id, criterion_name }: RunRow): Scope {
  switch (scope) {
    case 'inactive':
      return { kind: scope };
    case 'selection':
      return { kind: scope, contacts: selected ?? 0 };
    case 'criterion':
      return { kind: scope, criterion: { id: criterion_id as number, name: criterion_name ?? '' } };
  }
}

const ofProspects = ({ prospect_months, prospect_cutoff }: RunRow) =>
  prospect_months === null || prospect_cutoff === null
    ? {}
    : { prospectMonths: prospect_months, prospectCutoff: prospect_cutoff };

function ceilingOf({ ceiling_percent, state, contacts, deleted, anonymised }: RunRow): RunSummary['ceiling'] {
  if (ceiling_percent === null) return null;
  const counts = { contacts, delete: deleted, anonymise: anonymised };
  return {
    percent: ceiling_percent,
    exceeded: state === 'completed' && isAboveCeiling(counts, ceiling_percent),
  };
}
