import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { BY, minutesLater, NOW, Stall } from '../../test/helpers/stall.ts';
import { SECRET_KEY, StripeServer, WEBHOOK_SECRET } from '../../test/helpers/stripe-server.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { Web } from '../../test/helpers/web.ts';
import {
  cancelAndRefundOnline,
  cancelLines,
  expireDue,
  handleWebhook,
  type OnlinePaymentSettings,
  type Order,
  readOrder,
  refund,
  refundOnline,
  savePaymentProvider,
  sellLines,
  startOnlinePayment,
} from './sales.ts';

const SECRET = 'a secret that is long enough to be one';
let web: Web;
let venue: Venue;
let stall: Stall;
let stripe: StripeServer;
let buyer: number;

beforeAll(async () => {
  web = await Web.open();
  venue = web.venue;
  stall = await Stall.open(venue);
  stripe = await StripeServer.open();
  await web.as('box-office');
  await web.as('marketing');
  const keys = { secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET };
  await savePaymentProvider(...at(), stall.organisation, keys, SECRET, BY);
});
afterAll(async () => {
  await stripe.close();
  await web.close();
});
beforeEach(async () => {
  buyer = await venue.contact();
});

const at = () => [venue.database, venue.institution] as const;
const settings = (): OnlinePaymentSettings => ({ secret: SECRET, api: stripe.api });
const addresses = {
  successUrl: 'https://shop.example/done',
  cancelUrl: 'https://shop.example/back',
  locale: 'fr',
};

const begin = async ({ id }: Order, by = BY) =>
  await startOnlinePayment(...at(), { orderId: id, ...addresses }, settings(), by);
const tell = async ({ body, signature }: { body: Buffer; signature: string }, now = minutesLater(5).now) =>
  await handleWebhook(...at(), { organisationId: stall.organisation, body, signature }, settings(), now);
const last = () => stripe.sessions.at(-1) as (typeof stripe.sessions)[number];
const order = async ({ id }: Order) => (await readOrder(...at(), { id })) as Order;
const told = async (kind: string) =>
  (await venue.rows(sql<{ profile: string; path: string | null }>`
    select o.profile, m.path from messages m join operators o on o.id = m.operator_id
     where m.kind = ${kind} order by m.id`)) as { profile: string; path: string | null }[];

/** Reserved for the moment, and its payment begun. */
async function paying(capacity = 10) {
  const what = await stall.performance(capacity);
  const reserved = await stall.order(what, 'reservation', buyer);
  await begin(reserved);
  return { what, reserved, session: last() };
}

it('a payment is begun once, for what the order has to pay', async () => {
  const reserved = await stall.order(await stall.performance(3), 'reservation', buyer, { quantity: 2 });
  const before = stripe.sessions.length;
  const { address } = await begin(reserved);
  await begin(reserved);
  expect(stripe.sessions.slice(before)).toEqual([
    expect.objectContaining({ amount: 6000, currency: 'chf', order: reserved.number, expiresAt: null }),
  ]);
  expect(address).toBe(last().address);
});

it('what is paid is sold, once, though it is told twice', async () => {
  const { reserved, session } = await paying();
  const event = stripe.event(session, { at: NOW });
  expect(await tell(event)).toBe('sold');
  expect(await tell(event)).toBe('repeated');
  expect(
    await tell(stripe.event(session, { at: NOW, type: 'checkout.session.async_payment_succeeded' })),
  ).toBe('repeated');
  const sold = await order(reserved);
  expect(sold).toMatchObject({
    lines: [{ state: 'sold' }],
    due: [],
    payments: [{ method: 'stripe', amountMinor: 3000 }],
  });
  expect(await stall.balance(buyer)).toBe(0);
  expect(await stall.activity(buyer)).toBe('2026-09-12 sale');
});

it('told twice at once, it is sold once', async () => {
  const { reserved, session } = await paying();
  const outcomes = await Promise.all([1, 2, 3].map(() => tell(stripe.event(session, { at: NOW }))));
  expect(outcomes.sort()).toEqual(['repeated', 'repeated', 'sold']);
  expect((await order(reserved)).payments).toHaveLength(1);
});

