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

const look = (name: string) => lookAt(page, name);
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const choose = async (label: string, option: string) => {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};
/** Without the non-breaking spaces of French. */
const main = async () => ((await page.getByRole('main').textContent()) ?? '').replaceAll(/\s+/g, ' ');
const volume = async () => {
  const shown = page.getByText(/^\d[\d\s]*\scontacts?$/);
  await shown.waitFor();
  return Number(((await shown.textContent()) ?? '').replaceAll(/\D/g, ''));
};

it('R28 the target of the source is made with the builder, says itself in words, and counts while it is edited', async () => {
  await page.goto(`${journey.address}/targets`);
  await page.getByRole('heading', { name: 'Pas encore de cible' }).waitFor();
  await look('targets-empty');
  await button('Nouvelle cible').first().click();
  await page.getByLabel('Nom').fill('Consent renewal');
  await page.getByLabel('Code').fill('crenew');
  await page.getByText('Sans condition, une cible ne trouve personne.').waitFor();
  await look('target-new');
  await button('Ajouter une condition').click();
  const individuals = await volume();
  expect(individuals).toBeGreaterThan(100);
  await page.getByText('Type est « Individuel ».').waitFor();

  await button('Ajouter une condition').click();
  await choose('Condition 2 : champ', 'Récence GDPR');
  await choose('Condition 2 : valeur, Sorte de jour', 'un jour fixe (AAAAMMJJ)');
  await page.getByText('La condition 2 n’est pas encore complète.').waitFor();
  await page.getByLabel('Condition 2 : valeur', { exact: true }).fill('20240512');
  await page.getByText('12 mai 2024', { exact: true }).waitFor();
  await page.getByText(/^0\scontact$/).waitFor();
  await page.getByText('Aucune exécution n’a encore calculé les récences').waitFor();
  expect(await main()).toContain(
    'Contacts qui remplissent toutes ces conditions : Type est « Individuel » ; Récence GDPR est en dessous de 20240512 (12 mai 2024).',
  );
  await look('target-stale');
  await button('Enregistrer').click();
  await page.getByRole('heading', { name: 'Consent renewal' }).waitFor();
  await page.waitForURL(/\/targets\/\d+$/);
});

it('R28 a simulation as far as the target looks takes the warning away', async () => {
  const address = page.url();
  await button(/^Simuler avec \d+\smois$/).click();
  await page.waitForURL(/\/retention\/runs\/\d+/);
  await page
    .getByRole('heading', { name: 'Contacts par mois de dernière activité' })
    .waitFor({ timeout: 30_000 });
  await page.goto(address);
  expect(await volume()).toBeGreaterThan(0);
  expect(await page.getByText('ne sont peut-être plus à jour').count()).toBe(0);
  await page.getByText(/^en laisse/).waitFor();
  await page.getByRole('radiogroup', { name: 'Une campagne par' }).getByText('SMS').click();
  await page.getByText('Quelques-uns d’entre eux').waitFor();
  await look('target');

  await button('Écrire une campagne').click();
  await page.waitForURL(/\/campaigns\/new\?target=\d+/);
  await page
    .getByText(/^Consent renewal \(/)
    .first()
    .waitFor();
  await page.goto(address);
  await page.getByText('Quelques-uns d’entre eux').waitFor();
});

it('R28 groups in groups are made with the keyboard alone, and what was typed is not lost by leaving', async () => {
  const before = await volume();
  await button('Ajouter un groupe').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Lesquelles des conditions du groupe 3' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name: 'aucune' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Condition 3.1 : champ' }).focus();
  await page.keyboard.type('local');
  await page.getByRole('option', { name: 'Localité' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByLabel('Condition 3.1 : valeur').fill('lausanne');
  await page.getByText('(aucune : Localité est « lausanne »)').waitFor();
  await expect.poll(volume).toBeLessThan(before);
  await page.getByRole('link', { name: 'Cibles' }).first().click();
  await page
    .getByRole('heading', { name: 'Modifications non enregistrées' })
    .or(page.getByRole('dialog'))
    .first()
    .waitFor();
  await button('Rester').or(page.getByRole('dialog').getByRole('button').first()).first().click();
  await look('target-nested');
  await button('Retirer le groupe 3').click();
});

it('a static target is frozen, copied and put away', async () => {
  await choose('Type', 'Statique');
  await button('Enregistrer').click();
  await page.getByText(/^Ses contacts ont été figés le/).waitFor();
  await button('Figer à nouveau').click();
  await page.getByText('Enregistré.').first().waitFor();
  await button('Dupliquer').click();
  await page.getByRole('heading', { name: 'Consent renewal (copie)' }).waitFor();
  await button('Archiver').click();
  await page.getByText('Cette cible est archivée.').waitFor();
  await page.getByRole('link', { name: 'Cibles' }).first().click();
  await page.getByRole('row', { name: /crenew/ }).waitFor();
  expect(await page.getByText('(copie)').count()).toBe(0);
  await look('targets');
});

it('R28 shows every kind of condition, and opening one changes nothing', async () => {
  const rule = (field: string, operator: string, value?: unknown) => ({ field, operator, value });
  const created = await page.request.post(`${journey.address}/api/targets`, {
    data: {
      ...{ code: 'every', name: 'Toutes sortes', type: 'dynamic', description: '' },
      query: {
        combinator: 'any',
        rules: [
          rule('lastName', 'in', ['Dupont', 'Favre']),
          rule('country', 'notIn', ['CH', 'FR']),
          rule('birthDate', 'between', [{ day: '1980-01-01' }, { monthsAgo: 240 }]),
          rule('age', 'between', [18, 25]),
          rule('phone', 'null'),
          rule('authorisation:email', 'in', ['yes', 'none']),
          rule('recency', 'between', { is: [{ number: 20200101 }, { monthsAgo: 24 }] }),
          rule('balance', '=', { is: 'debt' }),
          rule('bought', '!=', { from: { monthsAgo: 12 } }),
          rule('attended', '=', { from: { day: '2025-01-01' }, to: { day: '2025-12-31' } }),
          rule('orders', '>=', { is: 2 }),
          rule('spent', '>', { is: 12_050, currency: 'CHF' }),
          rule('lastOrder', 'null', {}),
          rule('clicked', '=', {}),
        ],
      },
    },
  });
  expect(created.status(), await created.text()).toBe(201);
  const { id } = await created.json();
  await page.goto(`${journey.address}/targets/${id}`);
  await page.getByLabel('Condition 12 : valeur', { exact: true }).waitFor();
  expect(await page.getByLabel('Condition 12 : valeur', { exact: true }).inputValue()).toBe('120.5');
  expect(await volume()).toBeGreaterThan(0);
  await page.getByText('Autorisation : E-mail est parmi « Oui » ou « Sans réponse »').waitFor();
  await look('target-every');
  await page.getByRole('link', { name: 'Cibles' }).first().click();
  await page.getByRole('row', { name: /every/ }).waitFor();
});

it('is the same in English, in the dark and on a narrow screen', async () => {
  await page.evaluate(() => localStorage.setItem('rappel.language', 'en'));
  await page.getByRole('row', { name: /crenew/ }).click();
  await page.waitForURL(/\/targets\/\d+$/);
  await page.reload();
  await page.getByText('Create your query').waitFor();
  await page.getByText(/GDPR recency is less than 20240512 \(12 May 2024\)/).waitFor();
  await page.getByText('Some of them').waitFor();
  await look('target-en');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 760 });
  await page.getByText('Some of them').waitFor();
  await look('target-narrow-dark');
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
});
