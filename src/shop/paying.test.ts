import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  chooseIn,
  customerAt,
  type OpenedShop,
  openShopFor,
  placeIn,
  type Visitor,
} from '../../test/helpers/shop.ts';
import { SECRET_KEY, StripeServer, WEBHOOK_SECRET } from '../../test/helpers/stripe-server.ts';
import { Web } from '../../test/helpers/web.ts';
import { tellWhatHappened } from '../customers/customers.ts';
import { expireDue, type Order, readOrder, savePaymentProvider } from '../sales/sales.ts';

const SECRET = 'a secret that is long enough to be one';
const MINUTE = 60_000;

let web: Web;
let stripe: StripeServer;
let shop: OpenedShop;
let organisation: number;
let someone: Visitor;
let count = 0;
beforeAll(async () => {
  stripe = await StripeServer.open();
  web = await Web.open({ RAPPEL_STRIPE_API: stripe.api, PUBLIC_URL: 'https://tickets.example.org' });
  shop = await openShopFor(web.venue, { capacities: [40, 1], values: { online_payment: true } });
  organisation = await web.venue.organisation();
  const keys = { secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET };
  const by = { now: new Date(), actor: 'system' };
  await savePaymentProvider(web.venue.database, web.venue.institution, organisation, keys, SECRET, by);
});
afterAll(async () => {
  await web.close();
  await stripe.close();
});
beforeEach(async () => {
  count += 1;
  ({ someone } = await customerAt(web.venue, web.server, shop, `PAYER${count}`));
});

const session = () => stripe.sessions.at(-1) as (typeof stripe.sessions)[number];
const orderOf = async (number: string) =>
  (await readOrder(web.venue.database, web.venue.institution, { number })) as Order;

/** Chooses a place, and is led to where it is paid. @returns the number of the order */
async function toPay(performance = shop.performanceIds[0]): Promise<string> {
  await chooseIn(shop, someone, `/performances/${performance}`);
  await someone.open('/checkout');
  await someone.send('/checkout', {
    ...{ how: 'online', basket: someone.hidden('basket'), key: someone.hidden('key') },
  });
  return session().order;
}

/** What the provider tells, signed. */
async function tell(amount = session().amount, told = session()): Promise<number> {
  const event = stripe.event({ ...told, amount }, { at: new Date() });
  const answer = await web.server.inject({
    ...{ method: 'POST', payload: event.body },
    url: `/webhooks/stripe/${web.venue.institution.slug}/${organisation}`,
    headers: { 'content-type': 'application/json', 'stripe-signature': event.signature },
  });
  return answer.statusCode;
}

/** Comes back from the provider, as it was asked to send the browser. */
async function back(to: 'successUrl' | 'cancelUrl'): Promise<Visitor> {
  const { pathname, search, origin } = new URL(session()[to]);
  expect(origin).toBe('https://tickets.example.org');
  return await someone.open(`${pathname}${search}`.replace(shop.path, ''));
}

