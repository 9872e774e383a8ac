import { sql } from 'kysely';
import type { Locale } from '../customers/customers.ts';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Ticket } from '../tracking/tracking.ts';

/** Whom a signed address names. */
export interface Recipient {
  id: number;
  institution: Institution;
  /** Null: the contact was erased, and nothing is known any more. */
  contact: { id: number; firstName: string | null; trackingRefused: boolean } | null;
  campaign: number;
  organisation: number | null;
  channel: Channel;
  /** In which it is written to. */
  locale: Locale;
  /** When its message left. */
  sentAt: Date | null;
}
export type Channel = 'email' | 'sms' | 'phone' | 'post';

/** A message is found again in a mailbox for years, by whoever reads that mailbox then: so long it shows what is known. */
const DAYS = 365;
const DAY = 24 * 3600 * 1000;

/** @returns undefined where there is no such message any more */
export async function selectRecipient(tenant: Tenant, ticket: Ticket): Promise<Recipient | undefined> {
  const { rows } = await sql<Recipient>`
    select r.id, r.sent_at as "sentAt", r.campaign_id as campaign, g.organisation_id as organisation, g.channel,
           case when c.id is not null then json_build_object(
             'id', c.id, 'firstName', c.first_name, 'trackingRefused', c.tracking_refused_on is not null) end as contact,
           case when left(c.language, 2) in ('fr', 'en') then left(c.language, 2)
                else coalesce(r.language, g.default_language) end as locale,
           json_build_object('id', i.id, 'slug', i.slug, 'name', i.name, 'locale', i.locale, 'timeZone', i.time_zone,
                             'country', i.country, 'currency', i.currency) as institution
      from campaign_recipients r
      join campaigns g on g.institution_id = ${ticket.institution} and g.id = r.campaign_id
      join institutions i on i.id = ${ticket.institution}
      left join contacts c on c.institution_id = ${ticket.institution} and c.id = r.contact_id
     where r.institution_id = ${ticket.institution} and r.id = ${ticket.recipient}`.execute(tenant);
  return rows[0];
}

/** The same, held until the end of the transaction: a run that erases at this moment waits, or is waited for. */
export async function heldRecipient(tenant: Tenant, ticket: Ticket): Promise<Recipient | undefined> {
  const recipient = await selectRecipient(tenant, ticket);
  if (recipient === undefined || recipient.contact === null) return recipient;
  const { rows } = await sql`
    select from contacts where institution_id = ${ticket.institution} and id = ${recipient.contact.id}
       for no key update`.execute(tenant);
  return rows.length > 0 ? recipient : { ...recipient, contact: null };
}

/** Unsubscribing never expires; what shows or changes more does. */
export const isExpired = ({ sentAt }: Recipient, now: Date): boolean =>
  sentAt !== null && Number(now) - Number(sentAt) > DAYS * DAY;
