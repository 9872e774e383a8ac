import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOperator } from '../../src/operators/operators.ts';
import { Journey, look as lookAt } from '../helpers/browser.ts';
import { MailServer } from '../helpers/mail-server.ts';
import { Venue } from '../helpers/venue.ts';

const PASSWORD = 'une phrase assez longue';
const LONG_AGO = '2015-01-01';
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';

let mail: MailServer;
let journey: Journey;
let page: Page;
beforeAll(async () => {
  mail = await MailServer.listen();
  const settings = { SMTP_URL: mail.url, MAIL_FROM: 'theatre@example.org' };
  journey = await Journey.begin(settings, async (test) => {
    const venue = await Venue.in(test);
    for (const name of ['Camille', 'Renée', 'Silvio']) {
      const contact_id = await venue.contact({
        number: name,
        first_name: name,
        last_name: 'Rochat',
        email: `${name.normalize('NFD').replaceAll(/\W/g, '').toLowerCase()}@example.org`,
        language: 'fr',
        created_on: LONG_AGO,
      });
      if (name === 'Renée') {
        await venue.insert('contact_authorisations', {
          contact_id,
          authorisation: 'institution',
          value: 'no',
        });
      }
    }
    await venue.active(new Date().toISOString().slice(0, 10), {
      number: 'Fidèle',
      first_name: 'Fidèle',
      email: 'fidele@example.org',
    });
    const admin = {
      email: 'admin@example.org',
      name: 'Administration',
      profile: 'administrator' as const,
      locale: 'fr' as const,
      password: PASSWORD,
    };
    await createOperator(test.database, venue.institution, admin, { now: new Date(), actor: 'system' });
  });
  page = await journey.page();
  await page.goto(journey.address);
  await page.getByLabel('E-mail').fill('admin@example.org');
  await page.getByLabel('Mot de passe').fill(PASSWORD);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('navigation').first().waitFor();
});
afterAll(async () => {
  await journey.end();
  await mail.close();
});

const look = (name: string) => lookAt(page, name);
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const choose = async (label: string, option: string) => {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};
const monthsAgo = (months: number) => {
  const day = new Date();
  day.setUTCMonth(day.getUTCMonth() - months);
  return day.toISOString().slice(0, 10).replaceAll('-', '');
};

async function simulate(months: number): Promise<string> {
  await page.goto(`${journey.address}/retention/runs`);
  await page.getByLabel('Mois sans activité').first().fill(String(months));
  await button('Lancer la simulation').click();
  await page.waitForURL(/\/retention\/runs\/\d+/);
  await page
    .getByRole('heading', { name: 'Contacts par mois de dernière activité' })
    .waitFor({ timeout: 30_000 });
  return page.url();
}

/** The outcome of each contact in the journal of the run that is shown. */
async function journal(): Promise<Record<string, string>> {
  const run = /\d+$/.exec(new URL(page.url()).pathname)?.[0];
  const answer = await page.request.get(`${journey.address}/api/runs/${run}/journal`);
  const { items } = (await answer.json()) as { items: { contactNumber: string | null; outcome: string }[] };
  return Object.fromEntries(items.map(({ contactNumber, outcome }) => [contactNumber, outcome]));
}

it('R29 step by step: a simulation with 24 months, and a target of who is inactive since', async () => {
  await simulate(24);
  expect(await journal()).toEqual({ Camille: 'delete', Renée: 'delete', Silvio: 'delete' });

  await page.goto(`${journey.address}/targets`);
  await button('Nouvelle cible').first().click();
  await page.getByLabel('Nom').fill('Consent renewal');
  await page.getByLabel('Code').fill('crenew');
  await button('Ajouter une condition').click();
  await button('Ajouter une condition').click();
  await choose('Condition 2 : champ', 'Récence GDPR');
  await choose('Condition 2 : valeur, Sorte de jour', 'un jour fixe (AAAAMMJJ)');
  await page.getByLabel('Condition 2 : valeur', { exact: true }).fill(monthsAgo(24));
  await page.getByText(/^3\scontacts$/).waitFor();
  await button('Enregistrer').click();
  await page.waitForURL(/\/targets\/\d+$/);
});

it('R29 a campaign with the first name and a tracked link to the page, which leaves out who refuses (R23)', async () => {
  await page.goto(`${journey.address}/campaigns`);
  await button('Nouvelle campagne').first().click();
  await page.getByLabel('Nom').fill('Restons en contact');
  await page.getByRole('radio', { name: 'Renouvellement du consentement' }).check();
  await page.getByRole('combobox', { name: 'Cibles' }).click();
  await page.getByRole('option', { name: /Consent renewal/ }).click();
  await page.keyboard.press('Escape');
  await button('Continuer').click();
  await page.getByRole('button', { name: 'Renouvellement' }).click();
  await page.getByText('Tout est enregistré').waitFor();
  await look('renewal-text');
  await page.getByRole('tab', { name: /Vérifier et envoyer/ }).click();
  await page.getByText(/^2\scontacts la reçoivent$/).waitFor();
  await page.getByText('Refuse le marketing').first().waitFor();
  await page.getByLabel(/^Tapez 2 pour confirmer/).fill('2');
  await look('renewal-send');
  await button(/^Envoyer à 2\scontacts$/).click();
  await expect
    .poll(() => mail.received.flatMap(({ to }) => to).sort(), { timeout: 30_000 })
    .toEqual(['camille@example.org', 'silvio@example.org']);
  const [letter] = mail.received.filter(({ to }) => to.includes('camille@example.org'));
  expect(letter?.raw).toContain('Camille');
  expect(letter?.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
});

it('R29 R1e a click on the link keeps the contact; who refused or never answered is not spared', async () => {
  const letter = mail.received.find(({ to }) => to.includes('camille@example.org'));
  const link = /https?:\/\/[^\s"<>]+\/l\/[\w-]+/.exec(letter?.body ?? '')?.[0] as string;
  // a headless browser says that it is one, and does not count (R32)
  const phone = await journey.page({ viewport: { width: 390, height: 844 }, userAgent: PHONE });
  await phone.goto(link.replace(/^https?:\/\/[^/]+/, journey.address));
  await phone.getByText('Bonjour Camille,').waitFor();
  expect(new URL(phone.url()).pathname).toMatch(/^\/renewal\//);
  await lookAt(phone, 'renewal-page');

  await simulate(24);
  expect(await journal()).toEqual({ Renée: 'delete', Silvio: 'delete' });
  await look('renewal-next-run');
});

it('R27 the campaign says who was left out and why, and who clicked', async () => {
  await page.goto(`${journey.address}/campaigns`);
  await page.getByRole('link', { name: 'Restons en contact' }).first().click();
  await page.getByText('Envoyée', { exact: true }).waitFor();
  await page.getByRole('term').filter({ hasText: 'Ont cliqué' }).waitFor();
  await look('renewal-results');
});
