import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { isAnythingDue } from './due.ts';
import { openTo, saleOf } from './offer.ts';
import { countPlaces, type Places } from './quotas.ts';
import type { Money, WantedPlaces } from './shapes.ts';

/** A ticket or an article to be put into a basket. */
export interface ChosenLine extends Money {
  productId: number;
  performanceId: number | null;
  priceCategoryId: number;
  quotaId: number | null;
}

interface Found {
  position: number;
  onSale: boolean;
  amountMinor: number | null;
  currency: string;
  /** No quota at all: sold without count. */
  counted: boolean;
  /** Those open here, in the order in which they are used up; null: none. */
  quotas: { id: number; free: number }[] | null;
  /** Of a performance that is sold out: something that holds places is over, and the schedule has not come to it. */
  lapsed: boolean;
}

/**
 * Finds the price of what is wanted, and quotas that have room for it: those of this point of sale before those that
 * are open to all. Reads without a lock, so that who comes too late is told without one.
 * @throws DomainError `not-on-sale`, `unknown-price`, `sold-out`; Contended
 */
export async function choosePlaces(
  tenant: Tenant,
  institutionId: number,
  pointOfSaleId: number,
  wanted: readonly WantedPlaces[],
  now: Date,
): Promise<{ lines: ChosenLine[]; places: Places }> {
  const found = await find(tenant, institutionId, pointOfSaleId, wanted, now);
  const used = new Map<number, number>();
  const lines = wanted.flatMap((one, position) => {
    const offer = found.get(position);
    if (offer === undefined || !offer.onSale)
      throw new DomainError('not-on-sale', 'this is not sold here now');
    if (offer.amountMinor === null) throw new DomainError('unknown-price', 'there is no such price');
    const quotas = (offer.quotas ?? []).filter(({ id }) => one.quotaId === undefined || id === one.quotaId);
    const taken = offer.counted ? allot(quotas, one.quantity, used) : Array<null>(one.quantity).fill(null);
    if (taken === undefined) throw offer.lapsed ? new Contended('lapsed') : soldOut();
    return taken.map(
      (quotaId): ChosenLine => ({
        productId: one.productId,
        performanceId: one.performanceId ?? null,
        priceCategoryId: one.priceCategoryId,
        quotaId,
        amountMinor: offer.amountMinor as number,
        currency: offer.currency,
      }),
    );
  });
  return { lines, places: countPlaces(lines) };
}

export const soldOut = () => new DomainError('sold-out', 'there are not so many places left');

/** Worth another try: others were faster at one of several quotas, or what is taken holds places that lapsed. */
export class Contended extends Error {
  readonly reason: 'faster' | 'lapsed';
  constructor(reason: 'faster' | 'lapsed') {
    super(reason);
    this.reason = reason;
  }
}

function allot(
  quotas: { id: number; free: number }[],
  quantity: number,
  used: Map<number, number>,
): number[] | undefined {
  const left = ({ id, free }: { id: number; free: number }) => free - (used.get(id) ?? 0);
  const taken: number[] = [];
  // together where one quota has room for all
  const together = quotas.find((quota) => left(quota) >= quantity);
  for (const quota of together === undefined ? quotas : [together]) {
    const n = Math.min(Math.max(0, left(quota)), quantity - taken.length);
    used.set(quota.id, (used.get(quota.id) ?? 0) + n);
    taken.push(...Array<number>(n).fill(quota.id));
  }
  return taken.length < quantity ? undefined : taken;
}

async function find(
  tenant: Tenant,
  i: number,
  pointOfSaleId: number,
  wanted: readonly WantedPlaces[],
  now: Date,
): Promise<Map<number, Found>> {
  const asked = wanted.map((one, position) => ({
    position,
    product: one.productId,
    performance: one.performanceId ?? null,
    category: one.priceCategoryId,
    quantity: one.quantity,
  }));
  const { rows } = await sql<Found>`
    select w.position, a.amount_minor as "amountMinor", a.currency, q.counted or f.id is not null as counted, q.quotas,
           -- whoever comes too late for the last place asks this: it locks nothing
           case when q.free < w.quantity and f.id is not null then ${isAnythingDue(i, sql`f.id`, now)} else false end as lapsed,
           -- what has performances is sold by them
           case when f.id is not null then f.state = 'scheduled' and ${saleOf(now)} = 'open'
                else w.performance is null and p.kind <> 'event' and (p.valid_until is null or p.valid_until >= (${now}::timestamptz at time zone i.time_zone)::date)
           end as "onSale"
      from json_to_recordset(${JSON.stringify(asked)}::json)
           as w(position integer, product bigint, performance bigint, category bigint, quantity integer)
      join institutions i on i.id = ${i}
      join points_of_sale s on s.institution_id = ${i} and s.id = ${pointOfSaleId} and s.state = 'open'
      join products p on p.institution_id = ${i} and p.id = w.product and p.organisation_id = s.organisation_id
                     and p.state = 'on-sale'
      left join performances f on f.institution_id = ${i} and f.id = w.performance and f.product_id = p.id
      left join lateral (
        select amount_minor, currency from prices a
         where a.institution_id = ${i} and a.product_id = p.id and a.price_category_id = w.category
           and (a.performance_id = f.id or a.performance_id is null)
         order by a.performance_id nulls last limit 1) a on true
      cross join lateral (
        select count(*) > 0 as counted, coalesce(sum(greatest(0, q.capacity - q.taken)), 0) as free,
               json_agg(json_build_object('id', q.id, 'free', q.capacity - q.taken)
                        order by exists (select from quota_points_of_sale own
                                          where own.institution_id = ${i} and own.quota_id = q.id) desc, q.id)
                 filter (where ${openTo(i, sql`s.id`)} and q.taken < q.capacity) as quotas
          from quotas q
         where q.institution_id = ${i} and q.product_id = p.id and q.performance_id is not distinct from f.id) q`.execute(
    tenant,
  );
  return new Map(rows.map((row) => [row.position, row]));
}
