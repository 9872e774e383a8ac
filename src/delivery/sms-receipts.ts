import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';

/** What a delivery receipt says (SMPP 3.4, 5.2.28 and appendix B). */
export interface Receipt {
  messageId: string;
  /** In small letters: `delivrd`, `undeliv`, `expired`, `rejectd` … */
  state: string;
  /** What the network says of it: 3GPP TS 29.002, 17.6.6, where it is of GSM; null: nothing. */
  error: number | null;
  /** The number it is about; null: it does not say. */
  number: string | null;
}

/** As `Bounce`; `arrived`: it did; `on-its-way`: the provider goes on trying. */
export type ReceiptEnd = 'gone' | 'not-delivered' | 'arrived' | 'on-its-way' | 'not-ours';

const FAILED = new Set(['undeliv', 'rejectd', 'expired', 'deleted']);
/** Unknown and unidentified subscriber: the number is nobody's. All else may be another tomorrow, or is about us. */
const NO_SUCH_SUBSCRIBER = new Set([1, 5]);

/**
 * Writes down what a receipt says. It is believed where the provider names a message of ours and, where it names a number, the one
 * that this message went to.
 */
export async function takeReceipt(database: Database, receipt: Receipt, now: Date): Promise<ReceiptEnd> {
  for (const institution of await selectInstitutions(database)) {
    const end = await takeIn(database, institution, receipt, now);
    if (end !== 'not-ours') return end;
  }
  return 'not-ours';
}

async function takeIn(
  database: Database,
  institution: Institution,
  { messageId, state, error, number }: Receipt,
  now: Date,
): Promise<ReceiptEnd> {
  const failed = FAILED.has(state);
  const gone = state === 'undeliv' && error !== null && NO_SUCH_SUBSCRIBER.has(error);
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ recipient: number; named: boolean }>`
      update sms_messages m set state = ${state}, state_at = ${now}
       where m.institution_id = ${institution.id}
         and m.id = (select o.id from sms_messages o, institutions i
                      where i.id = ${institution.id} and o.institution_id = ${institution.id}
                        and o.message_id = any(${spellings(messageId)}::text[])
                        and (${number}::text is null or o.number_hash = ${hashOf(institution, number)})
                      order by o.id desc limit 1)
      returning m.recipient_id as recipient, ${number}::text is not null as named`.execute(tenant);
    const [found] = rows;
    if (found === undefined) return 'not-ours';
    if (state === 'delivrd') return 'arrived';
    if (!failed) return 'on-its-way';
    await sql`
      update campaign_recipients
         set state = 'bounced', reason = ${`sms-${state}`}, bounced_at = coalesce(bounced_at, ${now})
       where institution_id = ${institution.id} and id = ${found.recipient}
         and state in ('sending', 'sent', 'undecided', 'bounced')`.execute(tenant);
    if (!gone || !found.named) return 'not-delivered';
    await sql`
      insert into suppressions (institution_id, channel, address_hash, reason, suppressed_on)
      select i.id, 'sms', ${hashOf(institution, number)}, 'bounced', (${now}::timestamptz at time zone i.time_zone)::date
        from institutions i where i.id = ${institution.id}
          on conflict (institution_id, channel, address_hash) do nothing`.execute(tenant);
    return 'gone';
  });
}

/** The hash of a number as a provider writes it, with `institutions i`: of the world without its plus, or of the country. */
export function hashOf({ country }: Institution, number: string | null) {
  return sql`address_hash(i.erased_number_key, ${numberIn(country, number)})`;
}

export function numberIn(country: string, number: string | null) {
  const digits = (number ?? '').replace(/^\+/, '');
  return sql<
    string | null
  >`coalesce(phone_key('+' || ${digits}::text, ${country}::text), phone_key(${digits}::text, ${country}::text))`;
}

/** Some providers answer with a number to the base of sixteen and write the same to the base of ten into the receipt. */
function spellings(messageId: string): string[] {
  const id = messageId.trim().toLowerCase();
  const other = (digits: string, from: 10 | 16) => {
    const value = BigInt(from === 16 ? `0x${digits}` : digits);
    return value.toString(from === 16 ? 10 : 16);
  };
  const bare = id.replace(/^0+(?=.)/, '');
  return [
    ...new Set([
      id,
      bare,
      ...(/^\d{1,32}$/.test(id) ? [other(id, 10), other(id, 10).padStart(8, '0')] : []),
      ...(/^[0-9a-f]{1,32}$/.test(id) ? [other(id, 16)] : []),
    ]),
  ];
}
