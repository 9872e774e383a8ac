import { type RawBuilder, sql } from 'kysely';
import type { Institution } from '../institutions/institutions.ts';
import { type Filtered, reasonOf } from './filter.ts';
import type { ExclusionReason } from './reasons.ts';

/**
 * R23, again at the moment a message leaves: why recipient `r` of `campaign_recipients` with its `contacts c` (left joined) gets
 * nothing after all; null: it may leave. Consent that was withdrawn, an address that was suppressed, a contact that was erased
 * since it was written down are all seen here.
 */
export function reasonAtLeaving(
  institution: Institution,
  campaign: Filtered,
  now: Date,
): RawBuilder<ExclusionReason | null> {
  // An address may have changed since: another contact of the campaign that has it now goes first, or went.
  // Found by the address first, which `offset` and `limit` hold the planner to.
  const another = sql`
    exists (select from (select o.id from contacts o
                          where o.institution_id = ${institution.id} and o.email_key = c.email_key and o.id <> c.id
                         offset 0) same
             cross join lateral (
               select from campaign_recipients p
                where p.institution_id = ${institution.id} and p.campaign_id = ${campaign.id} and p.contact_id = same.id
                  and (p.state in ('sending', 'sent', 'undecided', 'bounced') or (p.state = 'queued' and p.id < r.id))
                limit 1) gets)`;
  return sql<ExclusionReason | null>`
    case when c.id is null then 'erased'
         else coalesce(${reasonOf(institution, campaign, now)}
                       ${campaign.channel === 'email' ? sql`, case when ${another} then 'same-address' end` : sql``}) end`;
}
