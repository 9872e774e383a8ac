import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { today } from '../src/institutions/institutions.ts';
import { expireDue } from '../src/sales/sales.ts';
import { chooseIn, customerAt, type OpenedShop, openShopFor, placeIn, type Visitor } from './helpers/shop.ts';
import { Stall } from './helpers/stall.ts';
import { type Asker, Web } from './helpers/web.ts';

// Every act goes through the pages of the shop or the routes of the counter. What it makes of the recency is read in the
// timeline; then runs pass, on the last day on which the person is active still, and on the day after.

let web: Web;
let shop: OpenedShop;
let stall: Stall;
let desk: Asker;
/** What has no date, sold in the shop and at the counter. */
let record: number;
/** The performances, by what becomes of them. */
let show: Record<keyof typeof STARTS, number>;

const MONTHS = 36;
const DAY = 24 * 3_600_000;
/** In how many days. */
const STARTS = { soon: 20, moved: 25, dropped: 30, expiring: 35, full: 5 * 366 };
const MOVED_TO = 90;
const startIn = (days: number): string => {
  const start = new Date(Date.now() + days * DAY);
  start.setUTCHours(18, 0, 0, 0);
  return start.toISOString();
};
/** The day in the institution's time zone. */
const dayOf = (moment: string | Date): string => today(web.venue.institution, new Date(moment));

interface Person {
  contact: number;
  number: string;
  someone: Visitor;
}
interface Expected {
  day: string;
  source: string;
  /** R7: who bought or paid is a customer. */
  outcome: 'delete' | 'anonymise';
}
/** Who did what, and what is expected of it. */
const cast = new Map<string, Pick<Person, 'contact' | 'number'> & Expected>();

/** Has somebody new do something. */
async function does(
  name: string,
  { day, source, outcome = 'delete' }: Pick<Expected, 'day' | 'source'> & Partial<Expected>,
  act: (one: Person) => Promise<unknown>,
): Promise<void> {
  const number = `P${cast.size + 1}`;
  const one = { number, ...(await customerAt(web.venue, web.server, shop, number)) };
  await act(one);
  cast.set(name, { contact: one.contact, number, day, source, outcome });
}

async function post(url: string, body: object = {}) {
  const answer = await desk(url, { method: 'POST', body });
  expect(answer.statusCode, `${url} ${answer.body}`).toBeLessThan(300);
  return answer.json();
}

/** In the shop. @returns the number of the order */
async function takes(
  { someone }: Person,
  how: 'option' | 'reservation',
  performance: number,
): Promise<string> {
  await chooseIn(shop, someone, `/performances/${performance}`);
  return await placeIn(someone, how);
}

/** At the counter. @returns the id of the order */
async function orders(
  { number }: Person,
  how: 'option' | 'reservation' | 'sale',
  what: { product: number; performance?: number },
): Promise<number> {
  const { id } = await post('/api/baskets', { pointOfSale: stall.pointOfSale });
  const put = { ...what, priceCategory: stall.full, quantity: 1 };
  const { lines } = await post(`/api/baskets/${id}/lines`, put);
  const { amountMinor, currency } = lines[0];
  const payments = how === 'sale' ? [{ method: 'cash', amountMinor, currency }] : [];
  const wanted = { basket: id, how, purchaseContact: number, placementKey: randomUUID(), payments };
  return (await post('/api/orders', wanted)).id;
}

/** In the catalogue: looks first, and then moves or cancels a performance. */
async function moves(performance: number, act: 'reschedule' | 'cancel', dates: object = {}): Promise<void> {
  const { version } = (await desk(`/api/performances/${performance}`)).json();
  const { lines, waiting } = (await desk(`/api/performances/${performance}/touched`)).json();
  await post(`/api/performances/${performance}/${act}`, { version, reviewed: { lines, waiting }, ...dates });
}

