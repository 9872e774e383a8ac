import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { livesIn } from './lives.ts';
import type { Making } from './making.ts';
import { names } from './names.ts';
import type { People } from './people.ts';
import { FIRST_FREE_PLACE } from './set-pieces.ts';

const o = sql.ref('o');
const line = sql`(o * 8 + j)`;
/** The acts of a purchase by their rank in R1: `reached` counts from 1, creation. */
const SOURCES = sql`('{creation,option,option-confirmed,reservation,sale}'::activity_source[])`;
/** A day packed with the rank of its act: max() finds the latest. */
const act = (day: unknown, source: unknown) => sql`((${day} - date '2000-01-01') * 16 + ${source})`;

/**
 * Writes the orders of a range with their lines and payments, in one statement. The activity columns are computed
 * here as `refreshOrderActivity` would (R2), which costs a third of updating each order afterwards; a test
 * holds the two together. `offset 0` keeps the planner from repeating a drawn value wherever it is used.
 */
export async function createPurchases(tenant: Tenant, making: Making, people: People): Promise<void> {
  const { draw, catalogue } = making;
  const { institution, programme } = catalogue;
  const { uniform, whole, oneOf } = draw;
  const today = sql`${catalogue.today}::date`;
  const organisation = sql`(${catalogue.organisations}::bigint[])[1 + venue]`;
  await sql`
    with lives as materialized (${livesIn(making, people)}),
    wishes as (
      select l.id as contact_id, l.n, l.kind, l.segment, l.n * 64 + k as o, venue,
             created_on + floor((last_active_on - created_on) * (k - 1 + ${uniform(sql`(l.n * 64 + k)`, 'moment')}) / orders)::int as day
        from lives l
       cross join generate_series(1, 15) k
       cross join lateral (select width_bucket(${uniform(sql`(l.n * 64 + k)`, 'venue')}, array[0.6, 0.8]) as venue) v
       where k <= orders
      offset 0
    ), choices as (
      -- the nearer the performance, the more often it is chosen
      select *, least((${programme.last}::int[])[1 + venue],
                      (${programme.firstFrom}::int[])[1 + venue * ${sql.lit(catalogue.days)} + (day - ${catalogue.firstDay}::date)]
                      + floor((array[25, 8, 12])[1 + venue] * power(${uniform(o, 'performance')}, 2))::int) as chosen
        from wishes
      offset 0
    ), visits as (
      select *, (${programme.ids}::bigint[])[chosen] as performance_id, (${programme.products}::bigint[])[chosen] as performed,
             (${programme.days}::date[])[chosen] as performed_on
        from choices
      offset 0
    ), dated as (
      select *, least(${today}, greatest(day, performed_on - 1 - floor(100 * power(${uniform(o, 'lead')}, 2))::int)) as ordered_on,
             ${uniform(o, 'state')} as fate, performed_on >= ${today} as to_come
        from visits
      offset 0
    ), drawn_orders as (
      select *,
             case when segment = 0 then case when to_come then case when fate < 0.5 then 'option' else 'reserved' end
                                             when fate < 0.6 then 'expired' else 'cancelled' end
                  when fate < 0.85 then 'sold'
                  when fate < 0.90 then 'cancelled'
                  when fate < 0.95 then case when to_come then 'reserved' else 'sold' end
                  else case when to_come then 'option' else 'expired' end end as order_state,
             1 + width_bucket(${uniform(o, 'lines')}, array[0.55, 0.85, 0.92, 0.97, 0.985]) as lines
        from dated
      offset 0
    ), stated as (
      select *, case when order_state = 'sold' and ${uniform(line, 'returned')} < 0.03 then 'cancelled' else order_state end as state,
             case when segment = 0 then 0 else width_bucket(${uniform(line, 'what')}, array[0.80, 0.87]) end as what
        from drawn_orders
       cross join generate_series(1, 6) j
       where j <= lines
      offset 0
    ), reached_lines as (
      select *,
             case when order_state = 'sold' then 5
                  when state = 'reserved' then 4
                  when state = 'cancelled' and segment > 0 and fate < 0.88 then 5
                  when state = 'cancelled' then 4
                  when ${uniform(o, 'confirms')} < 0.3 then 3 else 2 end as reached
        from stated
      offset 0
    ), confirmed as (
      select *, case when reached = 3 or (reached > 3 and ${uniform(o, 'by option')} < 0.06)
                     then least(${today}, ordered_on + 1 + ${whole(o, 'confirmed after', 6)}) end as option_confirmed_on,
             state in ('option', 'reserved', 'sold') as standing
        from reached_lines
      offset 0
    ), validity as (
      select *,
             case when reached = 5 then least(${today}, coalesce(option_confirmed_on, ordered_on)
                  + case when ${uniform(o, 'pays later')} < 0.2 then ${whole(o, 'paid after', 10)} else 0 end) end as sold_on,
             case when what = 1 then case venue
               when 0 then make_date(extract(year from ordered_on - 180)::int + 1, 6, 30)
               when 1 then make_date(extract(year from ordered_on - 211)::int + 1, 7, 31)
               else ordered_on + 365 end end as valid_until
        from confirmed
      offset 0
    ), placed as (
      select *, case what when 0 then greatest(ordered_on, performed_on) when 1 then greatest(ordered_on, valid_until) end as valid_on,
             case when kind = 'structure' then case when j <= 2 then n + j end
                  when j = 1 and ${uniform(o, 'attends')} < 0.55 then n
                  when j = 2 and n % 500 >= ${sql.lit(FIRST_FREE_PLACE)} and ${uniform(o, 'invites')} < 0.2 then n + 1 end as guest
        from validity
      offset 0
    ), drawn as materialized (
      select placed.*, guests.id as cultural_contact_id,
             1000 + 500 * ${whole(line, 'price', 14)} as price,
             greatest(${act(
               sql`case when not standing then greatest(ordered_on, option_confirmed_on)
                        when reached = 3 then coalesce(valid_on, option_confirmed_on, ordered_on)
                        else coalesce(valid_on, ordered_on) end`,
               sql`reached`,
             )}, case when standing and option_confirmed_on is not null and reached <> 3
                      then ${act(sql`coalesce(valid_on, option_confirmed_on)`, 3)} end) as latest
        from placed
        left join lives guests on guests.n = placed.guest
                              and (guests.n = placed.n or placed.kind = 'structure' or guests.n % 500 >= ${sql.lit(FIRST_FREE_PLACE)})
    ), new_orders as (
      insert into orders (institution_id, number, organisation_id, purchase_contact_id, ordered_on,
                          activity_on, activity_source, activity_organisation_id, has_sale)
      select ${institution.id}, (10000000 + o)::text, ${organisation}, contact_id, ordered_on,
             date '2000-01-01' + latest / 16, ${SOURCES}[latest % 16], ${organisation}, has_sale
        from (select o, contact_id, venue, ordered_on, max(latest) as latest, bool_or(reached = 5) as has_sale
                from drawn group by o, contact_id, venue, ordered_on order by o) as whole_orders
      returning id, number::bigint - 10000000 as o
    ), new_lines as (
      insert into order_lines (institution_id, order_id, line, organisation_id, product_id, performance_id, state, reached,
                               option_confirmed_on, sold_on, valid_until, cultural_contact_id, attendance_on,
                               beneficiary_first_name, beneficiary_last_name, beneficiary_country, price_minor, currency)
      select ${institution.id}, new_orders.id, j::text, ${organisation},
             case what when 0 then performed when 1 then (${catalogue.passes}::bigint[])[1 + venue]
                       else (${catalogue.undated}::bigint[])[1 + venue] end,
             case when what = 0 then performance_id end, state, ${SOURCES}[reached],
             option_confirmed_on, sold_on, valid_until, cultural_contact_id,
             case when cultural_contact_id is not null and reached >= 4
                  then case when standing then coalesce(valid_on, ordered_on) else ordered_on end end,
             case when named then ${oneOf(line, 'beneficiary', names.firstNames)} end,
             case when named then ${oneOf(line, 'beneficiary name', names.lastNames)} end,
             case when named then ${institution.country} end, price, ${institution.currency}
        from (select *, cultural_contact_id is null and j > 1 and what = 0 and ${uniform(line, 'named')} < 0.3 as named from drawn) drawn
        join new_orders using (o)
    )
    insert into payments (institution_id, organisation_id, contact_id, order_id, amount_minor, currency, method, paid_at)
    select ${institution.id}, ${organisation}, contact_id, new_orders.id, amount, ${institution.currency}, method,
           (paid_on + time '12:00' + o % 36000 * interval '1 second') at time zone ${institution.timeZone}
      from (select o, contact_id, venue, max(sold_on) as sold_on, sum(price) as paid,
                   sum(price) filter (where state = 'cancelled') as returned
              from drawn where reached = 5 group by o, contact_id, venue) paid_orders
      join new_orders using (o)
     cross join lateral (values (paid, ${oneOf(o, 'method', ['card', 'card', 'twint', 'cash', 'invoice'])}, sold_on),
                                (-returned, 'refund', least(${today}, sold_on + 3))) as payment (amount, method, paid_on)
     where amount is not null`.execute(tenant);
}
