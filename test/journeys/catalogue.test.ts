import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Journey, look as lookAt } from '../helpers/browser.ts';

let journey: Journey;
let page: Page;
beforeAll(async () => {
  journey = await Journey.begin();
  page = await journey.page();
});
afterAll(() => journey.end());

const look = (name: string) => lookAt(page, name);
const button = (name: string | RegExp) => page.getByRole('button', { name });

async function bring(kind: string, lines: string[]): Promise<void> {
  const brought = await page.request.post(`${journey.address}/api/imports/${kind}`, {
    headers: { 'content-type': 'text/csv' },
    data: `${lines.join('\n')}\n`,
  });
  expect(brought.status(), await brought.text()).toBe(200);
}

/** What the rope of a contact says: the day that keeps it, and by what. */
async function recency(number: string): Promise<string> {
  const { rope } = await (await page.request.get(`${journey.address}/api/contacts/${number}`)).json();
  return `${rope.source} ${rope.recency}`;
}

it('an institution with an organisation, and nothing to sell yet', async () => {
  await page.goto(journey.setUpLink as string);
  await page.getByLabel('Nom de l’institution').fill('Théâtre des Remparts');
  await page.getByLabel('Nom court').fill('remparts');
  await page.getByLabel('Votre nom').fill('Administration');
  await page.getByLabel('E-mail').fill('admin@example.org');
  await page.getByLabel('Mot de passe').fill('une phrase assez longue');
  await button('Mettre en place').click();
  await page
    .getByText(/n’ont pas répondu|Rien ne vous attend/)
    .first()
    .waitFor({ timeout: 60_000 });
  await page.request.post(`${journey.address}/api/organisations`, { data: { name: 'Grand Théâtre' } });
  await page.getByRole('link', { name: 'Programme' }).click();
  await page.getByRole('heading', { name: 'Rien n’est encore à vendre' }).waitFor();
  await look('catalogue-empty');
  await button('Saisons').click();
  await page.getByRole('heading', { name: 'Pas encore de saison' }).waitFor();
  await button('Nouvelle saison').click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Nom').fill('2030/31');
  await form.getByLabel('Du').fill('2030-09-01');
  await form.getByLabel('Au', { exact: true }).fill('2031-06-30');
  await button('Enregistrer').click();
  await page.getByRole('cell', { name: '2030/31', exact: true }).waitFor();
  await look('catalogue-seasons');
});

it('an event gets a price and performances by a pattern, and goes on sale', async () => {
  await page.getByRole('link', { name: 'Programme' }).first().click();
  await button('Nouveau produit').first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Nom').fill('Dom Juan');
  await form.getByRole('combobox', { name: 'Saison' }).click();
  await page.getByRole('option', { name: '2030/31' }).click();
  await form.getByLabel('Description').fill('Comédie en cinq actes.');
  await look('catalogue-new-product');
  await button('Enregistrer').click();
  await page.getByText('Avant la mise en vente, il manque').waitFor();
  expect(await button('Mettre en vente').count()).toBe(0);
  await look('catalogue-product-missing');

  await page.getByRole('tab', { name: 'Prix' }).click();
  for (const name of ['Plein tarif', 'Réduit']) {
    await page.getByLabel('Nouvelle catégorie').fill(name);
    await button('Ajouter').click();
    await page.getByLabel(`${name}, en CHF`).waitFor();
  }
  await button('Modifier Réduit').click();
  await page.getByRole('dialog').getByLabel('Nom').fill('Tarif réduit');
  await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByLabel('Tarif réduit, en CHF').waitFor();
  await page.getByLabel('Plein tarif, en CHF').fill('45,50');
  await page.getByLabel('Tarif réduit, en CHF').fill('30');
  await button('Enregistrer').click();
  await page.getByText('C’est enregistré.').first().waitFor();
  await look('catalogue-prices');

  await page.getByRole('tab', { name: 'Représentations' }).click();
  await button('Ajouter des représentations').click();
  await page.getByLabel('Premier jour').fill('2031-03-06');
  await page.getByText('Certains jours de la semaine').click();
  await page.getByLabel('Dernier jour').fill('2031-03-22');
  await page.getByText(/^6\sreprésentations seront ajoutées/).waitFor();
  await page.getByLabel('Lieu').fill('Grande salle');
  await page.getByRole('textbox', { name: 'Places' }).fill('300');
  await look('catalogue-add-performances');
  await button(/^Ajouter 6\sreprésentations/).click();
  await page.getByRole('link', { name: /7 mars 2031/ }).waitFor();
  expect(await page.getByRole('row').count()).toBe(7);
  await button('Mettre en vente').click();
  await page.getByText('En vente', { exact: true }).waitFor();
  await look('catalogue-product');
});

