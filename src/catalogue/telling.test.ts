import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { chooseIn, customerAt, type OpenedShop, openShopFor, placeIn } from '../../test/helpers/shop.ts';
import { Stall } from '../../test/helpers/stall.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';

let web: Web;
let desk: Asker;
let shop: OpenedShop;
let stall: Stall;
let count = 0;
/** The performance of a test, of two places. */
let show: number;
const startIn = (days: number) => new Date(Date.now() + days * 24 * 3_600_000).toISOString();

beforeAll(async () => {
  web = await Web.open();
  desk = await web.as('administrator');
  shop = await openShopFor(web.venue, {
    capacities: [4, 4, 4, 4],
    days: [10, 20, 30, 40].map(startIn),
  });
  stall = await Stall.open(web.venue);
});
afterAll(() => web.close());
beforeEach(() => {
  show = shop.performanceIds[count] as number;
  count += 1;
});

interface Message {
  to: string;
  kind: string;
  subject: string;
  body: string;
  path: string | null;
}
const messages = () =>
  web.venue.rows(sql<Message>`
    select to_address as to, kind, subject, body, path from messages
     where institution_id = ${web.venue.id} and about like ${`performance:${show}:%`} order by to_address, id`);

const known = (number: string, values: Record<string, unknown> = {}) =>
  web.venue.contact({ number: `${number}${count}`, ...values });
const sell = (contact: number | null, quantity = 1) =>
  stall.order({ product: shop.productId, performance: show }, 'sale', contact, {
    quantity,
    ...(contact === null
      ? { payments: [{ method: 'cash' as const, amountMinor: 4500 * quantity, currency: 'CHF' }] }
      : {}),
    by: { now: new Date(), actor: 'operator:1' },
  });

async function move(act: 'reschedule' | 'cancel', more: object = {}) {
  const { version } = (await desk(`/api/performances/${show}`)).json();
  const preview = (await desk(`/api/performances/${show}/touched`)).json();
  const { lines, waiting } = preview;
  const body = { version, reviewed: { lines, waiting }, ...more };
  const answer = await desk(`/api/performances/${show}/${act}`, { method: 'POST', body });
  expect(answer.statusCode, answer.body).toBe(200);
  return preview;
}

it('R24 who has places, or waits, is told of a new date, each in its language; the preview says how many', async () => {
  const { someone } = await customerAt(web.venue, web.server, shop, `MOVED${count}`);
  await someone.open('/account?lang=en');
  await sql`update customer_accounts set locale = 'en' where institution_id = ${web.venue.id}`.execute(
    web.venue.database.owner,
  );
  await chooseIn(shop, someone, `/performances/${show}`);
  await placeIn(someone, 'reservation');
  await sell(await known('A', { email: 'a@example.org', language: 'fr' }));
  await sell(await known('B'));
  await sell(null);
  const waits = await known('W', { email: 'w@example.org' });
  await web.venue.insert('waiting_list_entries', {
    ...{ contact_id: waits, performance_id: show, organisation_id: stall.organisation },
    ...{ signed_up_on: '2026-01-01', state: 'open', quantity: 3 },
  });
  const { reach } = await move('reschedule', { startsAt: startIn(50), endsAt: null });
  expect(reach).toEqual({ told: 3, withoutEmail: 1, unnamed: 1 });
  const found = await messages();
  expect(found.map(({ to, subject, path }) => [to, subject, path])).toEqual([
    ['a@example.org', 'Nouvelle date\u00a0: Le Misanthrope – theatre', null],
    [`moved${count}@example.org`, 'New date: Le Misanthrope – theatre', `${shop.path}/account`],
    ['w@example.org', 'Nouvelle date\u00a0: Le Misanthrope – theatre', null],
  ]);
  expect(found[0]?.body).toContain('restent valables');
  expect(found[1]?.body).toContain('Tickets that you download again bear the new date');
  expect(found[2]?.body).toContain('Vous restez sur la liste d’attente');
  await move('reschedule', { startsAt: startIn(60), endsAt: null });
  expect(await messages(), 'moved again, told again').toHaveLength(6);
});

it('R24 a cancellation tells who bought what is credited, and who waits that it is over; one message to an address', async () => {
  const buyer = await known('A', { email: 'Family@example.org' });
  const guest = await known('G', { email: 'family@example.org' });
  await sell(buyer, 2);
  await web.venue.rows(sql`update order_lines set cultural_contact_id = ${guest}
    where performance_id = ${show} and line = '1'`);
  const waits = await known('W', { email: 'w2@example.org' });
  await web.venue.insert('waiting_list_entries', {
    ...{ contact_id: waits, performance_id: show, organisation_id: stall.organisation },
    ...{ signed_up_on: '2026-01-01', state: 'open', quantity: 3 },
  });
  await move('cancel');
  const found = await messages();
  expect(found.map(({ to }) => to)).toEqual(['Family@example.org', 'w2@example.org']);
  expect(found[0]?.body).toMatch(/Leur prix, 90,00.CHF, est porté à votre crédit/);
  expect(found[1]?.body).toContain('La liste d’attente sur laquelle vous étiez est close');
});

it('nobody is told where that is not wanted, where only the end changes, and of what is over', async () => {
  await sell(await known('A', { email: 'a3@example.org' }));
  const { startsAt } = (await desk(`/api/performances/${show}`)).json();
  await move('reschedule', { startsAt, endsAt: new Date(Date.parse(startsAt) + 3_600_000).toISOString() });
  await move('reschedule', { startsAt: startIn(70), endsAt: null, tell: false });
  expect(await messages()).toEqual([]);
  await move('reschedule', { startsAt: startIn(-3), endsAt: null, tell: false });
  await move('cancel');
  expect(await messages()).toEqual([]);
});

it('an act that is refused tells nobody', async () => {
  await sell(await known('A', { email: 'a4@example.org' }));
  const { version } = (await desk(`/api/performances/${show}`)).json();
  const body = { version, reviewed: { lines: 7, waiting: 0 } };
  const refused = await desk(`/api/performances/${show}/cancel`, { method: 'POST', body });
  expect(refused.json().type).toBe('/problems/changed-meanwhile');
  expect(await messages()).toEqual([]);
});
