import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOperator } from '../../src/operators/operators.ts';
import { Journey, look } from '../helpers/browser.ts';
import { CampaignDesk } from '../helpers/campaign.ts';
import { MailServer } from '../helpers/mail-server.ts';
import { Venue } from '../helpers/venue.ts';

const MARKETING = { name: 'Marketing', email: 'marketing@example.com', password: 'une phrase assez longue' };

let mail: MailServer;
let journey: Journey;
let page: Page;
let inDoubt: number;
let byPost: number;
beforeAll(async () => {
  mail = await MailServer.listen();
  journey = await Journey.begin({ SMTP_URL: mail.url, MAIL_FROM: 'opera@example.org' }, async (test) => {
    const venue = await Venue.in(test);
    const now = new Date();
    const by = { now, actor: 'command-line' };
    const profile = { ...MARKETING, profile: 'marketing', locale: 'fr' } as const;
    await createOperator(venue.database, venue.institution, profile, by);
    const desk = await CampaignDesk.open(venue);
    const address = { street: 'Rue Basse 1', postcode: '1204', town: 'Genève' };
    const contacts = [];
    for (const first_name of ['Ada', 'Luc', 'Eve'])
      contacts.push(
        await venue.contact({
          first_name,
          last_name: 'Dupré',
          email: `${first_name}@example.org`,
          ...address,
        }),
      );
    const campaign = await desk.draft(contacts, now, { name: 'Saison 2027' });
    await desk.prepare(campaign, 3, now);
    inDoubt = campaign.id;
    await venue.rows(sql`
      update campaign_recipients set state = 'undecided', reason = 'interrupted', taken_at = now(), attempts = 1
       where institution_id = ${venue.id} and campaign_id = ${inDoubt} and contact_id <> ${contacts[0]}`);
    const post = await desk.draft(contacts, now, { name: 'Programme', channel: 'post' });
    await desk.prepare(post, 3, now);
    byPost = post.id;
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
  await mail.close();
});

it('R26 what a killed process left is shown, and sent again only when an operator decides', async () => {
  await page.goto(`${journey.address}/campaigns/${inDoubt}`);
  await page.getByRole('heading', { name: 'Peut-être envoyés' }).waitFor();
  await page.getByText('Rappel a été arrêté').first().waitFor();
  await expect
    .poll(() => mail.received.map(({ to }) => to[0]), { timeout: 30_000 })
    .toEqual(['Ada@example.org']);
  await look(page, 'delivery-undecided');
  await page.setViewportSize({ width: 360, height: 800 });
  await look(page, 'delivery-undecided-narrow');
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole('button', { name: 'Renvoyer' }).click();
  await page.getByRole('heading', { name: 'Peut-être envoyés' }).waitFor({ state: 'detached' });
  await expect.poll(() => mail.received.length, { timeout: 30_000 }).toBe(3);
});

it('R23 a campaign by post becomes a list for the printer', async () => {
  await page.goto(`${journey.address}/campaigns/${byPost}`);
  await page.getByRole('heading', { name: 'Liste pour l’imprimeur' }).waitFor();
  await look(page, 'delivery-list');
  await page.getByRole('button', { name: 'Établir la liste' }).click();
  const fetched = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Télécharger la liste (CSV)' }).click();
  expect((await fetched).suggestedFilename()).toBe(`rappel-campaign-${byPost}.csv`);
});
