import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Journey, look as lookAt, setUpDemo } from '../helpers/browser.ts';
import { freePort } from '../helpers/free-port.ts';
import { MailServer } from '../helpers/mail-server.ts';

let mail: MailServer;
let journey: Journey;
let page: Page;
beforeAll(async () => {
  mail = await MailServer.listen();
  // its messages name the address at which it is reached, which is known before it starts
  const PORT = String(await freePort());
  journey = await Journey.begin({ PORT, SMTP_URL: mail.url, MAIL_FROM: 'opera@example.org' });
  page = await journey.page();
  await setUpDemo(journey, page, 300);
});
afterAll(async () => {
  await journey.end();
  await mail.close();
});

const look = (name: string) => lookAt(page, name);
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const tab = (name: string) => page.getByRole('tab', { name });
const frame = () => page.frameLocator('iframe');
/** How many contacts the page says get it. */
const reached = async () => {
  const shown = page.getByText(/^\d[\d\s]*\scontacts la reçoivent$/).first();
  await shown.waitFor();
  return Number(((await shown.textContent()) ?? '').replaceAll(/\D/g, ''));
};

it('R27 a campaign begins with what it is and to whom, and says at once who is left out and why', async () => {
  await page.request.post(`${journey.address}/api/targets`, {
    data: {
      code: 'all',
      name: 'Individus',
      type: 'dynamic',
      description: '',
      query: { combinator: 'all', rules: [{ field: 'kind', operator: '=', value: 'individual' }] },
    },
  });
  await page.goto(`${journey.address}/campaigns`);
  await page.getByRole('heading', { name: 'Pas encore de campagne' }).waitFor();
  await look('campaigns-empty');
  await button('Nouvelle campagne').first().click();
  await page.getByLabel('Nom').fill('Saison 2027');
  await page.getByRole('combobox', { name: 'Cibles', exact: true }).click();
  await page.getByRole('option', { name: /^Individus/ }).click();
  await page.keyboard.press('Escape');
  await look('campaign-new');
  await button('Continuer').click();
  await page.getByText('Pas encore écrit dans cette langue').waitFor();
  await tab('1. Quoi et à qui').click();
  expect(await reached()).toBeGreaterThan(10);
  await page.getByText('Laissés de côté, et pourquoi').waitFor();
  await page.getByText('Refuse le marketing').waitFor();
  await look('campaign-what');
});

it('R24 information about a purchase asks which performance, and why', async () => {
  await page.getByLabel('Information directement liée à un achat ou une réservation').check();
  await page.getByRole('combobox', { name: /^Représentation/ }).waitFor();
  await page.getByLabel(/^Pourquoi il faut prévenir/).waitFor();
  await look('campaign-purchase');
  await page.getByLabel('Marketing', { exact: true }).check();
});

const block = (name: string) => page.getByRole('group', { name, exact: true });
const handle = (name: string) => button(`Déplacer : ${name}`);
/** The blocks in their order, by their names. */
const blocks = async () =>
  await page
    .getByRole('group', { name: /^(Titre|Texte|Bouton|Image|Trait|Espace) \d+$/ })
    .evaluateAll((all) =>
      all.map((one) => (one as unknown as { getAttribute(name: string): string }).getAttribute('aria-label')),
    );
const order = async (...names: string[]) => await expect.poll(blocks, { timeout: 10_000 }).toEqual(names);

