import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refreshContactSearch } from '../../src/contacts/contacts.ts';
import { inInstitution } from '../../src/database/database.ts';
import { createOperator } from '../../src/operators/operators.ts';
import { handleWebhook, savePaymentProvider, startOnlinePayment } from '../../src/sales/sales.ts';
import { Journey, look as lookAt } from '../helpers/browser.ts';
import { Stall } from '../helpers/stall.ts';
import { SECRET_KEY, StripeServer, WEBHOOK_SECRET } from '../helpers/stripe-server.ts';
import { Venue } from '../helpers/venue.ts';

const SECRET = 'a secret that is long enough to be one';
const CLERK = { email: 'clerk@example.org', password: 'une phrase assez longue' };
const soon = (days: number) => new Date(Date.now() + days * 24 * 3_600_000).toISOString();

let journey: Journey;
let stripe: StripeServer;
let page: Page;
/** The number of an order that was paid online. */
let paidOnline: string;
/** What moves. */
let cid: { product: number; performance: number };
beforeAll(async () => {
  stripe = await StripeServer.open();
  const settings = { RAPPEL_SECRET: SECRET, RAPPEL_STRIPE_API: stripe.api };
  journey = await Journey.begin(settings, async (test) => {
    const venue = await Venue.in(test, { slug: 'ramparts' });
    const stall = await Stall.open(venue, { name: 'Main box office' });
    cid = await stall.performance(40, soon(12), { name: 'Le Cid' });
    await stall.performance(1, soon(20), { name: 'Gala evening' });
    const name = { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.org' };
    const ada = await venue.contact({ number: 'C100', ...name });
    await inInstitution(venue.database, venue.id, (tenant) =>
      refreshContactSearch(tenant, venue.id, { ids: [ada] }),
    );
    paidOnline = await payOnline(venue, stall, ada, cid);
    await venue.rows(sql`update performances set venue = 'Great hall'`);
    const clerk = { ...CLERK, name: 'clerk', profile: 'box-office' as const, locale: 'en' };
    await createOperator(venue.database, venue.institution, clerk, { now: new Date(), actor: 'system' });
  });
  page = await journey.page({ locale: 'en-GB' });
  const answer = await page.request.post(`${journey.address}/api/session`, { data: CLERK });
  expect(answer.ok(), await answer.text()).toBe(true);
});
afterAll(async () => {
  await journey?.end();
  await stripe?.close();
});

/** A ticket that was paid at the provider. @returns the number of the order */
async function payOnline(
  venue: Venue,
  stall: Stall,
  contact: number,
  what: { product: number; performance: number },
): Promise<string> {
  const at = [venue.database, venue.institution] as const;
  const by = { now: new Date(), actor: 'system' };
  const settings = { secret: SECRET, api: stripe.api };
  const keys = { secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET };
  await savePaymentProvider(...at, stall.organisation, keys, SECRET, by);
  const { id: orderId, number } = await stall.order(what, 'reservation', contact, { by });
  const addresses = { successUrl: 'https://example.org/', cancelUrl: 'https://example.org/', locale: 'en' };
  await startOnlinePayment(...at, { orderId, ...addresses }, settings, by);
  const event = stripe.event(stripe.sessions[0] as (typeof stripe.sessions)[number], { at: by.now });
  await handleWebhook(...at, { organisationId: stall.organisation, ...event }, settings, by.now);
  return number;
}

const look = (name: string) => lookAt(page, name);
const order = () => page.getByRole('heading', { name: /^Order/ });

it('two tickets to somebody unknown are sold, printed, and printed again', async () => {
  await page.goto(`${journey.address}/box-office`);
  await page.getByRole('button', { name: /Le Cid/ }).click();
  for (const amount of ['30.00', '60.00']) {
    await page.getByRole('button', { name: 'One more: Plein tarif' }).click();
    await page.getByRole('button', { name: new RegExp(`^Sell .*${amount}`) }).waitFor();
  }
  await page.getByRole('button', { name: /^Sell / }).click();
  await order().waitFor();
  await page.getByText('Settled').waitFor();
  await look('english-order');
  const print = page.getByRole('link', { name: 'Print the tickets' });
  const pdf = await page.request.get(`${journey.address}${await print.getAttribute('href')}`);
  expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf']);
});

it('R1a R1b an option of somebody known is taken, confirmed and sold', async () => {
  await page.getByRole('button', { name: 'Next customer' }).click();
  await page.getByRole('button', { name: /Le Cid/ }).click();
  await page.getByRole('button', { name: 'One more: Plein tarif' }).click();
  await page.getByRole('combobox', { name: 'Purchase contact' }).fill('lovelace');
  await page.getByRole('option', { name: /Ada Lovelace/ }).click();
  await page.getByText('Option', { exact: true }).click();
  await page.getByRole('button', { name: 'Take the option' }).click();
  await order().waitFor();
  await page.getByRole('button', { name: 'Confirm the option' }).click();
  await page.getByRole('button', { name: 'Confirm the option' }).last().click();
  await page.getByText(/^confirmed on/).waitFor();
  await page.getByRole('button', { name: 'Sell', exact: true }).click();
  await page.getByRole('button', { name: /^Sell .*30.00/ }).click();
  await page.getByText('Settled').waitFor();
});

it('R1d who comes when it is sold out waits', async () => {
  await page.getByRole('button', { name: 'Next customer' }).click();
  await page.getByRole('button', { name: /Gala/ }).click();
  await page.getByRole('button', { name: 'One more: Plein tarif' }).click();
  await page.getByRole('button', { name: /^Sell .*30.00/ }).click();
  await order().waitFor();
  await page.getByRole('button', { name: 'Next customer' }).click();
  await page.getByRole('button', { name: /Gala/ }).click();
  await page.getByRole('button', { name: 'Waiting list' }).click();
  await page.getByRole('combobox', { name: 'Who waits' }).fill('lovelace');
  await page.getByRole('option', { name: /Ada Lovelace/ }).click();
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByText('Ada Lovelace is on the waiting list.').waitFor();
});

it('a new date is told to whom a mail reaches, and the page says whom it does not', async () => {
  await page.goto(`${journey.address}/catalogue/${cid.product}/${cid.performance}?act=reschedule`);
  await page.getByText('Reached by e-mail', { exact: true }).waitFor();
  await page.getByText('Who cannot be reached by e-mail is for you to tell.').waitFor();
  await page.getByLabel('Start').fill('2031-05-09T19:30');
  expect(await page.getByLabel('Tell 1 person by e-mail').isChecked()).toBe(true);
  await look('english-reschedule');
  await page.getByRole('button', { name: 'Reschedule' }).click();
  await page.getByRole('heading', { name: /9 May 2031/ }).waitFor();
  await journey.onDatabase(async (database) => {
    const { rows } = await sql<{ subject: string }>`
      select subject from messages where to_address = 'ada@example.org'`.execute(database.owner);
    expect(rows).toEqual([{ subject: 'Nouvelle date\u00a0: Le Cid – ramparts' }]);
  });
});

it('what was paid online goes back there with the cancellation', async () => {
  await page.goto(`${journey.address}/box-office`);
  await page.getByLabel('Find an order').fill(paidOnline);
  await page.keyboard.press('Enter');
  await order().waitFor();
  await page.getByRole('button', { name: 'Cancel lines' }).click();
  await page.getByText('of it were paid and may be paid back').waitFor();
  await look('english-cancel-online');
  await page.getByRole('button', { name: 'Cancel for good' }).click();
  await page.getByText('at the contact’s request').waitFor();
  await page.getByText('Settled').waitFor();
  expect(stripe.refunds.map(({ amount }) => amount)).toEqual([3000]);
});
