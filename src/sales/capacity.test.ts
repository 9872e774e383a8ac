import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onServer } from '../../test/helpers/database.ts';
import { BY, minutesLater, NOW, Stall } from '../../test/helpers/stall.ts';
import { Venue } from '../../test/helpers/venue.ts';
import { DomainError } from '../errors.ts';
import {
  cancelLines,
  confirmOption,
  expireDue,
  joinWaitingList,
  leaveWaitingList,
  openBasket,
  placeOrder,
  putIn,
  recountQuotas,
  sellLines,
  takeOffer,
  takeOut,
} from './sales.ts';

let venue: Venue;
let stall: Stall;
let people: number[];

beforeAll(async () => {
  venue = await Venue.open();
  stall = await Stall.open(venue);
  people = await Promise.all(Array.from({ length: 4 }, () => venue.contact()));
});
afterAll(() => venue.close());

const act = fc.record({
  kind: fc.constantFrom(
    ...(['hold', 'hold', 'hold', 'place', 'place', 'place', 'out', 'cancel', 'confirm', 'sell'] as const),
    ...(['expire', 'join', 'leave', 'offer', 'recount'] as const),
  ),
  /** Picks among what is there. */
  pick: fc.nat(1000),
  quantity: fc.integer({ min: 1, max: 4 }),
  how: fc.constantFrom('option' as const, 'reservation' as const, 'sale' as const),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** Everything that stands, counted where it stands. */
async function counted(quota: number): Promise<number> {
  const [row] = await venue.rows(sql<{ n: number }>`
    select (select count(*) from order_lines where quota_id = ${quota} and state in ('option', 'reserved', 'sold'))
         + (select count(*) from basket_lines where quota_id = ${quota})
         + (select coalesce(sum(quantity), 0) from waiting_list_entries
             where quota_id = ${quota} and state = 'open' and offer_expires_at is not null) as n`);
  return row?.n ?? -1;
}

it('whatever happens at once, what is taken is what stands, and never more than there is', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 20, maxLength: 60 }),
      fc.integer({ min: 1, max: 6 }),
      async (acts, capacity) => {
        const one = await stall.performance(capacity);
        const other = await stall.performance(capacity + 1);
        const extra = await venue.insert('quotas', {
          ...{ product_id: one.product, performance_id: one.performance, name: 'Balcon', capacity: 2 },
        });
        const seen = { baskets: [] as string[], orders: [] as number[], clock: 0 };
        const outcomes = await Promise.all(acts.map((one_) => carryOut(one_, [one, other], seen)));
        expect(outcomes.filter((code) => !EXPECTED.has(code))).toEqual([]);
        for (const [quota, room] of [
          [one.quota, capacity],
          [other.quota, capacity + 1],
          [extra, 2],
        ] as const) {
          const taken = await stall.taken(quota);
          expect(taken).toBe(await counted(quota));
          expect(taken).toBeLessThanOrEqual(room);
        }
        await recountQuotas(venue.database, NOW);
        expect(await stall.taken(one.quota)).toBe(await counted(one.quota));
      },
    ),
    { numRuns: onServer ? 15 : 6 },
  );
});

/** Refusals that anybody can meet; anything else (a deadlock, a constraint) is none of them. */
const EXPECTED = new Set([
  'done',
  'sold-out',
  'unknown-basket',
  'empty-basket',
  'nothing-to-cancel',
  'nothing-to-confirm',
  'nothing-to-sell',
  'places-free',
  'offer-over',
  'offer-waits',
]);

async function carryOut(
  { kind, pick, quantity, how }: Act,
  shows: { product: number; performance: number }[],
  seen: { baskets: string[]; orders: number[]; clock: number },
): Promise<string> {
  const at = [venue.database, venue.institution] as const;
  const show = shows[pick % shows.length] as (typeof shows)[number];
  const contactId = people[pick % people.length] as number;
  const basketId = seen.baskets[pick % Math.max(1, seen.baskets.length)];
  const orderId = seen.orders[pick % Math.max(1, seen.orders.length)];
  try {
    switch (kind) {
      case 'hold': {
        const { id } = await openBasket(...at, stall.pointOfSale, BY);
        const wanted = shows.slice(0, 1 + (pick % 2)).map((one) => ({
          ...{
            productId: one.product,
            performanceId: one.performance,
            priceCategoryId: stall.full,
            quantity,
          },
        }));
        await putIn(...at, id, wanted, BY);
        seen.baskets.push(id);
        break;
      }
      case 'place': {
        if (basketId === undefined) break;
        const wanted = { basketId, how, purchaseContactId: contactId, placementKey: randomUUID() };
        seen.orders.push((await placeOrder(...at, wanted, BY)).id);
        break;
      }
      case 'out': {
        if (basketId === undefined) break;
        const lines = await venue.rows(
          sql<{ id: number }>`select id from basket_lines where basket_id = ${basketId} limit ${quantity}`,
        );
        await takeOut(
          ...at,
          basketId,
          lines.map(({ id }) => id),
          BY,
        );
        break;
      }
      case 'cancel':
        if (orderId !== undefined) await cancelLines(...at, { orderId, cancelledBy: 'operator' }, BY);
        break;
      case 'confirm':
        if (orderId !== undefined) await confirmOption(...at, { orderId }, BY);
        break;
      case 'sell':
        if (orderId !== undefined) await sellLines(...at, { orderId }, BY);
        break;
      case 'expire':
        seen.clock += 15;
        await expireDue(venue.database, minutesLater(seen.clock * (pick % 3 === 0 ? 2000 : 1)).now);
        break;
      case 'join':
        await joinWaitingList(...at, { contactId, performanceId: show.performance, quantity }, BY);
        break;
      case 'leave':
      case 'offer': {
        const [entry] = await venue.rows(
          sql<{
            id: number;
          }>`select id from waiting_list_entries where contact_id = ${contactId} order by id desc limit 1`,
        );
        if (entry === undefined) break;
        const of = { entryId: entry.id, contactId };
        if (kind === 'leave') await leaveWaitingList(...at, of, BY);
        else await takeOffer(...at, { ...of, pointOfSaleId: stall.pointOfSale }, BY);
        break;
      }
      case 'recount':
        await recountQuotas(venue.database, NOW);
    }
    return 'done';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    return String(error);
  }
}
