import { generate } from 'otplib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Journey, look } from '../helpers/browser.ts';
import { freePort } from '../helpers/free-port.ts';
import { IdentityProvider } from '../helpers/identity-provider.ts';

let journey: Journey;
let provider: IdentityProvider;
/** The administrator's browser. */
let admin: Page;
beforeAll(async () => {
  // links and the callback name the port, so it must be known before the server starts
  const port = await freePort();
  const PUBLIC_URL = `http://localhost:${port}`;
  provider = await IdentityProvider.open(`${PUBLIC_URL}/api/single-sign-on/callback`);
  journey = await Journey.begin({ PORT: String(port), PUBLIC_URL, RAPPEL_PRIVATE_ISSUERS: 'allow' });
  admin = await journey.page();
});
afterAll(async () => {
  await journey?.end();
  await provider?.close();
});

const ADA = { email: 'ada@example.org', password: 'une phrase pour Ada' };
let secret = '';
let recoveryCodes: string[] = [];
const codeNow = (halfMinutes = 0) =>
  generate({ secret, epoch: Math.floor(Date.now() / 1000) + 30 * halfMinutes });

async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto(`${journey.address}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
}

it('an administrator invites, with the keyboard alone; who is invited accepts by the link', async () => {
  await admin.goto(journey.setUpLink as string);
  await admin.getByLabel('Nom de l’institution').fill('Grand Théâtre');
  await admin.getByLabel('Votre nom').fill('Administration');
  await admin.getByLabel('E-mail').fill('admin@example.org');
  await admin.getByLabel('Mot de passe').fill('une phrase assez longue');
  await admin.getByRole('button', { name: 'Mettre en place' }).click();
  await admin.getByRole('link', { name: 'Réglages' }).click();
  await admin.getByRole('link', { name: 'Organismes' }).click();
  await admin.getByText('Pas encore d’organisme').waitFor();
  await look(admin, 'organisations-empty');
  await admin.getByRole('button', { name: 'Nouvel organisme' }).click();
  await admin.getByLabel('Nom').fill('Opéra');
  await admin.keyboard.press('Enter');
  await admin.getByRole('button', { name: 'Renommer Opéra' }).waitFor();
  await look(admin, 'organisations');

  await admin.getByRole('navigation').getByRole('link', { name: 'Opérateurs' }).click();
  await admin.getByRole('button', { name: 'Inviter un opérateur' }).focus();
  await admin.keyboard.press('Enter');
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('E-mail').waitFor();
  await admin.keyboard.type(ADA.email);
  await look(admin, 'invite');
  await admin.keyboard.press('Enter');
  await dialog.getByRole('status').waitFor();
  await look(admin, 'invited');
  const link = await dialog.getByRole('textbox').inputValue();
  await admin.keyboard.press('Escape');
  await admin.getByText('Invité', { exact: true }).waitFor();

  const page = await journey.page();
  await page.goto(link);
  await page.getByText('Vous êtes invité à travailler pour Grand Théâtre').waitFor();
  await page.getByLabel('Votre nom').fill('Ada');
  await page.getByLabel('Mot de passe').fill(ADA.password);
  await look(page, 'join');
  await page.getByRole('button', { name: 'Accepter et se connecter' }).click();
  await page.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor();
  const again = await journey.page();
  await again.goto(link);
  await again.getByText('Ce lien n’est plus valable').waitFor();
  await look(again, 'join-used');
  await again.context().close();
  await page.context().close();
});

it('she sets up a second factor, and signs in with its code, then with a recovery code', async () => {
  const page = await journey.page();
  await signIn(page, ADA);
  await page.getByRole('button', { name: /compte et apparence/ }).click();
  await page.getByRole('menuitem', { name: 'Mon compte' }).click();
  await page.getByRole('button', { name: 'Mettre en place un second facteur' }).click();
  await look(page, 'account');
  await page.getByLabel('Votre mot de passe, pour être sûr').fill(ADA.password);
  await page.getByRole('button', { name: 'Continuer' }).click();
  const key = page.locator('code');
  await key.waitFor();
  secret = ((await key.textContent()) as string).replaceAll(' ', '');
  await look(page, 'enrolment');
  await page.getByLabel('Code de l’application').fill(await codeNow(-1));
  await page.getByRole('button', { name: 'Confirmer' }).click();
  recoveryCodes = ((await page.getByTestId('recovery-codes').textContent()) as string).split('\n');
  expect(recoveryCodes).toHaveLength(10);
  await look(page, 'recovery-codes');
  await page.getByRole('button', { name: 'Je les ai gardés' }).click();
  await page.getByText('Il vous reste 10').waitFor();

  await page.getByRole('button', { name: /compte et apparence/ }).click();
  await page.getByRole('menuitem', { name: 'Se déconnecter' }).click();
  await page.getByRole('heading', { level: 1, name: 'Connexion' }).waitFor();
  await page.waitForLoadState('networkidle');
  await signIn(page, ADA);
  await page.getByLabel('Code de votre application').waitFor();
  await look(page, 'second-step');
  await page.getByLabel('Code de votre application').fill('000000');
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByText('Ce code ne convient pas').waitFor();
  await page.getByLabel('Code de votre application').fill(await codeNow());
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor();

  const elsewhere = await journey.page();
  await signIn(elsewhere, ADA);
  await elsewhere.getByLabel('Code de votre application').fill(recoveryCodes[0] as string);
  await elsewhere.getByRole('button', { name: 'Se connecter' }).click();
  await elsewhere.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor();

  // signed out everywhere: the other browser, and whoever stole its session, is refused
  await page.goto(`${journey.address}/account`);
  await page.getByRole('button', { name: 'Déconnecter Chrome sur Linux' }).waitFor();
  await look(page, 'account-sessions');
  await page.getByRole('button', { name: 'Déconnecter partout', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Connexion' }).waitFor();
  await page.waitForLoadState('networkidle');
  await elsewhere.goto(`${journey.address}/account`);
  await elsewhere.getByRole('heading', { level: 1, name: 'Connexion' }).waitFor();
  await elsewhere.context().close();
  await page.context().close();
});

it('single sign-on is set up, and lets in who was invited; errors are said in words', async () => {
  await admin.goto(`${journey.address}/settings/sign-in`);
  await admin.getByLabel('Adresse du fournisseur').fill(`${provider.issuer}/not-there`);
  await admin.getByLabel('Identifiant du client').fill(provider.clientId);
  await admin.getByLabel('Secret du client').fill(provider.clientSecret);
  await admin.getByLabel('Libellé du bouton').fill('Compte du Grand Théâtre');
  await admin.getByLabel('Domaines d’e-mail admis').fill('example.org');
  const save = admin.getByRole('button', { name: 'Enregistrer' }).last();
  await save.click();
  await admin.getByText('ne répond pas à cette adresse').waitFor();
  await look(admin, 'single-sign-on-refused');
  await admin.getByLabel('Adresse du fournisseur').fill(provider.issuer);
  await save.click();
  await admin.getByText('Permis à tous').waitFor();
  await look(admin, 'sign-in-settings');

  const page = await journey.page();
  provider.person = { sub: 'stranger', email: 'stranger@example.org', email_verified: true };
  await page.goto(`${journey.address}/account`);
  await page.getByRole('link', { name: 'Compte du Grand Théâtre' }).click();
  await page.getByText('Personne ne travaille ici avec cet e-mail').waitFor();
  await look(page, 'sign-in-sso');
  provider.person = { sub: 'ada', email: ADA.email, email_verified: true, name: 'Ada' };
  await page.goto(`${journey.address}/sign-in?next=%2Faccount`);
  await page.getByRole('link', { name: 'Compte du Grand Théâtre' }).click();
  await page.getByRole('heading', { level: 1, name: 'Mon compte' }).waitFor();
  await page.getByText(ADA.email).waitFor();
  await page.context().close();
});

it('an operator leaves: who did what then says a number', async () => {
  await admin.goto(`${journey.address}/settings/operators`);
  await admin.getByText('En place').waitFor();
  await look(admin, 'operators');
  await admin.getByRole('link', { name: 'Ada' }).click();
  await admin.getByRole('heading', { level: 2, name: 'Départ définitif' }).waitFor();
  await look(admin, 'operator');
  await admin.getByRole('button', { name: 'Lien pour un nouveau mot de passe' }).click();
  await admin.getByRole('textbox', { name: 'Le lien pour choisir un nouveau mot de passe' }).waitFor();
  await admin.getByLabel(`Saisissez ${ADA.email}`).fill(ADA.email);
  await admin.getByRole('button', { name: 'Effacer le nom et l’e-mail' }).click();
  await admin.getByRole('heading', { level: 1, name: /^Ancien opérateur \d/ }).waitFor();
  await look(admin, 'operator-left');
  const page = await journey.page();
  await signIn(page, ADA);
  await page.getByText('L’e-mail ou le mot de passe ne correspond pas').waitFor();
  await page.context().close();
});

it('the same in English, on a phone and in the dark', async () => {
  const page = await journey.page({
    storageState: await admin.context().storageState(),
    locale: 'en-GB',
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  await page.addInitScript(() => localStorage.setItem('rappel.language', 'en'));
  for (const [address, title] of [
    ['/settings/operators', 'Operators'],
    ['/settings/organisations', 'Organisations'],
    ['/settings/sign-in', 'Signing in'],
    ['/account', 'My account'],
  ] as const) {
    await page.goto(journey.address + address);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.waitForLoadState('networkidle');
    await look(page, `phone-${title.toLowerCase().replace(' ', '-')}`);
    const fits = await page.evaluate('document.documentElement.scrollWidth <= innerWidth');
    expect(fits, title).toBe(true);
  }
});
