import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Journey, look as lookAt } from '../helpers/browser.ts';

let journey: Journey;
let page: Page;
const administrator = {
  name: 'Administration',
  email: 'admin@example.org',
  password: 'une phrase assez longue',
};

beforeAll(async () => {
  journey = await Journey.begin();
  page = await journey.page();
  const { request } = page.context();
  const setUp = await request.post(`${journey.address}/api/set-up`, {
    data: {
      token: new URL(journey.setUpLink as string).searchParams.get('token'),
      administrator,
      institution: {
        slug: 'theatre',
        name: 'Théâtre',
        locale: 'fr',
        timeZone: 'Europe/Zurich',
        country: 'CH',
      },
    },
  });
  expect(setUp.status(), await setUp.text()).toBe(200);
  const imported = await request.post(`${journey.address}/api/imports/contacts`, {
    headers: { 'content-type': 'text/csv' },
    data: 'number,kind,last_name,remark\nN1,individual,Essai,Paie par facture.\n',
  });
  expect(imported.status(), await imported.text()).toBe(200);
});
afterAll(() => journey.end());

const look = (name: string) => lookAt(page, `notes-${name}`);

it('R16 a note is written with the keyboard alone, its sensitive passage is pointed out and stops nobody', async () => {
  await page.goto(`${journey.address}/contacts/N1?tab=notes`);
  await page.getByText('Pas encore de note').waitFor();
  await look('empty');
  await page.getByLabel('Nouvelle note').focus();
  await page.keyboard.type(
    'Monsieur est diabétique et pénible. Place PMR. <b>Deux</b> places pour Le Malade imaginaire.',
  );
  await page.getByText('3 passages à relire', { exact: true }).waitFor();
  expect(await page.locator('mark').allTextContents()).toEqual(['diabétique', 'pénible', 'Place PMR']);
  const heard = page.getByRole('status').filter({ hasText: '3 passages à relire : « diabétique » (Santé)' });
  await heard.waitFor({ state: 'attached' });
  await look('pointed-out');
  // from the list to the passage
  await page.getByRole('button', { name: '« pénible »' }).press('Enter');
  const chosen = await page.getByLabel('Nouvelle note').evaluate((field) => {
    const { value, selectionStart, selectionEnd } = field as unknown as Record<
      'selectionStart' | 'selectionEnd',
      number
    > & {
      value: string;
    };
    return value.slice(selectionStart, selectionEnd);
  });
  expect(chosen).toBe('pénible');
  await page.keyboard.press('Control+Enter');
  await page.getByText('La note est enregistrée.').waitFor();
  // as text, never as HTML
  await page.getByRole('paragraph').filter({ hasText: '<b>Deux</b> places' }).waitFor();
  await look('saved');
});

it('R16 the recommendations open beside the field, and nothing typed is lost', async () => {
  await page.getByLabel('Nouvelle note').fill('À moitié écrite');
  await page.getByRole('button', { name: 'Recommandations pour le texte libre' }).first().click();
  const advice = page.getByRole('dialog');
  await advice.getByText('appartenance syndicale').waitFor();
  await look('recommendations');
  await page.keyboard.press('Escape');
  await advice.waitFor({ state: 'hidden' });
  expect(await page.getByLabel('Nouvelle note').inputValue()).toBe('À moitié écrite');
  await page.getByLabel('Nouvelle note').fill('x'.repeat(4001));
  await page.getByText('1 caractère de trop.').waitFor();
  expect(await page.getByRole('button', { name: 'Ajouter la note' }).isDisabled()).toBe(true);
  await page.getByLabel('Nouvelle note').fill('');
});

it('R16 a changed remark says what the recommendations are; one saved unchanged says nothing', async () => {
  await page.getByText('Paie par facture.').waitFor();
  const edit = page.getByRole('tabpanel').getByRole('button', { name: 'Modifier', exact: true });
  await edit.click();
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await edit.waitFor();
  expect(await page.getByText('La remarque est enregistrée.').count()).toBe(0);
  await edit.click();
  await page.getByLabel('Remarque').fill('Paie par virement.');
  await page.keyboard.press('Control+Enter');
  await page.getByText('La remarque est enregistrée.').waitFor();
});

it('R16 two write at once: nobody’s text is lost, and the reader chooses', async () => {
  const api = `${journey.address}/api/contacts/N1`;
  const { request } = page.context();
  await page.getByRole('tabpanel').getByRole('button', { name: 'Modifier', exact: true }).click();
  await page.getByLabel('Remarque').fill('Mon texte.');
  const { version } = await (await request.get(`${api}/remark`)).json();
  await request.put(`${api}/remark`, { data: { text: 'Leur texte.', version } });
  await page.keyboard.press('Control+Enter');
  await page.getByText('Leur texte.').waitFor();
  expect(await page.getByLabel('Remarque').inputValue()).toBe('Mon texte.');
  await look('stale');
  await page.getByRole('button', { name: 'Enregistrer mon texte à la place' }).click();
  await page.getByText('La remarque est enregistrée.').waitFor();
  expect(await (await request.get(`${api}/remark`)).json()).toMatchObject({ text: 'Mon texte.' });

  await page.getByRole('button', { name: /^Modifier.*Note du/ }).click();
  await page.getByLabel(/^Note du/).fill('Une note à garder.');
  const [note] = (await (await request.get(`${api}/notes`)).json()).items;
  await request.delete(`${api}/notes/${note.id}?version=${note.version}`);
  await page.keyboard.press('Control+Enter');
  await page.getByText('Cette note a été supprimée entre-temps').waitFor();
  await page.getByRole('button', { name: 'L’enregistrer comme nouvelle note' }).click();
  await page.getByRole('paragraph').filter({ hasText: 'Une note à garder.' }).waitFor();
});

it('R16 a note is deleted after a second word', async () => {
  await page.getByRole('button', { name: /^Supprimer.*Note du/ }).click();
  await look('delete');
  await page.getByRole('button', { name: 'Garder' }).click();
  await page.getByRole('button', { name: /^Supprimer.*Note du/ }).click();
  await page.getByRole('button', { name: 'Supprimer', exact: true }).click();
  await page.getByText('Pas encore de note').waitFor();
});

it('R16 the same in English, on a phone and in the dark, with the recommendations as a page', async () => {
  const state = await page.context().storageState();
  page = await journey.page({
    storageState: state,
    locale: 'en-GB',
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  await page.addInitScript(() => localStorage.setItem('rappel.language', 'en'));
  await page.goto(`${journey.address}/contacts/N1?tab=notes`);
  await page
    .getByLabel('New note')
    .fill(
      'She is very rude. Card 4242 4242 4242 4242. Sits in row F, comes by wheelchair and asks for the white wine menu.',
    );
  await page.getByText('3 passages to look at again', { exact: true }).waitFor();
  await look('phone');
  await page.getByRole('button', { name: 'Add the note' }).click();
  await page.getByText('The note is saved.').waitFor();
  await page.getByRole('button', { name: 'Recommendations for free text' }).last().click();
  await page.getByRole('dialog').getByText('trade union membership').waitFor();
  await look('phone-recommendations');
  await page.goto(`${journey.address}/help/free-text`);
  await page.getByRole('heading', { name: 'Objective' }).waitFor();
  await look('phone-help');
  const width = await page.locator('html').evaluate(({ scrollWidth }) => scrollWidth);
  expect(width).toBe(360);
});
