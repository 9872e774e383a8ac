import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashPassword } from '../../src/credentials/credentials.ts';
import { savePaymentProvider } from '../../src/sales/sales.ts';
import { Journey, look } from '../helpers/browser.ts';
import { freePort } from '../helpers/free-port.ts';
import { openShopFor } from '../helpers/shop.ts';
import { SECRET_KEY, StripeServer, WEBHOOK_SECRET } from '../helpers/stripe-server.ts';
import { Venue } from '../helpers/venue.ts';

const SECRET = 'a secret that is long enough to be one';
const ADA = { email: 'ada@example.org', password: 'une phrase assez longue' };

let journey: Journey;
let stripe: StripeServer;
let organisation: number;
beforeAll(async () => {
  stripe = await StripeServer.open();
  const port = await freePort();
  const settings = {
    ...{ PORT: String(port), PUBLIC_URL: `http://localhost:${port}` },
    ...{ RAPPEL_SECRET: SECRET, RAPPEL_STRIPE_API: stripe.api },
  };
  journey = await Journey.begin(settings, async (test) => {
    const venue = await Venue.in(test);
    await openShopFor(venue, { slug: 'theatre', values: { online_payment: true } });
    organisation = await venue.organisation();
    const keys = { secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET };
    const by = { now: new Date(), actor: 'system' };
    await savePaymentProvider(venue.database, venue.institution, organisation, keys, SECRET, by);
    const contact_id = await venue.contact({ first_name: 'Ada', last_name: 'Lovelace', email: ADA.email });
    await venue.insert('customer_accounts', {
      ...{ contact_id, email: ADA.email, created_at: '2020-01-01T10:00:00Z' },
      password_hash: await hashPassword(ADA.password, { email: ADA.email, name: 'Ada Lovelace' }),
    });
  });
});
afterAll(async () => {
  await journey?.end();
  await stripe?.close();
});

const session = () => stripe.sessions.at(-1) as (typeof stripe.sessions)[number];

/** What the provider tells, signed. */
async function tell(page: Page): Promise<void> {
  const { body, signature } = stripe.event(session(), { at: new Date() });
  const answer = await page.request.post(`${journey.address}/webhooks/stripe/theatre/${organisation}`, {
    data: body,
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
  });
  expect(answer.status(), await answer.text()).toBe(204);
}

const shop = (page: string) => `${journey.address}/shop/theatre${page}`;

/** Signs in, and has so many tickets in the basket. */
async function choose(
  page: Page,
  words: Record<'email' | 'password' | 'signIn' | 'add', string>,
): Promise<void> {
  await page.goto(shop('/sign-in'));
  await page.getByLabel(words.email).fill(ADA.email);
  await page.getByLabel(words.password).fill(ADA.password);
  await page.getByRole('button', { name: words.signIn }).click();
  await page.goto(shop(''));
  await page.getByRole('listitem').getByRole('link').first().click();
  await page.getByLabel('Plein tarif').selectOption('2');
  await page.getByRole('button', { name: words.add }).click();
  await page.goto(shop('/checkout'));
}

it('without JavaScript, on a phone: paid at the provider, and the tickets are there', async () => {
  const page = await journey.page({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
  const words = { email: 'Adresse e-mail', password: 'Mot de passe', signIn: 'Se connecter' };
  await choose(page, { ...words, add: 'Ajouter au panier' });
  await page.getByLabel('Payer en ligne').check();
  await page.getByRole('button', { name: 'Commander' }).click();
  await page.getByRole('heading', { name: '90' }).waitFor();
  await tell(page);
  await page.getByRole('link', { name: 'Pay' }).click();
  await page.getByText('Votre paiement nous est parvenu').waitFor();
  await page.getByRole('link', { name: 'Télécharger les 2 billets' }).waitFor();
});

it('in English: left and taken up again, and waited for until the provider has told', async () => {
  const page = await journey.page({ locale: 'en-GB', colorScheme: 'dark' });
  const words = { email: 'E-mail address', password: 'Password', signIn: 'Sign in' };
  await choose(page, { ...words, add: 'Put in the basket' });
  await page.getByLabel('Pay online').check();
  await look(page, 'shop-pay-online');
  await page.getByRole('button', { name: 'Order' }).click();
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByText('Nothing was paid.').waitFor();
  await look(page, 'shop-pay-later');
  await page.getByRole('button', { name: 'Pay online' }).click();
  await page.getByRole('link', { name: 'Pay' }).click();
  await page.getByText('as soon as the payment is confirmed').waitFor();
  await look(page, 'shop-payment-awaited');
  await tell(page);
  await page.reload();
  await page.getByText('Your payment has reached us').waitFor();
  await look(page, 'shop-paid');
  await page.getByRole('link', { name: 'Download the 2 tickets' }).waitFor();
});
