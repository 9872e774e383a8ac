import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityProblems, Journey } from '../helpers/browser.ts';

let journey: Journey;
let page: Page;
beforeAll(async () => {
  journey = await Journey.begin();
  page = await journey.page();
});
afterAll(() => journey.end());

const folder = process.env.RAPPEL_SCREENSHOTS;
/** What the page looks like, for whoever wants to see it; and that anybody can use it. */
async function look(name: string): Promise<void> {
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  expect(await accessibilityProblems(page), name).toEqual([]);
}

const ADMINISTRATOR = { name: 'Administration', email: 'admin@example.org', password: 'une phrase assez longue' };

it('from the link of the first start to the journal of a real run, in French', async () => {
  await page.goto(journey.setUpLink as string);
  await page.getByText('Une démonstration').click();
  await page.getByLabel('Nombre de contacts').fill('1000');
  await page.getByLabel('Votre nom').fill(ADMINISTRATOR.name);
  await page.getByLabel('E-mail').fill(ADMINISTRATOR.email);
  await page.getByLabel('Mot de passe').fill(ADMINISTRATOR.password);
  await look('set-up');
  await page.getByRole('button', { name: 'Mettre en place' }).click();

  await page.getByText('Rien ne vous attend').waitFor();
  await look('home-empty');

  await page.getByRole('link', { name: 'Conservation' }).click();
  await page.getByRole('button', { name: 'Nouveau batch' }).click();
  await page.getByLabel('Nom').fill('Chaque mois');
  await page.getByLabel('Programmation').click();
  await page.getByRole('option', { name: 'Chaque mois' }).click();
  await look('batch-new');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText('Prochaines dates').waitFor();
  await look('batch');

  await page.getByRole('button', { name: 'Simuler' }).click();
  await page.getByRole('heading', { name: /^Simulation/ }).waitFor();
  const cutoff = page.getByRole('slider');
  await cutoff.waitFor();
  await look('cliff');
  await cutoff.focus();
  await page.keyboard.press('PageUp');
  await page.getByRole('button', { name: /^Simuler/ }).waitFor();
  await page.goBack().catch(() => undefined);
});
