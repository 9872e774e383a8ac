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
const BETWEEN_DIGITS = '+ ()./-';

/** What authorisations say: of contact `c` itself, and of others with its address. */
interface Said {
  says(authorisation: 'institution' | Channel, answer: RawBuilder<unknown>): RawBuilder<unknown>;
  addressRefused: RawBuilder<unknown>;
}

/**
 * R23-R27: why a contact gets nothing of a campaign; null: it gets it. The one place that says so, on `contacts c`: it is what
 * the volume of a campaign shows, what is written down for each recipient, and what is asked again as its message leaves.
 * That another contact gets it with the same address (R26) depends on who else is asked, and is said by who asks.
 * @param said how authorisations are read: looked up for each contact, or joined for a whole file (`joinAnswers`)
 */
export function reasonOf(
  institution: Institution,
  campaign: Filtered,
  now: Date,
  said: Said = lookedUp(institution),
): RawBuilder<ExclusionReason | null> {
  const address = WRITTEN[campaign.channel];
  const rules: [RawBuilder<unknown>, ExclusionReason][] = [
    ...(campaign.type === 'purchase-information'
      ? aboutPurchase(institution, campaign)
      : ofMarketing(institution, campaign, now, said)),
    [sql`coalesce(${address}, '') = ''`, 'no-address'],
    ...invalid(institution, campaign.channel, address),
    [suppressed(institution, campaign), 'suppressed'],
    ...addressRefused(campaign, said),
  ];
  const cases = rules.map(([condition, reason]) => sql`when ${condition} then ${sql.lit(reason)}`);
  return sql<ExclusionReason | null>`case ${sql.join(cases, sql` `)} end`;
}

/** R23, R25; a campaign to renew consent is marketing (R30). */
function ofMarketing(
  institution: Institution,
  { channel }: Filtered,
  now: Date,
  { says }: Said,
): [RawBuilder<unknown>, ExclusionReason][] {
  return [
    [says('institution', sql`= 'no'`), 'refused-marketing'],
    [says(channel, sql`= 'no'`), 'refused-channel'],
    [sql`c.restricted_on is not null`, 'restricted'],
    [
      sql`c.kind in ('individual', 'relay') and not ${says('institution', sql`in ('yes', 'no')`)}
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
          // what is between the digits is taken away by `translate`, in a fifth of the time of a regular expression
          sql`${address} !~ ${NUMBER} or length(translate(${address}, ${BETWEEN_DIGITS}, '')) not between 6 and 15`,
          'invalid-address',
        ],
      ];
    case 'post':
      return [];
  }
}

/**
 * Under which keyed hashes an address of `contacts c` over a channel may be suppressed; null where there is none. Telephone
 * numbers were hashed as they were typed, once: what was kept so stays good.
 */
export function hashesOf(institution: Institution, channel: Channel): RawBuilder<unknown>[] {
  const key = sql`(select i.erased_number_key from institutions i where i.id = ${institution.id})`;
  const address = WRITTEN[channel];
  const isNumber = channel === 'sms' || channel === 'phone';
  const addresses = isNumber ? [address, numberOf(institution, address)] : [address];
  return addresses.map((one) => sql`address_hash(${key}, nullif(${one}, ''))`);
}

/**
 * R24: what somebody must be told about a purchase is kept back only where the mailbox does not exist. Whether anything is
 * suppressed at all is asked first and once: hashing an address takes three times as long as the other rules.
 */
function suppressed(institution: Institution, { type, channel }: Filtered): RawBuilder<unknown> {
  return sql`
    (select exists (select from suppressions k where k.institution_id = ${institution.id} and k.channel = ${channel}))
    and exists (select from suppressions s
             where s.institution_id = ${institution.id} and s.channel = ${channel}
               and s.address_hash in (${sql.join(hashesOf(institution, channel))})
               ${type === 'purchase-information' ? sql`and s.reason = 'bounced'` : sql``})`;
}

/** R26: whoever reads this mailbox said no; its own refusal was a reason before this one. */
const addressRefused = (campaign: Filtered, said: Said): [RawBuilder<unknown>, ExclusionReason][] =>
  asksAddress(campaign) ? [[said.addressRefused, 'address-refused']] : [];

const asksAddress = ({ type, channel }: Filtered) => channel === 'email' && type !== 'purchase-information';

const REFUSAL = sql`a.authorisation in ('institution', 'email') and a.value = 'no'`;

/** Of some contacts: each by the indexes. */
function lookedUp(institution: Institution): Said {
  return {
    says: (authorisation, answer) => sql`
      exists (select from contact_authorisations a
               where a.institution_id = ${institution.id} and a.contact_id = c.id
                 and a.authorisation = ${authorisation} and a.value ${answer})`,
    addressRefused: sql`
      exists (select from (select o.id from contacts o
                            where o.institution_id = ${institution.id} and o.email_key = c.email_key and o.id <> c.id
                           offset 0) same
               cross join lateral (
                 select from contact_authorisations a
                  where a.institution_id = ${institution.id} and a.contact_id = same.id and ${REFUSAL}
                  limit 1) refuses)`,
  };
}

/**
 * Of a whole file: authorisations and refusing addresses read once and joined, which also works where memory for a statement is
 * scarce. As subqueries, a million contacts took three times as long (19 s; the source's target 10 s, joined 3 to 5).
 * @returns the joins behind `contacts c`, and how to read them
 */
export function joinAnswers(
  institution: Institution,
  campaign: Filtered,
): { joins: RawBuilder<unknown>; said: Said } {
  const answer = (name: string, authorisation: string) => sql`
    left join contact_authorisations ${sql.ref(name)}
           on ${sql.ref(`${name}.institution_id`)} = ${institution.id} and ${sql.ref(`${name}.contact_id`)} = c.id
          and ${sql.ref(`${name}.authorisation`)} = ${authorisation}`;
  const refusing = sql`
    left join (select distinct o.email_key from contact_authorisations a
                 join contacts o on o.institution_id = ${institution.id} and o.id = a.contact_id
                where a.institution_id = ${institution.id} and ${REFUSAL} and o.email_key is not null) refusing
           on refusing.email_key = c.email_key`;
  return {
    joins: sql`${answer('in_general', 'institution')} ${answer('by_channel', campaign.channel)}
               ${asksAddress(campaign) ? refusing : sql``}`,
    said: {
      says: (authorisation, wanted) =>
        sql`coalesce(${sql.ref(authorisation === 'institution' ? 'in_general' : 'by_channel')}.value ${wanted}, false)`,
      addressRefused: sql`refusing.email_key is not null`,
    },
  };
}
