import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOperator } from '../../src/operators/operators.ts';
import { Journey, look } from '../helpers/browser.ts';
import { customer, PASSWORD } from '../helpers/customer.ts';
import { openShopFor } from '../helpers/shop.ts';
import { unzip } from '../helpers/unzip.ts';
import { Venue } from '../helpers/venue.ts';

const ADA = 'ada@example.org';
const OFFICER = 'officer@example.org';

let journey: Journey;
let officer: Page;
let phone: Page;
beforeAll(async () => {
  journey = await Journey.begin({}, async (test) => {
    const venue = await Venue.in(test);
    const by = { now: new Date(), actor: 'system' };
    const profile = 'data-protection-officer' as const;
    const wanted = { email: OFFICER, name: 'Officer', password: PASSWORD, profile, locale: 'fr' as const };
    await createOperator(venue.database, venue.institution, wanted, by);
    await openShopFor(venue, { slug: 'theatre' });
    await customer(venue, ADA, { number: 'C1', last_name: 'Lovelace' });
    await venue.contact({ number: 'C2', first_name: 'Charles', last_name: 'Babbage' });
    await venue.insert('batches', {
      name: 'Chaque mois',
      type: 'retention',
      months: 36,
      mode: 'real',
      cron: '0 3 1 * *',
    });
  });
  officer = await journey.page();
  phone = await journey.page({ viewport: { width: 360, height: 740 } });
  await officer.goto(`${journey.address}/sign-in`);
  await officer.getByLabel('E-mail').fill(OFFICER);
  await officer.getByLabel('Mot de passe').fill(PASSWORD);
  await officer.getByRole('button', { name: 'Se connecter' }).click();
  await officer.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor();
});
afterAll(() => journey.end());

const shop = () => `${journey.address}/shop/theatre`;
const ask = async (kind: string, text?: string) => {
  await phone.goto(`${shop()}/account/requests`);
  await phone.getByLabel(kind).check();
  if (text !== undefined) await phone.getByLabel('Dans vos mots').fill(text);
  await phone.getByRole('button', { name: 'Envoyer la demande' }).click();
};

it('R21 a customer asks in the account, downloads at once, and reads what waits', async () => {
  await phone.goto(`${shop()}/account/requests`);
  await phone.getByLabel('Adresse e-mail').fill(ADA);
  await phone.getByLabel('Mot de passe').fill(PASSWORD);
  await phone.getByRole('button', { name: 'Se connecter' }).click();
  await phone.getByRole('heading', { name: 'Mes demandes' }).waitFor();
  await look(phone, 'own-requests-none');
  await ask('Savoir ce que vous avez sur moi');
  await phone.getByText('Tout est prêt\u00a0: téléchargez').waitFor();
  const download = phone.waitForEvent('download');
  await phone.getByRole('link', { name: 'Télécharger mes données' }).first().click();
  const files = await unzip(await (await download).createReadStream());
  expect(files.get('vos-donnees.html')?.toString()).toContain('Lovelace');
  expect(files.get('vos-donnees.pdf')?.subarray(0, 5).toString()).toBe('%PDF-');
  await ask('Effacer mes données');
  await phone.getByText('Votre demande est enregistrée.').waitFor();
  await ask('M’opposer', 'Aussi aux statistiques.');
  await phone.getByText('En cours').first().waitFor();
  await look(phone, 'own-requests');
  expect(await phone.evaluate('document.documentElement.scrollWidth > window.innerWidth')).toBe(false);
  await phone.goto(`${shop()}/account/requests?lang=en`);
  await phone.getByRole('heading', { name: 'My requests' }).waitFor();
  await look(phone, 'own-requests-en');
});

it('R21 the officer answers, carries out an objection and an erasure from their requests, and the customer reads it', async () => {
  await officer.goto(`${journey.address}/requests`);
  await officer.getByRole('row', { name: /Opposition/ }).click();
  await officer.getByText('Aussi aux statistiques.').waitFor();
  await look(officer, 'request-objection');
  // set in the account already: the authorisations are "no"
  await officer.getByLabel('Ce qui a été répondu').fill('Vous n’y êtes plus.');
  await officer.getByRole('button', { name: 'Clore la demande' }).click();
  await officer.getByText('Répondue', { exact: true }).waitFor();
  await phone.goto(`${shop()}/account/requests?lang=fr`);
  await phone.getByText('Vous n’y êtes plus.').waitFor();

  await officer.goto(`${journey.address}/requests`);
  await officer.getByRole('row', { name: /Effacement/ }).click();
  await officer.getByRole('link', { name: 'Effacer le contact' }).click();
  await officer.getByLabel(/C1/).fill('C1');
  await officer.getByRole('button', { name: /^Effacer/ }).click();
  await officer.getByText('Effacé depuis').waitFor();
  await officer.getByText('Exécutée').waitFor();
  await look(officer, 'request-erased');
  await officer.getByRole('button', { name: 'Clore la demande' }).click();
  await officer.getByText('Répondue', { exact: true }).waitFor();
  await phone.goto(`${shop()}/account/data.zip`);
  await phone.getByRole('heading', { name: 'Se connecter' }).waitFor();
});

it('R22 an objection by letter, and R6 a restriction, are carried out on the request', async () => {
  const record = async (kind: string) => {
    await officer.goto(`${journey.address}/contacts/C2?tab=requests`);
    await officer.getByRole('combobox', { name: 'Demande', exact: true }).click();
    await officer.getByRole('option', { name: kind }).click();
    await officer.getByLabel('Reçue le').fill(new Date().toISOString().slice(0, 10));
    await officer.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await officer.getByRole('link', { name: new RegExp(`^${kind}`) }).click();
    await officer.getByRole('button', { name: 'Enregistrer' }).click();
    await officer.getByText(/Une pièce d’identité \(/).waitFor();
  };
  await record('Opposition');
  await officer.getByLabel('Offres de nos partenaires').check();
  await look(officer, 'request-objection-form');
  await officer.getByRole('button', { name: 'Mettre à' }).click();
  await officer.getByText('Exécutée').waitFor();
  await record('Limitation');
  await officer.getByRole('link', { name: 'Limiter le traitement' }).click();
  await officer.getByLabel('Motif').fill('L’adresse est contestée.');
  await officer.getByRole('button', { name: 'Limiter', exact: true }).click();
  await officer.getByText('Exécutée').waitFor();
  await look(officer, 'request-restricted');
});

it('art. 30 and 13 the record of processing is read, and taken as a page and on paper', async () => {
  await officer.goto(`${journey.address}/requests`);
  await officer.getByRole('link', { name: 'Registre des traitements' }).click();
  await officer.getByRole('heading', { name: 'Billetterie', exact: true }).waitFor();
  await look(officer, 'processing-register');
  const download = officer.waitForEvent('download');
  await officer.getByRole('link', { name: 'Télécharger le PDF' }).click();
  expect((await download).suggestedFilename()).toBe('rappel-register.pdf');
  await officer.getByText('Information (art.').click();
  await officer.getByRole('heading', { name: 'Vos droits' }).waitFor();
  await look(officer, 'processing-information');
  const small = await journey.page({
    locale: 'en-GB',
    colorScheme: 'dark',
    viewport: { width: 360, height: 740 },
    storageState: await officer.context().storageState(),
  });
  await small.addInitScript(() => localStorage.setItem('rappel.language', 'en'));
  await small.goto(`${journey.address}/processing`);
  await small.getByRole('heading', { name: 'Ticketing', exact: true }).waitFor();
  await look(small, 'processing-phone');
  expect(await small.evaluate('document.documentElement.scrollWidth > window.innerWidth')).toBe(false);
});
