import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Journey, look } from '../helpers/browser.ts';

/** What goes wrong while somebody is at work: restarts, colleagues, the network, permissions. */
let journey: Journey;
let page: Page;
let colleague: Page;

const ADMINISTRATOR = {
  name: 'Administration',
  email: 'admin@example.org',
  password: 'une phrase assez longue',
};
/** Enough for several ranges on the embedded database. */
const CONTACTS = 3_000;
const OFFICER = { ...ADMINISTRATOR, name: 'Protection des données', email: 'dpo@example.org' };

beforeAll(async () => {
  journey = await Journey.begin();
  page = await journey.page();
  const token = new URL(journey.setUpLink as string).searchParams.get('token');
  await post(page, '/api/set-up', { token, demo: { contacts: CONTACTS }, administrator: ADMINISTRATOR });
  const { email, name, password } = OFFICER;
  const invited = { email, profile: 'data-protection-officer', locale: 'fr' };
  const { link } = await post(page, '/api/operators', invited);
  colleague = await journey.page();
  const invitation = new URL(link).hash.slice(1);
  await post(colleague, '/api/operator-links/use', { token: invitation, name, password });
}, 240_000);
afterAll(() => journey.end());

/** The machine may be busy with other tests. */
const PATIENT = { timeout: 30_000 };

async function post(as: Page, path: string, data: unknown) {
  const response = await as.request.post(journey.address + path, { data, timeout: 90_000 });
  expect(response.ok(), await response.text()).toBe(true);
  return await response.json();
}

interface Run {
  run: number;
  mode: string;
  state: string;
  simulation: number | null;
  total: number;
  counts: { contacts: number; delete: number; anonymise: number };
}
const runs = async (): Promise<Run[]> =>
  (await (await page.request.get(`${journey.address}/api/runs`)).json()).items;
const realRuns = async () => (await runs()).filter(({ mode }) => mode === 'real');

const isOver = (run: number) =>
  expect
    .poll(async () => (await runs()).find((one) => one.run === run)?.state, { timeout: 60_000 })
    .toBe('completed');

/** A simulation that is over. @returns its number */
async function simulation(months: number): Promise<number> {
  const { run } = await post(page, '/api/runs/simulations', { months });
  await isOver(run);
  return run;
}

/** Opens the three steps of a simulation and types the number. @returns the button, and the number */
async function steps(as: Page, run: number) {
  await as.goto(`${journey.address}/retention/runs/${run}`);
  await as.getByRole('button', { name: 'Effacer définitivement' }).click();
  const field = as.getByLabel(/^Saisissez/);
  await field.waitFor({ timeout: 60_000 });
  const button = as.getByRole('button', { name: /^Effacer \d/ });
  const count = ((await button.textContent()) as string).replaceAll(/\D/g, '');
  await field.fill(count);
  return { button, count: Number(count) };
}

const banner = () => page.getByRole('status').filter({ hasText: 'Pas de connexion au serveur' });
const realRunPage = (as: Page) => as.getByRole('heading', { level: 1, name: /^Exécution réelle/ });

it('R11 the server restarts during a simulation: the page finds its way back, and the run its end', async () => {
  await journey.stop('SIGTERM');
  await journey.start('--no-worker'); // so that the run is surely on when the server goes
  await page.goto(`${journey.address}/retention/runs`);
  await page.getByRole('button', { name: 'Lancer la simulation' }).click();
  await page.getByText('Démarrage…').waitFor();
  await journey.stop('SIGTERM');
  await banner().waitFor();
  await look(page, 'connection-lost');
  await journey.start();
  await page.getByRole('slider').waitFor({ timeout: 60_000 });
  await expect.poll(() => banner().count(), PATIENT).toBe(0);
  const [run] = await runs();
  expect(run).toMatchObject({ state: 'completed', counts: { contacts: run?.total } });
}, 240_000);

it('R11 the server is killed during a real run: it goes on where it was, with the counts of the whole', async () => {
  const { button, count } = await steps(page, await simulation(96));
  await button.click();
  await realRunPage(page).waitFor();
  await journey.stop('SIGKILL');
  await journey.start();
  const [erasing] = await realRuns();
  await isOver(erasing?.run as number);
  await page
    .getByText(/supprimés?, \d+ anonymisés?\./)
    .first()
    .waitFor();
  const [run] = await realRuns();
  expect(run).toMatchObject({ run: erasing?.run, counts: { contacts: run?.total } });
  expect((run?.counts.delete ?? 0) + (run?.counts.anonymise ?? 0)).toBe(count);
}, 240_000);