it('is put together by hand, with the mouse or the keyboard, and each step can be undone', async () => {
  await tab('2. Texte').click();
  await button('Annonce').click();
  await page.getByText('Tout est enregistré').waitFor();
  await frame().getByText('Bonjour Madame Exemple').waitFor();
  await look('campaign-editor');
  await order('Titre 1', 'Texte 1', 'Bouton 1');
  // by the handle, without a mouse
  await handle('Titre 1').focus();
  await page.keyboard.press('Space');
  await page.getByText('Titre 1 : soulevé.').waitFor({ state: 'attached' });
  await page.keyboard.press('ArrowDown');
  await page.getByText('Titre 1 : à la place de Texte 1.').waitFor({ state: 'attached' });
  await page.keyboard.press('Space');
  await order('Texte 1', 'Titre 1', 'Bouton 1');
  await button('Annuler').click();
  await order('Titre 1', 'Texte 1', 'Bouton 1');
  await button('Rétablir').click();
  await order('Texte 1', 'Titre 1', 'Bouton 1');
  await button('Monter : Titre 1').click();
  await order('Titre 1', 'Texte 1', 'Bouton 1');
  // with the mouse
  await page.setViewportSize({ width: 1280, height: 1400 });
  await handle('Bouton 1').hover();
  await page.mouse.down();
  const place = await handle('Titre 1').boundingBox();
  await page.mouse.move((place?.x ?? 0) + 8, (place?.y ?? 0) + 8, { steps: 12 });
  await page.getByText('Bouton 1 : à la place de Titre 1.').waitFor({ state: 'attached' });
  await page.mouse.up();
  await order('Bouton 1', 'Titre 1', 'Texte 1');
  await button('Annuler').click();
  await order('Titre 1', 'Texte 1', 'Bouton 1');
  await page.setViewportSize({ width: 1280, height: 900 });
});

it('is written as it will look, with the names of its reader, by who knows neither MJML nor Liquid', async () => {
  const text = page.getByRole('textbox', { name: 'Texte 1', exact: true });
  await text.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await block('Texte 1').getByRole('button', { name: 'Gras' }).click();
  await page.keyboard.type('Merci, <ami> ');
  await block('Texte 1').getByRole('button', { name: 'Insérer un nom' }).click();
  await page.getByRole('menuitem', { name: 'Prénom' }).click();
  await frame().getByText('Merci, <ami> Camille').waitFor();
  await button('2 colonnes').click();
  await page
    .getByRole('group', { name: 'Section 2' })
    .getByRole('button', { name: 'Ajouter un bloc' })
    .last()
    .click();
  await page.getByRole('menuitem', { name: 'Image' }).click();
  const chosen = page.locator('input[type=file]').last();
  const file = { name: 'salle.jpg', mimeType: 'image/jpeg' };
  await chosen.setInputFiles({ ...file, buffer: Buffer.from('no picture') });
  await page.getByText('Ce fichier n’est pas une image').waitFor();
  await page.getByText('Nécessaire : c’est ce que lit qui ne voit pas l’image.').waitFor();
  const hall = sharp({ create: { width: 1600, height: 900, channels: 3, background: '#7a4a2a' } });
  await chosen.setInputFiles({ ...file, buffer: await hall.jpeg().toBuffer() });
  await page.getByLabel('Ce qu’elle montre, en mots').fill('La grande salle');
  await page.getByRole('img', { name: 'La grande salle' }).waitFor();
  await button('Une autre image…').waitFor();
  const shown = frame().getByRole('img', { name: 'La grande salle' });
  await expect
    .poll(() => shown.evaluate((img) => (img as unknown as { naturalWidth: number }).naturalWidth), {
      timeout: 10_000,
    })
    .toBe(1200);
  await button('Déjà ajoutées…').click();
  const before = page.getByRole('dialog', { name: 'Images déjà ajoutées' });
  await before.getByRole('button', { name: /1.200 × 675 pixels/ }).waitFor();
  await look('campaign-pictures');
  await before.getByRole('button', { name: /1.200 × 675 pixels/ }).click();
  await before.waitFor({ state: 'detached' });
  await look('campaign-editor-columns');
  await page.getByText('Téléphone', { exact: true }).click();
  await look('campaign-editor-phone');
  await page.getByText('Sombre', { exact: true }).click();
  await page.getByText('Ordinateur', { exact: true }).click();
  await page.getByText('Tout est enregistré').waitFor();
});

