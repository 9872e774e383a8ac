import { sql } from 'kysely';
import type { Database, Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { isCustomer } from './split.ts';

export const DEFAULT_MONTHS = 36;
const MAX_MONTHS = 1200;

/** How long contacts may be without activity (R4), in whole calendar months, 1 to 1200. */
export interface Durations {
  /** Of customers, and of everybody where prospects have no other. */
  months: number;
  prospectMonths?: number | undefined;
}

/** The durations of a run or a batch alone, without the rest that it is. */
export const durationsOf = ({ months, prospectMonths }: Durations): Durations => ({ months, prospectMonths });

/**
 * Checks the parameters of a run and works out its cutoffs: the day of the run minus calendar months, clamped to
 * the end of the month (R4; PostgreSQL's interval arithmetic does just that).
 * @param asOf YYYY-MM-DD, the day of the run; undefined: today in the institution's time zone
 * @throws DomainError `wrong-months`, `wrong-day` or `day-in-the-future`
 */
export async function runParameters(
  database: Database,
  institution: Institution,
  { months, prospectMonths, asOf, now }: Durations & { asOf?: string | undefined; now: Date },
): Promise<{ asOf: string; cutoff: string; prospectCutoff: string | null }> {
  for (const duration of [months, prospectMonths ?? months]) {
    if (!Number.isInteger(duration) || duration < 1 || duration > MAX_MONTHS) {
      throw new DomainError('wrong-months', `the months must be a whole number from 1 to ${MAX_MONTHS}`);
    }
  }
  const present = today(institution, now);
  const day = asOf ?? present;
  if (!isDay(day)) throw new DomainError('wrong-day', `${day} is not a day (YYYY-MM-DD)`);
  if (day > present)
    throw new DomainError('day-in-the-future', `the day of the run, ${day}, is in the future`);
  const { rows } = await sql<{ cutoff: string; prospectCutoff: string | null }>`
    select (${day}::date - make_interval(months => ${months}::integer))::date as cutoff,
           (${day}::date - make_interval(months => ${prospectMonths ?? null}::integer))::date as "prospectCutoff"`.execute(
    database.owner,
  );
  return { asOf: day, ...(rows[0] as { cutoff: string; prospectCutoff: string | null }) };
}

/**
 * After how many months without activity a contact is forgotten, as the institution's batches have it: the shortest of the
 * real ones, or where there is none, of the simulations; 36 where there is no batch (R4).
 */
export async function selectDuration(
  tenant: Tenant,
  institutionId: number,
  contactId: number,
): Promise<number> {
  const { rows } = await sql<{ months: number }>`
    with durations as (
      select b.mode, case when ${isCustomer(institutionId, sql`${contactId}::bigint`)} then b.months
                          else coalesce(b.prospect_months, b.months) end as months
        from batches b
       where b.institution_id = ${institutionId} and b.criterion_id is null
    )
    select coalesce(min(months) filter (where mode = 'real'), min(months), ${DEFAULT_MONTHS}) as months
      from durations`.execute(tenant);
  return rows[0]?.months ?? DEFAULT_MONTHS;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && text >= '1000-01-01';
}
