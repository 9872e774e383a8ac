import { buffer } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Journey, look as lookAt, setUpDemo } from '../helpers/browser.ts';
import { unzip } from '../helpers/unzip.ts';

let journey: Journey;
let page: Page;
beforeAll(async () => {
  journey = await Journey.begin();
  page = await journey.page();
  await setUpDemo(journey, page, 300);
});
afterAll(() => journey.end());

const look = (name: string) => lookAt(page, name);
/** A choice of a list that is opened by its label. */
async function choose(label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).press('ArrowDown');
  await page.getByRole('option', { name: option, exact: true }).click();
}
async function download(name: RegExp): Promise<Buffer> {
  await page.getByRole('button', { name: 'Exporter' }).click();
  await page.getByText(/L’export est journalisé/).waitFor();
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name }).click();
  return await buffer(await (await coming).createReadStream());
}

it('R20 a domain is narrowed, and what is shown is exported in three formats', async () => {
  await page.goto(`${journey.address}/domains`);
  await page.getByRole('row').nth(3).waitFor();
  await look('bi-rows');
  await page.getByRole('button', { name: 'Restreindre' }).click();
  await page.getByRole('button', { name: 'Ajouter une condition' }).click();
  await choose('Valeur de la condition 1', 'Structure');
  await page.keyboard.press('Escape');
  await page.waitForURL(/structure/);
  await look('bi-filtered');
  const csv = (await download(/^CSV/)).toString();
  const [header, ...lines] = csv
    .trim() // its byte order mark, too
    .split('\n');
  expect(header).toMatch(/^number,kind,/);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.every((line) => line.includes(',structure,'))).toBe(true);
  const sheet = (await unzip(await download(/^Excel/))).get('xl/worksheets/sheet1.xml')?.toString() ?? '';
  expect(sheet.match(/<row>/g)?.length).toBe(lines.length + 1);
  const parquet = await download(/^Parquet/);
  expect([parquet.subarray(0, 4).toString(), parquet.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1']);
});

it('R20 a domain is grouped, drawn, and saved as a report that opens again', async () => {
  await page.goto(`${journey.address}/domains?domain=contact-activity`);
  await page.getByRole('button', { name: 'Grouper et compter' }).click();
  await page.getByRole('button', { name: 'Ajouter un groupe' }).click();
  await page.getByRole('img', { name: /^Graphique/ }).waitFor();
  await choose('Colonne du groupe 1', 'Jour');
  await choose('Pas du groupe 1', 'par année');
  await page.getByRole('button', { name: 'Ajouter un groupe' }).click();
  await choose('Colonne du groupe 2', 'Activité');
  await page.getByRole('columnheader', { name: 'Activité' }).waitFor();
  await look('bi-grouped-bars');
  await page.getByText('Courbe', { exact: true }).click();
  await look('bi-grouped-line');
  await page.getByRole('button', { name: 'Retirer le groupe 1' }).click();
  await page.getByText('Parts', { exact: true }).click();
  await page
    .getByText(/\(\d+\s%\)/)
    .first()
    .waitFor();
  await look('bi-grouped-shares');

  // a sum of prices is by currency
  await choose('Ce qui est compté (1)', 'Somme de');
  await choose('Colonne comptée (1)', 'Prix (unités mineures)');
  await page.getByRole('columnheader', { name: 'Monnaie' }).waitFor();
  await page.getByText('Tableau', { exact: true }).click();
  await page.getByRole('cell', { name: /CHF/ }).nth(1).waitFor();
  await look('bi-grouped-table');

  await page.getByRole('button', { name: 'Rapports' }).click();
  await page.getByText('Aucun rapport n’est encore enregistré.').waitFor();
  await page.getByLabel('Enregistrer ce qui est affiché sous').fill('Ventes par activité');
  await choose('Partager avec les profils', 'Marketing');
  await page.keyboard.press('Tab');
  await look('bi-reports');
  await page.getByRole('button', { name: 'Enregistrer le rapport' }).click();
  await page.getByRole('button', { name: 'Ouvrir le rapport Ventes par activité' }).waitFor();
  await page.goto(`${journey.address}/domains`);
  await page.getByRole('button', { name: 'Rapports' }).click();
  await page.getByRole('button', { name: 'Ouvrir le rapport Ventes par activité' }).click();
  await page.getByRole('columnheader', { name: 'Monnaie' }).waitFor();
  expect(page.url()).toContain('contact-activity');
});

it('R20 the limit of an export is set, and a longer one is not offered', async () => {
  await page.goto(`${journey.address}/settings/bi`);
  const rows = page.getByLabel('Lignes d’un export, au plus');
  await rows.fill('10');
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await page.getByText('La limite est définie.').waitFor();
  await look('bi-settings');
  await page.goto(`${journey.address}/domains?domain=contact-profile`);
  await page.getByRole('button', { name: 'Exporter' }).click();
  await page.getByText('Plus de 10 lignes').first().waitFor();
  await look('bi-export-refused');
});

it('the same in English, on a phone and in the dark', async () => {
  const phone = await journey.page({
    locale: 'en-GB',
    colorScheme: 'dark',
    viewport: { width: 360, height: 740 },
    storageState: await page.context().storageState(),
  });
  await phone.addInitScript(() => localStorage.setItem('rappel.language', 'en'));
  const search = new URLSearchParams({
    domain: 'contact-activity',
    filters: JSON.stringify([{ column: 'day', is: 'from', values: ['2015-01-01'] }]),
    groups: JSON.stringify([{ column: 'day', by: 'year' }, { column: 'source' }]),
    measures: JSON.stringify([{ what: 'contacts' }]),
  });
  await phone.goto(`${journey.address}/domains?${search}`);
  await phone.getByRole('img', { name: /^Chart/ }).waitFor();
  await lookAt(phone, 'bi-phone-dark');
  await phone.goto(`${journey.address}/domains?domain=contact-profile`);
  await phone.getByRole('listitem').nth(2).waitFor();
  await lookAt(phone, 'bi-phone-rows');
  await phone.close();
});