it('is read and written as MJML too, with each mistake by its line, and goes back into the editor', async () => {
  await block('Bouton 1').getByLabel('Mène à (https://…)').fill('https://example.org/saison');
  await page.getByText('Source (MJML)', { exact: true }).click();
  const source = page.getByLabel('Texte (MJML)');
  const good = await source.inputValue();
  expect(good).toContain('<mj-button href="https://example.org/saison">');
  await source.fill(good.replace('contact.salutation', 'contact.salutations'));
  await page.getByText('contact.salutations', { exact: true }).first().waitFor();
  await page.getByText(/ligne 13, colonne \d+/).waitFor();
  await look('campaign-mistake');
  await source.fill(good);
  await frame().getByText('Bonjour Madame Exemple').waitFor();
  await page.getByText('Aucune erreur trouvée dans le texte.').waitFor();
  await look('campaign-source');
  const social =
    '<mj-social><mj-social-element name="web" href="https://example.org">x</mj-social-element></mj-social>';
  await source.fill(good.replace('</mj-column>', `${social}</mj-column>`));
  await page.getByText('Éditeur', { exact: true }).click();
  await page.getByText(social).waitFor();
  await button('Retirer : Source 1').click();
  await page.getByText('Source (MJML)', { exact: true }).click();
  expect(await source.inputValue()).not.toContain('mj-social');
  expect(await source.inputValue()).toContain('<strong>Merci, &lt;ami&gt; </strong>');
  await page.getByText('Tout est enregistré').waitFor();
});

it('is tried out on oneself, and leaves only once the number is typed', async () => {
  await tab('3. Vérifier et envoyer').click();
  await button('M’envoyer un essai').click();
  await page.getByText(/^Envoyé à /).waitFor();
  const tried = mail.received.at(-1);
  expect(tried?.headers.get('subject')).toContain('[Test]');
  const picture = /<img[^>]* src="([^"]*)"/.exec(tried?.body ?? '')?.[1] as string;
  const seen = await page.request.get(journey.address + new URL(picture).pathname);
  expect(seen.headers()['content-type']).toBe('image/jpeg');
  const before = mail.received.length;
  const count = await reached();
  await button(/^Envoyer à /).click();
  await page.getByText(/^C’est /).waitFor();
  await look('campaign-send');
  await page.getByLabel(/^Tapez /).fill(String(count));
  await button(/^Envoyer à /).click();
  await page.getByText('Envoyée', { exact: true }).waitFor({ timeout: 60_000 });
  expect(mail.received.length - before).toBe(count);
});

it('R27 says what became of it: figures, who was left out and the list behind each reason', async () => {
  await page.getByRole('heading', { name: 'Au fil du temps' }).waitFor();
  await page.getByRole('cell', { name: 'https://example.org/saison' }).waitFor();
  await look('campaign-results');
  await button('Refuse le marketing').click();
  await page.waitForURL(/why=refused-marketing/);
  await page
    .getByRole('grid', { name: 'Laissés de côté : Refuse le marketing' })
    .or(page.getByRole('table', { name: /Laissés de côté/ }))
    .first()
    .waitFor();
  await look('campaign-excluded');
  await page.getByRole('row').nth(1).click();
  await page.getByRole('tab', { name: 'Campagnes' }).click();
  await page.getByRole('link', { name: 'Saison 2027' }).waitFor();
  await page.getByText('E-mail · laissé de côté · Refuse le marketing').waitFor();
  await look('contact-campaigns');
  await page.goto(`${journey.address}/campaigns`);
  await page.getByRole('row', { name: /Saison 2027/ }).waitFor();
  await look('campaigns');
});

it('is begun again from what it was, as a draft', async () => {
  await page.getByText('Saison 2027').first().click();
  await button('Dupliquer').click();
  await page.getByRole('heading', { name: 'Saison 2027 (copie)' }).waitFor();
  await page.getByText('Brouillon', { exact: true }).waitFor();
  await look('campaign-copy');
  await tab('2. Texte').click();
  await frame().getByText('Merci, <ami> Camille').waitFor();
});

it('is the same in English, in the dark and on a narrow screen', async () => {
  await page.evaluate("localStorage.setItem('rappel.language', 'en')");
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 760 });
  const narrow = async (name: string) => {
    await look(name);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  };
  await page.goto(`${journey.address}/campaigns/new`);
  await page.getByLabel('Name').fill('Winter');
  await button('Go on').click();
  await button('Announcement').click();
  await page.getByText('All saved').waitFor();
  await frame().getByText('Hello Ms Sample').waitFor();
  await narrow('campaign-text-narrow-dark');
  await tab('3. Check and send').click();
  await page.getByText('Nobody gets it').first().waitFor();
  await narrow('campaign-send-narrow-dark');
  await page.goto(`${journey.address}/campaigns`);
  await page.getByText('Saison 2027', { exact: true }).first().click();
  await page.getByRole('heading', { name: 'Over time' }).waitFor();
  await narrow('campaign-results-narrow-dark');
});
