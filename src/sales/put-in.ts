import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { lockBasket, selectBasket } from './basket.ts';
import { type ChosenLine, choosePlaces } from './choose.ts';
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
  const counted = wanted.filter(({ quantity }) => quantity > 0);
  if (counted.reduce((sum, { quantity }) => sum + quantity, 0) > MOST_PLACES) {
    throw new DomainError('too-many-places', `at most ${MOST_PLACES} at once`);
  }
  try {
    return await tryToPutIn(database, institution, basketId, counted, by);
  } catch (error) {
    if (!isSoldOut(error)) throw error;
    // What has run out may hold places still: the schedule looks each minute only.
    const performances = counted.flatMap(({ performanceId }) => performanceId ?? []);
    if (!(await expireOf(database, institution, performances, by.now))) throw error;
    return await tryToPutIn(database, institution, basketId, counted, by);
  }
}

async function tryToPutIn(
  database: Database,
  institution: Institution,
  basketId: string,
  wanted: readonly WantedPlaces[],
  { now }: By,
): Promise<Basket> {
  for (let attempt = 1; ; attempt += 1) {
    const basket = await inInstitution(database, institution.id, async (tenant) => {
      const pointOfSale = await lockBasket(tenant, institution.id, basketId, now);
      const chosen = await choosePlaces(tenant, institution.id, pointOfSale, wanted, now);
      await insertLines(tenant, institution.id, basketId, chosen.lines);
      const before = (await selectBasket(tenant, institution.id, basketId, now)) as Basket;
      if (before.lines.length > MOST_IN_BASKET) {
        throw new DomainError('too-many-places', `a basket holds at most ${MOST_IN_BASKET}`);
      }
      // Last, so that the row for which everybody queues is locked for one statement and the commit.
      if (await takePlaces(tenant, institution.id, chosen.places)) return before;
      if (!chosen.contested || attempt === TRIES) {
        throw new DomainError('sold-out', 'there are not so many places left');
      }
      throw new TryAgain();
    }).catch((error) => {
      if (error instanceof TryAgain) return undefined;
      throw error;
    });
    if (basket !== undefined) return basket;
  }
}

class TryAgain extends Error {}

const isSoldOut = (error: unknown): boolean => error instanceof DomainError && error.code === 'sold-out';

async function insertLines(
  tenant: Parameters<typeof selectBasket>[0],
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