it('R2 a performance is rescheduled after its tickets were counted, and their date moves with it', async () => {
  await bring('contacts', [
    'number,kind,last_name,created_on',
    'P1,individual,Acheteuse,2020-01-01',
    'P2,individual,Spectateur,2020-01-01',
  ]);
  await bring('orders', [
    'order_number,line,organisation,ordered_on,purchase_contact,cultural_contact,state,product,performance_start,price,currency',
    'O1,1,Grand Théâtre,2026-01-10,P1,P2,sold,Dom Juan,2031-03-07T20:00,45.50,CHF',
    'O1,2,Grand Théâtre,2026-01-10,P1,,sold,Dom Juan,2031-03-07T20:00,30,CHF',
    'O2,1,Grand Théâtre,2026-01-11,P2,,reserved,Dom Juan,2031-03-07T20:00,30,CHF',
  ]);
  expect([await recency('P1'), await recency('P2')]).toEqual(['sale 2031-03-07', 'sale 2031-03-07']);
  await page.getByRole('link', { name: /7 mars 2031/ }).click();
  await page.getByRole('heading', { name: /Représentation du 7 mars 2031/ }).waitFor();
  await look('catalogue-performance');
  await button('Plus').click();
  await page.getByRole('menuitem', { name: 'Reporter' }).click();
  await page.getByText('Options, réservations et billets').waitFor();
  await page.getByLabel('Début').fill('2031-05-09T19:30');
  await page.getByLabel('Fin').fill('2031-05-09T21:30');
  await look('catalogue-reschedule');
  await button('Reporter').click();
  await page.getByRole('heading', { name: /Représentation du 9 mai 2031/ }).waitFor();
  expect([await recency('P1'), await recency('P2')]).toEqual(['sale 2031-05-09', 'sale 2031-05-09']);
});

it('R1 a performance is cancelled after it was counted: who bought is credited, and counts with the order', async () => {
  await button('Plus').click();
  await page.getByRole('menuitem', { name: 'Annuler la représentation' }).click();
  await page.getByText(/75,50\sCHF/).waitFor();
  await page.getByLabel(/Saisissez 3/).fill('2');
  await button('Annuler définitivement la représentation').click();
  await page.getByText('Le nombre est 3.').waitFor();
  await look('catalogue-cancel');
  await page.getByLabel(/Saisissez 3/).fill('3');
  await button('Annuler définitivement la représentation').click();
  await page.getByText('Cette représentation est annulée.').first().waitFor();
  await look('catalogue-cancelled');
  expect([await recency('P1'), await recency('P2')]).toEqual(['sale 2026-01-10', 'reservation 2026-01-11']);
  const { balances } = await (await page.request.get(`${journey.address}/api/contacts/P1`)).json();
  expect(JSON.stringify(balances)).toContain('-7550');
  await page.getByRole('link', { name: 'Programme' }).first().click();
  await page.getByRole('button', { name: 'Filtres' }).click();
  await page.getByLabel('Chercher par le nom').fill('juan');
  await page.getByText('Chercher par le nom : juan').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('5 à venir sur 6').waitFor();
  await look('catalogue-list');
});

