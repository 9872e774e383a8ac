import { type RawBuilder, sql } from 'kysely';
import { type Institution, today } from '../institutions/institutions.ts';
import type { CampaignType, Channel, ExclusionReason } from './reasons.ts';

/** What of a campaign decides whom it may reach. */
export interface Filtered {
  id: number;
  type: CampaignType;
  channel: Channel;
  /** R24, beyond; of `purchase-information` only. */
  performanceId: number | null;
}

/** Where a contact `c` is written to over a channel, as it stands in its file; null or blank: nowhere. */
const WRITTEN: Record<Channel, RawBuilder<string | null>> = {
  email: sql`c.email_key`,
  sms: sql`btrim(c.mobile)`,
  phone: sql`btrim(coalesce(nullif(btrim(c.mobile), ''), c.phone))`,
  post: sql`case when btrim(c.street) <> '' and btrim(c.town) <> '' then concat_ws(', ', c.street, c.postcode, c.town) end`,
};

/** @returns the address of `contacts c` over a channel: an e-mail in small letters, the number that a message goes to in E.164 */
export function addressOf(institution: Institution, channel: Channel): RawBuilder<string | null> {
  return channel === 'sms' ? numberOf(institution, WRITTEN.sms) : WRITTEN[channel];
}

/** A number in E.164, null where it is none: what is written without a calling code is of the institution's country. */
function numberOf({ country }: Institution, written: RawBuilder<string | null>): RawBuilder<string | null> {
  return sql<string | null>`phone_key(${written}, ${country}::text)`;
}

/** One @ with something before it, and a domain with a dot behind it; longer than RFC 5321 lets it be it is none. */
const MAIL = '^[^\\s@<>()",;:\\\\]+@[^\\s@<>()",;:\\\\.]+(\\.[^\\s@<>()",;:\\\\.]+)+$';
/** E.164: up to 15 digits, and what people write between them. */
const NUMBER = '^\\+?[0-9 ()./-]+$';

/**
 * R23-R27: why a contact gets nothing of a campaign; null: it gets it. The one place that says so, on `contacts c`: it is what
 * the volume of a campaign shows, what is written down for each recipient, and what is asked again as its message leaves.
 * That another contact gets it with the same address (R26) depends on who else is asked, and is said by who asks.
 * @param asked `everybody`: of a whole file the addresses that refuse are read once, and not for each contact
 */
export function reasonOf(
  institution: Institution,
  campaign: Filtered,
  now: Date,
  asked: 'some' | 'everybody' = 'some',
): RawBuilder<ExclusionReason | null> {
  const address = WRITTEN[campaign.channel];
  const rules: [RawBuilder<unknown>, ExclusionReason][] = [
    ...(campaign.type === 'purchase-information'
      ? aboutPurchase(institution, campaign)
      : ofMarketing(institution, campaign, now)),
    [sql`coalesce(${address}, '') = ''`, 'no-address'],
    ...invalid(institution, campaign.channel, address),
    [suppressed(institution, campaign, address), 'suppressed'],
    ...addressRefused(institution, campaign, asked),
  ];
  const cases = rules.map(([condition, reason]) => sql`when ${condition} then ${sql.lit(reason)}`);
  return sql<ExclusionReason | null>`case ${sql.join(cases, sql` `)} end`;
}

/** R23, R25; a campaign to renew consent is marketing (R30). */
function ofMarketing(
  institution: Institution,
  { channel }: Filtered,
  now: Date,
): [RawBuilder<unknown>, ExclusionReason][] {
  return [
    [says(institution, 'institution', sql`= 'no'`), 'refused-marketing'],
    [says(institution, channel, sql`= 'no'`), 'refused-channel'],
    [sql`c.restricted_on is not null`, 'restricted'],
    [
      sql`c.kind in ('individual', 'relay') and not ${says(institution, 'institution', sql`in ('yes', 'no')`)}
          and (select i.filter_unanswered from institutions i where i.id = ${institution.id})`,
      'no-answer',
    ],
    [sql`c.valid_until < ${today(institution, now)}::date`, 'no-longer-valid'],
  ];
}

