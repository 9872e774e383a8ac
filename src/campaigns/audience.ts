import { type RawBuilder, sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { membersOfTargets } from '../targets/targets.ts';
import { type Filtered, onPerformance, reasonOf } from './filter.ts';
import type { ExclusionReason } from './reasons.ts';

/**
 * Everybody of a campaign's targets without those of the targets it leaves out (`select contact_id`). A campaign about a
 * purchase that names no target is for everybody on its performance (R24).
 * @param now the day of the targets' conditions
 * @throws DomainError `wrong-query` where a target names what is not there any more
 */
export async function membersOf(
  tenant: Tenant,
  institution: Institution,
  campaign: Filtered,
  now: Date,
): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ targetId: number; leftOut: boolean }>`
    select target_id as "targetId", left_out as "leftOut" from campaign_targets
     where institution_id = ${institution.id} and campaign_id = ${campaign.id}`.execute(tenant);
  const idsOf = (leftOut: boolean) =>
    rows.filter((row) => row.leftOut === leftOut).map(({ targetId }) => targetId);
  const chosen = { in: idsOf(false), leftOut: idsOf(true) };
  if (chosen.in.length > 0 || campaign.type !== 'purchase-information') {
    return await membersOfTargets(tenant, institution, chosen, now);
  }
  const everybody = onPerformance(institution, campaign.performanceId);
  if (chosen.leftOut.length === 0) return everybody;
  const kept = await membersOfTargets(tenant, institution, { in: chosen.leftOut, leftOut: [] }, now);
  return sql`select contact_id from (${everybody}) everybody except (${kept})`;
}

/** How many a campaign would reach now, and how many of its targets it leaves out, by reason (R23, R27). */
export interface Volume {
  /** Contacts of the targets. */
  members: number;
  reached: number;
  excluded: { reason: ExclusionReason; count: number }[];
  /** R25: individuals and relays of the targets that said neither yes nor no to general marketing. */
  unanswered: number;
}

/** Counts on what is there now; writes nothing. */
export async function countAudience(
  tenant: Tenant,
  institution: Institution,
  campaign: Filtered,
  now: Date,
): Promise<Volume> {
  const members = await membersOf(tenant, institution, campaign, now);
  const { rows } = await sql<{ reason: ExclusionReason | null; count: number; unanswered: number }>`
    select reason, count(*)::integer as count, count(*) filter (where unanswered)::integer as unanswered
      from (${judged(institution, campaign, members, now)}) judged
     group by reason`.execute(tenant);
  const count = (some: typeof rows) => some.reduce((sum, row) => sum + row.count, 0);
  return {
    members: count(rows),
    reached: count(rows.filter(({ reason }) => reason === null)),
    excluded: rows
      .flatMap(({ reason, count: of }) => (reason === null ? [] : [{ reason, count: of }]))
      .sort((a, b) => b.count - a.count),
    unanswered: rows.reduce((sum, row) => sum + row.unanswered, 0),
  };
}

/** Each member with why it gets nothing; of several with one address the first of the file gets it (R26). */
function judged(
  institution: Institution,
  campaign: Filtered,
  members: RawBuilder<unknown>,
  now: Date,
): RawBuilder<unknown> {
  const place =
    campaign.channel === 'email'
      ? sql`row_number() over (partition by email_key, reason is null order by id)`
      : sql`1`;
  return sql`
    select case when reason is null and ${place} > 1 then 'same-address' else reason end as reason, unanswered
      from (select c.id, c.email_key, ${reasonOf(institution, campaign, now, 'everybody')} as reason,
                   c.kind in ('individual', 'relay') and not exists (
                     select from contact_authorisations u
                      where u.institution_id = ${institution.id} and u.contact_id = c.id
                        and u.authorisation = 'institution' and u.value in ('yes', 'no')) as unanswered
              from contacts c
             where c.institution_id = ${institution.id} and c.id in (${members})) each`;
}

/** What of a campaign the filter asks for. @throws DomainError `unknown-campaign` */
export async function selectFiltered(
  tenant: Tenant,
  institution: Institution,
  campaignId: number,
): Promise<Filtered> {
  const { rows } = await sql<Filtered>`
    select id, type, channel, performance_id as "performanceId" from campaigns
     where institution_id = ${institution.id} and id = ${campaignId} and state <> 'imported'`.execute(tenant);
  const [found] = rows;
  if (found === undefined) throw new DomainError('unknown-campaign', `there is no campaign ${campaignId}`);
  return found;
}