it('a forged or old webhook changes nothing', async () => {
  const { reserved, session } = await paying();
  const forged = stripe.event(session, { at: NOW, secret: 'whsec_of_somebody_else' });
  const changed = stripe.event(session, { at: NOW });
  const cheap = Buffer.from(changed.body.toString().replace('3000', '1'));
  for (const [event, now] of [
    [forged, NOW],
    [{ ...changed, body: cheap }, NOW],
    [{ ...changed, signature: '' }, NOW],
    [changed, minutesLater(60).now],
  ] as const) {
    await expect(tell(event, now)).rejects.toMatchObject({ code: 'forged-webhook' });
  }
  expect(await order(reserved)).toMatchObject({ lines: [{ state: 'reserved' }], payments: [] });
});

it('over HTTP a forged webhook is refused, and a signed one is taken as it was signed', async () => {
  const { reserved, session } = await paying();
  const url = `/webhooks/stripe/${venue.institution.slug}/${stall.organisation}`;
  const send = async (event: { body: Buffer; signature: string }) =>
    await web.server.inject({
      ...{ method: 'POST', url, payload: event.body },
      headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': event.signature },
    });
  const at = new Date();
  const forged = await send(stripe.event(session, { at, secret: 'whsec_of_somebody_else' }));
  expect([forged.statusCode, forged.json().type]).toEqual([403, '/problems/forged-webhook']);
  expect((await send(stripe.event(session, { at }))).statusCode).toBe(204);
  expect((await order(reserved)).lines[0]?.state).toBe('sold');
});

it('paid late, the places are taken again where they are free', async () => {
  const { what, reserved, session } = await paying(1);
  await expireDue(venue.database, minutesLater(60 * 24 * 20).now);
  expect(await stall.taken(what.quota)).toBe(0);
  const late = minutesLater(60 * 24 * 20 + 5).now;
  expect(await tell(stripe.event(session, { at: late }), late)).toBe('sold');
  expect(await order(reserved)).toMatchObject({ lines: [{ state: 'sold', cancelledBy: null }], due: [] });
  expect(await stall.taken(what.quota)).toBe(1);
});

it('paid late, where they are not free, the money is a credit and the box office is told', async () => {
  const { what, reserved, session } = await paying(1);
  const day20 = minutesLater(60 * 24 * 20);
  await expireDue(venue.database, day20.now);
  await stall.order(what, 'sale', await venue.contact(), { by: day20 });
  expect(await tell(stripe.event(session, { at: day20.now }), day20.now)).toBe('late');
  expect(await order(reserved)).toMatchObject({
    lines: [{ state: 'cancelled' }],
    due: [{ amountMinor: -3000 }],
  });
  expect(await stall.balance(buyer)).toBe(-3000);
  expect(await stall.taken(what.quota)).toBe(1);
  expect(await told('payment-late')).toEqual([
    { profile: 'box-office', path: `/box-office/orders/${reserved.id}` },
  ]);
});

it('another amount sells nothing: it is a credit, and the box office is told', async () => {
  const { reserved, session } = await paying();
  expect(await tell(stripe.event({ ...session, amount: 100 }, { at: NOW }))).toBe('mismatch');
  expect(await order(reserved)).toMatchObject({ lines: [{ state: 'reserved' }] });
  expect(await stall.balance(buyer)).toBe(-100);
  expect(await told('payment-mismatch')).toHaveLength(1);
  const [payment] = await venue.rows(sql<{ state: string }>`
    select state from online_payments where order_id = ${reserved.id}`);
  expect(payment?.state).toBe('mismatch');
});

it('what was paid at the counter meanwhile is a credit when it is paid online too', async () => {
  const { reserved, session } = await paying();
  const payments = [{ method: 'cash' as const, amountMinor: 3000, currency: 'CHF' }];
  await sellLines(...at(), { orderId: reserved.id, payments }, BY);
  expect(await tell(stripe.event(session, { at: NOW }))).toBe('twice');
  expect(await stall.balance(buyer)).toBe(-3000);
  expect(await told('payment-twice')).toHaveLength(1);
});

it('an unknown payment is told, a failed one is noted, a promise is waited for', async () => {
  const { reserved, session } = await paying();
  expect(await tell(stripe.event({ ...session, id: 'cs_of_nobody' }, { at: NOW }))).toBe('unknown');
  expect(await told('payment-unknown')).toHaveLength(1);
  expect(await tell(stripe.event(session, { at: NOW, status: 'unpaid' }))).toBe('ignored');
  const expired = { at: NOW, type: 'checkout.session.expired', status: 'unpaid' };
  expect(await tell(stripe.event(session, expired))).toBe('failed');
  expect((await order(reserved)).lines[0]?.state).toBe('reserved');
});