/** R24: nobody is left out by what was authorised; only people whom the performance concerns are reached. */
function aboutPurchase(
  institution: Institution,
  { performanceId }: Filtered,
): [RawBuilder<unknown>, ExclusionReason][] {
  return [[sql`c.id not in (${onPerformance(institution, performanceId)})`, 'not-on-performance']];
}

/**
 * Who has a line on a performance, as purchase contact or as cultural contact (`select` of ids). A cancelled line counts: that
 * the performance is cancelled is what they are told. An option that ran out does not.
 */
export function onPerformance(institution: Institution, performanceId: number | null): RawBuilder<unknown> {
  const line = sql`l.institution_id = ${institution.id} and l.performance_id = ${performanceId} and l.state <> 'expired'`;
  return sql`
    select o.purchase_contact_id as contact_id from order_lines l
      join orders o on o.institution_id = ${institution.id} and o.id = l.order_id
     where ${line} and o.purchase_contact_id is not null
    union
    select l.cultural_contact_id from order_lines l where ${line} and l.cultural_contact_id is not null`;
}

/** An answer of contact `c`. */
function says(
  institution: Institution,
  authorisation: 'institution' | Channel,
  answer: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`exists (select from contact_authorisations a
                      where a.institution_id = ${institution.id} and a.contact_id = c.id
                        and a.authorisation = ${authorisation} and a.value ${answer})`;
}

function invalid(
  institution: Institution,
  channel: Channel,
  address: RawBuilder<string | null>,
): [RawBuilder<unknown>, ExclusionReason][] {
  switch (channel) {
    case 'email':
      return [[sql`${address} !~ ${MAIL} or length(${address}) > 254`, 'invalid-address']];
    case 'sms':
      return [[sql`${numberOf(institution, address)} is null`, 'invalid-number']];
    case 'phone':
      return [
        [
          sql`${address} !~ ${NUMBER} or length(regexp_replace(${address}, '\\D', '', 'g')) not between 6 and 15`,
          'invalid-address',
        ],
      ];
    case 'post':
      return [];
  }
}

/**
 * R24: what somebody must be told about a purchase is kept back only where the mailbox does not exist. Whether anything is
 * suppressed at all is asked first and once: hashing an address takes three times as long as the other rules.
 */
function suppressed(
  institution: Institution,
  { type, channel }: Filtered,
  address: RawBuilder<string | null>,
): RawBuilder<unknown> {
  const key = sql`(select i.erased_number_key from institutions i where i.id = ${institution.id})`;
  // Telephone numbers were hashed as they were typed, once: what was kept so stays good.
  const hashes = [
    sql`address_hash(${key}, ${address})`,
    ...(channel === 'sms' || channel === 'phone'
      ? [sql`address_hash(${key}, ${numberOf(institution, address)})`]
      : []),
  ];
  return sql`
    (select exists (select from suppressions k where k.institution_id = ${institution.id} and k.channel = ${channel}))
    and exists (select from suppressions s
             where s.institution_id = ${institution.id} and s.channel = ${channel}
               and s.address_hash in (${sql.join(hashes)})
               ${type === 'purchase-information' ? sql`and s.reason = 'bounced'` : sql``})`;
}

/** R26: whoever reads this mailbox said no. */
function addressRefused(
  institution: Institution,
  { type, channel }: Filtered,
  asked: 'some' | 'everybody',
): [RawBuilder<unknown>, ExclusionReason][] {
  if (channel !== 'email' || type === 'purchase-information') return [];
  const refusal = sql`a.authorisation in ('institution', 'email') and a.value = 'no'`;
  if (asked === 'everybody') {
    // its own refusal was a reason before this one
    const refused = sql`
      c.email_key in (select o.email_key from contact_authorisations a
                        join contacts o on o.institution_id = ${institution.id} and o.id = a.contact_id
                       where a.institution_id = ${institution.id} and ${refusal} and o.email_key is not null)`;
    return [[refused, 'address-refused']];
  }
  const another = sql`
    exists (select from (select o.id from contacts o
                          where o.institution_id = ${institution.id} and o.email_key = c.email_key and o.id <> c.id
                         offset 0) same
             cross join lateral (
               select from contact_authorisations a
                where a.institution_id = ${institution.id} and a.contact_id = same.id and ${refusal}
                limit 1) refuses)`;
  return [[another, 'address-refused']];
}
