import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Journey, look } from '../helpers/browser.ts';
import { MailServer } from '../helpers/mail-server.ts';
import { addShop, openShopFor } from '../helpers/shop.ts';
import { unzip } from '../helpers/unzip.ts';
import { Venue } from '../helpers/venue.ts';

let journey: Journey;
let mail: MailServer;
beforeAll(async () => {
  mail = await MailServer.listen();
  journey = await Journey.begin({ SMTP_URL: mail.url }, async (test) => {
    const venue = await Venue.in(test);
    const policy = 'https://example.org/privacy';
    const texts = JSON.stringify({ fr: { welcome: 'Une saison de rencontres.' } });
    await openShopFor(venue, { slug: 'theatre', capacities: [60, 1], values: { texts } });
    await addShop(venue, { slug: 'with-policy', policy });
    await venue.insert('criteria', { name: 'Aime le jazz', type: 'yes-no', editable_by_contact: true });
  });
});
afterAll(async () => {
  await journey.end();
  await mail.close();
});

const PASSWORD = 'une phrase assez longue';
const phone = { viewport: { width: 360, height: 740 }, locale: 'fr-CH' };

/** The page that the last letter to an address leads to, at this journey's own address. */
async function linkTo(address: string, subject: RegExp): Promise<string> {
  const letter = () =>
    mail.received.findLast(
      ({ to, headers }) => to.includes(address) && subject.test(headers.get('subject') ?? ''),
    );
  await expect.poll(() => letter() !== undefined, { timeout: 20_000 }).toBe(true);
  const path = /https?:\/\/[^/\s]+(\/\S*)/.exec(letter()?.body ?? '')?.[1] ?? '';
  return `${journey.address}${path}`;
}

const shopAt = (slug: string) => `${journey.address}/shop/${slug}`;

async function createAccount(page: Page, email: string, name: string): Promise<void> {
  await page.goto(`${shopAt('theatre')}/sign-up`);
  await page.getByLabel('Prénom').fill('Ada');
  await page.getByLabel('Nom', { exact: true }).fill(name);
  await page.getByLabel('Adresse e-mail').fill(email);
  await page.getByLabel('Mot de passe').fill(PASSWORD);
  await page.getByRole('button', { name: 'Créer mon compte' }).click();
  await page.getByRole('heading', { name: 'Regardez vos e-mails' }).waitFor();
  await page.goto(await linkTo(email, /^Confirmez/));
  await page.getByLabel('Mot de passe choisi').fill(PASSWORD);
  await page.getByRole('button', { name: 'Confirmer et me connecter' }).click();
  await page.getByText('Votre compte est prêt.').waitFor();
}

async function choose(page: Page, which: number, quantity: string): Promise<void> {
  await page.goto(shopAt('theatre'));
  await page.getByRole('listitem').getByRole('link').nth(which).click();
  await page.getByLabel('Plein tarif').selectOption(quantity);
  await page.getByRole('button', { name: 'Ajouter au panier' }).click();
  await page.getByRole('heading', { name: 'Panier' }).waitFor();
}

