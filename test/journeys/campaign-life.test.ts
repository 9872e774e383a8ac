import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createOperator } from '../../src/operators/operators.ts';
import { Journey, look } from '../helpers/browser.ts';
import { CampaignDesk } from '../helpers/campaign.ts';
import { MailServer } from '../helpers/mail-server.ts';
import { Venue } from '../helpers/venue.ts';

const PASSWORD = 'une phrase assez longue';
const FIRST = { name: 'Marketing', email: 'first@example.com', password: PASSWORD };
const SECOND = { name: 'Marketing aussi', email: 'second@example.com', password: PASSWORD };
/** Who gets each campaign. */
const READERS = 12;
/** Two a second: slow enough to be paused in the middle. */
const SLOW = { ratePerMinute: 120 };

let mail: MailServer;
let journey: Journey;
let page: Page;
let other: Page;
const campaigns: Record<'scheduled' | 'raced' | 'paused' | 'ended', number> = {
  ...{ scheduled: 0, raced: 0, paused: 0, ended: 0 },
};
beforeAll(async () => {
  mail = await MailServer.listen();
  journey = await Journey.begin({ SMTP_URL: mail.url, MAIL_FROM: 'opera@example.org' }, async (test) => {
    const venue = await Venue.in(test);
    const now = new Date();
    for (const operator of [FIRST, SECOND])
      await createOperator(
        venue.database,
        venue.institution,
        { ...operator, profile: 'marketing', locale: 'fr' },
        { now, actor: 'command-line' },
      );
    const desk = await CampaignDesk.open(venue);
    await venue.organisation('Opéra');
    const contacts: number[] = [];
    for (let at = 1; at <= READERS; at += 1)
      contacts.push(await venue.contact({ first_name: `Lectrice ${at}`, email: `reader${at}@example.org` }));
    campaigns.scheduled = (await desk.draft(contacts, now, { name: 'Programmée' })).id;
    campaigns.raced = (await desk.draft(contacts, now, { name: 'À deux' })).id;
    campaigns.paused = (await desk.draft(contacts, now, { name: 'En pause', ...SLOW })).id;
    campaigns.ended = (await desk.draft(contacts, now, { name: 'Arrêtée en route', ...SLOW })).id;
  });
  // neither sits where the institution is
  page = await signIn(FIRST, 'America/New_York');
  other = await signIn(SECOND, 'Asia/Tokyo');
});
afterAll(async () => {
  await journey.end();
  await mail.close();
});
afterEach(() => mail.received.splice(0));

async function signIn({ email, password }: typeof FIRST, timezoneId: string): Promise<Page> {
  const opened = await journey.page({ timezoneId });
  await opened.goto(journey.address);
  await opened.getByLabel('E-mail').fill(email);
  await opened.getByLabel('Mot de passe').fill(password);
  await opened.keyboard.press('Enter');
  await opened.getByRole('link', { name: 'Campagnes' }).first().waitFor();
  return opened;
}

const button = (name: string | RegExp, on = page) => on.getByRole('button', { name, exact: true });
const open = async (campaign: number, on = page) => {
  await on.goto(`${journey.address}/campaigns/${campaign}?step=send`);
  await on.getByText(`${READERS} contacts la reçoivent`).waitFor();
};
const send = async (campaign: number) => {
  await open(campaign);
  await page.getByLabel(`Tapez ${READERS} pour confirmer`).fill(String(READERS));
  await button(`Envoyer à ${READERS} contacts`).click();
};
const state = (name: string, on = page) => on.getByText(name, { exact: true }).first().waitFor();
const ask = async (campaign: number, what = '') =>
  await (await page.request.get(`${journey.address}/api/campaigns/${campaign}${what}`)).json();
const addressees = () => mail.received.flatMap(({ to }) => to).sort();
/** How many the page counts under a heading of the results. */
const figure = async (name: string) =>
  Number(
    await page
      .getByRole('term')
      .filter({ hasText: name })
      .locator('xpath=following-sibling::dd')
      .first()
      .textContent(),
  );
/** Once nothing is in anybody's hands. */
const atRest = (campaign: number) =>
  expect.poll(async () => (await ask(campaign, '/results')).states.sending ?? 0, { timeout: 15_000 }).toBe(0);

