import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refreshContactSearch } from '../../src/contacts/contacts.ts';
import { inInstitution } from '../../src/database/database.ts';
import { createInstitution } from '../../src/institutions/institutions.ts';
import { createOperator } from '../../src/operators/operators.ts';
import { Journey, look as lookAt } from '../helpers/browser.ts';

let journey: Journey;
let page: Page;
const OFFICER = { email: 'dpo@example.org', password: 'une phrase assez longue' };
beforeAll(async () => {
  journey = await Journey.begin({}, async ({ database }) => {
    const now = new Date();
    const wanted = {
      slug: 'theatre',
      name: 'Théâtre',
      locale: 'fr',
      timeZone: 'Europe/Zurich',
      country: 'CH',
    };
    const institution = await createInstitution(database, wanted);
    const officer = { ...OFFICER, name: 'Protection des données', locale: 'fr' } as const;
    const profile = 'data-protection-officer';
    await createOperator(database, institution, { ...officer, profile }, { now, actor: 'system' });
    await database.pool.query(
      `insert into contacts (institution_id, number, kind, first_name, last_name, email, mobile, town, created_on)
       values ($1, 'A-1', 'individual', 'Zoé', 'Meier', 'zoe@example.org', '+41 79 000 00 01', 'Sion', '2015-01-01'),
              ($1, 'A-2', 'individual', 'Zoe', 'Meyer', 'zoe@example.org', null, 'Sierre', '2018-01-01'),
              ($1, 'A-3', 'individual', 'Ivo', 'Rey', 'ivo@example.org', null, null, '2018-01-01'),
              ($1, 'A-4', 'individual', 'Iva', 'Rey', 'ivo@example.org', null, null, '2018-01-01'),
              ($1, 'A-5', 'individual', 'Noa', 'Blanc', 'blanc@example.org', null, 'Bulle', '2018-01-01'),
              ($1, 'A-6', 'individual', 'Noah', 'Blanc', 'blanc@example.org', null, null, '2019-01-01')`,
      [institution.id],
    );
    await database.pool.query(
      `insert into customer_accounts (institution_id, contact_id, email, password_hash, created_at)
       select institution_id, id, case number when 'A-2' then 'zoe.meyer@example.org' else email end, 'x', now()
         from contacts where institution_id = $1 and number in ('A-1', 'A-2', 'A-5')`,
      [institution.id],
    );
    await inInstitution(database, institution.id, (tenant) =>
      refreshContactSearch(tenant, institution.id, { after: 0, upTo: Number.MAX_SAFE_INTEGER }),
    );
  });
  page = await journey.page();
});
afterAll(() => journey.end());

const look = (name: string) => lookAt(page, name);

it('suspected duplicates are looked for, compared, said to be two, or merged with the keyboard alone', async () => {
  await page.goto(`${journey.address}/contacts`);
  await page.getByLabel('E-mail').fill(OFFICER.email);
  await page.getByLabel('Mot de passe').fill(OFFICER.password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Doublons' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Aucun doublon présumé').waitFor();
  await look('duplicates-none');
  await page.getByRole('button', { name: 'Chercher les doublons' }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByText('La recherche est en cours').waitFor();
  await expect
    .poll(
      async () => {
        await page.reload();
        await page
          .getByText(/Ivo Rey|Aucun doublon présumé/)
          .first()
          .waitFor();
        return await page.getByRole('row').count();
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBe(4);
  await look('duplicates');

  const rows = page.getByRole('row');
  await rows.filter({ hasText: 'Ivo' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Ce sont deux contacts' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('ce sont deux contacts').first().waitFor();

  await rows.filter({ hasText: 'Zo' }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Deux contacts, ou un seul' }).waitFor();
  await page.getByText('Seul zoe@example.org permettra désormais de se connecter.').waitFor();
  await look('merge');
  await page.getByRole('radio', { name: 'Zoe Meyer' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Fusionner' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Confirmez que les deux ne font qu’un.').waitFor();
  await page.getByLabel('Je confirme').focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Fusionner' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Zoe Meyer' }).waitFor();
  await page.getByText('+41 79 000 00 01').waitFor();
  await look('merged');
});

it('the same in English, on a phone and in the dark', async () => {
  page = await journey.page({
    storageState: await page.context().storageState(),
    locale: 'en-GB',
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  await page.addInitScript(() => localStorage.setItem('rappel.language', 'en'));
  await page.goto(`${journey.address}/duplicates`);
  const row = page.getByText('Noah Blanc').first();
  await row.waitFor();
  await look('phone-duplicates');
  await row.click();
  await page.getByRole('heading', { name: 'Two contacts, or one' }).waitFor();
  await look('phone-merge');
  const wide = await page.evaluate<boolean>(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
  expect(wide).toBe(false);
  await page.getByLabel('I confirm').check();
  await page.getByRole('button', { name: 'Merge' }).click();
  await page.getByRole('heading', { level: 1, name: /Blanc/ }).waitFor();
  await look('phone-merged');
});