beforeAll(async () => {
  web = await Web.open();
  shop = await openShopFor(web.venue, {
    capacities: [60, 20, 20, 20, 1],
    days: Object.values(STARTS).map(startIn),
  });
  show = Object.fromEntries(
    Object.keys(STARTS).map((name, index) => [name, shop.performanceIds[index]]),
  ) as typeof show;
  stall = await Stall.open(web.venue);
  record = await stall.product('merchandise', 2500);
  desk = await web.as('administrator');
  const now = dayOf(new Date());
  const evening = dayOf(startIn(STARTS.soon));
  const play = { product: shop.productId, performance: show.soon };

  // the first, because the schedule ends what is due of everybody
  await does('lets an option expire', { day: now, source: 'option' }, async (one) => {
    await takes(one, 'option', show.expiring);
    await expireDue(web.venue.database, new Date(Date.now() + 10 * DAY));
  });
  await does('takes an option', { day: evening, source: 'option' }, (one) => takes(one, 'option', show.soon));
  await does('confirms an option', { day: evening, source: 'option-confirmed' }, async (one) => {
    const number = await takes(one, 'option', show.soon);
    await one.someone.send(`/orders/${number}/confirm`, {});
  });
  await does('reserves', { day: evening, source: 'reservation' }, (one) =>
    takes(one, 'reservation', show.soon),
  );
  await does('reserves what has no date', { day: now, source: 'reservation' }, async ({ someone }) => {
    await chooseIn(shop, someone, `/products/${record}`);
    await placeIn(someone, 'reservation');
  });
  await does('gives a reservation up', { day: now, source: 'reservation' }, async (one) => {
    const number = await takes(one, 'reservation', show.soon);
    await one.someone.send(`/orders/${number}/give-up`, {});
  });
  await does('buys for a friend and for a mere name', { day: evening, source: 'reservation' }, buysForOthers);
  await does(
    'reserves for a day long from now',
    { day: dayOf(startIn(STARTS.full)), source: 'reservation' },
    (one) => takes(one, 'reservation', show.full),
  );
  await does('waits', { day: now, source: 'waiting-list' }, async ({ someone }) => {
    const price = String(shop.priceCategoryIds[0]);
    await someone.send(`/performances/${show.full}/waiting`, { quantity: '1', price });
    expect(someone.at).toContain('said=waiting');
  });
  await does('allows something', { day: now, source: 'authorisation' }, ({ someone }) =>
    someone.send('/account/choices', { 'answer.email': 'yes', 'answer.sms': 'no' }),
  );
  await does('refuses everything', { day: '2010-01-01', source: 'creation' }, ({ someone }) =>
    someone.send('/account/choices', { 'answer.email': 'no', 'answer.institution': 'no' }),
  );
  const jazz = await web.venue.insert('criteria', {
    name: 'Jazz',
    type: 'yes-no',
    editable_by_contact: true,
  });
  const likes = { [`asked.${jazz}`]: '1', [`criterion.${jazz}`]: 'yes' };
  await does('says what it likes', { day: now, source: 'criterion' }, ({ someone }) =>
    someone.send('/account/choices', likes),
  );
  await does('saves what it said long ago', { day: '2012-03-04', source: 'criterion' }, async (one) => {
    const values = { contact_id: one.contact, criterion_id: jazz };
    await web.venue.insert('contact_criteria', { ...values, value: 'yes' });
    await web.venue.insert('criterion_changes', {
      ...{ ...values, value_after: 'yes', changed_by: 'contact', requested: true },
      ...{ changed_at: '2012-03-04T10:00:00Z', changed_on: '2012-03-04' },
    });
    await one.someone.send('/account/choices', likes);
  });
  await does('buys at the counter', { day: evening, source: 'sale', outcome: 'anonymise' }, (one) =>
    orders(one, 'sale', play),
  );
  await does('buys what has no date', { day: now, source: 'sale', outcome: 'anonymise' }, (one) =>
    orders(one, 'sale', { product: record }),
  );
  await does('gives a ticket back', { day: now, source: 'sale', outcome: 'anonymise' }, async (one) => {
    const order = await orders(one, 'sale', play);
    await post(`/api/orders/${order}/cancel`, { cancelledBy: 'contact', refund: 'cash' });
  });
  await does('confirms at the counter', { day: evening, source: 'option-confirmed' }, async (one) =>
    post(`/api/orders/${await orders(one, 'option', play)}/confirm`),
  );
  await does(
    'pays long afterwards',
    { day: '2015-05-04', source: 'sale', outcome: 'anonymise' },
    async (one) => {
      const by = { actor: 'operator:1', now: new Date('2015-05-04T10:00:00Z') };
      const { id } = await stall.order({ product: record }, 'sale', one.contact, { by });
      await post(`/api/orders/${id}/payments`, { method: 'cash', amountMinor: 2500, currency: 'CHF' });
    },
  );
  const later = startIn(MOVED_TO);
  await does('is moved with the performance', { day: dayOf(later), source: 'reservation' }, async (one) => {
    await takes(one, 'reservation', show.moved);
    await moves(show.moved, 'reschedule', { startsAt: later, endsAt: null });
  });
  await does('is told that it is cancelled', { day: now, source: 'reservation' }, async (one) => {
    await takes(one, 'reservation', show.dropped);
    await moves(show.dropped, 'cancel');
  });
}, 120_000);
afterAll(() => web.close());