it('R10 two people erase the same simulation at once: one does, the other is told so', async () => {
  const reviewed = await simulation(72);
  const mine = await steps(page, reviewed);
  const theirs = await steps(colleague, reviewed);
  await Promise.all([mine.button.click(), theirs.button.click()]);
  const told = (as: Page) => as.getByRole('alert').filter({ hasText: /déjà/ });
  await expect
    .poll(async () => [await told(page).count(), await told(colleague).count()].sort(), PATIENT)
    .toEqual([0, 1]);
  const [winner, loser] = (await told(page).count()) === 0 ? [page, colleague] : [colleague, page];
  await realRunPage(winner).waitFor();
  await look(loser, 'two-at-once');
  const ofIt = (await realRuns()).filter(({ simulation: of }) => of === reviewed);
  expect(ofIt).toHaveLength(1);
  await isOver(ofIt[0]?.run as number);
  expect((await realRuns()).filter(({ simulation: of }) => of === reviewed)).toHaveLength(1);
}, 240_000);

it('R10 the answer to a real run is lost on the way: whoever tries again is told, and nothing is erased twice', async () => {
  const reviewed = await simulation(60);
  const { button } = await steps(page, reviewed);
  await page.route('**/api/runs/*/real', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await button.click();
  const alert = page.getByRole('alert').filter({ hasText: 'Le serveur ne répond pas' });
  await alert.waitFor();
  await page.unroute('**/api/runs/*/real');
  await button.click();
  await page.getByRole('alert').filter({ hasText: /déjà/ }).waitFor();
  await expect
    .poll(async () => (await realRuns()).filter(({ simulation: of }) => of === reviewed).length, PATIENT)
    .toBe(1);
}, 240_000);

it('the network is slow: the button waits, and pressing it again sends nothing', async () => {
  await expect.poll(async () => (await realRuns())[0]?.state, { timeout: 60_000 }).toBe('completed');
  await page.goto(`${journey.address}/retention/runs`);
  const before = (await runs()).length;
  let sent = 0;
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  await page.route('**/api/runs/simulations', async (route) => {
    sent += 1;
    await gate;
    await route.continue();
  });
  const start = page.getByRole('button', { name: 'Lancer la simulation' });
  await start.click();
  await expect.poll(() => sent, PATIENT).toBe(1);
  await start.click({ force: true });
  await page.getByLabel('Mois sans activité').press('Enter');
  open();
  await page.getByRole('heading', { level: 1, name: /^Simulation/ }).waitFor();
  expect([sent, (await runs()).length]).toEqual([1, before + 1]);
  await page.unroute('**/api/runs/simulations');
}, 240_000);

it('the network is gone: the page says so, keeps what was typed, and sends nothing by itself when it is back', async () => {
  await page.goto(`${journey.address}/retention/runs`);
  const before = (await runs()).length;
  const months = page.getByLabel('Mois sans activité');
  await months.fill('30');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Lancer la simulation' }).click();
  await page.getByRole('alert').filter({ hasText: 'Le serveur ne répond pas' }).waitFor();
  await banner().waitFor();
  await page.context().setOffline(false);
  await expect.poll(() => banner().count(), PATIENT).toBe(0);
  expect(await months.inputValue()).toBe('30');
  expect((await runs()).length).toBe(before);
  await page.getByRole('button', { name: 'Lancer la simulation' }).click();
  await page.getByRole('heading', { level: 1, name: /^Simulation/ }).waitFor();
  expect((await runs()).length).toBe(before + 1);
}, 240_000);

it('R10 the check before a real run fails: nothing can be confirmed until another one came to its end', async () => {
  const reviewed = await simulation(48);
  await page.goto(`${journey.address}/retention/runs/${reviewed}`);
  await page.route('**/api/runs/*/check', (route) => route.abort());
  await page.getByRole('button', { name: 'Effacer définitivement' }).click();
  const again = page.getByRole('button', { name: 'Vérifier de nouveau' });
  await again.waitFor({ timeout: 30_000 });
  expect(await page.getByLabel(/^Saisissez/).count()).toBe(0);
  await look(page, 'check-failed');
  await page.unroute('**/api/runs/*/check');
  // the page may have looked again by itself, and the button is gone in the moment in which it would be pressed
  await again.click({ timeout: 2000 }).catch(() => {});
  await page.getByLabel(/^Saisissez/).waitFor({ timeout: 60_000 });
  await look(page, 'checked');
}, 240_000);

it('a permission is taken away at work: a sentence says so, nothing typed is lost, and the menu follows', async () => {
  await colleague.goto(`${journey.address}/retention`);
  await colleague.getByRole('button', { name: 'Nouveau batch' }).click();
  await colleague.getByLabel('Nom').fill('Chaque mois');
  await journey.stop('SIGTERM');
  await journey.onDatabase(async (database) => {
    await sql`update operators set profile = 'box-office' where email = ${OFFICER.email}`.execute(
      database.owner,
    );
  });
  await journey.start();
  await colleague.getByRole('button', { name: 'Enregistrer' }).click();
  await colleague.getByText('Votre profil ne le permet pas').waitFor();
  expect(await colleague.getByLabel('Nom').inputValue()).toBe('Chaque mois');
  const menu = colleague.getByRole('navigation', { includeHidden: true });
  await expect
    .poll(() => menu.getByRole('link', { name: 'Conservation', includeHidden: true }).count(), PATIENT)
    .toBe(0);
  await look(colleague, 'permission-gone');
}, 240_000);
