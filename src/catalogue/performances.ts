import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { checkPrices, type Price, price, pricesJson, savePrices, type WantedPrice } from './prices.ts';
import {
  add as addQuotas,
  checkedQuotas,
  type Quota,
  quotasJson,
  saveQuotas,
  type WantedQuota,
} from './quotas.ts';
import { auditOffer, type Cataloguing, lockPerformance, lockProduct, seenBy } from './shared.ts';

/** One date of an event. */
export interface Performance {
  id: number;
  productId: number;
  /** An import may know the end alone. */
  startsAt: Date | null;
  endsAt: Date | null;
  venue: string | null;
  state: 'scheduled' | 'cancelled';
  saleStartsAt: Date | null;
  saleEndsAt: Date | null;
  version: number;
  quotas: Quota[];
  /** Those that stand in place of the product's. */
  prices: Price[];
}

export interface Dates {
  startsAt: Date;
  endsAt: Date | null;
}

/** What the performances of one adding share. */
export interface WantedPerformance {
  venue: string | null;
  saleStartsAt: Date | null;
  saleEndsAt: Date | null;
  quotas: WantedQuota[];
  prices: WantedPrice[];
}

export interface PerformanceQuery {
  /** `coming` and `all` begin with the earliest, `past` with the latest. */
  when: 'coming' | 'past' | 'all';
  limit: number;
  /** Where the page before ended. */
  after?: { micros: number; id: number } | undefined;
}

const MOST_AT_ONCE = 500;

const columns = (institutionId: number) => sql`
  e.id, e.product_id as "productId", e.starts_at as "startsAt", e.ends_at as "endsAt", e.venue, e.state,
  e.sale_starts_at as "saleStartsAt", e.sale_ends_at as "saleEndsAt", e.version,
  ${quotasJson(institutionId, sql`q.performance_id = e.id`)} as quotas,
  ${pricesJson(institutionId, sql`r.product_id = e.product_id and r.performance_id = e.id`)} as prices`;

/** Of a performance `e`: whether its product is the reader's to see. */
const ofProduct = (institutionId: number, organisations: readonly number[] | null) =>
  organisations === null
    ? sql`true`
    : sql`exists (select from products p where p.institution_id = ${institutionId} and p.id = e.product_id
                     and ${seenBy(organisations, sql`p.organisation_id`)})`;

/** @returns the performances of a product, and where the page ended; null at the end */
export async function selectPerformances(
  database: Database,
  institution: Institution,
  productId: number,
  { when, limit, after }: PerformanceQuery,
  now: Date,
  organisations: readonly number[] | null = null,
): Promise<{ items: Performance[]; next: { micros: number; id: number } | null }> {
  const latestFirst = when === 'past';
  const way = latestFirst ? sql`desc` : sql`asc`;
  const isOver = sql`greatest(e.starts_at, e.ends_at) < ${now}::timestamptz`;
  const during = { coming: sql`not (${isOver})`, past: isOver, all: sql`true` }[when];
  const micros = sql`(extract(epoch from coalesce(e.starts_at, e.ends_at)) * 1000000)::bigint`;
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Performance & { micros: number }>`
      select ${columns(institution.id)}, ${micros} as micros
        from performances e
       where e.institution_id = ${institution.id} and e.product_id = ${productId} and ${during}
         and ${ofProduct(institution.id, organisations)}
         and ${after === undefined ? sql`true` : sql`(${micros}, e.id) ${latestFirst ? sql`<` : sql`>`} (${after.micros}::bigint, ${after.id}::bigint)`}
       order by micros ${way}, e.id ${way} limit ${limit}`.execute(tenant);
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return {
      items: rows.map(({ micros: _, ...performance }) => performance),
      next: last === undefined ? null : { micros: last.micros, id: last.id },
    };
  });
}

/** @throws DomainError `unknown-performance` */
export async function selectPerformance(
  database: Database,
  institution: Institution,
  id: number,
  organisations: readonly number[] | null = null,
): Promise<Performance> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Performance>`
      select ${columns(institution.id)} from performances e
       where e.institution_id = ${institution.id} and e.id = ${id}
         and ${ofProduct(institution.id, organisations)}`.execute(tenant);
    const [found] = rows;
    if (found === undefined) throw new DomainError('unknown-performance', 'there is no such performance');
    return found;
  });
}

/**
 * Adds performances to an event, at most 500 at once: all of them or none.
 * @returns their ids, in the order of the dates
 * @throws DomainError `unknown-product`, `not-permitted`, `no-event`, `wrong-performance`, `end-before-start`,
 *   `performance-exists`, and those of quotas and prices
 */