/** For a friend, who becomes a contact and attends, and for somebody who is a name on a ticket. */
async function buysForOthers({ someone }: Person): Promise<void> {
  await someone.open('/friends');
  await someone.send('/friends', { firstName: 'Grace', lastName: 'Hopper', notice: 'yes' });
  await chooseIn(shop, someone, `/performances/${show.soon}`, 2);
  await someone.open('/names');
  const [first, second] = [...someone.html.matchAll(/name="who(\d+)" value="me"/g)].map(([, line]) => line);
  await someone.send('/names', {
    [`who${first}`]: /value="(friend-\d+)"/.exec(someone.html)?.[1] as string,
    ...{ [`who${second}`]: 'name', [`first${second}`]: 'Charles', [`last${second}`]: 'Babbage' },
  });
  await placeIn(someone, 'reservation');
  const [friend] = await web.venue.rows(sql<{ contact: number; number: string }>`
    select id as contact, number from contacts where institution_id = ${web.venue.id} and last_name = 'Hopper'`);
  const attends = { day: dayOf(startIn(STARTS.soon)), source: 'reservation', outcome: 'delete' as const };
  cast.set('is taken along', { ...(friend as { contact: number; number: string }), ...attends });
}

/** The activity that a timeline shows on top; without any, the creation counts (R1h). */
async function recencyOf(number: string): Promise<{ day: string; source: string }> {
  const { items } = (await desk(`/api/contacts/${number}/timeline`)).json();
  const [latest] = items.filter(({ source }: { source: string | null }) => source !== null);
  const { day } = latest ?? items.find(({ kind }: { kind: string }) => kind === 'creation');
  return { day, source: latest?.source ?? 'creation' };
}

/** The last day of a run that finds somebody active, by the calendar of the database. */
async function lastDayOf(recency: string, after = 0): Promise<string> {
  const [row] = await web.venue.rows(sql<{ day: string }>`
    select (${recency}::date + make_interval(months => ${MONTHS}, days => ${after}))::date as day`);
  return row?.day as string;
}

it('R1 R2 each act of the shop and of the counter gives the recency that it says, in the timeline', async () => {
  const found = new Map<string, object>();
  for (const [name, { number }] of cast) found.set(name, await recencyOf(number));
  const expected = [...cast].map(([name, { day, source }]) => [name, { day, source }]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
});

it('R9 a mere name on a ticket makes no contact, and no activity', async () => {
  const named = await web.venue.rows(sql`select from contacts where last_name = 'Babbage'`);
  expect(named).toEqual([]);
  const [line] = await web.venue.rows(sql<{ contact: number | null; day: string | null }>`
    select cultural_contact_id as contact, attendance_on as day from order_lines
     where institution_id = ${web.venue.id} and beneficiary_last_name = 'Babbage'`);
  expect(line).toEqual({ contact: null, day: null });
});

it('R3 R7 a simulation stores the same, and tells customers from prospects', async () => {
  const run = await web.venue.run('simulation', await lastDayOf(dayOf(startIn(STARTS.full)), 1));
  const journal = new Map((await web.venue.journal(run)).map((line) => [line.contact_number, line]));
  for (const [name, { contact, number, day, source, outcome }] of cast) {
    expect(await web.venue.recency(contact), name).toMatchObject({ recency: day, source });
    expect(journal.get(number), name).toMatchObject({ outcome, recency: day, recency_source: source });
  }
});

it('R6 who waits for a performance to come is spared meanwhile', async () => {
  const { number, day } = cast.get('waits') as Expected & { number: string };
  const run = await web.venue.run('simulation', await lastDayOf(day, 1));
  const line = (await web.venue.journal(run)).find((one) => one.contact_number === number);
  expect(line).toMatchObject({ outcome: 'spare', reason: 'waiting' });
});

it('R4 each is spared by the run on the last day of its recency, and erased by that of the next day', {
  timeout: 120_000,
}, async () => {
  // who waits for it stays until it has taken place (R6)
  const waits = { by: cast.get('waits')?.contact, until: dayOf(startIn(STARTS.full)) };
  const there = async () => {
    const left = await web.venue.rows(
      sql<{ id: number }>`select id from contacts where institution_id = ${web.venue.id}`,
    );
    const ids = new Set(left.map(({ id }) => id));
    return [...cast].filter(([, { contact }]) => ids.has(contact)).map(([name]) => name);
  };
  const activeAt = (asOf: string, recent: (day: string) => boolean) =>
    [...cast]
      .filter(([, { contact, day }]) => recent(day) || (contact === waits.by && asOf <= waits.until))
      .map(([name]) => name);
  for (const day of [...new Set([...cast.values()].map((one) => one.day))].sort()) {
    const last = await lastDayOf(day);
    await web.venue.run('real', last);
    expect(await there(), last).toEqual(activeAt(last, (one) => one >= day));
    const next = await lastDayOf(day, 1);
    await web.venue.run('real', next);
    expect(await there(), next).toEqual(activeAt(next, (one) => one > day));
  }
});
