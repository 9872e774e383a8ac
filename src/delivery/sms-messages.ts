import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Settled } from './recipients.ts';

/**
 * Writes down which text messages left to whom: a receipt is known by what the provider calls its message, a STOP by the number.
 * Of a message whose outcome is not known the number is there all the same.
 */
export async function noteSubmitted(
  tenant: Tenant,
  { institutionId, campaignId }: { institutionId: number; campaignId: number },
  settled: Settled[],
  now: Date,
): Promise<void> {
  const rows = settled.flatMap(({ id, submitted }) => {
    if (submitted === undefined) return [];
    const { number, ids } = submitted;
    return (ids.length === 0 ? [null] : ids).map((messageId) => ({ id, number, messageId }));
  });
  if (rows.length === 0) return;
  await sql`
    insert into sms_messages (institution_id, contact_id, recipient_id, message_id, number_hash, submitted_at)
    select r.institution_id, r.contact_id, r.id, lower(s.message_id), address_hash(i.erased_number_key, s.number), ${now}
      from unnest(${rows.map(({ id }) => id)}::bigint[], ${rows.map(({ messageId }) => messageId)}::text[],
                  ${rows.map(({ number }) => number)}::text[]) as s (recipient_id, message_id, number)
      join campaign_recipients r on r.institution_id = ${institutionId} and r.campaign_id = ${campaignId}
                                and r.id = s.recipient_id and r.contact_id is not null
      join institutions i on i.id = ${institutionId}`.execute(tenant);
}
