import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Catalogue } from './catalogue.ts';

/** What an undated product of each venue is, in the order of `VENUES`. */
const UNDATED_KINDS = ['gift-card', 'membership', 'merchandise'];
/** Places in the hall, on the quay and in the courtyard. */
const CAPACITIES = [420, 900, 120];
const SHOPS = ['theatre', 'festival', 'musee'];
const HALLS = ['Grande salle', 'Quai du Mont-Blanc', 'Cour du musée'];
/** Full price, reduced and child in minor units, by venue. */
const PRICES = [
  [5200, 3800, 2000],
  [3500, 2500, 1000],
  [1800, 1200, 600],
];
const PASS_PRICE = 24_000;
const UNDATED_PRICE = 5_000;

/**
 * Puts what is to come of the demo's programme on sale: seasons, prices, places of which as many are taken as tickets
 * were sold, and for each venue a box office and a shop. Without an address of a privacy policy, as it is recommended
 * to give one (R17).
 */
export async function createOffer(
  tenant: Tenant,
  { institution, today, organisations, passes, undated }: Catalogue,
): Promise<void> {
  const { id, timeZone, currency } = institution;
  await sql`
    insert into seasons (institution_id, name, starts_on, ends_on)
    select distinct ${id}::bigint, found[1], make_date(left(found[1], 4)::integer, 9, 1),
           make_date(left(found[1], 4)::integer + 1, 6, 30)
      from products p cross join lateral regexp_match(p.name, '(\\d{4}/\\d{2})') as found
     where p.institution_id = ${id} and found is not null
        on conflict (institution_id, name) do nothing`.execute(tenant);
  await sql`
    update products p set season_id = s.id
      from seasons s where p.institution_id = ${id} and s.institution_id = ${id} and strpos(p.name, s.name) > 0`.execute(
    tenant,
  );
  await sql`
    update products p set kind = 'pass', valid_until = (${today}::date + 300)
     where p.institution_id = ${id} and p.id = any(${passes}::bigint[])`.execute(tenant);
  await sql`
    update products p set kind = w.kind
      from unnest(${undated}::bigint[], ${UNDATED_KINDS}::text[]) as w(id, kind)
     where p.institution_id = ${id} and p.id = w.id`.execute(tenant);
  await sql`
    update products p
       set state = case when p.kind <> 'event' or exists (
             select from performances e
              where e.institution_id = ${id} and e.product_id = p.id
                and (e.starts_at at time zone ${timeZone})::date > ${today}::date) then 'on-sale' else 'ended' end
     where p.institution_id = ${id}`.execute(tenant);
  await sql`
    insert into price_categories (institution_id, name, position)
    select ${id}::bigint, name, place from unnest(array['Plein tarif', 'Réduit', 'Enfant']) with ordinality as w(name, place)
        on conflict (institution_id, name) do nothing`.execute(tenant);
  for (const [venue, organisation] of organisations.entries()) {
    const amounts = PRICES[venue] as number[];
    await sql`
      insert into prices (institution_id, product_id, price_category_id, amount_minor, currency)
      select ${id}::bigint, p.id, k.id,
             case p.kind when 'event' then (${amounts}::bigint[])[k.position]
                         when 'pass' then ${PASS_PRICE} else ${UNDATED_PRICE} end, ${currency}
        from products p
        join price_categories k on k.institution_id = ${id} and k.position between 1 and 3
       where p.institution_id = ${id} and p.organisation_id = ${organisation} and p.state = 'on-sale'
         and (p.kind = 'event' or k.position = 1)`.execute(tenant);
    await sql`
      update performances e set venue = ${HALLS[venue] as string}
        from products p
       where e.institution_id = ${id} and p.institution_id = ${id} and p.id = e.product_id
         and p.organisation_id = ${organisation}`.execute(tenant);
    await placesOf(tenant, { id, timeZone, today, organisation, capacity: CAPACITIES[venue] as number });
    await pointsOf(tenant, institution, organisation, SHOPS[venue] as string);
  }
}

/** Of the performances to come; where somebody waits, there are no more places than were sold. */
async function placesOf(
  tenant: Tenant,
  of: { id: number; timeZone: string; today: string; organisation: number; capacity: number },
): Promise<void> {
  const { id, timeZone, today, organisation, capacity } = of;
  await sql`
    insert into quotas (institution_id, product_id, performance_id, name, capacity, taken)
    select ${id}::bigint, e.product_id, e.id, 'Places',
           case when exists (select from waiting_list_entries w
                              where w.institution_id = ${id} and w.performance_id = e.id and w.state = 'open')
                then s.sold else greatest(s.sold, ${capacity}) end, s.sold
      from performances e
      join products p on p.institution_id = ${id} and p.id = e.product_id and p.organisation_id = ${organisation}
     cross join lateral (
       select count(*)::integer as sold from order_lines l
        where l.institution_id = ${id} and l.performance_id = e.id and l.state in ('option', 'reserved', 'sold')) s
     where e.institution_id = ${id} and (e.starts_at at time zone ${timeZone})::date > ${today}::date`.execute(
    tenant,
  );
  await sql`
    update order_lines l set quota_id = q.id
      from quotas q
     where l.institution_id = ${id} and q.institution_id = ${id} and q.performance_id = l.performance_id
       and l.organisation_id = ${organisation} and l.state in ('option', 'reserved', 'sold')`.execute(tenant);
}

async function pointsOf(
  tenant: Tenant,
  { id, slug }: Catalogue['institution'],
  organisation: number,
  shop: string,
): Promise<void> {
  await sql`
    insert into points_of_sale (institution_id, organisation_id, kind, name)
    values (${id}, ${organisation}, 'box-office', 'Guichet')
        on conflict (institution_id, organisation_id, name) do nothing`.execute(tenant);
  // The address says whose it is: two demos in one database have two.
  const address = `${slug.slice(0, 40)}-${shop}`.replaceAll(/-+/g, '-');
  await sql`
    with made as (
      insert into points_of_sale (institution_id, organisation_id, kind, name, slug)
      values (${id}, ${organisation}, 'shop', 'Billetterie en ligne', ${address})
          on conflict (institution_id, organisation_id, name) do nothing
      returning id
    )
    insert into shop_addresses (slug, institution, point_of_sale)
    select ${address}, ${id}, id from made on conflict (slug) do nothing`.execute(tenant);
}
