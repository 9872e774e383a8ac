import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOperator } from '../../src/operators/operators.ts';
import { pageLink } from '../../src/tracking/tracking.ts';
import { Journey, look } from '../helpers/browser.ts';
import { Mailing, paths } from '../helpers/mailing.ts';
import { openShopFor } from '../helpers/shop.ts';
import { Venue } from '../helpers/venue.ts';

const PASSWORD = 'une phrase assez longue';
const phone = { viewport: { width: 360, height: 740 } };

interface Message {
  renewal: string;
  link: string;
  unsubscribe: string;
  preferences: string;
}

let journey: Journey;
const messages: Record<string, Message> = {};
let campaign: number;
beforeAll(async () => {
  const secret = { RAPPEL_SECRET: 'a secret that is long enough to be one' };
  journey = await Journey.begin(secret, async (test) => {
    const venue = await Venue.in(test);
    await openShopFor(venue, { slug: 'theatre', capacities: [60] });
    await venue.insert('criteria', { name: 'Aime le jazz', type: 'yes-no', editable_by_contact: true });
    const mailing = await Mailing.open(venue, { name: 'Renouvellement' });
    campaign = mailing.id;
    const [page, site] = [
      await mailing.link(pageLink('renewal')),
      await mailing.link('https://theatre.example/'),
    ];
    for (const [name, language] of [
      ['Camille', 'fr'],
      ['Alex', 'en'],
      ['Dominique', 'fr'],
      ['Personne', null],
    ] as const) {
      const values = {
        number: name,
        first_name: name,
        last_name: 'Rochat',
        language,
        created_on: '2015-01-01',
      };
      const of = mailing.of(await mailing.recipient(language === null ? null : await venue.contact(values)));
      messages[name] = {
        renewal: paths.link({ ...of, link: page }),
        link: paths.link({ ...of, link: site }),
        unsubscribe: paths.unsubscribe(of),
        preferences: paths.preferences(of),
      };
    }
    const by = { now: new Date(), actor: 'system' };
    const admin = {
      email: 'admin@example.org',
      name: 'Administration',
      profile: 'administrator',
      locale: 'fr',
    } as const;
    await createOperator(test.database, venue.institution, { ...admin, password: PASSWORD }, by);
  });
});
afterAll(() => journey.end());

const open = (page: Page, path = '') => page.goto(`${journey.address}${path}`);

describe.each([
  { script: false, name: 'Camille', french: true },
  { script: true, name: 'Alex', french: false },
])('with JavaScript: $script, on a phone', ({ script, name, french }) => {
  const said = (fr: string, en: string) => (french ? fr : en);
  let page: Page;
  beforeAll(async () => {
    page = await journey.page({ ...phone, javaScriptEnabled: script });
  });

  it('R29 R30 a link of the message leads to the page, and its button is the answer', async () => {
    await open(page, messages[name]?.renewal);
    await page.getByText(said('Bonjour Camille,', 'Hello Alex,')).waitFor();
    expect(await page.content()).not.toContain('Rochat');
    await page
      .getByRole('button', { name: said('Oui, je reste en contact', 'Yes, I stay in touch') })
      .click();
    await page
      .getByRole('status')
      .filter({ hasText: said('Merci', 'Thank you') })
      .waitFor();
    const group = page.getByRole('group', { name: said('Par e-mail', 'By e-mail') });
    await group.getByLabel(said('Oui', 'Yes')).check();
    await page.getByRole('button', { name: said('Enregistrer mes choix', 'Save my choices') }).click();
    await page.getByText(said('vos choix sont enregistrés', 'your choices are saved')).waitFor();
    expect(await group.getByLabel(said('Oui', 'Yes')).isChecked()).toBe(true);
  });

  it('R22 says in detail what is allowed, and that its clicks are not followed (R30)', async () => {
    await open(page, messages[name]?.preferences);
    await page.getByRole('group', { name: 'Aime le jazz' }).getByLabel(said('Oui', 'Yes')).check();
    await page.getByLabel(said('Ne pas suivre mes clics', 'Do not follow my clicks')).check();
    await page.getByRole('button', { name: said('Enregistrer', 'Save') }).click();
    await page.getByText(said('C’est enregistré.', 'Saved.')).waitFor();
    expect(
      await page.getByLabel(said('Ne pas suivre mes clics', 'Do not follow my clicks')).isChecked(),
    ).toBe(true);
  });

  it('R31 unsubscribes in two steps, from e-mail and then from everything', async () => {
    await open(page, messages[name]?.unsubscribe);
    await page.getByRole('button', { name: said('Ne plus recevoir d’e-mails', 'No more e-mails') }).click();
    await page
      .getByRole('heading', {
        name: said('Vous ne recevrez plus d’e-mails', 'You will receive no more e-mails'),
      })
      .waitFor();
    await page
      .getByRole('button', { name: said('Ne plus rien recevoir du tout', 'Nothing at all any more') })
      .click();
    await page
      .getByRole('heading', { name: said('Vous ne recevrez plus rien', 'You will receive nothing any more') })
      .waitFor();
    await page.getByRole('link', { name: said('Changer d’avis', 'Change your mind') }).click();
    await page.getByRole('heading', { name: said('Mes préférences', 'My preferences') }).waitFor();
  });
});

