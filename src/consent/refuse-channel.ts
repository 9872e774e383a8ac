import { sql } from 'kysely';
import { auditAll } from '../audit/audit.ts';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type Read, recordAuthorisations } from './record-authorisations.ts';
import { holdContacts, type Recording } from './recording.ts';

/** Who answered to a message of which campaign. */
export interface Refusal {
  contact: number;
  campaign: number;
}

/**
 * Contacts refuse a channel by what they answer to a message, with its campaign as proof (R31): a complaint, a STOP. It is their own
 * act and, like what a mail program sends by itself, no activity (R1). Who refuses already refuses nothing again.
 * @param refusals of one contact the last one holds
 * @param said how it came and what it said, and the action of the audit log that each is
 * @returns how many refuse that did not before
 */
export async function refuseChannel(
  tenant: Tenant,
  institution: Institution,
  channel: 'email' | 'sms',
  refusals: Refusal[],
  said: Pick<Recording & Read, 'way' | 'wording' | 'now'> & { action: string },
): Promise<number> {
  if (refusals.length === 0) return 0;
  const campaigns = new Map(refusals.map(({ contact, campaign }) => [contact, campaign]));
  const contacts = [...campaigns.keys()];
  await holdContacts(tenant, institution, contacts);
  const { rows } = await sql<{ contact: number }>`
    select c.id as contact from contacts c
     where c.institution_id = ${institution.id} and c.id = any(${contacts}::bigint[])
       and not exists (select from contact_authorisations a
                        where a.institution_id = ${institution.id} and a.contact_id = c.id
                          and a.authorisation = ${channel} and a.value = 'no')`.execute(tenant);
  const refusing = rows.map(({ contact }) => ({ contact, campaign: campaigns.get(contact) as number }));
  const { action, now, ...proof } = said;
  for (const [campaign, some] of Map.groupBy(refusing, (one) => one.campaign)) {
    await recordAuthorisations(
      tenant,
      institution,
      some.map(({ contact }) => ({ contactId: contact, authorisation: channel, value: 'no' })),
      { by: 'contact', onRequest: false, ...proof, place: 'campaign', placeId: campaign, now },
    );
  }
  const lines = refusing.map(({ contact, campaign }) => ({
    actor: 'customer',
    action,
    subject: `contact:${contact}`,
    details: { changed: 1, campaign },
  }));
  await auditAll(tenant, institution.id, now, lines);
  return refusing.length;
}