it('without a provider, or where it does not answer, nothing is begun', async () => {
  const reserved = await stall.order(await stall.performance(3), 'reservation', buyer);
  stripe.broken = true;
  await expect(begin(reserved)).rejects.toMatchObject({ code: 'provider-unavailable' });
  stripe.broken = false;
  const other = { secret: 'another secret, which is long enough too', api: stripe.api };
  await expect(
    startOnlinePayment(...at(), { orderId: reserved.id, ...addresses }, other, BY),
  ).rejects.toMatchObject({ code: 'provider-keys-unreadable' });
});

it('what was paid online is paid back online, once, and only what was paid too much', async () => {
  const { reserved, session } = await paying();
  await tell(stripe.event(session, { at: NOW }));
  const back = async () =>
    await refundOnline(...at(), { orderId: reserved.id, amountMinor: 3000, currency: 'CHF' }, settings(), BY);
  await expect(back()).rejects.toMatchObject({ code: 'wrong-amount' });
  await cancelLines(...at(), { orderId: reserved.id, cancelledBy: 'contact' }, BY);
  stripe.broken = true;
  await expect(back()).rejects.toMatchObject({ code: 'refund-refused' });
  stripe.broken = false;
  expect(await stall.balance(buyer)).toBe(-3000);
  const outcomes = await Promise.allSettled([back(), back()]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(stripe.refunds.map(({ amount }) => amount)).toEqual([3000]);
  expect(await stall.balance(buyer)).toBe(0);
  expect((await order(reserved)).due).toEqual([]);
});

it('what a provider is asked to pay back is not paid back in another way meanwhile', async () => {
  const { reserved, session } = await paying();
  await tell(stripe.event(session, { at: NOW }));
  await cancelLines(...at(), { orderId: reserved.id, cancelledBy: 'contact' }, BY);
  const money = { amountMinor: 3000, currency: 'CHF' };
  const online = async () => await refundOnline(...at(), { orderId: reserved.id, ...money }, settings(), BY);
  const cash = async () => await refund(...at(), reserved.id, { method: 'cash', ...money }, BY);
  const before = stripe.refunds.length;
  stripe.silent = true; // it pays back, and the answer is lost
  await expect(online()).rejects.toMatchObject({ code: 'refund-unanswered' });
  stripe.silent = false;
  await expect(cash()).rejects.toMatchObject({ code: 'wrong-amount' });
  const other = { orderId: reserved.id, currency: 'CHF', amountMinor: 1000 };
  await expect(refundOnline(...at(), other, settings(), BY)).rejects.toMatchObject({
    code: 'changed-meanwhile',
  });
  await online();
  expect(stripe.refunds.slice(before).map(({ amount }) => amount)).toEqual([3000]);
  expect((await order(reserved)).due).toEqual([]);
  await expect(cash()).rejects.toMatchObject({ code: 'wrong-amount' });
});

it('what was paid online goes back online with the cancellation, or stays a credit where the provider refuses', async () => {
  const { reserved, session } = await paying();
  const cancel = async (order: Order) => {
    const of = { orderId: order.id, cancelledBy: 'contact' as const };
    return await cancelAndRefundOnline(...at(), of, settings(), BY);
  };
  await tell(stripe.event(session, { at: NOW }));
  const before = stripe.refunds.length;
  expect(await cancel(reserved)).toMatchObject({ lines: [{ state: 'cancelled' }], due: [] });
  expect(stripe.refunds.slice(before).map(({ amount }) => amount)).toEqual([3000]);

  const refused = await paying();
  await tell(stripe.event(refused.session, { at: NOW }));
  stripe.broken = true;
  await expect(cancel(refused.reserved)).rejects.toMatchObject({ code: 'cancelled-not-refunded' });
  stripe.broken = false;
  const left = await order(refused.reserved);
  expect(left).toMatchObject({ lines: [{ state: 'cancelled' }], due: [{ amountMinor: -3000 }] });

  const cash = { payments: [{ method: 'cash' as const, amountMinor: 3000, currency: 'CHF' }] };
  const atCounter = await stall.order(await stall.performance(3), 'sale', buyer, cash);
  await expect(cancel(atCounter)).rejects.toMatchObject({ code: 'no-online-payment' });
  expect((await order(atCounter)).lines[0]?.state, 'nothing is cancelled then').toBe('sold');
});

it('the keys are sealed: the table does not say them', async () => {
  const rows = await venue.rows(sql<{ row: string }>`
    select encode(secret_key, 'escape') || encode(webhook_secret, 'escape') as row from payment_providers`);
  expect(rows[0]?.row).not.toContain('sk_test');
  expect(rows[0]?.row).not.toContain('whsec');
});
