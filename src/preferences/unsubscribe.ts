import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Authorisation, authorisations, recordAuthorisations } from '../consent/consent.ts';
import type { Tenant } from '../database/database.ts';
import type { Channel, Recipient } from './recipient.ts';

/** What is refused: the channel of the message, or every purpose and every channel. */
export type Scope = 'channel' | 'everything';

/**
 * A refusal by a link of a message (R31): at once, also for messages that wait, because the filter reads it when they leave.
 * Refusing again changes nothing.
 * @param oneClick a mail program sent it (RFC 8058): proof, but no activity (R1)
 */
export async function unsubscribe(
  tenant: Tenant,
  { id, institution, contact, campaign, channel }: Recipient,
  { scope, oneClick, now }: { scope: Scope; oneClick: boolean; now: Date },
): Promise<void> {
  if (contact === null) return;
  const refused: readonly Authorisation[] = scope === 'everything' ? authorisations : [channel];
  const changed = await recordAuthorisations(
    tenant,
    institution,
    refused.map((authorisation) => ({ contactId: contact.id, authorisation, value: 'no' })),
    {
      by: 'contact',
      onRequest: !oneClick,
      ...(oneClick ? {} : { way: 'form' as const }),
      place: 'campaign',
      placeId: campaign,
      now,
    },
  );
  await markUnsubscribed(tenant, institution.id, id, now);
  if (changed === 0) return;
  await audit(tenant, institution.id, now, {
    actor: 'customer',
    action: 'consent.unsubscribe',
    subject: `contact:${contact.id}`,
    details: { changed, campaign, oneClick },
  });
}

export async function markUnsubscribed(
  tenant: Tenant,
  institution: number,
  recipient: number,
  now: Date,
): Promise<void> {
  await sql`
    update campaign_recipients set unsubscribed_at = ${now}
     where institution_id = ${institution} and id = ${recipient} and unsubscribed_at is null`.execute(tenant);
}

/** What a contact refuses already, of what it may refuse here. */
export async function refusedScope(
  tenant: Tenant,
  institution: number,
  contact: number,
  channel: Channel,
): Promise<Scope | undefined> {
  const { rows } = await sql<{ authorisation: Authorisation }>`
    select authorisation from contact_authorisations
     where institution_id = ${institution} and contact_id = ${contact} and value = 'no'`.execute(tenant);
  const refused = new Set(rows.map(({ authorisation }) => authorisation));
  if (authorisations.every((one) => refused.has(one))) return 'everything';
  return refused.has(channel) || refused.has('institution') ? 'channel' : undefined;
}
