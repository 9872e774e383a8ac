import { type RawBuilder, sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { membersOfTargets } from '../targets/targets.ts';
import { type Filtered, joinAnswers, onPerformance, reasonOf } from './filter.ts';
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
  const { rows } = await sql<Counted>`
    select reason, sum(contacts)::integer as count, sum(unanswered)::integer as unanswered,
           (case when bool_and(address is null) then sum(contacts) else count(*) end)::integer as messages
      from (select reason, address, count(*) as contacts, count(*) filter (where unanswered) as unanswered
              from (${judged(institution, campaign, members, now)}) judged
             group by reason, address) each_address
     group by reason`.execute(tenant);
  return volumeOf(rows);
}

/** Of those with this reason; of those without one, `messages` is how many leave. */
interface Counted {
  reason: ExclusionReason | null;
  count: number;
  messages: number;
  unanswered: number;
}

function volumeOf(rows: Counted[]): Volume {
  const reaching = rows.find(({ reason }) => reason === null);
  const reached = reaching?.messages ?? 0;
  const excluded = [
    ...rows.flatMap(({ reason, count }) => (reason === null ? [] : [{ reason, count }])),
    { reason: 'same-address' as const, count: (reaching?.count ?? 0) - reached },
  ];
  return {
    members: rows.reduce((sum, { count }) => sum + count, 0),
    reached,
    excluded: excluded.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count),
    unanswered: rows.reduce((sum, { unanswered }) => sum + unanswered, 0),
  };
}

/**
 * Each member with why it gets nothing, and where its message goes to: of several with one address one gets it (R26).
 * `offset 0` has the reason made once for each; pulled up, it is made anew wherever it is named.
 */
function judged(
  institution: Institution,
  campaign: Filtered,
  members: RawBuilder<unknown>,
  now: Date,
): RawBuilder<unknown> {
  const { joins, said } = joinAnswers(institution, campaign);
  const address = campaign.channel === 'email' ? sql`email_key` : sql`null`;
  return sql`
    select reason, case when reason is null then ${address} end as address, unanswered
      from (select c.id, c.email_key, ${reasonOf(institution, campaign, now, said)} as reason,
                   c.kind in ('individual', 'relay') and not ${said.says('institution', sql`in ('yes', 'no')`)} as unanswered
              from contacts c ${joins}
             where c.institution_id = ${institution.id} and c.id in (${members})
            offset 0) each_member`;
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