describe('scheduling', () => {
  it('is in the time of the institution, wherever the operator sits, and never in the past', async () => {
    await open(campaigns.scheduled);
    await page.getByLabel('À un moment à venir').check();
    await page.getByText('fuseau horaire Europe/Zurich').waitFor();
    await page.getByLabel('Jour et heure').fill('2020-01-01T10:00');
    await button('Programmer').click();
    await page.getByText('Ce moment est passé.').waitFor();
    await look(page, 'campaign-schedule-past');
    expect((await ask(campaigns.scheduled)).state).toBe('draft');

    await page.getByLabel('Jour et heure').fill('2099-06-15T10:00');
    await button('Programmer').click();
    await page.getByText(`C’est ${READERS}.`).waitFor();
    await page.getByLabel(`Tapez ${READERS} pour confirmer`).fill(String(READERS));
    await button('Programmer').click();
    await page
      .getByText(/Part le 15 juin 2099 à 10:00/)
      .first()
      .waitFor();
    expect((await ask(campaigns.scheduled)).scheduledAt).toBe('2099-06-15T08:00:00.000Z');
    await look(page, 'campaign-scheduled');
  });

  it('is cancelled, and the campaign is a draft again, which can be given up', async () => {
    await button('Annuler la programmation').click();
    await state('Brouillon');
    await button('Programmer').waitFor({ state: 'detached' });
    await button('Abandonner').click();
    await page.getByText(/^L’abandonner pour de bon/).waitFor();
    await look(page, 'campaign-give-up');
    await button('La garder').click();
    await button('Abandonner').click();
    await button('Abandonner').click();
    await state('Arrêtée');
    expect(mail.received).toEqual([]);
  });
});

it('of two operators who press send at once one wins, the other is told, and nobody gets it twice', async () => {
  for (const on of [page, other]) {
    await open(campaigns.raced, on);
    await on.getByLabel(`Tapez ${READERS} pour confirmer`).fill(String(READERS));
  }
  await Promise.all([page, other].map((on) => button(`Envoyer à ${READERS} contacts`, on).click()));
  const told = (on: Page) => on.getByText('Quelqu’un l’a déjà envoyée ou arrêtée.');
  await expect.poll(async () => (await told(page).count()) + (await told(other).count())).toBe(1);
  await Promise.all([page, other].map((on) => state('Envoyée', on)));
  expect(addressees()).toEqual([...new Set(addressees())]);
  expect(addressees()).toHaveLength(READERS);
});

it('is paused in the middle, and goes on to whoever has not got it', async () => {
  await send(campaigns.paused);
  await expect.poll(() => mail.received.length, { timeout: 30_000 }).toBeGreaterThan(0);
  await button('Mettre en pause').click();
  await state('En pause');
  await atRest(campaigns.paused);
  const before = addressees();
  expect(before.length).toBeLessThan(READERS);
  await page.reload();
  expect(await figure('Envoyés')).toBe(before.length);
  expect(await figure('En attente')).toBe(READERS - before.length);
  await look(page, 'campaign-paused');

  await button('Continuer l’envoi').click();
  await state('Envoyée');
  expect(addressees()).toEqual([...new Set(addressees())]);
  expect(addressees()).toHaveLength(READERS);
});

it('is ended in the middle, and says who got nothing', async () => {
  await send(campaigns.ended);
  await expect.poll(() => mail.received.length, { timeout: 30_000 }).toBeGreaterThan(0);
  await button('Arrêter pour de bon').click();
  await page.getByText('Qui ne l’a pas encore reçue ne recevra rien.').waitFor();
  await look(page, 'campaign-end-ask');
  await button('Arrêter pour de bon').click();
  await state('Arrêtée');
  await atRest(campaigns.ended);
  const got = addressees();
  expect(got.length).toBeLessThan(READERS);
  await page.reload();
  expect(await figure('Pas envoyés')).toBe(READERS - got.length);
  await button('La campagne a été arrêtée avant').click();
  const rows = page
    .getByRole('grid', { name: /^Ne l’ont pas reçue/ })
    .or(page.getByRole('table', { name: /^Ne l’ont pas reçue/ }))
    .first()
    .getByRole('row');
  await expect.poll(() => rows.count()).toBe(1 + READERS - got.length);
  await look(page, 'campaign-ended');
});

describe('a campaign in the name of an organisation', () => {
  it('has its name as sender, which the settings ask for where there are organisations', async () => {
    await page.goto(`${journey.address}/campaigns/new`);
    await page.getByLabel('Nom').fill('Au nom de l’Opéra');
    await page.getByRole('combobox', { name: /^Organisme/ }).click();
    await page.getByRole('option', { name: 'Opéra' }).click();
    await look(page, 'campaign-organisation');
    await button('Continuer').click();
    await button('Annonce').click();
    await page.getByText('De Opéra').waitFor();
  });
});
