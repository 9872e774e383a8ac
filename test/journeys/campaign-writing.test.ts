import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Journey, look, setUpDemo } from '../helpers/browser.ts';

let journey: Journey;
let page: Page;
let other: Page;
let campaign: number;
beforeAll(async () => {
  journey = await Journey.begin();
  page = await journey.page();
  await setUpDemo(journey, page, 100);
  const settings = {
    ...{ name: 'À quatre mains', description: '', type: 'marketing', channel: 'email', performanceId: null },
    ...{ reason: null, organisationId: null, senderName: null, replyTo: null, defaultLanguage: 'fr' },
    ...{ tracked: true, ratePerMinute: null, targets: [], leftOut: [] },
  };
  const begun = await page.request.post(`${journey.address}/api/campaigns`, { data: settings });
  campaign = (await begun.json()).id;
  other = await page.context().newPage();
});
afterAll(() => journey.end());

const button = (name: string, on = page) => on.getByRole('button', { name, exact: true });
const subject = (on = page) => on.getByLabel('Objet');
const saved = (on = page) => on.getByText('Tout est enregistré').waitFor();
const write = async (on = page) => {
  await on.goto(`${journey.address}/campaigns/${campaign}?step=text`);
  await on.getByText('Français', { exact: true }).waitFor();
};
const kept = async () =>
  (await (await page.request.get(`${journey.address}/api/campaigns/${campaign}/contents`)).json()).fr
    ?.subject;

describe('a text that two write at once', () => {
  it('is told where one writes, and one’s own is kept or given up', async () => {
    await write();
    await button('Page blanche').click();
    await subject().fill('Premier');
    await saved();
    await write(other);
    await subject().fill('Second');
    await saved();
    await subject(other).fill('Troisième');
    await other.getByText('Quelqu’un d’autre a modifié cette campagne entre-temps').waitFor();
    await look(other, 'campaign-conflict');
    await button('Garder mon texte', other).click();
    await saved(other);
    expect(await kept()).toBe('Troisième');
    await subject().fill('Quatrième');
    await button('Reprendre l’autre version').click();
    await saved();
    expect(await subject().inputValue()).toBe('Troisième');
    expect(await kept()).toBe('Troisième');
    await other.close();
  });
});

describe('what is not saved', () => {
  it('is sent again by itself once the server answers, and is not left without asking', async () => {
    await page.context().setOffline(true);
    await subject().fill('Dans le train');
    await page.getByText('Pas de réponse du serveur').waitFor();
    await page.getByRole('tab', { name: '3. Vérifier et envoyer' }).click();
    await page.getByRole('dialog').getByRole('button').first().click();
    await page.context().setOffline(false);
    await saved();
    expect(await kept()).toBe('Dans le train');
  });

  it('of the settings is saved by going on, and asked for by another step', async () => {
    await page.getByRole('tab', { name: '1. Quoi et à qui' }).click();
    await page.getByLabel('Note pour les collègues').fill('Relire avec la direction');
    await page.getByRole('tab', { name: '2. Texte' }).click();
    await page.getByRole('dialog').getByRole('button').first().click();
    await button('Continuer').click();
    await subject().waitFor();
    const said = await page.request.get(`${journey.address}/api/campaigns/${campaign}`);
    expect((await said.json()).description).toBe('Relire avec la direction');
    await page.goBack();
    await page.getByLabel('Note pour les collègues').waitFor();
  });

  it('is no number of messages a minute that cannot be', async () => {
    await page.getByLabel('Au plus, par minute').fill('0');
    await button('Enregistrer').click();
    await page.getByText('Au moins un message par minute, ou rien.').waitFor();
    await page.getByLabel('Au plus, par minute').fill('');
    await button('Enregistrer').click();
  });
});

it('a text begins from the other language, with all that it has', async () => {
  await write();
  await page.getByText('Anglais', { exact: true }).click();
  await button('Partir du texte français').click();
  await saved();
  expect(await subject().inputValue()).toBe('Dans le train');
});
