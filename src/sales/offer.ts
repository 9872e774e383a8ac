import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { OfferedPerformance, OfferedPrice, OfferedProduct } from './shapes.ts';

/** A quota `q` is open to a point of sale: it names it, or names none. @param pointOfSale an SQL expression */
export const openTo = (institutionId: number, pointOfSale: ReturnType<typeof sql>) => sql`
  (exists (select from quota_points_of_sale kept
            where kept.institution_id = ${institutionId} and kept.quota_id = q.id and kept.point_of_sale_id = ${pointOfSale})
   or not exists (select from quota_points_of_sale kept where kept.institution_id = ${institutionId} and kept.quota_id = q.id))`;

/**
 * Whether a performance `f` is sold at a point of sale `s` at a moment. A counter sells to who comes late, and after
 * the end of the sale, which is that of the shops.
 */
export const saleOf = (now: Date) => sql<OfferedPerformance['sale']>`
  case when f.sale_starts_at > ${now}::timestamptz then 'not-yet'
       when s.kind = 'shop' and least(f.sale_ends_at, coalesce(f.starts_at, f.ends_at)) <= ${now}::timestamptz then 'over'
       when coalesce(f.ends_at, f.starts_at + interval '3 hours') <= ${now}::timestamptz then 'over'
       else 'open' end`;

/** Whether the product `p` of a performance `f` is on sale, and its sale has begun: nobody waits, or is offered a place, before. */
export const isOnSale = (now: Date) => sql<boolean>`
  (p.state = 'on-sale' and coalesce(f.sale_starts_at, '-infinity') <= ${now}::timestamptz)`;

type Row = Omit<OfferedProduct, 'performances' | 'free' | 'prices'> & {
  performance: number | null;
  startsAt: Date | null;
  endsAt: Date | null;
  venue: string | null;
  state: 'scheduled' | 'cancelled';
  sale: OfferedPerformance['sale'];
  saleStartsAt: Date | null;
  free: number | null;
  prices: OfferedPrice[];
};

/**
 * What is on sale at a point of sale at this moment, with prices and free places. Read without a lock, in one statement.
 * @param asked narrows to one product or performance
 * @throws DomainError `unknown-point-of-sale`
 */
export async function readOffer(
  database: Database,
  institution: Institution,
  pointOfSaleId: number,
  {
    now,
    productId = null,
    performanceId = null,
  }: { now: Date; productId?: number | null | undefined; performanceId?: number | null | undefined },
): Promise<OfferedProduct[]> {
  const i = institution.id;
  const rows = await inInstitution(database, i, async (tenant) => {
    const { rows } = await sql<Row>`
      select p.id, p.name, p.kind, p.description, p.valid_until as "validUntil", f.id as performance,
             f.starts_at as "startsAt", f.ends_at as "endsAt", f.venue, f.state, ${saleOf(now)} as sale,
             f.sale_starts_at as "saleStartsAt", room.free, coalesce(offered.prices, '[]') as prices
        from points_of_sale s
        join products p on p.institution_id = ${i} and p.organisation_id = s.organisation_id and p.state = 'on-sale'
                       and (${productId}::bigint is null or p.id = ${productId})
        left join performances f
          on f.institution_id = ${i} and f.product_id = p.id
         and coalesce(f.ends_at, f.starts_at + interval '3 hours') > ${now}::timestamptz
         and (${performanceId}::bigint is null or f.id = ${performanceId})
        cross join lateral (
          -- no quota: a performance has no places to sell, an article as many as are wanted
          select sum(greatest(0, q.capacity - q.taken)) filter (where ${openTo(i, sql`s.id`)})::integer as open,
                 count(*) as quotas
            from quotas q
           where q.institution_id = ${i} and q.product_id = p.id and q.performance_id is not distinct from f.id) q
        cross join lateral (
          select case when q.quotas = 0 and f.id is null then null else coalesce(q.open, 0) end as free) room
        left join lateral (
          select json_agg(json_build_object('priceCategoryId', c.id, 'name', c.name, 'amountMinor', a.amount_minor,
                                            'currency', a.currency) order by c.position, c.id) as prices
            from price_categories c
            cross join lateral (
              select amount_minor, currency from prices a
               where a.institution_id = ${i} and a.product_id = p.id and a.price_category_id = c.id
                 and (a.performance_id = f.id or a.performance_id is null)
               order by a.performance_id nulls last limit 1) a
           where c.institution_id = ${i}) offered on true
       where s.institution_id = ${i} and s.id = ${pointOfSaleId}
         and (${performanceId}::bigint is null or f.id is not null)
         -- an event of which no performance is to come is over
         and (p.kind <> 'event' or f.id is not null)
       order by f.starts_at nulls last, lower(p.name), p.id, f.id`.execute(tenant);
    if (rows.length === 0) await mustBeThere(tenant, i, pointOfSaleId);
    return rows;
  });
  return byProduct(rows);
}

async function mustBeThere(
  tenant: Parameters<Parameters<typeof inInstitution>[2]>[0],
  i: number,
  id: number,
) {
  const { rows } = await sql`select from points_of_sale where institution_id = ${i} and id = ${id}`.execute(
    tenant,
  );
  if (rows.length === 0) throw new DomainError('unknown-point-of-sale', 'there is no such point of sale');
}

function byProduct(rows: Row[]): OfferedProduct[] {
  const products = new Map<number, OfferedProduct>();
  for (const row of rows) {
    const { id, name, kind, description, validUntil, performance, free, prices, ...when } = row;
    const product = products.get(id) ?? {
      ...{ id, name, kind, description, validUntil, performances: [] },
      free: performance === null ? free : null,
      prices: performance === null ? prices : [],
    };
    products.set(id, product);
    if (performance !== null)
      product.performances.push({ id: performance, ...when, free: free ?? 0, prices });
  }
  return [...products.values()];
}
