import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Journey, look as lookAt } from '../helpers/browser.ts';

let journey: Journey;
let page: Page;
beforeAll(async () => {
  journey = await Journey.begin();
  page = await journey.page();
});
afterAll(() => journey.end());

const look = (name: string) => lookAt(page, name);

const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

async function bring(kind: string, data: string): Promise<void> {
  const brought = await page.request.post(`${journey.address}/api/imports/${kind}`, {
    headers: { 'content-type': 'text/csv' },
    data,
  });
  expect(brought.status(), await brought.text()).toBe(200);
}

/** `months` before today, in the middle of the month. */
function day(months: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 15)).toISOString().slice(0, 10);
}

/** Forty people, the later the longer without activity; each second one once bought a ticket. */
const PEOPLE = Array.from({ length: 40 }, (_, index) => index);

it('a base with prospects and customers of every age, and a criterion by which another system marks', async () => {
  await page.goto(journey.setUpLink as string);
  await page.getByLabel('Nom de l’institution').fill('Théâtre des Remparts');
  await page.getByLabel('Nom court').fill('remparts');
  await page.getByLabel('Votre nom').fill('Administration');
  await page.getByLabel('E-mail').fill('admin@example.org');
  await page.getByLabel('Mot de passe').fill('une phrase assez longue');
  await page.getByRole('button', { name: 'Mettre en place' }).click();
  await page
    .getByText(/n’ont pas répondu|Rien ne vous attend/)
    .first()
    .waitFor({ timeout: 60_000 });
  const people = PEOPLE.map((index) => `P${index},individual,${day(1 + index * 1.5)}`);
  await bring('contacts', `number,kind,created_on\n${people.join('\n')}\n`);
  const orders = PEOPLE.filter((index) => index % 2 === 0).map(
    (index) => `O${index},1,Grand Théâtre,${day(1 + index * 1.5)},P${index},sold,Programme,20,CHF`,
  );
  await bring(
    'orders',
    `order_number,line,organisation,ordered_on,purchase_contact,state,product,price,currency\n${orders.join('\n')}\n`,
  );
  for (const [name, type] of [
    ['À effacer', 'yes-no'],
    ['Genre', 'choice'],
  ]) {
    const body = { name, type, organisationId: null, choices: type === 'choice' ? ['Jazz', 'Opéra'] : [] };
    const created = await page.request.post(`${journey.address}/api/criteria`, {
      data: { ...body, editableByContact: false, position: 0, state: 'active' },
    });
    expect(created.ok(), await created.text()).toBe(true);
  }
});

