import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Offer } from './quotas.ts';

/** What a category costs, in minor units: of the product, or in its place of one performance. */
export interface Price {
  categoryId: number;
  amountMinor: number;
  currency: string;
}

export interface WantedPrice {
  categoryId: number;
  /** In minor units of the institution's currency. */
  amountMinor: number;
}

/** The prices of an offer, as JSON. @param of a condition on the price `r` */
export const pricesJson = (institutionId: number, of: ReturnType<typeof sql>) => sql<Price[]>`
  coalesce((select json_agg(json_build_object('categoryId', r.price_category_id, 'amountMinor', r.amount_minor,
                                              'currency', r.currency) order by k.position, k.name, k.id)
              from prices r
              join price_categories k on k.institution_id = ${institutionId} and k.id = r.price_category_id
             where r.institution_id = ${institutionId} and ${of}), '[]')`;

/**
 * Makes the prices of an offer what is wanted; what was sold keeps its price.
 * @throws DomainError `wrong-prices`, `unknown-price-category`
 */
export async function savePrices(
  tenant: Tenant,
  institution: Institution,
  offer: Offer,
  wanted: WantedPrice[],
): Promise<void> {
  await checkPrices(tenant, institution, wanted);
  const categories = wanted.map(({ categoryId }) => categoryId);
  await sql`
    delete from prices
     where institution_id = ${institution.id} and product_id = ${offer.productId}
       and performance_id is not distinct from ${offer.performanceId}::bigint
       and price_category_id <> all(${categories}::bigint[])`.execute(tenant);
  await price(tenant, institution, offer.productId, [offer.performanceId], wanted);
}

/** The same prices for each performance; null: of the product itself. */
export async function price(
  tenant: Tenant,
  institution: Institution,
  productId: number,
  performanceIds: (number | null)[],
  wanted: WantedPrice[],
): Promise<void> {
  if (wanted.length === 0) return;
  await sql`
    insert into prices (institution_id, product_id, performance_id, price_category_id, amount_minor, currency)
    select ${institution.id}::bigint, ${productId}::bigint, e.id, r."categoryId", r."amountMinor", ${institution.currency}
      from unnest(${performanceIds}::bigint[]) as e(id)
     cross join json_to_recordset(${JSON.stringify(wanted)}::json) as r("categoryId" bigint, "amountMinor" bigint)
        on conflict (institution_id, product_id, performance_id, price_category_id)
        do update set amount_minor = excluded.amount_minor, currency = excluded.currency`.execute(tenant);
}

/** @throws DomainError `wrong-prices`, `unknown-price-category` */
export async function checkPrices(
  tenant: Tenant,
  institution: Institution,
  wanted: WantedPrice[],
): Promise<void> {
  if (wanted.some(({ amountMinor }) => !Number.isSafeInteger(amountMinor) || amountMinor < 0)) {
    throw new DomainError('wrong-prices', 'a price is a whole number of minor units');
  }
  const categories = wanted.map(({ categoryId }) => categoryId);
  if (new Set(categories).size < categories.length) {
    throw new DomainError('wrong-prices', 'a category has one price');
  }
  const { rows } = await sql`
    select from price_categories
     where institution_id = ${institution.id} and id = any(${categories}::bigint[])`.execute(tenant);
  if (rows.length < categories.length) {
    throw new DomainError('unknown-price-category', 'there is no such price category');
  }
}