export async function addPerformances(
  database: Database,
  institution: Institution,
  productId: number,
  { dates, ...wanted }: WantedPerformance & { dates: Dates[] },
  by: Cataloguing,
): Promise<number[]> {
  if (dates.length === 0 || dates.length > MOST_AT_ONCE) {
    throw new DomainError('wrong-performance', `1 to ${MOST_AT_ONCE} performances are added at once`);
  }
  for (const one of dates) checkDates(one);
  const shared = checked(wanted);
  return await inInstitution(database, institution.id, async (tenant) => {
    const { kind } = await lockProduct(tenant, institution, { id: productId, version: undefined }, by);
    if (kind !== 'event') throw new DomainError('no-event', 'only an event has performances');
    const rows = JSON.stringify(dates.map(({ startsAt, endsAt }) => ({ startsAt, endsAt })));
    const { rows: made } = await sql<{ id: number }>`
      insert into performances (institution_id, product_id, starts_at, ends_at, venue, sale_starts_at, sale_ends_at)
      select ${institution.id}::bigint, ${productId}::bigint, r."startsAt", r."endsAt", ${shared.venue}::text,
             ${shared.saleStartsAt}::timestamptz, ${shared.saleEndsAt}::timestamptz
        from json_to_recordset(${rows}::json) as r("startsAt" timestamptz, "endsAt" timestamptz)
       order by 3
          on conflict (institution_id, product_id, starts_at, ends_at) do nothing
      returning id`.execute(tenant);
    if (made.length < dates.length) throw performanceExists();
    const ids = made.map(({ id }) => id);
    await checkPrices(tenant, institution, shared.prices);
    await addQuotas(tenant, institution, productId, ids, shared.quotas);
    await price(tenant, institution, productId, ids, shared.prices);
    await auditOffer(tenant, institution, by, 'performance.create', `product:${productId}`, {
      performances: ids.length,
    });
    return ids;
  });
}

/**
 * Changes what a performance is but for its dates, which `reschedule` moves.
 * @throws DomainError `unknown-performance`, `stale`, `not-permitted`, `performance-cancelled`, `wrong-performance`,
 *   and those of quotas and prices
 */
export async function editPerformance(
  database: Database,
  institution: Institution,
  known: { id: number; version: number },
  wanted: WantedPerformance,
  by: Cataloguing,
): Promise<void> {
  const { venue, saleStartsAt, saleEndsAt, quotas, prices } = checked(wanted);
  await inInstitution(database, institution.id, async (tenant) => {
    const { product_id } = await lockPerformance(tenant, institution, known, by);
    await sql`
      update performances set venue = ${venue}, sale_starts_at = ${saleStartsAt}, sale_ends_at = ${saleEndsAt},
             version = version + 1
       where institution_id = ${institution.id} and id = ${known.id}`.execute(tenant);
    const offer = { productId: product_id, performanceId: known.id };
    await saveQuotas(tenant, institution, offer, quotas);
    await savePrices(tenant, institution, offer, prices);
    await auditOffer(tenant, institution, by, 'performance.edit', `performance:${known.id}`);
  });
}

/** @throws DomainError `end-before-start` */
export function checkDates({ startsAt, endsAt }: Dates): void {
  if (endsAt !== null && endsAt < startsAt) {
    throw new DomainError('end-before-start', 'a performance does not end before it starts');
  }
}

function checked(wanted: WantedPerformance): WantedPerformance {
  const venue = wanted.venue?.trim() || null;
  if (venue !== null && venue.length > 200) throw new DomainError('wrong-performance', 'a venue has a name');
  const { saleStartsAt, saleEndsAt } = wanted;
  if (saleStartsAt !== null && saleEndsAt !== null && saleEndsAt < saleStartsAt) {
    throw new DomainError('end-before-start', 'a sale does not end before it starts');
  }
  return { ...wanted, venue, quotas: checkedQuotas(wanted.quotas) };
}

export const performanceExists = () =>
  new DomainError('performance-exists', 'the event has a performance at this moment already');

/** @returns whether another performance of the product has these dates */
export async function isTaken(
  tenant: Tenant,
  institution: Institution,
  { id, productId }: { id: number; productId: number },
  { startsAt, endsAt }: Dates,
): Promise<boolean> {
  const { rows } = await sql`
    select from performances
     where institution_id = ${institution.id} and product_id = ${productId} and id <> ${id}
       and starts_at = ${startsAt} and ends_at is not distinct from ${endsAt}::timestamptz`.execute(tenant);
  return rows.length > 0;
}
