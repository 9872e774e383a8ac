import { type RawBuilder, sql } from 'kysely';
import type { Tenant } from '../database/database.ts';

/** Contacts of one institution with ids in (after, upTo]. */
export interface Range {
  institutionId: number;
  after: number;
  upTo: number;
}

/**
 * Recomputes the GDPR recency of the individuals and relays of a range whose stored value is empty or older than
 * the cutoff (R3), and stores it with its source, its organisation and the moment.
 *
 * One aggregate gives the latest day, of several sources on that day the one later in the table of R1, and the
 * organisation: the three are packed into one number (day, four bits of source, 36 bits of organisation).
 * `distinct on` with its sort took 1.6 times as long for a million contacts.
 * @param cutoff YYYY-MM-DD; undefined: every contact of the range
 * @param only the condition on who is recomputed; undefined: everybody
 * @returns how many individuals and relays the range has, and how many were recomputed
 */
export async function recomputeRecency(
  tenant: Tenant,
  { institutionId, after, upTo }: Range,
  cutoff: string | undefined,
  now: Date,
  only?: (contactId: RawBuilder<unknown>) => RawBuilder<boolean>,
): Promise<{ contacts: number; recomputed: number }> {
  const { rows } = await sql<{ contacts: number; recomputed: number }>`
    with people as materialized (
      select c.id, c.created_on, (r.recency is null or r.recency < ${cutoff ?? 'infinity'}::date)
             ${only === undefined ? sql`` : sql`and ${only(sql`c.id`)}`} as stale
        from contacts c
        -- the range again: without it the planner reads all that was stored so far, for every range (15 s for a
        -- million contacts instead of 7)
        left join contact_recency r on r.institution_id = ${institutionId} and r.contact_id = c.id
                                   and r.contact_id > ${after} and r.contact_id <= ${upTo}
       where c.institution_id = ${institutionId} and c.id > ${after} and c.id <= ${upTo}
         and c.kind in ('individual', 'relay')
    ), latest as (
      select contact_id, max(((day - date '2000-01-01')::bigint << 40)
                             + (${sourceRank} << 36) + coalesce(organisation_id, 0)) as packed
        from activity
       where institution_id = ${institutionId} and contact_id > ${after} and contact_id <= ${upTo}
             ${only === undefined ? sql`` : sql`and contact_id in (select id from people where stale)`}
       group by contact_id
    ), stored as (
      insert into contact_recency (institution_id, contact_id, recency, source, organisation_id, computed_at)
      select ${institutionId}, p.id,
             coalesce(date '2000-01-01' + (l.packed >> 40)::integer, p.created_on),
             coalesce(${sourceOf(sql`(l.packed >> 36) & 15`)}, 'creation'), -- R1h
             nullif(l.packed & ((1::bigint << 36) - 1), 0), ${now}
        from people p
        left join latest l on l.contact_id = p.id
       where p.stale
          on conflict (institution_id, contact_id) do update
         set recency = excluded.recency, source = excluded.source,
             organisation_id = excluded.organisation_id, computed_at = excluded.computed_at
    )
    select count(*)::integer as contacts, (count(*) filter (where stale))::integer as recomputed from people`.execute(
    tenant,
  );
  return rows[0] as { contacts: number; recomputed: number };
}

/** The place of a source in the table of R1, as a bigint; the order of the type `activity_source`. */
export const activitySources = [
  'creation',
  'option',
  'option-confirmed',
  'reservation',
  'sale',
  'waiting-list',
  'click',
  'criterion',
  'authorisation',
] as const;
const sourceRank = sql.raw(
  `case source ${activitySources.map((source, rank) => `when '${source}' then ${rank}::bigint`).join(' ')} end`,
);
const sourceOf = (rank: ReturnType<typeof sql>) =>
  sql`(${sql.raw(`array[${activitySources.map((source) => `'${source}'`).join(', ')}]::activity_source[]`)})[(${rank})::integer + 1]`;
