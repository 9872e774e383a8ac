import type { Page } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { Journey, look as lookAt } from '../helpers/browser.ts';

let journey: Journey;
let page: Page;
beforeAll(async () => {
  journey = await Journey.begin();
  page = await journey.page();
});
afterAll(() => journey.end());

const look = (name: string) => lookAt(page, name);

const ADMINISTRATOR = {
  name: 'Administration',
  email: 'admin@example.org',
  password: 'une phrase assez longue',
};

it('from the link of the first start to the journal of a real run, in French', async () => {
  await page.goto(journey.setUpLink as string);
  await page.getByText('Une démonstration').click();
  await page.getByLabel('Nombre de contacts').fill('1000');
  await page.getByLabel('Votre nom').fill(ADMINISTRATOR.name);
  await page.getByLabel('E-mail').fill(ADMINISTRATOR.email);
  await page.getByLabel('Mot de passe').fill(ADMINISTRATOR.password);
  await look('set-up');
  await page.getByRole('button', { name: 'Mettre en place' }).click();

  await page.getByText(/n’ont pas répondu/).waitFor({ timeout: 60_000 }); // the demo is made
  await look('home-empty');

  await page.getByRole('link', { name: 'Conservation' }).click();
  await page.getByRole('button', { name: 'Nouveau batch' }).click();
  await page.getByLabel('Nom').fill('Chaque mois');
  await page.getByRole('combobox', { name: 'Programmation' }).click();
  await page.getByRole('option', { name: 'Chaque mois' }).click();
  await look('batch-new');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText('Prochaines dates').waitFor();
  await look('batch');

  await page.getByRole('button', { name: 'Simuler' }).click();
  await page.getByRole('heading', { level: 1, name: /^Simulation/ }).waitFor();
  const cutoff = page.getByRole('slider');
  await cutoff.waitFor();
  await look('cliff');

  // the counts follow the cutoff; towards the past they are exact, towards today a new simulation is offered
  await cutoff.focus();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  const again = page.getByRole('button', { name: /^Simuler \d+/ });
  await again.waitFor();
  await look('cliff-dragged');
  // the first simulation can be confirmed as well, until the page has gone on to the second
  const first = page.url();
  await again.click();
  await page.waitForURL((url) => url.href !== first);
  await page.getByRole('button', { name: /^Effacer définitivement/ }).waitFor();

  // the journal, narrowed to who is spared
  await page.getByRole('combobox', { name: 'Sort' }).click();
  await page.getByRole('option', { name: 'Épargné' }).click();
  await page.waitForURL(/outcome=spare/);
  await look('journal');

  // the three steps: another number does nothing
  await page.getByRole('button', { name: /^Effacer définitivement/ }).click();
  const erase = page.getByRole('button', { name: /^Effacer \d/ });
  const label = (await erase.textContent()) as string;
  const count = label.replaceAll(/\D/g, '');
  const field = page.getByLabel(/Tapez|Saisissez/);
  await field.fill('1');
  await look('three-steps');
  await field.fill(count);
  await erase.click();
  await page.getByRole('heading', { level: 1, name: /^Exécution réelle/ }).waitFor();
  await page
    .getByText(/supprimés?,/)
    .first()
    .waitFor();
  await look('real-run');

  // nobody can find the erased any more: the journal has no number of theirs
  await page.getByText('effacé', { exact: true }).first().waitFor();

  await page.getByRole('navigation').getByRole('link', { name: 'Exécutions' }).click();
  await page.getByText('Réel').first().waitFor();
  await look('runs');
}, 240_000);

it('a contact is found, and its rope says until when it is kept', async () => {
  await page.getByRole('link', { name: 'Contacts' }).click();
  await page.getByRole('row').nth(3).waitFor();
  await look('contacts');
  // by name, structures come first, and a structure has no rope
  await page.goto(`${journey.address}/contacts?kind=individual`);
  await page.getByRole('row').nth(3).getByText('Individuel').waitFor();
  await page.getByRole('row').nth(3).click();
  await page
    .getByText(/oublié le|prochaine exécution/)
    .first()
    .waitFor();
  await look('contact');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Un contact, une page…').fill('exéc');
  await look('palette');
  await page.keyboard.press('Escape');
});

it('the session ends in the middle of a form: signing in again goes on, and nothing typed is lost', async () => {
  await page.getByRole('link', { name: 'Réglages' }).click();
  await page.getByRole('button', { name: 'Inviter un opérateur' }).click();
  const form = page.getByRole('dialog', { name: 'Inviter un opérateur' });
  await form.getByLabel('E-mail').fill('guichet@example.org');
  await page.context().clearCookies();
  await form.getByRole('button', { name: 'Créer le lien' }).click();
  const dialog = page.getByRole('dialog', { name: 'Connectez-vous à nouveau' });
  await dialog.getByLabel('Mot de passe').fill(ADMINISTRATOR.password);
  await look('signed-out');
  await dialog.getByRole('button', { name: 'Se connecter' }).click();
  await form.getByRole('status').waitFor();
  await form.getByRole('button', { name: 'Fermer' }).click();
  await page.getByRole('link', { name: 'guichet@example.org' }).waitFor();
});

it('a file with errors is refused by line, a right one comes in', async () => {
  await page.getByRole('link', { name: 'Import' }).click();
  const file = (text: string) => ({ name: 'contacts.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  const chooser = page.locator('input[type=file]');
  await chooser.setInputFiles(file('number,kind,created_on\nX1,person,2020-13-01\n'));
  await page.getByText('Les colonnes sont celles de Rappel').waitFor();
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByRole('button', { name: 'Vérifier sans écrire' }).click();
  await page.getByRole('cell', { name: '2020-13-01 n’est pas une date' }).waitFor();
  await look('import-refused');
  await page.getByRole('button', { name: 'Fichier', exact: true }).click();
  await chooser.setInputFiles(file('number,kind,created_on\nX1,individual,2020-12-01\n'));
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByRole('button', { name: 'Importer', exact: true }).click();
  await page.getByText('Import terminé.').waitFor();
  await look('import-done');
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
  await page.goto(journey.address);
  await page.getByText('Waiting for a decision').waitFor();
  await look('phone-home');
  await page.goto(`${journey.address}/retention/runs/1`);
  await page.getByRole('slider').waitFor();
  await look('phone-cliff');
  await page.goto(`${journey.address}/retention/runs`);
  await page.getByText('Check of simulation').first().click();
  await page.getByText('Nothing has changed since the simulation.').waitFor();
  await look('phone-check');
  await page.goto(`${journey.address}/retention/runs`);
  await page.getByLabel('Months without activity').fill('12');
  await page.getByRole('button', { name: 'Start the simulation' }).click();
  await page.getByRole('button', { name: /^Erase for good/ }).click();
  await page.getByLabel(/^Type /).waitFor();
  await look('phone-three-steps');
});
