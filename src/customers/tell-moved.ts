import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { tellCustomers } from '../messages/messages.ts';
import { letter } from './letters.ts';
import type { Locale } from './shapes.ts';
import { spokenMoment, spokenMoney } from './speech.ts';

/** A performance whose people are told of something. */
export interface PerformanceNews {
  performanceId: number;
  act: 'reschedule' | 'cancel';
  /** Of the performance after the act: told again, it is news again. */
  version: number;
  startsAt: Date | null;
  /** Of a performance that is rescheduled. */
  newStartsAt?: Date | null;
}

/** How many a message would reach, and whom somebody has to tell in another way. */
export interface Reach {
  /** Persons with an e-mail address. */
  told: number;
  withoutEmail: number;
  /** Tickets that were sold to nobody known. */
  unnamed: number;
}

/** So many messages go into one statement, which takes 65,535 parameters at the most. */
const PORTION = 1000;

/**
 * Who has a line that stands on a performance, bought or to attend it, and who waits for it: each with what it was to
 * the performance first of all. What is sold to nobody has nobody.
 */
const concerned = (i: number, performanceId: number) => sql`
  standing as materialized (
    select o.purchase_contact_id, l.cultural_contact_id, l.state, l.price_minor, l.currency
      from order_lines l
      join orders o on o.institution_id = ${i} and o.id = l.order_id
     where l.institution_id = ${i} and l.performance_id = ${performanceId} and l.state in ('option', 'reserved', 'sold')
  ), people as materialized (
    select contact_id, min(rank) as rank
      from (select purchase_contact_id as contact_id, 1 as rank from standing
            union all select cultural_contact_id, 2 from standing
            union all select contact_id, 3 from waiting_list_entries
                       where institution_id = ${i} and performance_id = ${performanceId} and state = 'open') every
     where contact_id is not null
     group by contact_id
  ), reached as materialized (
    select p.contact_id, p.rank, coalesce(a.email, nullif(trim(c.email), '')) as email, a.contact_id is not null as account,
           coalesce(a.locale, left(lower(c.language), 2)) as locale
      from people p
      join contacts c on c.institution_id = ${i} and c.id = p.contact_id
      left join customer_accounts a on a.institution_id = ${i} and a.contact_id = p.contact_id
  )`;

/** Who would be told by mail, and who not. */
export async function countReach(
  tenant: Tenant,
  institution: Institution,
  performanceId: number,
): Promise<Reach> {
  const { rows } = await sql<Reach>`
    with ${concerned(institution.id, performanceId)}
    select count(*) filter (where email is not null)::integer as told,
           count(*) filter (where email is null)::integer as "withoutEmail",
           (select count(*)::integer from standing
             where purchase_contact_id is null and cultural_contact_id is null) as unnamed
      from reached`.execute(tenant);
  return rows[0] as Reach;
}

interface Concerned {
  contactId: number;
  rank: 1 | 2 | 3;
  email: string;
  account: boolean;
  locale: string | null;
  credits: { amountMinor: number; currency: string }[];
  product: string;
  slug: string | null;
}

/** Of what is over, and where only the end changes, there is no news. */
function isNews({ act, startsAt, newStartsAt = null }: PerformanceNews, now: Date): boolean {
  const toCome = [startsAt, newStartsAt].some((at) => at !== null && at > now);
  return toCome && (act === 'cancel' || Number(startsAt) !== Number(newStartsAt));
}

/**
 * Tells by mail who has places for a performance, or waits for one, that it is rescheduled or cancelled; in the
 * transaction of the act, and before its lines change. It is contractual information, and so asks for no authorisation
 * (R24); one message goes to an address (R26), to who bought before who attends.
 */
export async function tellOfPerformance(
  tenant: Tenant,
  institution: Institution,
  news: PerformanceNews,
  now: Date,
): Promise<void> {
  if (!isNews(news, now)) return;
  const i = institution.id;
  const { rows } = await sql<Concerned>`
    with ${concerned(i, news.performanceId)}, credits as materialized (
      select purchase_contact_id as contact_id, json_agg(json_build_object('amountMinor', amount, 'currency', currency)
                                                          order by currency) as credits
        from (select purchase_contact_id, currency, sum(price_minor)::bigint as amount from standing
               where state = 'sold' and price_minor > 0 and currency is not null
               group by purchase_contact_id, currency) sums
       group by purchase_contact_id
    )
    select distinct on (lower(r.email)) r.contact_id as "contactId", r.rank, r.email, r.account, r.locale,
           coalesce(c.credits, '[]') as credits, p.name as product, s.slug
      from reached r
      join performances f on f.institution_id = ${i} and f.id = ${news.performanceId}
      join products p on p.institution_id = ${i} and p.id = f.product_id
      left join credits c on c.contact_id = r.contact_id
      left join lateral (select slug from points_of_sale s
                          where s.institution_id = ${i} and s.organisation_id = p.organisation_id and s.kind = 'shop'
                            and s.state = 'open' order by s.id limit 1) s on true
     where r.email is not null
     order by lower(r.email), r.rank, r.contact_id`.execute(tenant);
  for (let from = 0; from < rows.length; from += PORTION) {
    const tellings = rows.slice(from, from + PORTION).map((one) => ({
      contactId: one.contactId,
      to: { name: null, address: one.email },
      kind: news.act === 'cancel' ? 'performance-cancelled' : 'performance-rescheduled',
      about: `performance:${news.performanceId}:${news.version}`,
      ...wordsFor(institution, news, one),
      path: one.account && one.slug !== null ? `/shop/${one.slug}/account` : null,
    }));
    await tellCustomers(tenant, i, tellings, now);
  }
}

function wordsFor(institution: Institution, news: PerformanceNews, one: Concerned) {
  const locale: Locale = asLocale(one.locale) ?? asLocale(institution.locale) ?? 'fr';
  const moment = (at: Date) => spokenMoment(locale, institution, at);
  const on = locale === 'fr' ? 'du' : 'on';
  const filled = {
    institution: institution.name,
    product: one.product,
    before: news.startsAt === null ? '' : ` ${on} ${moment(news.startsAt)}`,
    after: news.newStartsAt ? moment(news.newStartsAt) : '',
    credit: one.credits.map((money) => spokenMoney(locale, money)).join(' + '),
  };
  const waits = one.rank === 3 ? '-waiting' : '';
  if (news.act === 'reschedule') return letter(locale, `moved${waits}`, filled);
  return letter(locale, `cancelled${waits || (filled.credit === '' ? '' : '-credit')}`, filled);
}

const asLocale = (text: string | null): Locale | undefined =>
  text === 'fr' || text === 'en' ? text : undefined;
