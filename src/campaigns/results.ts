import { sql } from 'kysely';
import { type AskedContact, levelsOpenTo, openContact } from '../contacts/contacts.ts';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Permission } from '../operators/operators.ts';
import { readCampaign } from './campaign.ts';
import type { ExclusionReason } from './reasons.ts';

/** What became of a campaign, counted. */
export interface Results {
  /** Contacts of its targets by what became of their message. */
  states: Record<string, number>;
  /** R27, the most frequent first. */
  excluded: { reason: ExclusionReason; count: number }[];
  /** Of messages that failed or came back: the code of the mail server. */
  failures: { reason: string; count: number }[];
  sent: number;
  bounced: number;
  clicked: number;
  unsubscribed: number;
  /** By the hour, or by the day where it took longer than three days; moments without anything are left out. */
  timeline: { at: Date; sent: number; bounced: number; clicked: number; unsubscribed: number }[];
  step: 'hour' | 'day';
  /** Addresses of its text with their explicit clicks (R32). */
  links: { url: string; clicks: number; contacts: number }[];
}

const DAYS_BY_HOUR = 3;

/** @throws DomainError `unknown-campaign` */
export async function selectResults(
  database: Database,
  institution: Institution,
  campaignId: number,
): Promise<Results> {
  return await inInstitution(database, institution.id, async (tenant) => {
    await readCampaign(tenant, institution, campaignId);
    const mine = sql`r.institution_id = ${institution.id} and r.campaign_id = ${campaignId}`;
    const { rows: counts } = await sql<{ state: string; reason: string | null; count: number }>`
      select r.state, r.reason, count(*)::integer as count from campaign_recipients r
       where ${mine} group by r.state, r.reason order by count desc, r.reason`.execute(tenant);
    const { rows: totals } = await sql<
      Pick<Results, 'sent' | 'bounced' | 'clicked' | 'unsubscribed'> & {
        first: Date | null;
        last: Date | null;
      }
    >`
      select count(r.sent_at)::integer as sent, count(r.bounced_at)::integer as bounced,
             count(r.clicked_at)::integer as clicked, count(r.unsubscribed_at)::integer as unsubscribed,
             min(r.sent_at) as first, greatest(max(r.sent_at), max(r.clicked_at), max(r.unsubscribed_at), max(r.bounced_at)) as last
        from campaign_recipients r where ${mine}`.execute(tenant);
    const {
      first = null,
      last = null,
      ...total
    } = totals[0] ?? { sent: 0, bounced: 0, clicked: 0, unsubscribed: 0 };
    const spanMs = first === null || last === null ? 0 : Number(last) - Number(first);
    const step = spanMs > DAYS_BY_HOUR * 24 * 3_600_000 ? 'day' : 'hour';
    const { rows: timeline } = await sql<Results['timeline'][number]>`
      select date_trunc(${step}, e.at, ${institution.timeZone}) as at,
             count(*) filter (where e.what = 'sent')::integer as sent,
             count(*) filter (where e.what = 'bounced')::integer as bounced,
             count(*) filter (where e.what = 'clicked')::integer as clicked,
             count(*) filter (where e.what = 'unsubscribed')::integer as unsubscribed
        from campaign_recipients r
       cross join lateral (values ('sent', r.sent_at), ('bounced', r.bounced_at), ('clicked', r.clicked_at),
                                  ('unsubscribed', r.unsubscribed_at)) e (what, at)
       where ${mine} and e.at is not null
       group by 1 order by 1`.execute(tenant);
    const { rows: links } = await sql<Results['links'][number]>`
      select l.url, count(k.id)::integer as clicks, count(distinct k.recipient_id)::integer as contacts
        from campaign_links l
        left join clicks k on k.institution_id = ${institution.id} and k.link_id = l.id and k.explicit
       where l.institution_id = ${institution.id} and l.campaign_id = ${campaignId} and l.kind = 'link'
       group by l.id, l.url order by clicks desc, l.id`.execute(tenant);
    const byReason = (states: string[]) =>
      counts
        .filter(({ state, reason }) => states.includes(state) && reason !== null)
        .map(({ reason, count }) => ({ reason: reason as string, count }));
    const states: Record<string, number> = {};
    for (const { state, count } of counts) states[state] = (states[state] ?? 0) + count;
    return {
      states,
      excluded: byReason(['excluded']) as Results['excluded'],
      failures: byReason(['failed', 'bounced']),
      ...total,
      timeline,
      step,
      links,
    };
  });
}

/** A contact that a campaign left out, or did not reach. */
export interface LeftOut {
  id: number;
  /** null: erased since, or not for these eyes. */
  number: string | null;
  name: string | null;
  state: string;
  reason: string | null;
}

/**
 * R27: the contacts of a campaign by what became of their message, with the reason; the names of those that may be found.
 * @param page.after the id of the last of the page before
 */
export async function selectRecipients(
  database: Database,
  institution: Institution,
  campaignId: number,
  {
    state,
    reason,
    permissions,
    after = 0,
    limit,
  }: {
    state: string;
    reason?: string | undefined;
    permissions: readonly Permission[];
    after?: number | undefined;
    limit: number;
  },
): Promise<LeftOut[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    await readCampaign(tenant, institution, campaignId);
    const found = [...new Set([...levelsOpenTo(permissions), 'restricted'])]; // a restricted one is known by name
    const { rows } = await sql<LeftOut>`
      select r.id, c.number, r.state, r.reason,
             coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.company_name, c.number) as name
        from campaign_recipients r
        left join contacts c on c.institution_id = ${institution.id} and c.id = r.contact_id
                            and c.confidentiality = any(${found}::text[])
       where r.institution_id = ${institution.id} and r.campaign_id = ${campaignId} and r.state = ${state}
         and (${reason ?? null}::text is null or r.reason = ${reason ?? null}) and r.id > ${after}
       order by r.id limit ${limit}`.execute(tenant);
    return rows;
  });
}

/** A campaign in the file of a contact that was among its targets. */
export interface OfContact {
  campaign: number;
  name: string;
  channel: string;
  state: string;
  reason: string | null;
  sentAt: Date | null;
  clickedAt: Date | null;
  unsubscribedAt: Date | null;
}

/** @throws DomainError `unknown-contact`, `closed-contact` */
export async function selectCampaignsOf(
  database: Database,
  institution: Institution,
  contact: AskedContact,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<(OfContact & { id: number })[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { id } = await openContact(tenant, institution.id, contact);
    const { rows } = await sql<OfContact & { id: number }>`
      select r.id, r.campaign_id as campaign, g.name, g.channel, r.state, r.reason, r.sent_at as "sentAt",
             r.clicked_at as "clickedAt", r.unsubscribed_at as "unsubscribedAt"
        from campaign_recipients r
        join campaigns g on g.institution_id = ${institution.id} and g.id = r.campaign_id
       where r.institution_id = ${institution.id} and r.contact_id = ${id}
         and r.id < ${before ?? Number.MAX_SAFE_INTEGER}
       order by r.id desc limit ${limit}`.execute(tenant);
    return rows;
  });
}