it('R17 a shop without the address of a policy is recommended one, before it is created and after', async () => {
  await page.goto(`${journey.address}/settings/points-of-sale`);
  await page.getByRole('heading', { name: 'Pas encore de point de vente' }).waitFor();
  await look('points-of-sale-empty');
  await button('Nouveau point de vente').click();
  await page.getByLabel('Nom').fill('Billetterie en ligne');
  await page.getByRole('tab', { name: 'Paramètres internet' }).click();
  await page.getByLabel('Adresse de la boutique').fill('api');
  await button('Créer').click();
  await page.getByText('Rappel a besoin de cette adresse').waitFor();
  await page.getByLabel('Adresse de la boutique').fill('remparts');
  await button('Créer').click();
  await button('Créer sans adresse').waitFor();
  await look('points-of-sale-recommended');
  await button('Créer sans adresse').click();
  await page.getByRole('link', { name: 'Ouvrir la boutique' }).waitFor();
  await page
    .getByText(/une adresse est recommandée/)
    .first()
    .waitFor();
  await look('point-of-sale');
});

it('R18 an address inside the network is not read: it is kept alone, and the administrator is told', async () => {
  await button('Indiquer l’adresse').click();
  await page.getByLabel('Adresse de la politique').fill('https://127.0.0.1/confidentialite');
  await button('Enregistrer').click();
  await page.getByText('L’adresse mène à un réseau privé.').waitFor();
  await look('point-of-sale-policy');
  await page.getByRole('tab', { name: 'Textes' }).click();
  await page.getByRole('textbox', { name: 'Accueil' }).first().fill('Bienvenue aux Remparts.');
  await page.getByRole('tab', { name: 'Thème' }).click();
  await page.getByLabel('Texte', { exact: true }).fill('#99aabb');
  await page.getByText(/il faut 4,5/).waitFor();
  await page.getByLabel('Texte', { exact: true }).fill('#102030');
  await look('point-of-sale-theme');
  await button('Enregistrer').click();
  await page.getByText('C’est enregistré.').first().waitFor();
  await page.goto(`${journey.address}/settings/outbox`);
  await page.getByText(/La politique de confidentialité de .* n’a pas pu être lue/).waitFor();
  await page.goto(`${journey.address}/settings/points-of-sale`);
  await page.getByText('illisible').waitFor();
  await look('points-of-sale');
});

it('in English, narrow and dark', async () => {
  page = await journey.page({
    locale: 'en-GB',
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
    storageState: await page.context().storageState(),
  });
  await page.request.put(`${journey.address}/api/account`, {
    data: { name: 'Administration', locale: 'en' },
  });
  await page.goto(`${journey.address}/catalogue`);
  await page.getByText('Dom Juan').waitFor();
  await look('catalogue-narrow-dark');
  await page.getByText('Dom Juan').click();
  await page.getByRole('link', { name: /8 March 2031/ }).waitFor();
  await look('catalogue-product-narrow-dark');
  await page.getByRole('link', { name: /8 March 2031/ }).click();
  await page.getByRole('heading', { name: 'Places' }).waitFor();
  await look('catalogue-performance-narrow-dark');
  await page.goto(`${page.url()}?act=cancel`);
  await page.getByText('Nothing was sold for it').waitFor();
  await look('catalogue-cancel-narrow-dark');
  await page.goto(`${journey.address}/catalogue/seasons`);
  await page.getByRole('heading', { name: 'Seasons' }).waitFor();
  await look('catalogue-seasons-narrow-dark');
  await page.goto(`${journey.address}/settings/points-of-sale`);
  await page.getByRole('link', { name: 'Billetterie en ligne' }).click();
  await page.getByRole('tab', { name: 'Internet parameters' }).click();
  await page.getByText('The text behind the address cannot be read').waitFor();
  await look('point-of-sale-narrow-dark');
});
