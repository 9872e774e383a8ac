import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';

/**
 * Unlinked orders keep country, town and postcode of who bought (R8). A postcode that fewer living contacts share
 * than the institution's threshold is coarsened to its first two characters and "…", and given up where even these
 * are shared by fewer; a town likewise goes. Called after contacts were erased: whoever went is no crowd to hide in.
 */
export async function coarsenPostcodes(tenant: Tenant, institutionId: number): Promise<void> {
  const places = await placesToCoarsen(tenant, institutionId);
  if (places.length === 0) return;
  // The statistics may still say that no order is unlinked: the nested loop that follows from it took 19 s for
  // 175,000 orders. The setting ends with the transaction, whose last work this is.
  await sql`set local enable_nestloop = off`.execute(tenant);
  await sql`
    update orders o
       set purchaser_postcode = p.coarse_postcode, purchaser_town = p.coarse_town
      from json_to_recordset(${JSON.stringify(places)}::json)
           as p(country text, postcode text, town text, coarse_postcode text, coarse_town text)
     where o.institution_id = ${institutionId} and (o.purchaser_postcode is not null or o.purchaser_town is not null)
       -- equalities, because only they can be hashed
       and coalesce(o.purchaser_country, '') = p.country and coalesce(o.purchaser_postcode, '') = p.postcode
       and coalesce(o.purchaser_town, '') = p.town`.execute(tenant);
}

interface Place {
  country: string;
  postcode: string;
  town: string;
  coarse_postcode: string | null;
  coarse_town: string | null;
}

/** The places on unlinked orders that say too much, and what may stand there instead; '' is an unknown part. */
async function placesToCoarsen(tenant: Tenant, institutionId: number): Promise<Place[]> {
  const { rows } = await sql<Place>`
    with threshold as materialized (
      select postcode_threshold as k from institutions where id = ${institutionId}
    ), postcodes as materialized (
      select coalesce(country, '') as country, postcode, count(*) as living
        from contacts where institution_id = ${institutionId} and postcode is not null group by 1, 2
    ), areas as materialized (
      select country, left(postcode, 2) || '…' as postcode, sum(living) as living from postcodes group by 1, 2
    ), towns as materialized (
      select coalesce(country, '') as country, town, count(*) as living
        from contacts where institution_id = ${institutionId} and town is not null group by 1, 2
    ), places as materialized (
      select distinct coalesce(purchaser_country, '') as country, coalesce(purchaser_postcode, '') as postcode,
             coalesce(purchaser_town, '') as town
        from orders
       where institution_id = ${institutionId} and (purchaser_postcode is not null or purchaser_town is not null)
    ), coarsened as (
      select p.*, coalesce(c.postcode, a.postcode) as coarse_postcode, t.town as coarse_town
        from places p
        join threshold on true
        left join postcodes c on c.country = p.country and c.postcode = p.postcode and c.living >= k
        left join areas a on a.country = p.country and a.postcode = left(p.postcode, 2) || '…' and a.living >= k
        left join towns t on t.country = p.country and t.town = p.town and t.living >= k
    )
    select * from coarsened
     where (coarse_postcode, coarse_town) is distinct from (nullif(postcode, ''), nullif(town, ''))`.execute(
    tenant,
  );
  return rows;
}
