import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refreshContactSearch } from '../../src/contacts/contacts.ts';
import { inInstitution } from '../../src/database/database.ts';
import { createOperator } from '../../src/operators/operators.ts';
import { Journey, look as lookAt } from '../helpers/browser.ts';
import { Stall } from '../helpers/stall.ts';
import { Venue } from '../helpers/venue.ts';

const CLERK = { email: 'clerk@example.org', password: 'une phrase assez longue' };
const ADMINISTRATOR = { email: 'admin@example.org', password: 'une phrase assez longue' };
const soon = (days: number) => new Date(Date.now() + days * 24 * 3_600_000).toISOString();

let journey: Journey;
let page: Page;
beforeAll(async () => {
  journey = await Journey.begin({}, async (test) => {
    const venue = await Venue.in(test, { slug: 'remparts' });
    const stall = await Stall.open(venue, { name: 'Guichet principal' });
    await stall.performance(40, soon(12), { name: 'Le Cid' });
    await stall.performance(2, soon(20), { name: 'Soirée de gala' });
    await stall.product('gift-card', 5000, { name: 'Carte cadeau' });
    await venue.rows(sql`update performances set venue = 'Grande salle'`);
    const name = { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.org' };
    const ada = await venue.contact({ number: 'C100', ...name });
    await inInstitution(venue.database, venue.id, (tenant) =>
      refreshContactSearch(tenant, venue.id, { ids: [ada] }),
    );
    const operator = async (who: typeof CLERK, profile: 'box-office' | 'administrator') =>
      await createOperator(
        venue.database,
        venue.institution,
        { ...who, name: profile, profile, locale: 'fr' },
        { now: new Date(), actor: 'system' },
      );
    await operator(CLERK, 'box-office');
    await operator(ADMINISTRATOR, 'administrator');
  });
  page = await journey.page();
  const answer = await page.request.post(`${journey.address}/api/session`, { data: CLERK });
  expect(answer.ok(), await answer.text()).toBe(true);
});
afterAll(() => journey.end());

const look = (name: string) => lookAt(page, name);
const price = (name: string) => page.getByRole('group', { name, exact: true });
const order = () => page.getByRole('heading', { name: /^Commande/ });

it('two tickets to somebody unknown, in cash, are seven keys', async () => {
  await page.goto(`${journey.address}/box-office`);
  await page.getByRole('button', { name: /Le Cid/ }).waitFor();
  await look('box-office');
  await page.getByLabel('Chercher au programme').focus();
  await page.keyboard.type('cid');
  await page.keyboard.press('Enter');
  const plus = page.getByRole('button', { name: 'Un de plus : Plein tarif' });
  await expect.poll(() => plus.evaluate((button) => button.matches(':focus'))).toBe(true);
  await page.keyboard.press('Enter');
  await price('Plein tarif').getByText('1', { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Vendre 60,00/ }).waitFor();
  await look('box-office-basket');
  await page.keyboard.press('Control+Enter');
  await order().waitFor();
  await page.getByText('Soldée').waitFor();
  await look('box-office-order');
  await page.keyboard.press('Enter'); // the next customer
  await page.getByText('38 libres').waitFor();
});

it('cash says what is to be given back, and too little is not taken', async () => {
  await page.getByRole('button', { name: 'Un de plus : Tarif réduit' }).click();
  const received = page.getByLabel('Reçu');
  await received.fill('10');
  await page.getByText('Il manque 10,00').waitFor();
  expect(await page.getByRole('button', { name: /^Vendre 20,00/ }).isDisabled()).toBe(true);
  await received.fill('50');
  await page.getByText('À rendre : 30,00').waitFor();
  await look('box-office-change');
  await page.getByRole('button', { name: 'Vider' }).click();
  await page.getByText('Le panier est vide.').waitFor();
});

it('R1a R1b an option of somebody known is taken, confirmed, sold; R9 for herself and for a name', async () => {
  await page.getByRole('button', { name: 'Un de plus : Plein tarif' }).click();
  await page.getByRole('button', { name: /^Vendre 30,00/ }).waitFor();
  await page.getByRole('button', { name: 'Un de plus : Plein tarif' }).click();
  await page.getByRole('button', { name: /^Vendre 60,00/ }).waitFor();
  await page.getByRole('button', { name: 'Pour qui' }).click();
  const whom = page.getByRole('combobox', { name: /^Pour qui/ });
  await whom.first().click();
  await page.getByRole('option', { name: 'Le contact d’achat' }).click();
  await whom.nth(1).click();
  await page.getByRole('option', { name: 'Un nom seulement' }).click();
  await page.getByLabel('Prénom').fill('Charles');
  await page.getByLabel('Nom', { exact: true }).fill('Babbage');
  await page.getByRole('combobox', { name: 'Contact d’achat' }).fill('lovelace');
  await page.getByRole('option', { name: /Ada Lovelace/ }).click();
  await page.getByText('Option', { exact: true }).click();
  await look('box-office-option');
  await page.getByRole('button', { name: 'Prendre l’option' }).click();
  await order().waitFor();
  await page.getByRole('listitem').getByText('Charles Babbage').waitFor();
  await page.getByRole('button', { name: 'Confirmer l’option' }).click();
  await page.getByRole('button', { name: 'Confirmer l’option' }).last().click();
  await page
    .getByText(/^confirmée le/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Vendre', exact: true }).click();
  await page.getByRole('button', { name: /^Vendre 60,00/ }).click();
  await page.getByText('Soldée').waitFor();
  await look('box-office-sold');
});

it('cancelling shows the money before, and pays it back', async () => {
  await page.getByRole('checkbox').first().click();
  await page.getByRole('button', { name: 'Annuler des lignes' }).click();
  await page.getByText('30,00 CHF en ont été payés').waitFor();
  await look('box-office-cancel');
  await page.getByRole('combobox', { name: 'Remboursement' }).click();
  await page.getByRole('option', { name: 'Espèces' }).click();
  await page.getByRole('button', { name: 'Annuler définitivement' }).click();
  await page.getByText('à la demande du contact').waitFor();
  await page.getByText('Soldée').waitFor();
  await look('box-office-cancelled');
});

it('the order is found by its number, and from the file of who bought it', async () => {
  const number = ((await order().textContent()) as string).replace('Commande ', '');
  await page.goto(`${journey.address}/box-office`);
  await page.getByLabel('Trouver une commande').fill(number);
  await page.keyboard.press('Enter');
  await order().waitFor();
  await page.getByRole('link', { name: 'Ada Lovelace' }).click();
  await page.getByRole('tab', { name: /Commandes/ }).click();
  await page.getByRole('link', { name: number }).first().click();
  await order().waitFor();
});

it('R19 somebody new, on the word of somebody else, only with the notice; sold out is said', async () => {
  await page.goto(`${journey.address}/box-office`);
  await page.getByRole('button', { name: /gala/ }).click();
  for (const amount of ['30,00', '60,00']) {
    await page.getByRole('button', { name: 'Un de plus : Plein tarif' }).click();
    await page.getByRole('button', { name: new RegExp(`^Vendre ${amount}`) }).waitFor();
  }
  await page.getByRole('button', { name: 'Un de plus : Plein tarif' }).click();
  await page.getByText('Il ne reste pas autant de places.').waitFor();
  await page.getByRole('button', { name: 'Nouveau contact' }).click();
  await page.getByLabel('Prénom').fill('Grace');
  await page.getByLabel('Nom', { exact: true }).fill('Hopper');
  await page.getByText('Quelqu’un d’autre').click();
  await page.getByRole('button', { name: 'Créer' }).click();
  await look('box-office-new-contact');
  await page.getByRole('note').getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Créer' }).click();
  await page.getByText('Réserver', { exact: true }).first().click();
  await page.getByRole('button', { name: 'Réserver' }).click();
  await order().waitFor();
  await page.getByText('Grace Hopper').first().waitFor();

  // what she reserved is sold out for who comes next (R1d)
  await page.goto(`${journey.address}/box-office`);
  await page.getByRole('button', { name: /gala/ }).click();
  await page.getByRole('button', { name: 'Liste d’attente' }).click();
  await page.getByRole('combobox', { name: 'Qui attend' }).fill('lovelace');
  await page.getByRole('option', { name: /Ada Lovelace/ }).click();
  await look('box-office-waiting');
  await page.getByRole('button', { name: 'Inscrire' }).click();
  await page.getByText('Ada Lovelace est sur la liste d’attente.').waitFor();
});

it('on a telephone, in English and in the dark, nothing is cut off', async () => {
  const small = await journey.page({
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
    locale: 'en-GB',
  });
  await small.request.post(`${journey.address}/api/session`, { data: CLERK });
  await small.addInitScript("localStorage.setItem('rappel.language', 'en')");
  await small.goto(`${journey.address}/box-office`);
  await small.getByRole('button', { name: /Le Cid/ }).click();
  await small.getByRole('button', { name: 'One more: Tarif réduit' }).click();
  await small.getByRole('button', { name: /^Sell .*20.00/ }).waitFor();
  await small.getByText('Otherwise').click();
  await small.getByRole('combobox', { name: 'Otherwise' }).click();
  await small.getByRole('option', { name: 'Gift card' }).click();
  const isCutOff = () =>
    small.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  expect(await isCutOff()).toBe(false);
  await lookAt(small, 'box-office-small');
  await small.getByText('Cash').click();
  await small.getByRole('button', { name: /^Sell .*20.00/ }).click();
  await small.getByText('Settled').waitFor();
  await small.getByRole('button', { name: 'Cancel lines' }).click();
  await small.getByText('Leave it as a credit').or(small.getByText('of it were paid')).first().waitFor();
  expect(await isCutOff()).toBe(false);
  await lookAt(small, 'box-office-small-order');
});

it('an administrator types in the keys of online payment where organisations are', async () => {
  const admin = await journey.page();
  await admin.request.post(`${journey.address}/api/session`, { data: ADMINISTRATOR });
  await admin.goto(`${journey.address}/settings/organisations`);
  await admin.getByRole('button', { name: 'Paiement en ligne de Grand Théâtre' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByText(/webhooks\/stripe\/remparts/).waitFor();
  await dialog.getByLabel('Clé secrète').fill('sk_test_0123456789abcdef');
  await dialog.getByLabel('Secret de signature').fill('rien');
  await dialog.getByRole('button', { name: 'Enregistrer les clés' }).click();
  await dialog.getByText('Ces clés ne conviennent pas').waitFor();
  await lookAt(admin, 'online-payment-keys');
  await dialog.getByLabel('Secret de signature').fill('whsec_0123456789abcdef');
  await dialog.getByRole('button', { name: 'Enregistrer les clés' }).click();
  await admin.getByText('Payé en ligne').waitFor();
});
