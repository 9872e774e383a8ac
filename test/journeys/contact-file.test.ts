import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Journey, look as lookAt, setUpDemo } from '../helpers/browser.ts';

let journey: Journey;
let page: Page;
beforeAll(async () => {
  journey = await Journey.begin();
  page = await journey.page();
  await setUpDemo(journey, page, 300);
});
afterAll(() => journey.end());

const look = (name: string) => lookAt(page, `file-${name}`);

const save = () => page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
const open = async (path: string) => await page.goto(`${journey.address}/contacts/${path}`);
let number: string;

/** The number of a contact of the demo that bought something. */
async function aCustomer(): Promise<string> {
  const ask = async (path: string) => await (await page.request.get(`${journey.address}/api${path}`)).json();
  for (const { number } of (await ask('/contacts?kind=individual&limit=100')).items) {
    if ((await ask(`/contacts/${number}`)).orders.count > 3) return number;
  }
  throw new Error('the demo has no customer');
}

it('R19 a contact is created for somebody else only with the notice to inform that person', async () => {
  await page.getByRole('link', { name: 'Contacts' }).click();
  await page.getByRole('button', { name: 'Nouveau contact' }).click();
  await page.getByLabel('Prénom').fill('Ana');
  await page.getByLabel('Nom', { exact: true }).fill('<b>Ndiaye</b>');
  await page.getByLabel('E-mail').fill('pas une adresse');
  await page.getByLabel('Téléphone').fill('022 418 30 00');
  await page.getByLabel('Localité').fill('Genève');
  await page.getByText('Quelqu’un d’autre').click();
  await page.getByText('La personne doit être informée').waitFor();
  await page.getByRole('button', { name: 'Créer le contact' }).click();
  await page.getByText('Confirmez que la personne sera informée.').waitFor();
  await page.getByLabel(/^J’informerai/).check();
  await page.getByRole('button', { name: 'Créer le contact' }).click();
  // the field that is not right says so itself
  await page.getByText('Ce n’est pas une adresse e-mail.').waitFor();
  await look('new');
  await page.getByLabel('E-mail').fill('ana@example.org');
  await page.getByRole('button', { name: 'Créer le contact' }).click();
  // HTML is text
  await page.getByRole('heading', { level: 1, name: 'Ana <b>Ndiaye</b>' }).waitFor();
  number = page.url().split('/').at(-1) as string;
  await page.getByText('+41 22 418 30 00').waitFor();
  await look('created');
});

it('the file is read in parts, whose addresses can be sent to a colleague', async () => {
  await open(await aCustomer());
  await page.getByRole('heading', { level: 2, name: 'La corde' }).waitFor();
  await page.getByText('Pourquoi').first().click();
  await look('summary');
  // tabs by keyboard
  await page.getByRole('tab', { name: 'Résumé' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('article').first().waitFor();
  expect(page.url()).toContain('tab=orders');
  await look('orders');
  for (const _ of ['consent', 'notes', 'campaigns', 'history']) await page.keyboard.press('ArrowRight');
  await page.getByText('La fiche a été créée').waitFor();
  await look('history');
  await page.keyboard.press('ArrowRight');
  await page.getByText('a ouvert la fiche').waitFor();
  expect(page.url()).toContain('tab=access');
  await look('access');
});

it('a form with changes is not left by accident', async () => {
  await open(`${number}?act=edit`);
  await page.getByLabel('Rue').fill('Chemin du Lac 3');
  await look('edit');
  await page.getByRole('navigation').getByRole('link', { name: 'Contacts' }).click();
  await page.getByText('Vos modifications ne sont pas enregistrées').waitFor();
  await look('leaving');
  await page.getByRole('button', { name: 'Rester' }).click();
  expect(await page.getByLabel('Rue').inputValue()).toBe('Chemin du Lac 3');
  await save();
  await page.getByText('Chemin du Lac 3').waitFor();
});

it('two browsers change one field: the second chooses, field by field, and nothing is lost', async () => {
  await open(`${number}?act=edit`);
  await page.getByLabel('Localité').fill('Nyon');
  await page.getByLabel('Civilité').fill('Dr');
  const other = await page.context().newPage();
  await other.goto(`${journey.address}/contacts/${number}?act=edit`);
  await other.getByLabel('Localité').fill('Lausanne');
  await other.getByLabel('Code postal').fill('1003');
  await other.getByRole('button', { name: 'Enregistrer' }).click();
  await other.getByText('1003 Lausanne').waitFor();
  await other.close();

  await save();
  await page.getByText('Quelqu’un d’autre a modifié cette fiche entre-temps').waitFor();
  await page.getByText(/^Administration, le /).waitFor();
  await page.getByText(/repris\s:\sCode postal/).waitFor();
  await look('conflict');
  await save();
  await page.getByText('Choisissez d’abord').waitFor();
  await page.getByLabel(/L’autre\s:\sLausanne/).check();
  await save();
  await page.getByText('1003 Lausanne').waitFor();
  await page.getByText('Dr', { exact: true }).waitFor();
});

it('the processing is restricted with a reason, and the restriction lifted', async () => {
  await open(number);
  await page.getByRole('button', { name: 'Autres actions' }).click();
  await page.getByRole('menuitem', { name: 'Limiter le traitement' }).click();
  await page.getByLabel('Motif').fill('conteste son adresse');
  await page.getByRole('button', { name: 'Limiter', exact: true }).click();
  await page.getByText('Le traitement est limité').waitFor();
  await page.getByText(/conteste son adresse/).waitFor();
  await look('restricted');
  await open(`${number}?act=restrict`);
  await page.getByLabel('Motif').fill('adresse corrigée');
  await page.getByRole('button', { name: 'Lever', exact: true }).click();
  await page.getByRole('heading', { level: 2, name: 'La corde' }).waitFor();
  await open(`${number}?tab=history`);
  await page.getByText(/Limitation levée/).waitFor();
});

it('the same in English, on a phone and in the dark, with keyboard alone', async () => {
  const state = await page.context().storageState();
  const french = page;
  page = await journey.page({
    storageState: state,
    locale: 'en-GB',
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  await page.addInitScript(() => localStorage.setItem('rappel.language', 'en'));
  for (const tab of ['summary', 'orders', 'history', 'access']) {
    await open(`${number}?tab=${tab}`);
    await page.getByRole('tabpanel').waitFor();
    await page.waitForLoadState('networkidle');
    await look(`phone-${tab}`);
    const wide = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
    expect.soft(wide, `${tab} scrolls sideways`).toBe(false);
  }
  await open(number);
  await page.getByRole('button', { name: 'Edit', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('First name').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Diallo');
  await look('phone-edit');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Ana Diallo' }).waitFor();
  await page.close();
  page = french;
});

it('R13 the contact is erased by hand in three steps, and then is not there for anybody', async () => {
  await open(number);
  await page.getByRole('button', { name: 'Autres actions' }).click();
  await page.getByRole('menuitem', { name: 'Effacer' }).click();
  await page.getByText('Ce prospect sera supprimé').waitFor();
  await page.getByLabel(/^Saisissez/).fill('1');
  await page.getByRole('button', { name: 'Effacer ce contact' }).click();
  await page.getByText(/qui est indiqué ci-dessus/).waitFor();
  await look('erase');
  await page.getByLabel(/^Saisissez/).fill(number);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Le contact est supprimé.' }).waitFor();
  await look('erased');
  await open(number);
  await page.getByRole('heading', { level: 1, name: 'Ce contact n’existe pas' }).waitFor();
});
