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
const read = async (url: string) => await (await page.request.get(`${journey.address}${url}`)).json();

it('R29 one page makes simulation, target and draft, each with its numbers', async () => {
  await page.goto(`${journey.address}/campaigns`);
  await button('Renouvellement du consentement').first().click();
  await page.getByRole('heading', { name: 'Renouvellement du consentement' }).waitFor();
  expect(await page.getByLabel('Sans activité depuis').inputValue()).toBe('24');
  await look('renewal-begin');
  await button('Préparer la campagne').click();
  await button('Relire le texte').waitFor({ timeout: 60_000 });
  await page.getByText(/^Atteindrait \d+/).waitFor();
  await look('renewal-done');

  const made = new URL(page.url()).searchParams;
  const run = await read(`/api/runs/${made.get('run')}`);
  expect(run).toMatchObject({ mode: 'simulation', months: 24, state: 'completed' });
  const target = await read(`/api/targets/${made.get('target')}`);
  expect(target).toMatchObject({
    type: 'dynamic',
    query: {
      combinator: 'all',
      rules: [
        { field: 'kind', operator: '=', value: 'individual' },
        { field: 'recency', operator: '<', value: { is: { monthsAgo: 24 } } },
      ],
    },
  });
  expect(target.volume).toBeGreaterThan(0);
  const campaign = await read(`/api/campaigns/${made.get('campaign')}`);
  expect(campaign).toMatchObject({
    type: 'consent-renewal',
    state: 'draft',
    tracked: true,
    targets: [target.id],
  });
  const contents = await read(`/api/campaigns/${campaign.id}/contents`);
  for (const language of ['fr', 'en']) {
    expect(contents[language].body).toContain('contact.first_name');
    expect(contents[language].body).toContain('{{ renewal_link }}');
  }
  expect((await read(`/api/campaigns/${campaign.id}/check`)).problems).toEqual([]);
});

it('R29 a page that is opened again knows what was made, and ends on the draft', async () => {
  await page.reload();
  await button('Relire le texte').waitFor();
  expect(await button('Préparer la campagne').count()).toBe(0);
  await button('Relire le texte').click();
  await page.getByRole('heading', { name: /^Renouvellement du consentement, 24/ }).waitFor();
  await page.getByRole('tab', { name: '2. Texte', selected: true }).waitFor();
  await look('renewal-draft');
});

it('R29 a simulation leads to it, and is not made again', async () => {
  const run = (await read('/api/runs')).items[0].run;
  await page.goto(`${journey.address}/retention/runs/${run}`);
  await button('Préparer la campagne').click();
  await page.waitForURL(/renewal.*run=/);
  await page.getByText('Simulation (fait)').waitFor();
  await look('renewal-from-run');
  await button('Continuer').click();
  await button('Relire le texte').waitFor({ timeout: 60_000 });
  expect(new URL(page.url()).searchParams.get('run')).toBe(String(run));
  expect((await read('/api/runs')).items[0].run).toBe(run);
  await button('Relire le texte').click();
  await page.getByRole('tab', { name: '2. Texte', selected: true }).waitFor();
});

it('is the same in English, in the dark and on a narrow screen', async () => {
  await page.evaluate(() => localStorage.setItem('rappel.language', 'en'));
  await page.goBack();
  await page.reload();
  await page.getByText(/^Would reach \d+/).waitFor();
  await look('renewal-en');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 760 });
  await look('renewal-narrow-dark');
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
});
