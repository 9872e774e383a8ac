import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import type { Compiled } from './compile.ts';

/** That stored recencies (R3) may be older than what people did, where a target looks at them (R28). */
export interface Stale {
  /** The day up to which the target looks. */
  reaches: string;
  /** Of the last run; null: no run has computed recencies yet. */
  cutoff: string | null;
  /** Of a simulation that would compute as far as the target looks. */
  months: number;
}

/**
 * A run computes anew what lies before its cutoff, and leaves the rest as it was stored. So where a condition looks beyond
 * the last run's cutoff, its answer may be wrong.
 * @returns null where stored values are as good as a run makes them
 */
export async function findStale(
  tenant: Tenant,
  institution: Institution,
  { reaches }: Pick<Compiled, 'reaches'>,
  now: Date,
): Promise<Stale | null> {
  if (reaches.length === 0) return null;
  const { rows } = await sql<Stale>`
    with reach as (select greatest(${sql.join(reaches)}) as day, ${today(institution, now)}::date as today),
         last as (
           select least(cutoff, prospect_cutoff) as cutoff from runs
            where institution_id = ${institution.id} and type = 'retention' and scope = 'inactive'
              and state = 'completed' and cutoff is not null
            order by ended_at desc, id desc limit 1
         )
    select reach.day::text as reaches, last.cutoff::text,
           least(greatest((date_part('year', age(reach.today, reach.day)) * 12
                         + date_part('month', age(reach.today, reach.day)))::integer, 1), 1200) as months
      from reach left join last on true
     where last.cutoff is null or last.cutoff < reach.day`.execute(tenant);
  return rows[0] ?? null;
}