describe.each([
  { script: false, name: 'Lovelace' },
  { script: true, name: 'Byron' },
])('with JavaScript: $script, on a phone', ({ script, name }) => {
  const email = `ada-${script}@example.org`;
  // axe is a script: the pages are the same with and without
  const shown = async (page: Page, what: string) => {
    if (script) await look(page, `shop-${what}`);
  };
  let page: Page;
  beforeAll(async () => {
    page = await journey.page({ ...phone, javaScriptEnabled: script });
  });

  it('somebody chooses, creates an account meanwhile, and reserves for a friend and a guest (R9, R19)', async () => {
    await page.goto(shopAt('theatre'));
    await shown(page, 'programme');
    await choose(page, 0, '2');
    await shown(page, 'basket');
    await page.getByRole('link', { name: 'Continuer' }).click();
    await page.getByText('Vos places restent retenues.').waitFor();
    await shown(page, 'sign-in');
    await page.goto(`${shopAt('theatre')}/sign-up`);
    expect(await page.getByRole('checkbox').count(), 'R18: no address, nothing is asked').toBe(0);
    await shown(page, 'sign-up');
    await createAccount(page, email, name);
    await page.getByRole('heading', { name: 'Panier' }).waitFor();
    await page.getByRole('link', { name: 'Continuer' }).click();
    await page.getByRole('button', { name: 'Ajouter un proche' }).click();
    await page.getByLabel('Prénom').fill('Grace');
    await page.getByLabel('Nom', { exact: true }).fill('Hopper');
    await shown(page, 'friends');
    await page.getByLabel('J’informe cette personne').check();
    await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
    const tickets = page.getByRole('group');
    await tickets.nth(0).getByLabel('Grace Hopper').check();
    await tickets.nth(1).getByLabel('Au nom de…').check();
    await tickets.nth(1).getByLabel('Prénom').fill('Łucja');
    await tickets.nth(1).getByLabel('Nom', { exact: true }).fill('Żak');
    await shown(page, 'names');
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.getByText('Pour Łucja Żak').waitFor();
    await shown(page, 'checkout');
    await page.getByLabel('Réserver et payer au guichet').check();
    await page.getByRole('button', { name: 'Commander' }).click();
    await page.getByText('Merci').waitFor();
    await shown(page, 'order');
    expect(await linkTo(email, /^Votre commande/)).toMatch(/\/orders\//);
  });

  it('takes an option, and confirms it (R1a, R1b)', async () => {
    await choose(page, 0, '1');
    await page.goto(`${shopAt('theatre')}/checkout`);
    await page.getByLabel('Poser une option').check();
    await page.getByRole('button', { name: 'Commander' }).click();
    await page.getByRole('button', { name: 'Confirmer l’option' }).click();
    await page.getByText('Votre option est confirmée.').waitFor();
    await page.getByText('Option confirmée').waitFor();
  });

  it('waits for a full performance (R1d), says what is allowed (R22, R25), and sees the rope (R3)', async () => {
    if (!script) {
      await choose(page, 1, '1');
      await page.goto(`${shopAt('theatre')}/checkout`);
      await page.getByRole('button', { name: 'Commander' }).click();
      await page.getByText('Merci').waitFor();
    }
    await page.goto(shopAt('theatre'));
    await page.getByRole('listitem').getByRole('link').nth(1).click();
    await page.getByText('C’est complet.').waitFor();
    await page.getByRole('button', { name: 'M’inscrire sur la liste' }).click();
    await page.getByText('Vous êtes sur la liste d’attente.').waitFor();
    await shown(page, 'account');
    await page.getByRole('link', { name: 'Répondre' }).click();
    await page.getByRole('group', { name: 'Par e-mail' }).getByLabel('Oui').check();
    await page.getByRole('group', { name: 'Aime le jazz' }).getByLabel('Oui').check();
    await shown(page, 'choices');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('C’est enregistré.').waitFor();
    await page.goto(`${shopAt('theatre')}/account/data`);
    await page.getByText('Autorisations modifiées').waitFor();
    await shown(page, 'data');
  });

  it('downloads all that is known of it, to read and for a machine (R21)', async () => {
    await page.goto(`${shopAt('theatre')}/account`);
    await page.getByRole('link', { name: 'Mes données' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Télécharger mes données' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^mes-donnees-\d{4}-\d\d-\d\d\.zip$/);
    const files = await unzip(await readFile(await file.path()));
    const read = files.get('vos-donnees.html')?.toString() ?? '';
    for (const known of [email, name, 'Le Misanthrope', 'Aime le jazz']) expect(read).toContain(known);
    expect(read, 'a friend is somebody else').not.toContain('Hopper');
    expect([...files.keys()].some((one) => one.endsWith('.json'))).toBe(true);
  });

  it('deletes the account (R13) once nothing stands in the way', async () => {
    await page.goto(`${shopAt('theatre')}/account/delete`);
    await page.getByText('vous avez des billets ou des réservations').waitFor();
    await shown(page, 'delete-blocked');
    await page.goto(`${shopAt('theatre')}/account`);
    const orders = page.locator('a[href*="/orders/"]');
    for (let order = 0, count = await orders.count(); order < count; order++) {
      await orders.nth(order).click();
      await page.getByRole('button', { name: 'Renoncer' }).click();
      await page.getByText('Vous avez renoncé').waitFor();
      await page.goto(`${shopAt('theatre')}/account`);
    }
    await page.goto(`${shopAt('theatre')}/account/delete`);
    await page.getByLabel('Mot de passe actuel').fill(PASSWORD);
    await page.getByLabel('Je veux supprimer').check();
    await shown(page, 'delete');
    await page.getByRole('button', { name: 'Supprimer définitivement' }).click();
    await page.getByRole('heading', { name: 'Votre compte est supprimé' }).waitFor();
    await page.goto(`${shopAt('theatre')}/account`);
    await page.getByRole('heading', { name: 'Se connecter' }).waitFor();
  });
});

it('R17 R18 where there is a policy it is approved with the account, and at hand afterwards, in English too', async () => {
  const page = await journey.page({ locale: 'en-GB' });
  await page.goto(`${shopAt('with-policy')}/sign-up`);
  await page.getByLabel('First name').fill('Mary');
  await page.getByLabel('Last name').fill('Shelley');
  await page.getByLabel('E-mail address').fill('mary@example.org');
  await page.getByLabel('Password').fill(PASSWORD);
  await look(page, 'shop-english-sign-up');
  await page.getByLabel('I have read and approve').check();
  await page.getByRole('button', { name: 'Create my account' }).click();
  await page.getByRole('heading', { name: 'Look at your e-mail' }).waitFor();
  await page.goto(await linkTo('mary@example.org', /^Confirm/));
  await page.getByLabel('The password you chose').fill(PASSWORD);
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();
  await page.getByText('Your account is ready.').waitFor();
  await look(page, 'shop-english-account');
  await page.goto(`${shopAt('with-policy')}/account/data`);
  await page.getByRole('link', { name: 'https://example.org/privacy' }).waitFor();
  await page.goto(`${shopAt('with-policy')}/account/identity`);
  expect(await page.getByRole('link', { name: 'Privacy policy' }).count()).toBeGreaterThan(0);
});
