import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOperator } from '../../src/operators/operators.ts';
import { Journey, look } from '../helpers/browser.ts';
import { CampaignDesk } from '../helpers/campaign.ts';
import { SmsCentre } from '../helpers/sms-centre.ts';
import { Venue } from '../helpers/venue.ts';

const MARKETING = { name: 'Marketing', email: 'marketing@example.com', password: 'une phrase assez longue' };

let centre: SmsCentre;
let journey: Journey;
let page: Page;
let campaign: number;
beforeAll(async () => {
  centre = await SmsCentre.listen();
  const settings = { SMPP_URL: centre.url, SMS_FROM: 'Opera', SMS_STOP: '36111' };
  journey = await Journey.begin(settings, async (test) => {
    const venue = await Venue.in(test);
    await venue.rows(sql`update institutions set country = 'FR' where id = ${venue.id}`);
    const now = new Date();
    const by = { now, actor: 'command-line' };
    const profile = { ...MARKETING, profile: 'marketing', locale: 'fr' } as const;
    await createOperator(venue.database, venue.institution, profile, by);
    const desk = await CampaignDesk.open(venue);
    const contacts = [];
    for (const mobile of ['06 12 34 56 71', '06 12 34 56 72', '06 12'])
      contacts.push(await venue.contact({ first_name: 'Ada', last_name: 'Dupré', mobile }));
    campaign = (await desk.draft(contacts, now, { name: 'Saison 2027', channel: 'sms' })).id;
  });
  page = await journey.page();
  await page.goto(journey.address);
  await page.getByLabel('E-mail').fill(MARKETING.email);
  await page.getByLabel('Mot de passe').fill(MARKETING.password);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Campagnes' }).first().waitFor();
});
afterAll(async () => {
  await journey.end();
  await centre.close();
});

it('the editor says how many messages a text takes, which letters halve it, and how one refuses', async () => {
  await page.goto(`${journey.address}/campaigns/${campaign}`);
  await page.getByRole('tab', { name: '2. Texte' }).click();
  await page.getByText('1\u00a0SMS par destinataire').waitFor();
  await page.getByText('on envoie STOP au 36111').waitFor();
  const text = page.getByLabel('Texte', { exact: false }).and(page.locator('textarea')).first();
  await text.fill(`Fête de Noël, {{ contact.first_name }} ! ${'Venez nombreux. '.repeat(4)}`);
  await page.getByText('2\u00a0SMS par destinataire').waitFor();
  await page.getByText(/^ê ë\u00a0:/).waitFor();
  await look(page, 'sms-text');
  await page.setViewportSize({ width: 360, height: 800 });
  await look(page, 'sms-text-narrow');
  await page.setViewportSize({ width: 1280, height: 900 });
  await text.fill('Bonjour {{ contact.first_name }}, la saison est là.');
  await page.getByText('1\u00a0SMS par destinataire').waitFor();
});

it('R27 R31 it is tried out, sent to those with a number, and STOP is seen in its results', async () => {
  await page.getByRole('tab', { name: '3. Vérifier et envoyer' }).click();
  await page.getByText('Numéro de mobile incorrect').waitFor();
  await page.getByLabel('Votre numéro de mobile').fill('06 98 76 54 32');
  await page.getByRole('button', { name: 'Envoyer un essai' }).click();
  await page.getByText('Envoyé au +33698765432').waitFor();
  await look(page, 'sms-send');
  await page.getByLabel(/2/).last().fill('2');
  await page.getByRole('button', { name: /2 contacts/ }).click();
  await expect
    .poll(() => centre.received.map(({ to }) => to).sort(), { timeout: 30_000 })
    .toEqual(['33612345671', '33612345672', '33698765432']);
  expect(await centre.bring('33612345671', 'STOP')).toBe(0);
  await expect
    .poll(
      async () => {
        const results = await page.request.get(`${journey.address}/api/campaigns/${campaign}/results`);
        return (await results.json()).unsubscribed;
      },
      { timeout: 30_000 },
    )
    .toBe(1);
});
