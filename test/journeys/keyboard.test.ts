import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityProblems, Journey } from '../helpers/browser.ts';

/** The whole way of a data protection officer in English, without a mouse. */
let journey: Journey;
let page: Page;
beforeAll(async () => {
  journey = await Journey.begin();
  page = await journey.page({ locale: 'en-GB' });
  // As chosen in the menu of the account: the demo and its administrator speak French.
  await page.addInitScript(() => localStorage.setItem('rappel.language', 'en'));
});
afterAll(() => journey.end());

const folder = process.env.RAPPEL_SCREENSHOTS;
/** The page with its focus, for whoever wants to see it; and that anybody can use it. */
async function look(name: string): Promise<void> {
  if (folder !== undefined) await page.screenshot({ path: `${folder}/keyboard-${name}.png` });
  expect.soft(await accessibilityProblems(page), name).toEqual([]);
}

/** No page has so many places to stop at. */
const MOST_STOPS = 60;

/** Tabs until something has the focus, and can be seen to have it. @param key Shift+Tab to go back */
async function tabTo(wanted: Locator, key = 'Tab'): Promise<void> {
  await wanted.waitFor();
  const hasFocus = () => wanted.evaluate((element) => element === element.ownerDocument.activeElement);
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if (await hasFocus()) {
      expect.soft(await showsFocus(wanted), `${wanted} shows its focus`).toBe(true);
      return;
    }
    await page.keyboard.press(key);
  }
  expect.fail(`the keyboard does not come to ${wanted}`);
}

/** Whether something looks another way with the focus than without, in itself or in what stands for it. */
const showsFocus = (wanted: Locator): Promise<boolean> =>
  wanted.evaluate((element) => {
    const view = element.ownerDocument.defaultView;
    const look = () =>
      [element, element.nextElementSibling, element.parentElement, ...element.querySelectorAll('*')]
        .filter((one) => one !== null)
        .map((one) => {
          const style = view.getComputedStyle(one);
          return [
            style.outline,
            style.borderColor,
            style.boxShadow,
            style.backgroundColor,
            style.stroke,
          ].join();
        })
        .join('|');
    const focused = look();
    element.blur();
    const without = look();
    element.focus({ focusVisible: true });
    return focused !== without;
  });

const button = (name: string | RegExp) => page.getByRole('button', { name });
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const press = (key: string) => page.keyboard.press(key);

/** Opens a list of choices, goes down to one and takes it. */
async function choose(field: string, name: string): Promise<void> {
  await tabTo(page.getByRole('combobox', { name: field }));
  await press('Enter');
  const option = page.getByRole('option', { name });
  await option.waitFor();
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if ((await option.getAttribute('data-combobox-selected')) !== null) break;
    await press('ArrowDown');
  }
  await press('Enter');
}

it('R10 R11 from the first start to the journal of a real run, with the keyboard alone', async () => {
  await page.goto(journey.setUpLink as string);
  await tabTo(page.getByRole('radio').first());
  await press('ArrowDown');
  await tabTo(page.getByLabel('How many contacts'));
  await press('Control+a');
  await page.keyboard.type('1000');
  await tabTo(page.getByLabel('Your name'));
  await page.keyboard.type('Administration');
  await tabTo(page.getByLabel('E-mail'));
  await page.keyboard.type('admin@example.org');
  await tabTo(page.getByRole('textbox', { name: 'Password' }));
  await page.keyboard.type('a sentence that is long');
  await look('set-up');
  await press('Enter');
  await page.getByText('Waiting for a decision').waitFor({ timeout: 60_000 });

  // a batch with a schedule
  await press('Control+k');
  await page.keyboard.type('Retention');
  await look('palette');
  await press('Enter');
  await heading('Batches').waitFor();
  await tabTo(button('New batch'));
  await look('batches');
  await press('Enter');
  await tabTo(page.getByLabel('Name'));
  await page.keyboard.type('Every month');
  await choose('Schedule', 'Every month');
  await tabTo(page.getByLabel(/^Time/));
  await look('batch-new');
  await tabTo(button('Save'));
  await press('Enter');
  await heading('Every month').waitFor();

  // simulate, and drag the cutoff
  await tabTo(button('Simulate'));
  await look('batch');
  await press('Enter');
  await heading(/^Simulation/).waitFor();
  const cutoff = page.getByRole('slider');
  await cutoff.waitFor({ timeout: 60_000 });
  await tabTo(cutoff);
  await press('ArrowLeft');
  await press('ArrowLeft');
  await button('Simulate 38 months').waitFor();
  await look('cliff');
  await press('ArrowRight');
  await press('ArrowRight');

  // read the list: who is spared
  await choose('Outcome', 'Spared');
  await page.waitForURL(/outcome=spare/);
  await tabTo(page.getByRole('row').nth(1));
  await press('ArrowDown');
  await look('list');

  // the three steps
  await tabTo(button(/^Erase for good/), 'Shift+Tab');
  await press('Enter');
  // the focus goes where one reads on, not back to the top
  await expect.poll(() => page.locator('ol:focus').count()).toBe(1);
  const field = page.getByLabel(/^Type /);
  await field.waitFor({ timeout: 60_000 });
  const erase = button(/^Erase \d/);
  const count = ((await erase.textContent()) as string).replaceAll(/\D/g, '');
  await tabTo(field);
  await page.keyboard.type(count);
  await look('three-steps');
  await tabTo(erase);
  await press('Enter');

  // the real run and its journal
  await heading(/^Real run/).waitFor();
  await page
    .getByText(/ deleted, /)
    .first()
    .waitFor({ timeout: 60_000 });
  await tabTo(page.getByRole('row').nth(1));
  expect(await page.getByRole('row').nth(1).textContent()).toContain('erased');
  await look('journal');
}, 240_000);
