import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { insertBasket, lockBasket, selectBasketLines } from './basket.ts';
import { type ChosenLine, Contended, choosePlaces, soldOut } from './choose.ts';
import { expireOf } from './expire.ts';
import { takePlaces } from './quotas.ts';
import type { Basket, By, WantedPlaces } from './shapes.ts';

/** In one act, and in one basket. */
const MOST_PLACES = 50;
const MOST_IN_BASKET = 200;
/** Where several quotas would do and somebody was faster at one, the others are tried. */
const TRIES = 5;

/**
 * Puts tickets and articles into a basket, all or none, at the prices of now; their places are held with the basket.
 * @throws DomainError `unknown-basket` (also: expired), `sold-out`, `not-on-sale`, `unknown-price`, `too-many-places`
 */
export async function putIn(
  database: Database,
  institution: Institution,
  basketId: string,
  wanted: readonly WantedPlaces[],
  by: By,
): Promise<Basket> {
  return await holding(database, institution, wanted, by, (tenant) =>
    lockBasket(tenant, institution.id, basketId, by.now),
  );
}

/**
 * Opens a basket, of nobody, with what is put into it at once: whoever comes too late leaves none behind.
 * @throws DomainError `unknown-point-of-sale`, `point-of-sale-closed`, and those of `putIn`
 */
export async function openBasket(
  database: Database,
  institution: Institution,
  pointOfSaleId: number,
  by: By,
  wanted: readonly WantedPlaces[] = [],
): Promise<Basket> {
  return await holding(database, institution, wanted, by, (tenant) =>
    insertBasket(tenant, institution.id, pointOfSaleId, by.now),
  );
}

type Held = Pick<Basket, 'id' | 'pointOfSaleId' | 'expiresAt'>;

/** Holds places for a basket, and tries again where that is worth it. */
async function holding(
  database: Database,
  institution: Institution,
  wanted: readonly WantedPlaces[],
  by: By,
  basketOf: (tenant: Tenant) => Promise<Held>,
): Promise<Basket> {
  const counted = wanted.filter(({ quantity }) => quantity > 0);
  if (counted.reduce((sum, { quantity }) => sum + quantity, 0) > MOST_PLACES) {
    throw new DomainError('too-many-places', `at most ${MOST_PLACES} at once`);
  }
  const performances = counted.flatMap(({ performanceId }) => performanceId ?? []);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inInstitution(database, institution.id, async (tenant) =>
        hold(tenant, institution.id, await basketOf(tenant), counted, by),
      );
    } catch (error) {
      if (!(error instanceof Contended)) throw error;
      if (attempt >= TRIES) throw soldOut();
      if (error.reason === 'lapsed') await expireOf(database, institution, performances, by.now);
    }
  }
}

async function hold(
  tenant: Tenant,
  institutionId: number,
  basket: Held,
  wanted: readonly WantedPlaces[],
  { now }: By,
): Promise<Basket> {
  const { id, pointOfSaleId, expiresAt } = basket;
  if (wanted.length === 0) {
    return { id, pointOfSaleId, expiresAt, ...(await selectBasketLines(tenant, institutionId, id)) };
  }
  const chosen = await choosePlaces(tenant, institutionId, pointOfSaleId, wanted, now);
  await insertLines(tenant, institutionId, id, chosen.lines);
  const lines = await selectBasketLines(tenant, institutionId, id);
  if (lines.lines.length > MOST_IN_BASKET) {
    throw new DomainError('too-many-places', `a basket holds at most ${MOST_IN_BASKET}`);
  }
  // Last, so that the row for which everybody queues is locked for one statement and the commit.
  if (await takePlaces(tenant, institutionId, chosen.places))
    return { id, pointOfSaleId, expiresAt, ...lines };
  // Others were faster. Of one quota it is sold out; looking again tells whether something lapsed meanwhile.
  throw new Contended('faster');
}

async function insertLines(
  tenant: Tenant,
  institutionId: number,
  basketId: string,
  lines: readonly ChosenLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map(
    (line) =>
      sql`(${institutionId}::bigint, ${basketId}::uuid, ${line.productId}::bigint, ${line.performanceId}::bigint,
           ${line.quotaId}::bigint, ${line.priceCategoryId}::bigint, ${line.amountMinor}::bigint, ${line.currency})`,
  );
  await sql`
    insert into basket_lines
           (institution_id, basket_id, product_id, performance_id, quota_id, price_category_id, amount_minor, currency)
    values ${sql.join(rows)}`.execute(tenant);
}
