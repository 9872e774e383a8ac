import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BY, minutesLater, NOW, Stall } from '../../test/helpers/stall.ts';
import { Venue } from '../../test/helpers/venue.ts';
import {
  cancelLines,
  expireDue,
  joinWaitingList,
  leaveWaitingList,
  type Order,
  placeOrder,
  selectWaiting,
  takeOffer,
} from './sales.ts';

let venue: Venue;
let stall: Stall;

beforeAll(async () => {
  venue = await Venue.open();
  stall = await Stall.open(venue);
});
afterAll(() => venue.close());

const at = () => [venue.database, venue.institution] as const;
const hours = (count: number) => minutesLater(count * 60);

/** A performance of two places that is sold out, and who waits for it. */
async function full(waiting: number): Promise<{
  what: { product: number; performance: number; quota: number };
  order: Order;
  people: number[];
}> {
  const what = await stall.performance(2);
  const order = await stall.order(what, 'sale', await venue.contact(), { quantity: 2 });
  const people: number[] = [];
  for (let index = 0; index < waiting; index += 1) {
    const contactId = await venue.contact();
    const wanted = { contactId, performanceId: what.performance, quantity: 1 };
    await joinWaitingList(...at(), wanted, minutesLater(index));
    people.push(contactId);
  }
  return { what, order, people };
}
const offered = async (performanceId: number) =>
  (await selectWaiting(...at(), { performanceId })).filter(({ offerExpiresAt }) => offerExpiresAt !== null);
const cancelOne = async ({ id, lines }: Order, index: number) =>
  await cancelLines(
    ...at(),
    { orderId: id, lineIds: [lines[index]?.id as number], cancelledBy: 'contact' },
    minutesLater(10),
  );

it('R1d signing up is activity of that day, also after leaving', async () => {
  const { people, what } = await full(1);
  const [contactId] = people as [number];
  expect(await stall.activity(contactId)).toBe('2026-05-04 waiting-list');
  const [entry] = await selectWaiting(...at(), { contactId });
  await leaveWaitingList(...at(), { entryId: entry?.id as number, contactId }, hours(100));
  expect(await stall.activity(contactId)).toBe('2026-05-04 waiting-list');
  expect(await selectWaiting(...at(), { performanceId: what.performance })).toEqual([]);
});

it('nobody waits where there are places', async () => {
  const { performance } = await stall.performance(2);
  const wanted = { contactId: await venue.contact(), performanceId: performance, quantity: 2 };
  await expect(joinWaitingList(...at(), wanted, BY)).rejects.toMatchObject({ code: 'places-free' });
});

it('a place that comes free is offered to the first who waits, and to nobody else meanwhile', async () => {
  const { what, order, people } = await full(2);
  await cancelOne(order, 0);
  expect((await offered(what.performance)).map(({ contactId }) => contactId)).toEqual([people[0]]);
  expect(await stall.taken(what.quota)).toBe(2);
  await expect(stall.basket(what, 1, minutesLater(11))).rejects.toMatchObject({ code: 'sold-out' });
});

it('who takes the offer has the place in a basket, and an order of it', async () => {
  const { what, order, people } = await full(1);
  const [contactId] = people as [number];
  await cancelOne(order, 0);
  const [entry] = await offered(what.performance);
  const of = { entryId: entry?.id as number, contactId, pointOfSaleId: stall.pointOfSale };
  await expect(
    takeOffer(...at(), { ...of, contactId: await venue.contact() }, hours(1)),
  ).rejects.toMatchObject({
    code: 'unknown-entry',
  });
  const basket = await takeOffer(...at(), of, hours(1));
  expect(basket.lines).toMatchObject([{ performance: { id: what.performance }, amountMinor: 3000 }]);
  await expect(takeOffer(...at(), of, hours(1))).rejects.toMatchObject({ code: 'offer-over' });
  const wanted = { basketId: basket.id, how: 'sale' as const, purchaseContactId: contactId };
  await placeOrder(...at(), { ...wanted, placementKey: crypto.randomUUID() }, hours(1));
  expect(await stall.taken(what.quota)).toBe(2);
});

it('an offer that nobody takes for a day passes to the next, and at last to everybody', async () => {
  const { what, order, people } = await full(2);
  await cancelOne(order, 0);
  await expireDue(venue.database, hours(25).now);
  expect((await offered(what.performance)).map(({ contactId }) => contactId)).toEqual([people[1]]);
  await expireDue(venue.database, hours(50).now);
  expect(await stall.taken(what.quota)).toBe(1);
});

it('who waits for more places than came free is passed over until there are enough', async () => {
  const { what, order } = await full(0);
  const [pair, single] = [await venue.contact(), await venue.contact()];
  const wanted = { performanceId: what.performance };
  await joinWaitingList(...at(), { ...wanted, contactId: pair, quantity: 2 }, BY);
  await joinWaitingList(...at(), { ...wanted, contactId: single, quantity: 1 }, minutesLater(1));
  await cancelOne(order, 0);
  expect((await offered(what.performance)).map(({ contactId }) => contactId)).toEqual([single]);
});

it('leaving an offer gives the place to the next', async () => {
  const { what, order, people } = await full(2);
  await cancelOne(order, 0);
  const [entry] = await offered(what.performance);
  await leaveWaitingList(...at(), { entryId: entry?.id as number, contactId: people[0] as number }, hours(1));
  expect((await offered(what.performance)).map(({ contactId }) => contactId)).toEqual([people[1]]);
});

it('places that come free by a greater capacity are offered within a minute', async () => {
  const { what, people } = await full(1);
  await venue.rows(sql`update quotas set capacity = 3 where id = ${what.quota}`);
  await expireDue(venue.database, minutesLater(1).now);
  expect((await offered(what.performance)).map(({ contactId }) => contactId)).toEqual(people);
});

it('R6 who waits for a performance to come is spared, and who was served is not', async () => {
  const { people } = await full(1);
  const [contactId] = people as [number];
  const journal = async () => await venue.journal(await venue.run('simulation', '2026-08-01', { months: 1 }));
  expect((await journal()).find((line) => line.reason === 'waiting')).toBeDefined();
  const [entry] = await selectWaiting(...at(), { contactId });
  await leaveWaitingList(...at(), { entryId: entry?.id as number, contactId }, { ...BY, now: NOW });
});
