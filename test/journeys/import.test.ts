import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Journey, look as lookAt } from '../helpers/browser.ts';
import { CDNOW, contactsCsv, inactiveByAwk, ordersCsv } from '../helpers/cdnow.ts';
import { workbook } from '../helpers/workbook.ts';

let journey: Journey;
let page: Page;
const ADMINISTRATOR = {
  name: 'Administration',
  email: 'admin@example.org',
  password: 'une phrase assez longue',
};

beforeAll(async () => {
  journey = await Journey.begin();
  page = await journey.page();
  await page.goto(journey.setUpLink as string);
  await page.getByText('Mon institution').click();
  await page.getByLabel('Nom de l’institution').fill('CDNOW');
  await page.getByLabel('Nom court').fill('cdnow');
  await page.getByLabel('Votre nom').fill(ADMINISTRATOR.name);
  await page.getByLabel('E-mail').fill(ADMINISTRATOR.email);
  await page.getByLabel('Mot de passe').fill(ADMINISTRATOR.password);
  await page.getByRole('button', { name: 'Mettre en place' }).click();
  await page
    .getByText(/n’ont pas répondu|Rien ne vous attend/)
    .first()
    .waitFor({ timeout: 60_000 });
});
afterAll(() => journey.end());

const look = (name: string) => lookAt(page, name);

async function choose(name: string, content: Buffer | string): Promise<void> {
  const file = { name, mimeType: '', buffer: Buffer.from(content as string) };
  await page.locator('input[type=file]').setInputFiles(file);
}

const goOn = () => page.getByRole('button', { name: 'Continuer' }).click();
const figure = (name: string) => page.locator('dl div', { hasText: name }).locator('dd').textContent();
const digits = (text: string | null) => Number(text?.replaceAll(/\D/g, ''));

/** As a box office exports them: Windows-1252, days and names of its own. */
const EXPORT = [
  'N° client;Type;Nom;Prénom;Courriel;Né le;NPA;Ville;Pays',
  '1001;Particulier;Lefèvre;Hélène;helene@example.org;15.06.1958;1204;Genève;Suisse',
  '1002;Abonné;Öztürk;Ali;ali@example.org;24.12.1990;69001;Lyon;France',
  '1003;Particulier;Roux;Zoé;zoe;31.02.1990;1003;Lausanne;Suisse',
].join('\r\n');

describe('a file of another system', () => {
  it('is mapped, previewed, its errors told by line in French, and comes in; its mapping is saved', async () => {
    await page.getByRole('link', { name: 'Import' }).click();
    await look('import-file');
    await choose('export.csv', Buffer.from(EXPORT, 'latin1'));
    await goOn();
    await page.getByRole('table', { name: 'Les premières lignes' }).waitFor();
    await page.getByRole('cell', { name: '1958-06-15' }).waitFor();
    await look('import-columns');
    await page.getByRole('combobox', { name: '« Abonné » veut dire' }).click();
    await page.getByRole('option', { name: 'Individuel' }).click();
    await page.getByLabel('Enregistrer cette correspondance sous').fill('Billetterie');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('est enregistrée').waitFor();
    await goOn();
    await page.getByRole('button', { name: 'Vérifier sans écrire' }).click();
    const wrong = page.getByRole('table', { name: 'Rien n’a été importé' });
    await wrong.waitFor();
    const rows = await wrong.getByRole('row').allTextContents();
    expect(rows.slice(1)).toEqual([
      '4Courrielzoe n’est pas une adresse e-mail',
      '4Né le1990-02-31 n’est pas une date',
    ]);
    await look('import-wrong');

    const right = EXPORT.replace(';zoe;31.02.1990', ';zoe@example.org;28.02.1990');
    await page.getByRole('button', { name: 'Fichier' }).click();
    await choose('export.csv', Buffer.from(right, 'latin1'));
    await goOn();
    await page.getByRole('combobox', { name: 'Correspondance enregistrée' }).click();
    await page.getByRole('option', { name: 'Billetterie' }).click();
    await goOn();
    await page.getByRole('button', { name: 'Vérifier sans écrire' }).click();
    await page.getByText('rien n’a été écrit.').waitFor();
    await look('import-checked');
    await page.getByRole('button', { name: 'Importer', exact: true }).click();
    await page.getByText('Import terminé.').waitFor();
    expect(digits(await figure('Nouvelles'))).toBe(3);
    await look('import-done');
  });

  it('with the keyboard alone, from a workbook', async () => {
    await page.getByRole('button', { name: 'Importer un autre fichier' }).press('Enter');
    await choose(
      'clients.xlsx',
      workbook([
        ['Numéro', 'Nom'],
        [2001, 'Ada'],
      ]),
    );
    await page.getByRole('button', { name: 'Continuer', disabled: false }).press('Enter');
    await page.getByRole('cell', { name: '2001' }).first().waitFor();
    await page.getByRole('button', { name: 'Continuer', disabled: false }).press('Enter');
    await page.getByRole('button', { name: 'Importer', exact: true, disabled: false }).press('Enter');
    await page.getByText('Import terminé.').waitFor();
    expect(digits(await figure('Nouvelles'))).toBe(1);
  });

  it('in English, on a phone and in the dark', async () => {
    const before = page;
    page = await journey.page({
      storageState: await before.context().storageState(),
      locale: 'en-GB',
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
    });
    await page.addInitScript(() => localStorage.setItem('rappel.language', 'en'));
    await page.goto(`${journey.address}/import`);
    await choose('old.xls', Buffer.from('\xd0\xcf\x11\xe0 old', 'latin1'));
    await page.getByText('This is an old Excel file').waitFor();
    await choose('export.csv', Buffer.from(EXPORT, 'latin1'));
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('What the values of “Type” mean').waitFor();
    await look('import-phone');
    await page.close();
    page = before;
  });
});

