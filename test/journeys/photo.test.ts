import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Journey, look as lookAt, setUpDemo } from '../helpers/browser.ts';

let journey: Journey;
let page: Page;
beforeAll(async () => {
  journey = await Journey.begin();
  page = await journey.page();
  await setUpDemo(journey, page, 100);
  await page.goto(`${journey.address}/contacts?kind=individual`);
  await page.getByRole('row').nth(3).getByText('Individuel').waitFor();
  await page.getByRole('row').nth(3).click();
  await page.getByRole('button', { name: 'Ajouter une photo' }).waitFor();
});
afterAll(() => journey.end());

const look = (name: string) => lookAt(page, name);
const picture = async () => ({
  name: 'photo.jpg',
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width: 600, height: 400, channels: 3, background: '#456' } })
    .jpeg()
    .toBuffer(),
});

it('R15 a photo is chosen, cropped, and saved only once the consent is confirmed; withdrawn, it is gone', async () => {
  await page.getByRole('button', { name: 'Ajouter une photo' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Choisir une image' }).waitFor();
  await look('photo-choose');
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'photo.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from('no picture'),
  });
  await dialog.getByText('ne peut pas être affiché').waitFor();
  await dialog.locator('input[type=file]').setInputFiles(await picture());
  await dialog.getByText('Vous devez obtenir le consentement de ce contact').waitFor();
  await look('photo-consent');
  await dialog.getByRole('button', { name: 'Enregistrer la photo' }).click();
  await dialog.getByText('Confirmez que le contact est d’accord').first().waitFor();
  await dialog.getByLabel('Par écrit').click();
  await dialog.getByLabel('Je confirme').click();
  await dialog.getByRole('button', { name: 'Enregistrer la photo' }).click();
  await page.getByRole('img', { name: /^Photo de/ }).waitFor();
  await page.getByText('Consentement confirmé par Administration').waitFor();
  await look('photo-saved');

  await page.getByRole('button', { name: 'Le contact retire son consentement' }).click();
  await page.getByRole('button', { name: 'Supprimer la photo' }).click();
  await page.getByText('Pas de photo').waitFor();
  await look('photo-withdrawn');
});

it('R15 the camera of the counter takes one, too, with the keyboard alone', async () => {
  await page.getByRole('button', { name: 'Ajouter une photo' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Utiliser l’appareil photo' }).focus();
  await page.keyboard.press('Enter');
  // it can be pressed once the camera sees
  await dialog.getByRole('button', { name: 'Prendre la photo', disabled: false }).waitFor();
  await dialog.getByRole('button', { name: 'Prendre la photo' }).focus();
  await page.keyboard.press('Enter');
  await dialog.getByLabel('De vive voix').focus();
  await page.keyboard.press('Space');
  await dialog.getByLabel('Je confirme').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: /^Photo de/ }).waitFor();
});

it('R15 the same in English, on a phone and in the dark', async () => {
  const address = page.url();
  page = await journey.page({
    storageState: await page.context().storageState(),
    locale: 'en-GB',
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  await page.addInitScript(() => localStorage.setItem('rappel.language', 'en'));
  await page.goto(address);
  await page.getByRole('button', { name: 'Change the photo' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles(await picture());
  await dialog.getByText('You must have the consent of this contact').waitFor();
  await look('phone-photo-consent');
  await dialog.getByRole('button', { name: 'Save the photo' }).click();
  await dialog.getByText('Confirm that the contact agreed').first().waitFor();
  await dialog.getByLabel('In writing').click();
  await dialog.getByLabel('I confirm').click();
  await dialog.getByRole('button', { name: 'Save the photo' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Consent confirmed by Administration').first().waitFor();
  await look('phone-photo-saved');
  const wide = await page.evaluate<boolean>(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
  expect(wide).toBe(false);
  await page.getByRole('button', { name: 'The contact withdraws its consent' }).click();
  await page.getByRole('button', { name: 'Delete the photo' }).click();
  await page.getByText('No photo').waitFor();
});
