import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Stall } from '../../test/helpers/stall.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';

let web: Web;
let stall: Stall;
let what: { product: number; performance: number; quota: number };
let clerk: Asker;
/** Works for another organisation. */
let stranger: Asker;

beforeAll(async () => {
  web = await Web.open();
  stall = await Stall.open(web.venue);
  const starts = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString();
  what = await stall.performance(5, starts);
  clerk = await web.as('box-office');
  stranger = await web.as('box-office', 'stranger@example.org');
  const other = await web.venue.organisation('Ailleurs');
  const [operator] = await web.venue.rows(
    sql<{ id: number }>`select id from operators where email = 'stranger@example.org'`,
  );
  await web.venue.insert('operator_organisations', { operator_id: operator?.id, organisation_id: other });
  await web.venue.contact({ number: 'A1', first_name: 'Ada', last_name: 'Lovelace' });
  await web.venue.contact({ number: 'S1', last_name: 'Secret', confidentiality: 'confidential' });
});
afterAll(() => web.close());

const post = async (asker: Asker, url: string, body: object = {}) =>
  await asker(url, { method: 'POST', body });
async function basket(quantity: number): Promise<string> {
  const { id } = (await post(clerk, '/api/baskets', { pointOfSale: stall.pointOfSale })).json();
  const line = { product: what.product, performance: what.performance, priceCategory: stall.full, quantity };
  const put = await post(clerk, `/api/baskets/${id}/lines`, line);
  expect(put.statusCode, put.body).toBe(200);
  return id;
}

it('a clerk sells from basket to refund', async () => {
  const [offered] = (await clerk(`/api/box-office/${stall.pointOfSale}/offer`)).json().items;
  expect(offered.performances[0].free).toBe(5);
  const id = await basket(2);
  const [line] = (await clerk(`/api/baskets/${id}`)).json().lines;
  const sold = await post(clerk, '/api/orders', {
    ...{ basket: id, how: 'sale', purchaseContact: 'A1', placementKey: randomUUID() },
    attendees: [{ line: line.id, who: { kind: 'beneficiary', firstName: 'Charles', lastName: 'Babbage' } }],
    payments: [{ method: 'card-terminal', amountMinor: 6000, currency: 'CHF' }],
  });
  expect(sold.statusCode, sold.body).toBe(201);
  const order = sold.json();
  expect(order).toMatchObject({
    purchaseContact: { number: 'A1', name: 'Ada Lovelace' },
    lines: [
      { state: 'sold', ticket: true, attendee: { lastName: 'Babbage' } },
      { attendee: { kind: 'unnamed' } },
    ],
    due: [],
  });
  expect((await clerk(`/api/orders?number=${order.number}`)).json().id).toBe(order.id);
  const printed = await clerk(`/api/orders/${order.id}/tickets.pdf`);
  expect([printed.statusCode, printed.headers['content-type']]).toEqual([200, 'application/pdf']);
  expect(printed.rawPayload.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(2);
  const of = { lines: [order.lines[0].id] };
  const preview = await post(clerk, `/api/orders/${order.id}/cancel/preview`, of);
  expect(preview.json().refundable).toEqual([{ amountMinor: 3000, currency: 'CHF' }]);
  const cancelled = await post(clerk, `/api/orders/${order.id}/cancel`, { ...of, cancelledBy: 'contact' });
  expect(cancelled.json()).toMatchObject({ lines: [{ state: 'cancelled', ticket: false }, {}], due: [{}] });
  const back = { method: 'cash', amountMinor: 3000, currency: 'CHF' };
  expect((await post(clerk, `/api/orders/${order.id}/refunds`, back)).json().due).toEqual([]);
});

it('sold out is a conflict, and what is wrong is told by its code', async () => {
  const { id } = (await post(clerk, '/api/baskets', { pointOfSale: stall.pointOfSale })).json();
  const line = {
    product: what.product,
    performance: what.performance,
    priceCategory: stall.full,
    quantity: 20,
  };
  const refused = await post(clerk, `/api/baskets/${id}/lines`, line);
  expect([refused.statusCode, refused.json().type]).toEqual([409, '/problems/sold-out']);
  const gone = await clerk(`/api/baskets/${randomUUID()}`);
  expect([gone.statusCode, gone.json().type]).toEqual([404, '/problems/unknown-basket']);
});

it('who works for another organisation neither sells here nor sees the orders', async () => {
  const id = await basket(1);
  const wanted = { basket: id, how: 'reservation', purchaseContact: 'A1', placementKey: randomUUID() };
  const { id: order } = (await post(clerk, '/api/orders', wanted)).json();
  expect((await stranger('/api/box-office')).json().items).toEqual([]);
  const refused = [
    await post(stranger, '/api/baskets', { pointOfSale: stall.pointOfSale }),
    await stranger(`/api/box-office/${stall.pointOfSale}/offer`),
    await stranger(`/api/orders/${order}`),
    await stranger(`/api/orders/${order}/tickets.pdf`),
    await post(stranger, `/api/orders/${order}/cancel`),
  ];
  expect(refused.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404, 404]);
  const none = await clerk(`/api/orders/${order}/tickets.pdf`);
  expect(none.json().type).toBe('/problems/no-tickets');
});

it('R1d who finds it sold out is signed up, at a counter of the organisation that sells it', async () => {
  const starts = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString();
  const { performance } = await stall.performance(0, starts);
  const wanted = { contact: 'A1', pointOfSale: stall.pointOfSale, performance, quantity: 2 };
  expect((await post(stranger, '/api/waiting-list', wanted)).statusCode).toBe(404);
  const signedUp = await post(clerk, '/api/waiting-list', wanted);
  expect(signedUp.statusCode, signedUp.body).toBe(201);
  const free = await post(clerk, '/api/waiting-list', {
    ...wanted,
    performance: what.performance,
    quantity: 1,
  });
  expect(free.json().type).toBe('/problems/places-free');
});

it('a confidential contact is nobody’s purchase contact who may not open it', async () => {
  const id = await basket(1);
  const wanted = { basket: id, how: 'reservation', purchaseContact: 'S1', placementKey: randomUUID() };
  const refused = await post(clerk, '/api/orders', wanted);
  expect([refused.statusCode, refused.json().type]).toEqual([404, '/problems/unknown-contact']);
});

it('keys of a provider are saved, never shown, and taken away', async () => {
  const admin = await web.as('administrator');
  const url = `/api/payment-providers/${stall.organisation}`;
  const wrong = await admin(url, { method: 'PUT', body: { secretKey: 'x', webhookSecret: 'y' } });
  expect(wrong.json().type).toBe('/problems/wrong-provider-keys');
  const body = { secretKey: 'sk_test_0123456789abcdef', webhookSecret: 'whsec_0123456789abcdef' };
  expect((await admin(url, { method: 'PUT', body })).statusCode).toBe(204);
  const provider = async () =>
    (await admin('/api/payment-providers'))
      .json()
      .items.find((one: { organisation: number }) => one.organisation === stall.organisation);
  expect(await provider()).toMatchObject({
    on: true,
    webhook: expect.stringContaining(`/webhooks/stripe/theatre/${stall.organisation}`),
  });
  await admin(url, { method: 'DELETE' });
  expect(await provider()).toMatchObject({ on: false });
  const webhook = `/webhooks/stripe/theatre/${stall.organisation}`;
  expect((await web.ask(webhook, { method: 'POST', body: {} })).statusCode).toBe(404);
});
