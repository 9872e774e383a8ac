import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';

/** A run as the contract shows it (`retention run --format json`). */
export interface RunResult {
  run: number;
  mode: 'simulation' | 'real';
  asOf: string;
  months: number;
  cutoff: string;
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

export type SpareReason = 'debt' | 'credit' | 'role' | 'restricted' | 'waiting' | 'sole-relay';

export interface RunSummary extends RunResult {
  type: 'retention' | 'erasure' | 'replay';
  state: 'running' | 'completed' | 'cancelled' | 'failed';
  sealed: boolean;
  startedAt: Date;
  endedAt: Date | null;
  /** Against the simulation that a real run is bound to (R10). */
  drift: { noLongerEligible: number; newlyEligible: number } | undefined;
}

/** Runs of an institution, the newest first. */
export async function selectRuns(database: Database, institution: Institution): Promise<RunSummary[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await runRows(tenant, institution.id, sql`true`);
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
    const { rows } = await runRows(tenant, institution.id, sql`id = ${runId}`);
    if (rows[0] === undefined) throw new DomainError('unknown-run', `there is no run ${runId}`);
    return summary(rows[0]);
  });
}

/** A line of a journal as the contract shows it; `contact_number` is empty for who was erased. */
export interface JournalLine {
  contact_number: string;
  kind: string;
  outcome: 'delete' | 'anonymise' | 'spare';
  reason: string;
  recency: string;
  recency_source: string;
  recency_organisation: string;
}

/** The journal of a run in portions, in the order of the walk; memory does not grow with it. */
export async function* readJournal(
  database: Database,
  institution: Institution,
  runId: number,
): AsyncGenerator<JournalLine[]> {
  let after = 0;
  while (true) {
    const lines = await inInstitution(database, institution.id, async (tenant) => {
      const { rows } = await sql<JournalLine & { contact_id: number }>`
        select j.contact_id, coalesce(c.number, '') as contact_number, j.kind, j.outcome, coalesce(j.reason, '') as reason,
               j.recency, j.recency_source, coalesce(o.name, '') as recency_organisation
          from journal j
          left join contacts c on c.institution_id = ${institution.id} and c.id = j.contact_id
          left join organisations o on o.institution_id = ${institution.id} and o.id = j.recency_organisation_id
         where j.institution_id = ${institution.id} and j.run_id = ${runId} and j.contact_id > ${after}
         order by j.contact_id limit 5000`.execute(tenant);
      return rows;
    });
    const last = lines.at(-1);
    if (last === undefined) return;
    after = last.contact_id;
    yield lines.map(({ contact_id: _, ...line }) => line);
  }
}

interface RunRow {
  id: number;
  type: RunSummary['type'];
  mode: RunResult['mode'];
  state: RunSummary['state'];
  months: number | null;
  as_of: string;
  cutoff: string | null;
  sealed: boolean;
  simulation_run_id: number | null;
  contacts: number;
  recomputed: number;
  inactive: number;
  deleted: number;
  anonymised: number;
  spared_restricted: number;
  spared_role: number;
  spared_waiting: number;
  spared_sole_relay: number;
  spared_debt: number;
  spared_credit: number;
  no_longer_eligible: number;
  newly_eligible: number;
  milliseconds: number;
  started_at: Date;
  ended_at: Date | null;
}

const runRows = (tenant: Tenant, institutionId: number, condition: ReturnType<typeof sql>) =>
  sql<RunRow>`
  select * from runs where institution_id = ${institutionId} and ${condition} order by id desc`.execute(
    tenant,
  );

function summary(row: RunRow): RunSummary {
  return {
    run: row.id,
    type: row.type,
    mode: row.mode,
    state: row.state,
    asOf: row.as_of,
    months: row.months ?? 0,
    cutoff: row.cutoff ?? '',
    sealed: row.sealed,
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