it('the page to try the API loads nothing from elsewhere and needs no looser policy', async () => {
  const other = await journey.page();
  const complaints: string[] = [];
  const asked: string[] = [];
  other.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  other.on('request', (request) => asked.push(request.url()));
  await other.goto(`${journey.address}/api/docs`);
  await other.getByRole('button', { name: 'Expand operation' }).first().waitFor();
  await other.locator('[data-tag="import"]').click();
  await other.getByText('/api/imports/{kind}/mapped').first().waitFor();
  await other.locator('[data-tag="operations"]').click();
  await other.getByText('The process is alive').first().click();
  await other.getByRole('button', { name: 'Execute' }).first().click();
  await other.getByText('"status": "alive"').first().waitFor();
  expect(asked.filter((url) => !url.startsWith(journey.address) && !url.startsWith('data:'))).toEqual([]);
  expect(complaints).toEqual([]);
  await other.close();
});

describe.runIf(existsSync(CDNOW))('CDNOW, 69,659 real purchases (shared/data beside the clone)', () => {
  const whole = async (lines: AsyncGenerator<string>) => (await Array.fromAsync(lines)).join('');

  it('R4 imported through the page and simulated there, as many are inactive as the file itself says', async () => {
    page.setDefaultTimeout(120_000);
    for (const [kind, csv, count] of [
      ['Contacts', await whole(contactsCsv()), 23_570],
      ['Commandes', await whole(ordersCsv()), 69_659],
    ] as const) {
      await page.goto(`${journey.address}/import`);
      await page.getByRole('radio', { name: kind }).check();
      await choose(`${kind}.csv`, csv);
      await goOn();
      await page.getByRole('button', { name: 'Importer', exact: true }).click();
      await page.getByText('Import terminé.').waitFor();
      expect(digits(await figure('Nouvelles'))).toBe(count);
    }
    // the page simulates as of today: so many months that the cutoff falls among the purchases of 1998
    const now = new Date();
    const months = (now.getFullYear() - 1998) * 12 + now.getMonth() - 2;
    await page.goto(`${journey.address}/retention/runs`);
    await page.getByLabel('Mois sans activité').fill(String(months));
    await page.getByRole('button', { name: 'Lancer la simulation' }).click();
    await page.getByRole('slider').waitFor();
    const address = `${journey.address}/api/runs/${page.url().split('/').at(-1)}`;
    const { cutoff, counts } = await (await page.request.get(address)).json();
    const expected = inactiveByAwk(cutoff);
    expect(expected).toBeGreaterThan(1000);
    expect(counts).toMatchObject({ inactive: expected, anonymise: expected, delete: 0 });
    await page.getByText(new Intl.NumberFormat('fr').format(expected)).first().waitFor();
    await look('cdnow-cliff');
  }, 240_000);
});
