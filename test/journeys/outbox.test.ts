import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { createBatch } from '../../src/batches/batches.ts';
import { createOperator } from '../../src/operators/operators.ts';
import { Journey, look as lookAt } from '../helpers/browser.ts';
import type { TestDatabase } from '../helpers/database.ts';
import { MailServer } from '../helpers/mail-server.ts';
import { Venue } from '../helpers/venue.ts';

let journey: Journey;
let page: Page;
afterEach(async () => {
  await journey?.end(); // where it did not begin, its own error is the one to read
});

/** Each starts a server of its own, which the hook of other journeys does. */
const WHILE = 150_000;

const look = (name: string) => lookAt(page, name);

const OPERATOR = { email: 'admin@example.org', password: 'une phrase assez longue' };

/** A venue whose batch stopped at its ceiling last night, and somebody who is told of it. */
async function stoppedLastNight(test: TestDatabase): Promise<void> {
  const venue = await Venue.in(test);
  const { database, institution } = venue;
  const by = { now: new Date(), actor: 'system' };
  const wanted = { ...OPERATOR, name: 'Camille Rochat', profile: 'administrator', locale: 'fr' } as const;
  const { id } = await createOperator(database, institution, wanted, by);
  for (let i = 0; i < 12; i++) await venue.contact({ last_name: `Contact ${i}` });
  for (let i = 0; i < 20; i++) await venue.active(new Date().toISOString().slice(0, 10));
  const batch = await createBatch(
    database,
    institution,
    {
      name: 'Chaque nuit',
      mode: 'real',
      months: 36,
      ceilingPercent: 20,
      schedule: { kind: 'never' },
      notify: [id],
    },
    by,
  );
  const day = new Date().toISOString().slice(0, 10);
  const run = venue.run('real', day, {
    actor: 'system',
    batchId: batch.id,
    ceilingPercent: 20,
    now: new Date(),
  });
  await expect(run).rejects.toMatchObject({ code: 'above-ceiling' });
}

async function begin(settings: Record<string, string> = {}): Promise<void> {
  journey = await Journey.begin(settings, stoppedLastNight);
  page = await journey.page();
  await page.goto(journey.address);
  await page.getByLabel('E-mail').fill(OPERATOR.email);
  await page.getByLabel('Mot de passe').fill(OPERATOR.password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByText('s’est arrêté à son plafond').waitFor();
}

it(
  'R10 R11 a batch tells whom it names; without a mail server the message is kept and says so',
  async () => {
    await begin();
    await look('home-ceiling');
    await page.getByRole('link', { name: 'Relire et décider' }).click();
    await page.getByText('L’exécution réelle programmée s’est arrêtée ici').waitFor();
    await look('run-ceiling');

    await page.getByRole('link', { name: 'Conservation' }).click();
    await page.getByRole('button', { name: 'Nouveau batch' }).click();
    await page.getByLabel('Nom').fill('Chaque mois');
    await page.getByRole('dialog').getByText('Réel', { exact: true }).click();
    await page.getByLabel('Plafond').fill('1');
    // with the keyboard alone
    await page.getByRole('combobox', { name: 'Prévenir à la fin' }).focus();
    await page.keyboard.type('camille');
    await page.getByRole('option', { name: 'Camille Rochat' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await look('batch-notify');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByRole('heading', { level: 1, name: 'Chaque mois' }).waitFor();
    await page.getByText('Camille Rochat', { exact: true }).waitFor();
    await look('batch-told');

    // by hand, with the box ticked
    await page.getByRole('link', { name: 'Exécutions' }).click();
    await page.getByLabel('Me prévenir à la fin').check();
    await look('simulate-notify');
    await page.getByRole('button', { name: 'Lancer la simulation' }).click();
    await page.getByRole('slider').waitFor();

    await page.getByRole('link', { name: 'Réglages' }).click();
    await page.getByRole('link', { name: 'Boîte d’envoi' }).click();
    await page.getByText('Aucun serveur de messagerie').first().waitFor();
    await page
      .getByRole('row', { name: /Simulation \d+ terminée/ })
      .getByText('Pas envoyé')
      .waitFor();
    await look('outbox');
    await page
      .getByRole('row', { name: /Simulation \d+ terminée/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: /^Simulation \d+ terminée/ }).waitFor();
    await page.getByText('Aucun serveur de messagerie n’était défini.').waitFor();
    expect(await page.getByRole('button', { name: 'Renvoyer' }).count()).toBe(0);
    await look('message');
    await page.getByRole('link', { name: 'Ouvrir ce dont il parle' }).click();
    await page.getByRole('slider').waitFor();
    await page.goto(`${journey.address}/settings/outbox?state=failed`);
    await page.getByText('Aucun message dans cet état').waitFor();
    await page.getByRole('button', { name: 'Tout afficher' }).click();
    await page.getByRole('row', { name: /arrêté par son plafond/ }).waitFor();
  },
  WHILE,
);

it(
  'a message that the mail server refuses is read and sent again',
  async () => {
    const mail = await MailServer.listen();
    try {
      mail.refusal = 550;
      await begin({ SMTP_URL: mail.url });
      await page.addInitScript(() => localStorage.setItem('rappel.language', 'en'));
      await page.goto(`${journey.address}/retention/runs`);
      await page.getByLabel('Tell me when it ends').check();
      await page.getByRole('button', { name: 'Start the simulation' }).click();
      await page.getByRole('slider').waitFor();
      await page.goto(`${journey.address}/settings/outbox?state=failed`);
      await page
        .getByRole('row', { name: /Simulation \d+/ })
        .first()
        .click();
      await page.getByText('The mail server refused it with code 550.').waitFor();
      await look('message-failed');
      mail.refusal = undefined;
      await page.getByRole('button', { name: 'Send again' }).click();
      await page.getByText('Sent', { exact: true }).waitFor();
      expect(mail.received.map(({ to }) => to)).toEqual([[OPERATOR.email]]);
      await page.goto(`${journey.address}/settings/outbox`);
      await page.getByText('Messages are sent from').waitFor();
      await look('outbox-sent');
      page = await journey.page({
        storageState: await page.context().storageState(),
        locale: 'en-GB',
        viewport: { width: 360, height: 740 },
        colorScheme: 'dark',
      });
      await page.goto(`${journey.address}/settings/outbox`);
      await page.getByText('Messages are sent from').waitFor();
      await look('phone-outbox');
      await page.goto(`${journey.address}/settings/outbox/2`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await look('phone-message');
    } finally {
      await mail.close();
    }
  },
  WHILE,
);
