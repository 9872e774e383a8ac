import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';

/**
 * Unlinked orders keep country, town and postcode of who bought (R8). A postcode that fewer living contacts share
 * than the institution's threshold is coarsened to its first two characters and "…", and given up where even these
 * are shared by fewer; a town likewise goes. Called after contacts were erased: whoever went is no crowd to hide in.
 */
export async function coarsenPostcodes(tenant: Tenant, institutionId: number): Promise<void> {
  await sql`
    with threshold as (
      select postcode_threshold as k from institutions where id = ${institutionId}
    ), postcodes as (
      select coalesce(country, '') as country, postcode, count(*) as living
        from contacts where institution_id = ${institutionId} and postcode is not null group by 1, 2
    ), crowded_postcodes as (
      select country, postcode from postcodes, threshold where living >= k
    ), crowded_areas as (
      select country, left(postcode, 2) || '…' as postcode from postcodes, threshold
       group by 1, 2, k having sum(living) >= k
    ), crowded_towns as (
      select coalesce(country, '') as country, town
        from contacts, threshold
       where institution_id = ${institutionId} and town is not null
       group by 1, 2, k having count(*) >= k
    ), coarsened as (
      select purchaser_country, purchaser_postcode, purchaser_town,
             case when exists (select from crowded_postcodes c
                                where c.country = coalesce(o.purchaser_country, '') and c.postcode = o.purchaser_postcode)
                  then purchaser_postcode
                  else (select c.postcode from crowded_areas c
                         where c.country = coalesce(o.purchaser_country, '')
                           and c.postcode = left(o.purchaser_postcode, 2) || '…') end as postcode,
             case when exists (select from crowded_towns c
                                where c.country = coalesce(o.purchaser_country, '') and c.town = o.purchaser_town)
                  then purchaser_town end as town
        from (select distinct purchaser_country, purchaser_postcode, purchaser_town
                from orders
               where institution_id = ${institutionId} and (purchaser_postcode is not null or purchaser_town is not null)) o
    )
    update orders o
       set purchaser_postcode = c.postcode, purchaser_town = c.town
      from coarsened c
     where o.institution_id = ${institutionId} and (o.purchaser_postcode is not null or o.purchaser_town is not null)
       and (o.purchaser_country, o.purchaser_postcode, o.purchaser_town)
           is not distinct from (c.purchaser_country, c.purchaser_postcode, c.purchaser_town)
       and (c.postcode, c.town) is distinct from (c.purchaser_postcode, c.purchaser_town)`.execute(tenant);
}
