import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Journey, look as lookAt, setUpDemo } from '../helpers/browser.ts';
import { unzip } from '../helpers/unzip.ts';

let journey: Journey;
let page: Page;
let number: string;
beforeAll(async () => {
  journey = await Journey.begin();
  page = await journey.page();
  await setUpDemo(journey, page, 100);
  const { items } = await (
    await page.request.get(`${journey.address}/api/contacts?kind=individual&limit=1`)
  ).json();
  number = items[0].number;
});
afterAll(() => journey.end());

const look = (name: string) => lookAt(page, name);
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

it('R21 a request is written down on the file, waits on the home page, and is closed with its proof', async () => {
  await page.goto(`${journey.address}/requests`);
  await page.getByText('Aucune demande n’attend').waitFor();
  await look('requests-empty');
  await page.goto(`${journey.address}/contacts/${number}?tab=requests`);
  await page.getByText('Ce contact n’a encore rien demandé.').waitFor();
  await look('requests-file-empty');
  await page.getByLabel('Reçue le').fill(day(40));
  await page.getByLabel('Dans les mots de la personne').fill('Je voudrais savoir ce que vous avez sur moi.');
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await page.getByRole('link', { name: /^Accès : demande/ }).waitFor();
  await look('requests-file');

  await page.goto(journey.address);
  await page.getByText('1 demande au sujet de données personnelles attend une réponse').waitFor();
  await page.getByText('1 est en retard.').waitFor();
  await look('requests-home');
  await page.getByRole('link', { name: 'Voir les demandes' }).click();
  await page.getByText(/en retard de/).waitFor();
  await look('requests');
  await page.getByRole('row').nth(1).click();
  await page.getByRole('heading', { name: 'Qui demande ?' }).waitFor();
  await look('request-open');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText(/Une pièce d’identité \(/).waitFor();

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Télécharger l’extrait' }).click();
  const zip = await (await download).createReadStream();
  const files = await unzip(zip);
  const html = files.get('vos-donnees.html')?.toString() ?? files.get('your-data.html')?.toString() ?? '';
  expect(html).toContain(number);

  await page.getByLabel('Ce qui a été répondu').fill('Extrait remis au guichet.');
  await page.getByRole('button', { name: 'Clore la demande' }).click();
  await page.getByText('Répondue', { exact: true }).waitFor();
  await page.getByText('Extrait remis au guichet.').waitFor();
  await look('request-closed');
});

it('R21 the page of the extract is read by anybody', async () => {
  const answer = await page.request.get(`${journey.address}/api/contacts/${number}/extract.zip?locale=fr`);
  const files = await unzip(await answer.body());
  const extract = await page.context().newPage();
  await extract.setContent(files.get('vos-donnees.html')?.toString() ?? '');
  await extract.getByRole('heading', { name: 'Qui vous êtes' }).waitFor();
  await lookAt(extract, 'extract-fr');
  await extract.close();
});

it('the same in English, on a phone and in the dark', async () => {
  const phone = await journey.page({
    locale: 'en-GB',
    colorScheme: 'dark',
    viewport: { width: 360, height: 740 },
    storageState: await page.context().storageState(),
  });
  await phone.addInitScript(() => localStorage.setItem('rappel.language', 'en'));
  const views: [name: string, path: string, shown: string | RegExp][] = [
    ['requests', '/requests?state=closed', 'Answered'],
    ['request', '/requests/1', 'Extrait remis au guichet.'],
    ['requests-file', `/contacts/${number}?tab=requests`, 'Write down a request'],
    ['domains', `/domains?domain=contact-activity&number=${number}`, /^Sale|Click/],
    ['bi-log-ins', '/settings/bi', 'No tool reads the domains yet'],
  ];
  for (const [name, path, shown] of views) {
    await phone.goto(`${journey.address}${path}`);
    await phone.getByText(shown).first().waitFor();
    await lookAt(phone, `${name}-phone`);
    const wide = await phone.evaluate('document.documentElement.scrollWidth > window.innerWidth');
    expect.soft(wide, `${name} scrolls sideways`).toBe(false);
  }
  await phone.context().close();
});

it('R20 the domains are looked at; a tool is given its log-in once, and loses it', async () => {
  await page.goto(`${journey.address}/domains`);
  await page.getByRole('row').nth(3).waitFor();
  await look('domains-base');
  await page.getByText('Activité des contacts').click();
  await page.getByRole('row').nth(3).waitFor();
  await look('domains-activity');
  await page.getByText('Profil des contacts').click();
  await page.getByRole('row').nth(3).waitFor();
  await look('domains-profile');

  await page.goto(`${journey.address}/settings/bi`);
  await page.getByText('Aucun outil ne lit encore les domaines').waitFor();
  await look('bi-log-ins-empty');
  await page.getByRole('button', { name: 'Nouvel accès' }).click();
  await page.getByLabel('À quoi sert-il ?').fill('Metabase du marketing');
  await page.getByRole('button', { name: 'Créer l’accès' }).click();
  await page.getByText('À copier maintenant').waitFor();
  expect((await page.getByLabel('Mot de passe', { exact: true }).inputValue()).length).toBe(32);
  await look('bi-log-ins-made');
  await page.getByRole('button', { name: 'Retirer l’accès de Metabase du marketing' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Retirer' }).click();
  await page.getByText('Aucun outil ne lit encore les domaines').waitFor();
});
