import { sql } from 'kysely';
import { auditAll } from '../audit/audit.ts';
import { holdContacts, recordAuthorisations } from '../consent/consent.ts';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Returned } from './returned.ts';

interface Complained {
  recipient: number;
  /** null: erased since. */
  contact: number | null;
  campaign: number;
}

/**
 * Whoever calls a message spam refuses the channel, with the campaign as proof (R31). It is the contact's own act and, like
 * what a mail program sends by itself, no activity (R1). Refusing again changes nothing.
 * @returns the recipients that there are
 */
export async function recordComplaints(
  tenant: Tenant,
  institution: Institution,
  returned: readonly Returned[],
  now: Date,
): Promise<Set<number>> {
  if (returned.length === 0) return new Set();
  const { rows } = await sql<Complained>`
    with marked as (
      update campaign_recipients r set unsubscribed_at = coalesce(r.unsubscribed_at, ${now})
        from campaigns g
       where r.institution_id = ${institution.id} and r.id = any(${returned.map(({ recipient }) => recipient)}::bigint[])
         and r.state in ('sending', 'sent', 'undecided', 'bounced')
         and g.institution_id = ${institution.id} and g.id = r.campaign_id and g.channel = 'email'
      returning r.id, r.contact_id, r.campaign_id
    )
    select id as recipient, contact_id as contact, campaign_id as campaign from marked order by id`.execute(
    tenant,
  );
  const refusing = await notRefusingYet(tenant, institution, rows);
  for (const campaign of new Set(refusing.map((one) => one.campaign))) {
    await recordAuthorisations(
      tenant,
      institution,
      refusing
        .filter((one) => one.campaign === campaign)
        .map(({ contact }) => ({ contactId: contact, authorisation: 'email', value: 'no' })),
      { by: 'contact', onRequest: false, way: 'complaint', place: 'campaign', placeId: campaign, now },
    );
  }
  await auditAll(
    tenant,
    institution.id,
    now,
    refusing.map(({ contact, campaign }) => ({
      actor: 'customer',
      action: 'consent.complain',
      subject: `contact:${contact}`,
      details: { changed: 1, campaign },
    })),
  );
  return new Set(rows.map(({ recipient }) => recipient));
}

/** Each contact once, held until the end of the transaction. */
async function notRefusingYet(
  tenant: Tenant,
  institution: Institution,
  complained: Complained[],
): Promise<{ contact: number; campaign: number }[]> {
  const campaigns = new Map(
    complained.flatMap(({ contact, campaign }) => (contact === null ? [] : [[contact, campaign] as const])),
  );
  const contacts = [...campaigns.keys()];
  if (contacts.length === 0) return [];
  await holdContacts(tenant, institution, contacts);
  const { rows } = await sql<{ contact: number }>`
    select c.id as contact from contacts c
     where c.institution_id = ${institution.id} and c.id = any(${contacts}::bigint[])
       and not exists (select from contact_authorisations a
                        where a.institution_id = ${institution.id} and a.contact_id = c.id
                          and a.authorisation = 'email' and a.value = 'no')`.execute(tenant);
  return rows.map(({ contact }) => ({ contact, campaign: campaigns.get(contact) as number }));
}
