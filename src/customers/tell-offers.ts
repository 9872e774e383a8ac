import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { letter } from './letters.ts';
import type { Locale } from './shapes.ts';
import { spokenMoment } from './speech.ts';
import { tellCustomer } from './tell-one.ts';

interface Offer {
  entryId: number;
  contactId: number;
  email: string;
  locale: Locale;
  product: string;
  startsAt: Date | null;
  offeredAt: Date;
  until: Date;
  slug: string;
  account: boolean;
}

/** Who waits is told of places that came free for them, and of the shop where they may be taken with an account. */
export async function tellOffers(database: Database, institution: Institution, now: Date): Promise<number> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Offer>`
      select e.id as "entryId", e.contact_id as "contactId", coalesce(a.email, c.email) as email,
             coalesce(a.locale, case when left(lower(coalesce(c.language, ${institution.locale})), 2) = 'en' then 'en' else 'fr' end)
               as locale, a.contact_id is not null as account, p.name as product,
             f.starts_at as "startsAt", e.offered_at as "offeredAt", e.offer_expires_at as until, s.slug
        from waiting_list_entries e
        join contacts c on c.institution_id = ${institution.id} and c.id = e.contact_id
        left join customer_accounts a on a.institution_id = ${institution.id} and a.contact_id = e.contact_id
        join performances f on f.institution_id = ${institution.id} and f.id = e.performance_id
        join products p on p.institution_id = ${institution.id} and p.id = f.product_id
        join lateral (select slug from points_of_sale s
                       where s.institution_id = ${institution.id} and s.organisation_id = e.organisation_id
                         and s.kind = 'shop' and s.state = 'open' order by s.id limit 1) s on true
       where e.institution_id = ${institution.id} and e.state = 'open' and e.offer_expires_at > ${now}
         and coalesce(a.email, nullif(trim(c.email), '')) is not null
         and not exists (select from messages m
                          where m.institution_id = ${institution.id} and m.contact_id = e.contact_id
                            and m.kind = 'place-free'
                            and m.about = 'entry:' || e.id || ':' || floor(extract(epoch from e.offered_at))::bigint)
       order by e.id limit 500`.execute(tenant);
    for (const one of rows) {
      const when = one.startsAt === null ? '' : ` (${spokenMoment(one.locale, institution, one.startsAt)})`;
      await tellCustomer(
        tenant,
        { institution, path: `/shop/${one.slug}` },
        {
          contactId: one.contactId,
          to: { name: null, address: one.email },
          kind: 'place-free',
          about: `entry:${one.entryId}:${Math.floor(Number(one.offeredAt) / 1000)}`,
          ...letter(one.locale, one.account ? 'offer' : 'offer-without-account', {
            institution: institution.name,
            product: one.product,
            when,
            until: spokenMoment(one.locale, institution, one.until),
          }),
          page: one.account ? '/account#waiting' : '/sign-up?next=/account',
          expiresAt: one.until,
          now,
        },
      );
    }
    return rows.length;
  });
}
