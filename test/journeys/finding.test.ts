import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Journey, look as lookAt, setUpDemo } from '../helpers/browser.ts';

let journey: Journey;
let page: Page;
beforeAll(async () => {
  journey = await Journey.begin();
  page = await journey.page();
  await setUpDemo(journey, page, 600);
});
afterAll(() => journey.end());

const look = (name: string) => lookAt(page, name);
const rows = () => page.getByRole('row').filter({ has: page.getByRole('gridcell') });

it('R25 the home page counts who gave no answer, and leads to them', async () => {
  await page.getByText(/n’ont pas répondu sur le marketing/).waitFor();
  await look('finding-home');
  await page.getByRole('link', { name: 'Voir lesquels' }).last().click();
  await page.waitForURL(/answer=none/);
  await page.getByText('Marketing général\u00a0: Sans réponse').waitFor();
  await rows().first().waitFor();
  await look('finding-unanswered');
  await page.getByRole('button', { name: 'Retirer les filtres' }).click();
  await page.waitForURL(/contacts$/);
});

it('one field finds, with the keyboard alone', async () => {
  await rows().nth(3).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('favrre');
  await page.waitForURL(/q=favrre/);
  await page.getByRole('row', { name: /Favre/ }).first().waitFor();
  await look('finding-search');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/contacts\/\d+/);
  await page.goBack();
  await page.waitForURL(/q=favrre/);
  await page.getByRole('searchbox').fill('personne de ce nom');
  await page.getByText('Personne ne correspond').waitFor();
  await look('finding-nobody');
  await page.getByRole('button', { name: 'Afficher tout le monde' }).click();
  await rows().nth(3).waitFor();
});

it('filters stand in the address, a view keeps them, and a row opens in another tab', async () => {
  await page.getByRole('button', { name: 'Filtres', exact: true }).click();
  await page.getByRole('combobox', { name: 'Type' }).click();
  await page.getByRole('option', { name: 'Structure' }).click();
  await page.waitForURL(/kind=structure/);
  await look('finding-filters');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Numéro' }).click();
  await page.waitForURL(/sort=number/);
  await page.getByRole('button', { name: 'Vues' }).click();
  await page.getByLabel('Nom de la vue').fill('Écoles et sociétés');
  await page.getByLabel('La proposer à tous les opérateurs').check();
  await page.getByRole('button', { name: 'Enregistrer cette vue' }).click();
  await page.getByRole('button', { name: /Afficher la vue/ }).waitFor();
  await look('finding-views');
  await page.keyboard.press('Escape');
  await page.goto(`${journey.address}/contacts`);
  await page.getByRole('button', { name: 'Vues' }).click();
  await page.getByRole('button', { name: /Afficher la vue/ }).click();
  await page.waitForURL(/kind=structure/);
  const link = rows().first().getByRole('link');
  expect(await link.getAttribute('href')).toMatch(/^\/contacts\/\d+$/);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Exporter' }).click();
  expect((await download).suggestedFilename()).toBe('rappel-contacts.csv');
});

it('the palette begins acts, too', async () => {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Un contact, une page…').fill('favre');
  await page.getByText(/Tous les contacts trouvés par/).waitFor();
  await look('finding-palette');
  await page.keyboard.press('Enter');
  await page.waitForURL(/contacts\/\d+/);
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Un contact, une page…').fill('nouveau b');
  await page.getByRole('button', { name: 'Nouveau batch' }).last().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Nouveau batch' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('navigation').getByRole('link', { name: 'Exécutions' }).click();
  await page.getByRole('button', { name: 'Filtres', exact: true }).waitFor();
});

it('the same in English, on a phone and in the dark', async () => {
  const state = await page.context().storageState();
  page = await journey.page({
    storageState: state,
    locale: 'en-GB',
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  await page.addInitScript(() => localStorage.setItem('rappel.language', 'en'));
  await page.goto(`${journey.address}/contacts?kind=individual&balance=debt`);
  await page.getByRole('listitem').first().waitFor();
  await look('finding-phone');
  await page.getByRole('button', { name: 'Filters (2)' }).click();
  await look('finding-phone-filters');
});
