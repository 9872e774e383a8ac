import { readFile } from 'node:fs/promises';
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

const PASSWORD = 'une phrase assez longue';
const answer = (question: string, value: string) =>
  page
    .getByRole('radiogroup', { name: question, exact: true })
    .getByRole('radio', { name: value, exact: true });

/** With the mouse: on the word, because the radio button itself is not seen. */
const choose = (question: string, value: string, on = page) =>
  on.getByRole('radiogroup', { name: question, exact: true }).getByText(value, { exact: true }).click();

it('R22 R25 an institution says what is read, what silence means, and what it wants to know', async () => {
  await page.goto(journey.setUpLink as string);
  await page.getByLabel('Nom de l’institution').fill('Théâtre des Remparts');
  await page.getByLabel('Nom court').fill('remparts');
  await page.getByLabel('Votre nom').fill('Administration');
  await page.getByLabel('E-mail').fill('admin@example.org');
  await page.getByLabel('Mot de passe').fill(PASSWORD);
  await page.getByRole('button', { name: 'Mettre en place' }).click();
  await page
    .getByText(/n’ont pas répondu|Rien ne vous attend/)
    .first()
    .waitFor({ timeout: 60_000 });
  const brought = await page.request.post(`${journey.address}/api/imports/contacts`, {
    headers: { 'content-type': 'text/csv' },
    data: 'number,kind,created_on,first_name,last_name\nV1,individual,2019-03-01,Prénom,Nom\n',
  });
  expect(brought.status(), await brought.text()).toBe(200);

  await page.goto(`${journey.address}/settings/consent`);
  const filter = page.getByRole('switch', { name: /^Exclure des campagnes/ });
  expect(await filter.isChecked(), 'off at first').toBe(false);
  await filter.focus();
  await page.keyboard.press('Space');
  await page.getByText('Enregistré.', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Nouvelle version, E-mail' }).click();
  await page.getByLabel('Texte en français').fill('Pouvons-nous vous écrire par e-mail ?');
  await page.getByLabel('Texte en anglais').fill('May we write to you by e-mail?');
  await look('consent-wording');
  await page.getByRole('button', { name: 'Ajouter cette version' }).click();
  await page.getByText('en vigueur').waitFor();
  await look('consent-settings');

  await page.goto(`${journey.address}/settings/criteria`);
  await page.getByText('Pas encore de critères').waitFor();
  await page.getByRole('button', { name: 'Nouveau critère' }).click();
  await page.getByLabel('Nom').fill('Genres préférés');
  await page.getByRole('combobox', { name: 'Type' }).click();
  await page.getByRole('option', { name: 'Plusieurs choix dans une liste' }).click();
  await page.getByLabel('Valeurs de la liste').fill('Jazz\nOpéra\nDanse');
  await page.getByLabel(/Les contacts peuvent/).check();
  await look('criterion-new');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByRole('button', { name: 'Nouveau critère' }).click();
  await page.getByLabel('Nom').fill('Ami du théâtre');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByRole('button', { name: 'Modifier Ami du théâtre' }).waitFor();
  await look('criteria');
});

it('R22 R1g a request is recorded with the keyboard, with what was read, and is activity', async () => {
  await page.goto(`${journey.address}/contacts/V1?tab=consent`);
  await answer('E-mail', 'Sans réponse').focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  expect(await answer('E-mail', 'Oui').isChecked()).toBe(true);
  await choose('SMS', 'Non');
  await page.getByText('2 changements à enregistrer').waitFor();
  const save = page.getByRole('button', { name: 'Enregistrer' });
  expect(await save.isDisabled(), 'how the request came is asked first').toBe(true);
  await page.getByRole('radio', { name: 'Par téléphone' }).check();
  await page.getByRole('radio', { name: 'Le texte en français' }).check();
  await page.getByText('Pouvons-nous vous écrire').waitFor();
  await look('authorisations-recording');
  await save.click();
  await page.getByText('Enregistré.', { exact: true }).first().waitFor();
  await page
    .getByText(/par Administration · à la demande du contact, par téléphone/)
    .first()
    .waitFor();
  const rope = await page.context().newPage();
  await rope.goto(`${journey.address}/contacts/V1`);
  await rope.getByText('Autorisation de contact').first().waitFor(); // the knot that it makes
  await rope.close();
  await page.getByText('Historique et preuves').first().click();
  await page.getByText(/^Ce que la personne a lu/).click();
  await look('authorisations-history');
});

it('R1f criteria are set in the field of their type', async () => {
  await page.getByRole('combobox', { name: 'Genres préférés' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name: 'Danse' }).click();
  await page.getByRole('option', { name: 'Jazz' }).click();
  await page.keyboard.press('Escape');
  await choose('Ami du théâtre', 'Oui');
  await page.getByRole('radio', { name: /^Sans demande/ }).check();
  await page.getByText('ce n’est pas une activité').waitFor();
  await look('criteria-recording');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page
    .getByText(/correction, sans demande/)
    .first()
    .waitFor();
  await page.getByText('Historique et preuves').last().click();
  await page.getByText('sans valeur → Jazz et Danse').waitFor();
});

it('R22 what another operator records meanwhile is not overwritten unseen', async () => {
  const other = await page.context().newPage();
  await other.goto(`${journey.address}/contacts/V1?tab=consent`);
  await other.getByRole('radiogroup', { name: 'Courrier postal' }).waitFor();
  await choose('Courrier postal', 'Oui');
  await choose('Téléphone', 'Non', other);
  await other.getByRole('radio', { name: 'Au guichet' }).check();
  await other.getByRole('button', { name: 'Enregistrer' }).click();
  await other.getByText('Enregistré.', { exact: true }).first().waitFor();
  await other.close();
  await page.getByRole('radio', { name: 'Au guichet' }).check();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText(/Quelqu’un a modifié/).waitFor();
  // what the other recorded is shown as soon as it was read again
  await expect.poll(() => answer('Téléphone', 'Non').isChecked()).toBe(true);
  await look('authorisations-conflict');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText('1 changement à enregistrer').waitFor({ state: 'detached' });
  await expect.poll(() => answer('Courrier postal', 'Oui').isChecked()).toBe(true);
});

it('R22 the consent record is exported', async () => {
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Exporter le registre du consentement' }).click();
  const file = await (await download).path();
  const record = JSON.parse(await readFile(file, 'utf8'));
  expect(record['@graph']).toHaveLength(7);
  expect(JSON.stringify(record)).not.toContain('Administration');
});

it('a type is changed after seeing what becomes of the values, and deleting says who loses what', async () => {
  await page.goto(`${journey.address}/settings/criteria`);
  await page.getByRole('button', { name: 'Modifier Genres préférés' }).click();
  await page.getByLabel('Valeurs de la liste').fill('Jazz\nOpéra');
  await page.getByRole('button', { name: 'Voir ce que deviennent les valeurs' }).click();
  await page.getByText('«\u00a0Jazz;Danse\u00a0» ne convient pas').waitFor();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText(/Des contacts ont des valeurs/).waitFor();
  await page.getByRole('button', { name: 'Supprimer' }).click();
  await page.getByText('1\u00a0contact perdrait sa valeur').waitFor();
  await look('criterion-delete');
  await page.getByRole('button', { name: 'Supprimer définitivement' }).click();
  await page.getByText('Supprimé.').waitFor();
  await page.getByRole('button', { name: 'Modifier Genres préférés' }).waitFor({ state: 'detached' });
});

it('the same in English, on a phone and in the dark', async () => {
  const storageState = await page.context().storageState();
  page = await journey.page({
    storageState,
    locale: 'en-GB',
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  await page.addInitScript(() => localStorage.setItem('rappel.language', 'en'));
  await page.goto(`${journey.address}/contacts/V1?tab=consent`);
  await choose('E-mail', 'No');
  await page.getByRole('radio', { name: 'By letter' }).check();
  await page.getByRole('radio', { name: 'The wording in English' }).check();
  await look('phone-authorisations');
  await page.goto(`${journey.address}/settings/consent`);
  await page.getByText('in use').waitFor();
  await look('phone-consent-settings');
  await page.goto(`${journey.address}/settings/criteria?open=new`);
  await page.getByLabel('Name').waitFor();
  await look('phone-criterion');
  const wide = await page.evaluate<boolean>(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
  expect(wide, 'nothing stands out to the right').toBe(false);
});
