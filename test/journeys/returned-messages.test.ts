import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { takeBounce } from '../../src/bounces/bounces.ts';
import { createOperator } from '../../src/operators/operators.ts';
import { openTokens } from '../../src/tracking/tracking.ts';
import { Journey, look } from '../helpers/browser.ts';
import { Mailing } from '../helpers/mailing.ts';
import { complaint, notification } from '../helpers/notification.ts';
import { Venue } from '../helpers/venue.ts';

const PASSWORD = 'une phrase assez longue';
const SECRET = 'a secret that is long enough to be one';

let journey: Journey;
let page: Page;
beforeAll(async () => {
  journey = await Journey.begin({ RAPPEL_SECRET: SECRET }, async (test) => {
    const venue = await Venue.in(test);
    const now = new Date();
    const tokens = openTokens(SECRET);
    const mailing = await Mailing.open(venue, { name: 'Saison' });
    const contact = async (number: string) => {
      const email = `${number.toLowerCase()}@example.org`;
      const id = await venue.contact({ number, first_name: 'Camille', last_name: number, email });
      const recipient = await mailing.recipient(id);
      const token = tokens.sign({ purpose: 'bounce', institution: venue.id, recipient, link: 0 });
      return { to: `bounces+${token}@example.org`, id: `<${token}@example.org>`, about: email };
    };
    const gone = notification(await contact('GONE'));
    const spam = complaint({ id: (await contact('SPAM')).id });
    for (const raw of [gone, spam]) await takeBounce(test.database, tokens, raw, now);
    await sql`
      insert into bounce_mailboxes (name, tried_at, failures, failing_since, failure)
      values ('hash', now(), 1, now(), 'refused')`.execute(test.database.owner);
    const admin = { email: 'admin@example.org', name: 'Administration', locale: 'fr' } as const;
    const by = { now, actor: 'system' };
    await createOperator(
      test.database,
      venue.institution,
      { ...admin, profile: 'administrator', password: PASSWORD },
      by,
    );
  });
  page = await journey.page();
  await page.goto(`${journey.address}/`);
  await page.getByLabel('E-mail').fill('admin@example.org');
  await page.getByLabel('Mot de passe').fill(PASSWORD);
  await page.getByRole('button', { name: 'Se connecter' }).click();
});
afterAll(() => journey.end());

it('the home page says that the mailbox cannot be read, and why', async () => {
  await page.getByText('La boîte des messages retournés ne peut pas être lue').waitFor();
  await page.getByText(/son serveur refuse l’utilisateur ou le mot de passe/).waitFor();
  await look(page, 'mailbox-away');
});

it('a file says why nothing is sent to an address, and it is written to again where somebody says so', async () => {
  await page.goto(`${journey.address}/contacts/GONE`);
  await page
    .getByText(/rien n’est envoyé à l’adresse e-mail\s: selon son serveur, elle n’existe pas \(5\.1\.1\)/)
    .waitFor();
  await look(page, 'suppressed');
  await page.getByRole('button', { name: 'Écrire à nouveau à cette adresse' }).click();
  await page.getByText('Adresse à laquelle nous n’écrivons plus').waitFor({ state: 'detached' });
  await page.goto(`${journey.address}/contacts/GONE?tab=history`);
  await page.getByText(/Adresse remise dans les envois/).waitFor();
  await page.getByText(/Adresse retirée des envois/).waitFor();
  await look(page, 'suppressed-history');
});

it('R31 a complaint is a refusal with its proof, and no address to be lifted', async () => {
  await page.goto(`${journey.address}/contacts/SPAM?tab=consent`);
  await page
    .getByText(/en signalant un message comme indésirable/i)
    .first()
    .waitFor();
  await look(page, 'complained');
  await page.goto(`${journey.address}/contacts/SPAM`);
  await page.getByRole('heading', { name: 'Coordonnées' }).waitFor();
  expect(await page.getByText('Adresse à laquelle nous n’écrivons plus').count()).toBe(0);
});
