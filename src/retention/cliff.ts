import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type RunSummary, type SpareReason, selectRun } from './runs.ts';

/**
 * Contacts whose last activity is `monthsAgo` months before the day of the run: recency from `from` on and before `to`,
 * which are cutoffs of R4, so that the counts of any cutoff are sums of columns.
 */
export interface CliffColumn {
  /** −1: from the day of the run on (tickets to come). */
  monthsAgo: number;
  /** YYYY-MM-DD; null: however long ago. */
  from: string | null;
  /** YYYY-MM-DD; null: however far in the future. */
  to: string | null;
  kept: number;
  delete: number;
  anonymise: number;
  spare: Partial<Record<SpareReason, number>>;
  /** Of the spared, the customers; where prospects have another duration. */
  spareCustomers?: Partial<Record<SpareReason, number>>;
}

export interface Cliff
  extends Pick<RunSummary, 'run' | 'asOf' | 'months' | 'cutoff' | 'prospectMonths' | 'prospectCutoff'> {
  columns: CliffColumn[];
}

/** Further back, one column holds all the rest. */
const MONTHS_SHOWN = 120;

/**
 * Keeps what a run found by day of recency, when it completes: those it judged from its journal, and those it kept as
 * the recency stands at this moment. A few thousand rows, and the picture of an old run stays what it was. Between two
 * cutoffs (R4) stand some whom it judged and some whom it kept.
 */
export async function keepCliff(tenant: Tenant, institutionId: number, runId: number): Promise<void> {
  await sql`
    insert into run_cliff (institution_id, run_id, recency, outcome, contacts, customers)
    select j.institution_id, j.run_id, j.recency, coalesce(j.reason, j.outcome), count(*),
           case when count(j.customer) > 0 then count(*) filter (where j.customer) end
      from journal j
     where j.institution_id = ${institutionId} and j.run_id = ${runId}
     group by j.institution_id, j.run_id, j.recency, coalesce(j.reason, j.outcome)`.execute(tenant);
  await sql`
    insert into run_cliff (institution_id, run_id, recency, outcome, contacts)
    select c.institution_id, r.id, c.recency, 'kept', count(*)
      from contact_recency c
      join runs r on r.institution_id = ${institutionId} and r.id = ${runId}
                 and c.recency >= least(r.cutoff, r.prospect_cutoff)
     where c.institution_id = ${institutionId}
       and (c.recency >= greatest(r.cutoff, r.prospect_cutoff)
            or not exists (select from journal j where j.institution_id = ${institutionId} and j.run_id = ${runId}
                                                   and j.contact_id = c.contact_id))
     group by c.institution_id, r.id, c.recency`.execute(tenant);
}

/**
 * The individuals and relays by month of last activity, and what the run decided for each, as it was when the run
 * completed; nobody where it did not.
 * @throws DomainError `unknown-run`
 */
export async function selectCliff(
  database: Database,
  institution: Institution,
  runId: number,
): Promise<Cliff> {
  const run = await selectRun(database, institution, runId);
  const counted = await inInstitution(database, institution.id, async (tenant) => {
    // thresholds[1] is the oldest; width_bucket gives 0 below it
    const { rows } = await sql<{ step: number; outcome: string; contacts: number; customers: number | null }>`
      with thresholds as materialized (
        select array_agg((${run.asOf}::date - make_interval(months => m))::date order by m desc) as days
          from generate_series(0, ${MONTHS_SHOWN}::integer) as m
      )
      select width_bucket(day.recency, thresholds.days) as step, day.outcome, sum(day.contacts)::integer as contacts,
             sum(day.customers)::integer as customers
        from run_cliff day, thresholds
       where day.institution_id = ${institution.id} and day.run_id = ${runId}
       group by 1, 2`.execute(tenant);
    return rows;
  });
  const days = await cutoffs(database, run.asOf);
  const columns = Array.from({ length: MONTHS_SHOWN + 2 }, (_, step): CliffColumn => {
    const monthsAgo = MONTHS_SHOWN - step;
    return {
      monthsAgo,
      from: days[monthsAgo + 1] ?? null,
      to: days[monthsAgo] ?? null,
      kept: 0,
      delete: 0,
      anonymise: 0,
      spare: {},
    };
  });
  for (const { step, outcome, contacts, customers } of counted) {
    const column = columns[step] as CliffColumn;
    if (outcome === 'kept' || outcome === 'delete' || outcome === 'anonymise') column[outcome] += contacts;
    else {
      column.spare[outcome as SpareReason] = contacts;
      if (customers !== null) column.spareCustomers = { ...column.spareCustomers, [outcome]: customers };
    }
  }
  const { asOf, months, cutoff, prospectMonths, prospectCutoff } = run;
  const ofProspects = prospectMonths === undefined ? {} : { prospectMonths, prospectCutoff };
  return { run: run.run, asOf, months, cutoff, ...ofProspects, columns } as Cliff;
}

/** The cutoffs of 0, 1, 2, … months (R4). */
async function cutoffs(database: Database, asOf: string): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select (${asOf}::date - make_interval(months => m))::date as day
      from generate_series(0, ${MONTHS_SHOWN}::integer) as m order by m`.execute(database.owner);
  return rows.map(({ day }) => day);
}