describe('paying online', () => {
  it('leads to the provider, for the amount of the order, from a page that lets a form go there and nowhere else', async () => {
    await chooseIn(shop, someone, `/performances/${shop.performanceIds[0]}`, 2);
    await someone.open('/checkout');
    const allowed = /form-action ([^;]*)/.exec(String(someone.headers['content-security-policy']))?.[1];
    expect(allowed).toBe(`'self' https://checkout.stripe.com ${stripe.api}`);
    const number = await toPay();
    expect([someone.status, someone.at]).toEqual([303, session().address]);
    expect(session()).toMatchObject({ order: number, currency: 'chf', amount: 3 * 4500 });
    await someone.open(`/orders/${number}`);
    expect(String(someone.headers['content-security-policy'])).toContain('https://checkout.stripe.com');
    await someone.open('/account');
    expect(String(someone.headers['content-security-policy'])).not.toContain('stripe');
  });

  it('leads to the tickets where the provider has told before the browser is back', async () => {
    const number = await toPay();
    expect(await tell()).toBe(204);
    await back('successUrl');
    expect(someone.text).toContain('Votre paiement nous est parvenu');
    expect(someone.text).toContain('Télécharger le billet');
    expect(someone.text).not.toContain('Payer en ligne');
    await someone.open(`/orders/${number}/tickets.pdf`);
    expect(someone.headers['content-type']).toBe('application/pdf');
    const told = () =>
      web.venue.rows(sql<{ kind: string; subject: string; body: string }>`
        select kind, subject, body from messages
         where institution_id = ${web.venue.id} and to_address = ${`payer${count}@example.org`} order by id`);
    const [placed, paid] = await told();
    expect(placed?.body).toContain('en ligne ou au guichet');
    expect(paid).toMatchObject({
      kind: 'order-paid',
      subject: `Vos billets de la commande ${number} – theatre`,
    });
    await tellWhatHappened(web.venue.database, new Date());
    expect(await told(), 'told once').toHaveLength(2);
  });

  it('says that it waits for the provider where the browser is back first; the browser alone pays nothing', async () => {
    const number = await toPay();
    await back('successUrl');
    expect(someone.text).toContain('Dès que le paiement nous est confirmé');
    expect((await orderOf(number)).lines[0]?.state).toBe('reserved');
    await tell();
    await back('successUrl');
    expect(someone.text).toContain('Votre paiement nous est parvenu');
  });

  it('that was left is taken up again from the order, and the places are held meanwhile', async () => {
    const number = await toPay();
    await back('cancelUrl');
    expect(someone.text).toContain('Le paiement n’a pas été fait');
    expect(someone.text).toContain('À payer avant le');
    const before = stripe.sessions.length;
    await someone.send(`/orders/${number}/pay`, {});
    expect(someone.at).toBe(session().address);
    expect(stripe.sessions.length, 'the same session goes on').toBe(before);
    await tell();
    expect((await orderOf(number)).lines[0]?.state).toBe('sold');
  });

  it('that cannot begin leaves the order as it stands, and says so', async () => {
    stripe.broken = true;
    await chooseIn(shop, someone, `/performances/${shop.performanceIds[0]}`);
    const number = await placeIn(someone, 'online').finally(() => {
      stripe.broken = false;
    });
    expect(someone.at).toContain('said=not-paid');
    expect(someone.text).toContain('n’a pas pu commencer');
    await someone.send(`/orders/${number}/pay`, {});
    expect(someone.at).toBe(session().address);
  });
});

describe('a payment that goes wrong', () => {
  it('twice is one: the second time changes nothing', async () => {
    const number = await toPay();
    expect([await tell(), await tell(), await tell()]).toEqual([204, 204, 204]);
    const order = await orderOf(number);
    expect([order.payments.length, order.due]).toEqual([1, []]);
    await someone.open(`/orders/${number}`);
    expect(someone.text).not.toContain('Nous vous devons');
  });

  it('too late, while the places are free still, is a sale all the same', async () => {
    const number = await toPay();
    await expireDue(web.venue.database, new Date(Date.now() + 46 * MINUTE));
    await someone.open(`/orders/${number}`);
    expect(someone.text).toContain('Annulé');
    await tell();
    await back('successUrl');
    expect(someone.text).toContain('Votre paiement nous est parvenu');
  });

  it('too late, when the places are gone, is a credit, and the order says so', async () => {
    const number = await toPay(shop.performanceIds[1]);
    const paid = session();
    await expireDue(web.venue.database, new Date(Date.now() + 46 * MINUTE));
    const other = (await customerAt(web.venue, web.server, shop, `OTHER${count}`)).someone;
    await chooseIn(shop, other, `/performances/${shop.performanceIds[1]}`);
    await placeIn(other, 'reservation');
    expect(await tell(paid.amount, paid)).toBe(204);
    await someone.open(`/orders/${number}?said=paid`);
    expect(someone.text).toMatch(/Nous vous devons 45,00.CHF/);
    expect(someone.text).not.toContain('Télécharger');
  });

  it('of another amount sells nothing: the order stands, and says what is owed', async () => {
    const number = await toPay();
    expect(await tell(100)).toBe(204);
    await someone.open(`/orders/${number}?said=paid`);
    expect(someone.text).toMatch(/Nous vous devons 1,00.CHF/);
    expect((await orderOf(number)).lines[0]?.state).toBe('reserved');
  });

  it('forged is none', async () => {
    const number = await toPay();
    const event = stripe.event(session(), { at: new Date(), secret: 'whsec_of_somebody_else' });
    const answer = await web.server.inject({
      ...{ method: 'POST', payload: event.body },
      url: `/webhooks/stripe/${web.venue.institution.slug}/${organisation}`,
      headers: { 'content-type': 'application/json', 'stripe-signature': event.signature },
    });
    expect(answer.statusCode).toBe(403);
    expect((await orderOf(number)).lines[0]?.state).toBe('reserved');
  });
});