it('values are shown side by side and then applied, by the keyboard', async () => {
  await page.goto(`${journey.address}/contacts`);
  await page.getByRole('link', { name: 'En nombre' }).click();
  await page.getByRole('heading', { name: 'Plusieurs contacts à la fois' }).waitFor();
  await page
    .locator('input[type=file]')
    .setInputFiles(csv('mal.csv', 'contact_number;criterion:Genre\nP1;Rock\nXX;Jazz\n'));
  const compare = page.getByRole('button', { name: 'Voir ce qui changerait' });
  await compare.focus();
  await page.keyboard.press('Enter');
  await page.getByText('2 lignes refusées').waitFor();
  await page.getByText(/«\sRock\s» n’est pas une valeur de cette colonne/).waitFor();
  expect(await page.getByRole('button', { name: /^Modifier/ }).count()).toBe(0);
  await look('bulk-refused');
  await page.locator('input[type=file]').setInputFiles(csv('colonne.csv', 'contact_number;nom\nP1;Ada\n'));
  await compare.click();
  await page.getByText('n’est pas connue, ou plus en usage').waitFor();
  const text =
    'contact_number;criterion:Genre;authorisation:email\nP1;jazz;oui\nP2;Opéra;\nP3;;non\nP4;Jazz;none\n';
  await page.locator('input[type=file]').setInputFiles(csv('valeurs.csv', text));
  await compare.click();
  await page.getByText('4 contacts seraient modifiés, sur 4 lignes du fichier.').waitFor();
  await page.getByText('rien → Jazz (2)').waitFor();
  await look('bulk-preview');
  await page.getByRole('button', { name: 'Modifier 4 contacts' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('4 contacts modifiés').waitFor();
  await page.getByRole('button', { name: 'Voir ce qui changerait' }).click();
  await page.getByText('Le fichier ne change rien').waitFor();
});

it('R13 a selection is simulated, and erased in three steps', async () => {
  await page.getByRole('tab', { name: 'Effacer une sélection' }).click();
  const numbers = page.getByLabel('Numéros de contact');
  await numbers.fill('P0, inconnu');
  await page.getByRole('button', { name: 'Simuler' }).click();
  await page.getByText('Ces numéros ne sont ceux d’aucun contact').waitFor();
  await numbers.fill('P0\nP1');
  await look('bulk-erase');
  await page.getByRole('button', { name: 'Simuler' }).click();
  await page.getByText(/une sélection de 2\scontacts, quelle que soit la dernière activité/).waitFor();
  await page.getByRole('button', { name: /Effacer définitivement/ }).click();
  await page.getByText('2 contacts seront effacés').first().waitFor();
  await page.getByRole('textbox', { name: /Saisissez/ }).fill('2');
  await look('bulk-three-steps');
  await page
    .getByRole('button', { name: /^Effacer/ })
    .last()
    .click();
  await page.getByText('1 contact supprimé, 1 anonymisé.').waitFor({ timeout: 30_000 });
  await look('bulk-erased');
});

it('a batch looks at a criterion, or gives prospects another duration', async () => {
  await page.goto(`${journey.address}/retention`);
  await page.getByRole('button', { name: 'Nouveau batch' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Nom').fill('Demandes d’effacement');
  await form.getByRole('combobox', { name: 'Qui est concerné' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: /« À effacer » est oui/ }).click();
  expect(await form.getByLabel('Autre durée pour les prospects').count()).toBe(0);
  await look('bulk-batch-criterion');
  await form.getByRole('combobox', { name: 'Qui est concerné' }).click();
  await page.getByRole('option', { name: 'Les contacts inactifs' }).click();
  await form.getByLabel('Autre durée pour les prospects').fill('24');
  await form.getByLabel('Mois sans activité des clients').waitFor();
  await look('bulk-batch-durations');
  await form.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByRole('button', { name: 'Simuler' }).click();
  await page
    .getByText(/clients sans activité depuis 36\smois .*, prospects sans activité depuis 24\smois/)
    .waitFor();
  await page.getByText('La ligne à déplacer est celle des clients.').waitFor();
  await page.getByText('prospects : 24 mois').waitFor();
  await look('cliff-two');
  const handle = page.getByRole('slider', { name: 'Date limite des clients' });
  await handle.focus();
  await page.keyboard.press('PageUp');
  await page.getByText('La simulation portait sur 36 mois.').waitFor();
  await look('cliff-two-dragged');
});

it('in English, narrow and dark', async () => {
  page = await journey.page({
    locale: 'en-GB',
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
    storageState: await page.context().storageState(),
  });
  await page.request.put(`${journey.address}/api/account`, {
    data: { name: 'Administration', locale: 'en' },
  });
  await page.goto(`${journey.address}/contacts/bulk`);
  await page.getByRole('heading', { name: 'Many contacts at once' }).waitFor();
  await page
    .locator('input[type=file]')
    .setInputFiles(csv('values.csv', 'contact_number,criterion:Genre\nP5,jazz\nP6,opera\nP7,Opéra\n'));
  await page.getByRole('button', { name: 'Show what would change' }).click();
  await page.getByText('1 line is refused').waitFor();
  await look('bulk-narrow-dark');
  await page.goto(`${journey.address}/contacts/bulk?tab=erase`);
  await page.getByLabel('Contact numbers').waitFor();
  await look('bulk-erase-narrow-dark');
  await page.goto(`${journey.address}/retention/runs/4`);
  await page.getByText('The line to drag is that of customers.').waitFor();
  await look('cliff-two-narrow-dark');
});