it('every page can be used by anybody, in both languages, wide and narrow', async () => {
  for (const [size, options] of [
    ['wide', {}],
    ['narrow', phone],
    ['dark', { ...phone, colorScheme: 'dark' as const }],
  ] as const) {
    const page = await journey.page(options);
    for (const language of ['fr', 'en']) {
      for (const [name, path] of Object.entries({
        renewal: messages.Dominique?.renewal,
        preferences: messages.Dominique?.preferences,
        unsubscribe: messages.Dominique?.unsubscribe,
        gone: messages.Personne?.preferences,
      })) {
        await open(page, path);
        if (language === 'en') await page.getByRole('link', { name: 'English' }).click();
        await look(page, `letter-${name}-${language}-${size}`);
      }
    }
    await page.context().close();
  }
  const page = await journey.page(phone);
  await open(page, '/unsubscribe/forged');
  await page.getByText('This link is not valid.').waitFor();
  await look(page, 'letter-forged');
});

it('R32 the back office says why a click does not count, and an operator decides otherwise', async () => {
  const page = await journey.page();
  await page.request.head(`${journey.address}${messages.Dominique?.link}`, { maxRedirects: 0 });
  await open(page);
  await page.getByLabel('E-mail').fill('admin@example.org');
  await page.getByLabel('Mot de passe').fill(PASSWORD);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('link', { name: 'Contacts', exact: true }).first().waitFor();
  await open(page, '/contacts/Dominique?tab=history');
  const click = page.getByRole('listitem').filter({ hasText: 'HEAD' });
  await click.getByText('ne compte pas').waitFor();
  await look(page, 'click-not-counted');
  await click.getByRole('button', { name: /^Le compter/ }).click();
  await page.getByText('un opérateur a décidé qu’il compte').waitFor();
  await look(page, 'click-counted');

  // and in the results of the campaign, where the decision is taken back in the same line
  await open(page, `/campaigns/${campaign}`);
  await page.getByRole('heading', { name: 'Clics qui ne comptent pas d’eux-mêmes' }).waitFor();
  await page.getByRole('button', { name: 'Les voir tous' }).click();
  const line = page.getByRole('row').filter({ hasText: 'https://theatre.example/' });
  await line.getByText('Compte : un opérateur l’a décidé').waitFor();
  await look(page, 'clicks-of-campaign');
  await line.getByRole('button', { name: /^Revenir en arrière/ }).click();
  await line.getByText('Ne compte pas', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'non ouvert, seulement vérifié (HEAD)' }).click();
  await page.waitForURL(/clicks=method/);
  await page.setViewportSize(phone.viewport);
  await look(page, 'clicks-of-campaign-narrow');
  await line.getByRole('button', { name: /^Le compter/ }).click();
  await line.getByRole('button', { name: /^Revenir en arrière/ }).waitFor();
  await page.setViewportSize({ width: 1280, height: 900 });

  await open(page, '/settings/tracking');
  await page.getByRole('radio', { name: 'Seulement une réponse' }).check();
  await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await page.getByText('Enregistré.', { exact: true }).first().waitFor();
  await page
    .getByLabel('Texte en français')
    .fill('Restez avec nous.\n\nNous serions heureux de vous revoir.');
  await page.getByRole('button', { name: 'Écrire cette version' }).click();
  await page.getByText(/^Version 1/).waitFor();
  await look(page, 'tracking-settings');
  await page.setViewportSize(phone.viewport);
  await look(page, 'tracking-settings-narrow');
  await open(page, messages.Dominique?.renewal);
  await page.getByText('Nous serions heureux de vous revoir.').waitFor();
});
