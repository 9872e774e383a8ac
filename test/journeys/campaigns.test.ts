import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Journey, look as lookAt, setUpDemo } from '../helpers/browser.ts';
import { MailServer } from '../helpers/mail-server.ts';

let mail: MailServer;
let journey: Journey;
let page: Page;
beforeAll(async () => {
  mail = await MailServer.listen();
  journey = await Journey.begin({ SMTP_URL: mail.url, MAIL_FROM: 'opera@example.org' });
  page = await journey.page();
  await setUpDemo(journey, page, 300);
});
afterAll(async () => {
  await journey.end();
  await mail.close();
});

const look = (name: string) => lookAt(page, name);
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const tab = (name: string) => page.getByRole('tab', { name });
const frame = () => page.frameLocator('iframe');
/** How many contacts the page says get it. */
const reached = async () => {
  const shown = page.getByText(/^\d[\d\s]*\scontacts la reçoivent$/).first();
  await shown.waitFor();
  return Number(((await shown.textContent()) ?? '').replaceAll(/\D/g, ''));
};

it('R27 a campaign begins with what it is and to whom, and says at once who is left out and why', async () => {
  await page.request.post(`${journey.address}/api/targets`, {
    data: {
      code: 'all',
      name: 'Individus',
      type: 'dynamic',
      description: '',
      query: { combinator: 'all', rules: [{ field: 'kind', operator: '=', value: 'individual' }] },
    },
  });
  await page.goto(`${journey.address}/campaigns`);
  await page.getByRole('heading', { name: 'Pas encore de campagne' }).waitFor();
  await look('campaigns-empty');
  await button('Nouvelle campagne').first().click();
  await page.getByLabel('Nom').fill('Saison 2027');
  await page.getByRole('combobox', { name: 'Cibles', exact: true }).click();
  await page.getByRole('option', { name: /^Individus/ }).click();
  await page.keyboard.press('Escape');
  await look('campaign-new');
  await button('Continuer').click();
  await page.getByText('Pas encore écrit dans cette langue').waitFor();
  await tab('1. Quoi et à qui').click();
  expect(await reached()).toBeGreaterThan(10);
  await page.getByText('Laissés de côté, et pourquoi').waitFor();
  await page.getByText('Refuse le marketing').waitFor();
  await look('campaign-what');
});

it('R24 information about a purchase asks which performance, and why', async () => {
  await page.getByLabel('Information directement liée à un achat ou une réservation').check();
  await page.getByRole('combobox', { name: /^Représentation/ }).waitFor();
  await page.getByLabel(/^Pourquoi il faut prévenir/).waitFor();
  await look('campaign-purchase');
  await page.getByLabel('Marketing', { exact: true }).check();
});

it('is written in blocks or as MJML, saved by itself, and read as a contact reads it', async () => {
  await tab('2. Texte').click();
  await button('Partir d’un exemple').click();
  await page.getByText('Tout est enregistré').waitFor();
  await frame().getByText('Bonjour Madame Exemple').waitFor();
  await look('campaign-blocks');
  await page.getByLabel('Adresse (https://…) ou {{ renewal_link }}').fill('https://example.org/saison');
  await page.getByText('Source (MJML)', { exact: true }).click();
  const source = page.getByLabel('Texte (MJML)');
  const good = await source.inputValue();
  expect(good).toContain('<mj-button href="https://example.org/saison">');
  await source.fill(good.replace('contact.salutation', 'contact.salutations'));
  await page.getByText('contact.salutations', { exact: true }).first().waitFor();
  await page.getByText(/ligne 13, colonne \d+/).waitFor();
  await look('campaign-mistake');
  await source.fill(good);
  await frame().getByText('Bonjour Madame Exemple').waitFor();
  await page.getByText('Aucune erreur trouvée dans le texte.').waitFor();
  await look('campaign-source');
});

it('is tried out on oneself, and leaves only once the number is typed', async () => {
  await tab('3. Vérifier et envoyer').click();
  await button('M’envoyer un essai').click();
  await page.getByText(/^Envoyé à /).waitFor();
  expect(mail.received.at(-1)?.headers.get('subject')).toContain('[Test]');
  const before = mail.received.length;
  const count = await reached();
  await button(/^Envoyer à /).click();
  await page.getByText(/^C’est /).waitFor();
  await look('campaign-send');
  await page.getByLabel(/^Tapez /).fill(String(count));
  await button(/^Envoyer à /).click();
  await page.getByText('Envoyée', { exact: true }).waitFor({ timeout: 60_000 });
  expect(mail.received.length - before).toBe(count);
});

it('R27 says what became of it: figures, who was left out and the list behind each reason', async () => {
  await page.getByRole('heading', { name: 'Au fil du temps' }).waitFor();
  await page.getByRole('cell', { name: 'https://example.org/saison' }).waitFor();
  await look('campaign-results');
  await button('Refuse le marketing').click();
  await page.waitForURL(/why=refused-marketing/);
  await page
    .getByRole('grid', { name: 'Laissés de côté : Refuse le marketing' })
    .or(page.getByRole('table', { name: /Laissés de côté/ }))
    .first()
    .waitFor();
  await look('campaign-excluded');
  await page.getByRole('row').nth(1).click();
  await page.getByRole('tab', { name: 'Campagnes' }).click();
  await page.getByRole('link', { name: 'Saison 2027' }).waitFor();
  await page.getByText('E-mail · laissé de côté · Refuse le marketing').waitFor();
  await look('contact-campaigns');
  await page.goto(`${journey.address}/campaigns`);
  await page.getByRole('row', { name: /Saison 2027/ }).waitFor();
  await look('campaigns');
});

it('is the same in English, in the dark and on a narrow screen', async () => {
  await page.evaluate("localStorage.setItem('rappel.language', 'en')");
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 760 });
  const narrow = async (name: string) => {
    await look(name);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  };
  await page.goto(`${journey.address}/campaigns/new`);
  await page.getByLabel('Name').fill('Winter');
  await button('Go on').click();
  await button('Begin with an example').click();
  await page.getByText('All saved').waitFor();
  await frame().getByText('Hello Ms Sample').waitFor();
  await narrow('campaign-text-narrow-dark');
  await tab('3. Check and send').click();
  await page.getByText('Nobody gets it').first().waitFor();
  await narrow('campaign-send-narrow-dark');
  await page.goto(`${journey.address}/campaigns`);
  await page.getByText('Saison 2027').first().click();
  await page.getByRole('heading', { name: 'Over time' }).waitFor();
  await narrow('campaign-results-narrow-dark');
});
