import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Mailing, paths } from '../../test/helpers/mailing.ts';
import { Venue } from '../../test/helpers/venue.ts';
import { Web } from '../../test/helpers/web.ts';
import { eraseContact } from '../retention/retention.ts';

const ALL = ['email', 'institution', 'partners', 'phone', 'post', 'sms', 'third-parties'];
const ONE_CLICK = 'List-Unsubscribe=One-Click';

let web: Web;
let venue: Venue;
let mailing: Mailing;
beforeAll(async () => {
  web = await Web.open();
  venue = web.venue;
});
beforeEach(async () => {
  mailing = await Mailing.open(venue);
});
afterAll(() => web.close());

const get = (url: string, method: 'GET' | 'HEAD' = 'GET') =>
  web.server.inject({ url, method, headers: { 'user-agent': 'Mozilla/5.0 Firefox/140.0' } });
const post = (url: string, payload = '', type = 'application/x-www-form-urlencoded') =>
  web.server.inject({ url, method: 'POST', payload, headers: { 'content-type': type } });
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

async function answersOf(contact: number) {
  const rows = await venue.rows<{ authorisation: string; value: string }>(sql`
    select authorisation, value from contact_authorisations
     where institution_id = ${venue.id} and contact_id = ${contact} order by authorisation`);
  return Object.fromEntries(rows.map(({ authorisation, value }) => [authorisation, value]));
}
const changesOf = (contact: number) =>
  venue.rows<{ authorisation: string; requested: boolean }>(sql`
    select authorisation, value_before, value_after, changed_by, requested, way, place, place_id, wording, wording_language
      from authorisation_changes where institution_id = ${venue.id} and contact_id = ${contact} order by authorisation`);
const rowOf = async (recipient: number) =>
  (
    await venue.rows<{ unsubscribed_at: Date | null; clicked_at: Date | null }>(sql`
      select unsubscribed_at, clicked_at from campaign_recipients
       where institution_id = ${venue.id} and id = ${recipient}`)
  )[0];
const allow = (contact_id: number, authorisation: string, value = 'yes') =>
  venue.insert('contact_authorisations', { contact_id, authorisation, value });
const activityOf = (contact: number) =>
  venue.rows<{ source: string }>(sql`
    select distinct source::text from activity where institution_id = ${venue.id} and contact_id = ${contact} order by source`);

async function someone(values: Record<string, unknown> = {}) {
  const contact = await venue.contact({
    first_name: 'Camille',
    last_name: 'Rochat',
    language: 'fr',
    ...values,
  });
  const recipient = await mailing.recipient(contact);
  return { contact, recipient, of: mailing.of(recipient) };
}

describe('R31 unsubscribing', () => {
  it('asking for the page changes nothing', async () => {
    const { contact, recipient, of } = await someone();
    const page = await get(paths.unsubscribe(of));
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('Ne plus recevoir d’e-mails');
    expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' });
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'; style-src 'sha256-/);
    expect(page.body).not.toMatch(/Camille|Rochat|<script/);
    expect([await changesOf(contact), (await rowOf(recipient))?.unsubscribed_at]).toEqual([[], null]);
  });

  it.each([
    ['application/x-www-form-urlencoded', ONE_CLICK],
    [
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    ],
    ['text/plain', ''],
  ])('a POST of a mail program refuses the channel at once (%s)', async (type, body) => {
    const { contact, recipient, of } = await someone();
    const answer = await post(paths.unsubscribe(of), body, type);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('Vous ne recevrez plus d’e-mails');
    expect(await changesOf(contact)).toEqual([
      {
        authorisation: 'email',
        value_before: 'none',
        value_after: 'no',
        changed_by: 'contact',
        requested: false,
        way: null,
        place: 'campaign',
        place_id: mailing.id,
        wording: null,
        wording_language: null,
      },
    ]);
    expect((await rowOf(recipient))?.unsubscribed_at).toBeInstanceOf(Date);
  });

  it('again changes nothing more', async () => {
    const { contact, recipient, of } = await someone();
    await Promise.all([1, 2, 3].map(() => post(paths.unsubscribe(of), ONE_CLICK)));
    const first = (await rowOf(recipient))?.unsubscribed_at;
    expect((await post(paths.unsubscribe(of), ONE_CLICK)).statusCode).toBe(200);
    expect(await changesOf(contact)).toHaveLength(1);
    expect((await rowOf(recipient))?.unsubscribed_at).toEqual(first);
  });

  it('refuses the channel of the campaign', async () => {
    mailing = await Mailing.open(venue, { channel: 'post' });
    const { contact, of } = await someone();
    await post(paths.unsubscribe(of), ONE_CLICK);
    expect(await answersOf(contact)).toEqual({ post: 'no' });
  });

  it('R1 by a mail program is no activity, by the person it is where something stays allowed (R1g)', async () => {
    const [byProgram, byPerson] = [await someone(), await someone()];
    for (const { contact } of [byProgram, byPerson]) await allow(contact, 'institution');
    await post(paths.unsubscribe(byProgram.of), ONE_CLICK);
    await post(paths.unsubscribe(byPerson.of), form({ scope: 'channel' }));
    expect(await activityOf(byProgram.contact)).toEqual([]);
    expect(await activityOf(byPerson.contact)).toEqual([{ source: 'authorisation' }]);
  });

  it('from everything says no everywhere, and is shown', async () => {
    const { contact, of } = await someone();
    const answer = await post(`${paths.unsubscribe(of)}?lang=en`, form({ scope: 'everything' }));
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `${paths.unsubscribe(of)}?lang=en`]);
    expect(await answersOf(contact)).toEqual(Object.fromEntries(ALL.map((one) => [one, 'no'])));
    expect((await get(answer.headers.location as string)).body).toContain(
      'You will receive nothing any more',
    );
  });

  it('works years after the message', async () => {
    const contact = await venue.contact();
    const recipient = await mailing.recipient(contact, { sent_at: '2015-01-01T10:00:00Z' });
    expect((await post(paths.unsubscribe(mailing.of(recipient)), ONE_CLICK)).statusCode).toBe(200);
    expect(await answersOf(contact)).toEqual({ email: 'no' });
  });
});

describe('R22 the page of preferences', () => {
  it('shows what is allowed, and keeps each change with its proof', async () => {
    const { contact, recipient, of } = await someone();
    await allow(contact, 'email');
    const jazz = await venue.insert('criteria', { name: 'Jazz', type: 'yes-no', editable_by_contact: true });
    const hidden = await venue.insert('criteria', { name: 'Mécène', type: 'yes-no' });
    const page = (await get(paths.preferences(of))).body;
    expect(page).toContain('name="answer.email" value="yes" checked');
    expect(page).toContain('Jazz');
    expect(page).not.toMatch(/Mécène|Camille|Rochat/);

    const sent = {
      'answer.email': 'no',
      'answer.post': 'yes',
      [`asked.${jazz}`]: '1',
      [`criterion.${jazz}`]: 'yes',
    };
    const answer = await post(
      paths.preferences(of),
      form({ ...sent, [`asked.${hidden}`]: '1', [`criterion.${hidden}`]: 'yes' }),
    );

    expect([answer.statusCode, answer.headers.location]).toEqual([
      303,
      `${paths.preferences(of)}?said=saved`,
    ]);
    expect(await answersOf(contact)).toEqual({ email: 'no', post: 'yes' });
    expect(await changesOf(contact)).toMatchObject([
      { authorisation: 'email', changed_by: 'contact', way: 'form', place: 'campaign', place_id: mailing.id },
      { authorisation: 'post', requested: true },
    ]);
    expect(
      await venue.rows(sql`
        select criterion_id, value from contact_criteria where institution_id = ${venue.id} and contact_id = ${contact}`),
    ).toEqual([{ criterion_id: jazz, value: 'yes' }]);
    expect((await rowOf(recipient))?.unsubscribed_at).toBeInstanceOf(Date);
    expect(await activityOf(contact)).toEqual([{ source: 'authorisation' }, { source: 'criterion' }]);
    expect((await get(answer.headers.location as string)).body).toContain('C’est enregistré.');
  });

  it('R30 takes the refusal to be tracked, and takes it back', async () => {
    const { contact, of } = await someone();
    const link = await mailing.link('https://theatre.example/');
    const refusedOn = () =>
      venue.rows(sql`select tracking_refused_on is not null as refused from contacts
                      where institution_id = ${venue.id} and id = ${contact}`);
    await post(paths.preferences(of), form({ 'asked.tracking': '1', untracked: 'yes' }));
    expect(await refusedOn()).toEqual([{ refused: true }]);
    expect((await get(paths.link({ ...of, link }))).statusCode).toBe(302);
    expect(await activityOf(contact)).toEqual([]);
    await post(paths.preferences(of), form({ 'asked.tracking': '1' }));
    expect(await refusedOn()).toEqual([{ refused: false }]);
    const audited = await venue.rows<{ action: string }>(sql`
      select action from audit_log where institution_id = ${venue.id} and subject = ${`contact:${contact}`} order by id`);
    expect(audited.map(({ action }) => action)).toEqual(['tracking.refuse', 'tracking.allow']);
  });

  it('shows nothing any more a year after the message', async () => {
    const contact = await venue.contact({ first_name: 'Camille' });
    const recipient = await mailing.recipient(contact, { sent_at: '2020-01-01T10:00:00Z' });
    for (const url of [paths.preferences(mailing.of(recipient)), paths.renewal(mailing.of(recipient))]) {
      expect((await get(url)).body).toMatch(/plus d’un an/);
      await post(url, form({ 'answer.email': 'yes', act: 'stay' }));
    }
    expect([await changesOf(contact), await activityOf(contact)]).toEqual([[], []]);
  });
});

describe('R29, R30 the page of a renewal', () => {
  it('asking for it changes nothing, and shows the first name at most', async () => {
    const { contact, of } = await someone();
    const page = await get(paths.renewal(of));
    expect(page.body).toContain('Bonjour Camille,');
    expect(page.body).not.toContain('Rochat');
    expect([await changesOf(contact), await activityOf(contact)]).toEqual([[], []]);
  });

  it('the answer is activity, once a day, and no consent; also of who refuses to be tracked, and with `confirmed`', async () => {
    await venue.rows(sql`update institutions set click_counting = 'confirmed' where id = ${venue.id}`);
    const { contact, recipient, of } = await someone({ tracking_refused_on: '2026-01-01' });
    const answers = await Promise.all([1, 2, 3].map(() => post(paths.renewal(of), form({ act: 'stay' }))));
    expect(answers.map(({ headers }) => headers.location)).toEqual(
      Array(3).fill(`${paths.renewal(of)}?said=stayed`),
    );
    expect(await activityOf(contact)).toEqual([{ source: 'click' }]);
    expect(
      await venue.rows(sql`
        select explicit, uncounted, link_id from clicks where institution_id = ${venue.id} and contact_id = ${contact}`),
    ).toEqual([{ explicit: true, uncounted: null, link_id: null }]);
    expect((await rowOf(recipient))?.clicked_at).toBeInstanceOf(Date);
    expect(await changesOf(contact)).toEqual([]);
    await venue.rows(sql`update institutions set click_counting = 'human' where id = ${venue.id}`);
  });

  it('consent changes by its form, with what was read as the proof', async () => {
    const officer = await web.as('data-protection-officer', 'renewal@example.org');
    const { contact, of } = await someone();
    const write = (fr: string, en: string) =>
      officer('/api/renewal/text', { method: 'POST', body: { fr, en } });
    expect((await write('Restez !', 'Stay!')).json()).toMatchObject({ version: 1 });
    expect((await get(`${paths.renewal(of)}?lang=en`)).body).toContain('Stay!');
    expect((await write('Restez, s’il vous plaît.', 'Please stay.')).json()).toMatchObject({ version: 2 });
    expect((await write(' ', 'Please stay.')).statusCode).toBe(422);

    // it was opened before the second version
    const sent = form({ act: 'choose', version: '1', 'answer.email': 'yes', 'answer.sms': 'no' });
    const answer = await post(`${paths.renewal(of)}?lang=en`, sent);

    expect(answer.headers.location).toBe(`${paths.renewal(of)}?said=stayed-saved&lang=en`);
    expect(await changesOf(contact)).toMatchObject([
      {
        authorisation: 'email',
        value_after: 'yes',
        place: 'campaign',
        wording: 'Renewal page, version 1\n\nStay!',
      },
      { authorisation: 'sms', value_after: 'no' },
    ]);
    expect((await get(paths.renewal(of))).body).toContain('Restez, s’il vous plaît.');
    expect(await activityOf(contact)).toEqual([{ source: 'authorisation' }, { source: 'click' }]);
  });

  it('who only refuses on it does not stay by that', async () => {
    const { contact, of } = await someone();
    await post(paths.renewal(of), form({ act: 'choose', version: '0', 'answer.email': 'no' }));
    expect(await activityOf(contact)).toEqual([]);
    expect(await answersOf(contact)).toEqual({ email: 'no' });
  });
});

describe('R8 after the contact was erased', () => {
  it('each page says that nothing is known, and does nothing', async () => {
    const { contact, recipient, of } = await someone();
    const [{ number } = { number: '' }] = await venue.rows<{ number: string }>(sql`
      select number from contacts where institution_id = ${venue.id} and id = ${contact}`);
    const by = { now: new Date(), ledgerFile: venue.ledgerFile, actor: 'command-line' };
    await eraseContact(venue.database, venue.institution, number, by);
    for (const url of [paths.unsubscribe(of), paths.preferences(of), paths.renewal(of)]) {
      for (const answer of [await get(url), await post(url, form({ act: 'stay', 'answer.email': 'yes' }))]) {
        expect([answer.statusCode, answer.body.includes('Nous ne savons rien de vous')]).toEqual([200, true]);
      }
    }
    expect([await changesOf(contact), (await rowOf(recipient))?.unsubscribed_at]).toEqual([[], null]);
  });
});

describe('another institution', () => {
  it('is not reached by a token whose institution does not have the message', async () => {
    const { contact, recipient } = await someone();
    const other = await Venue.in(venue.test, { slug: 'other' });
    const of = { institution: other.id, recipient };
    for (const url of [paths.unsubscribe(of), paths.preferences(of), paths.renewal(of)]) {
      expect((await get(url)).statusCode).toBe(404);
      expect((await post(url, ONE_CLICK)).statusCode).toBe(404);
    }
    expect(await changesOf(contact)).toEqual([]);
  });

  it('is not reached by a token for another page, or a forged one', async () => {
    const { contact, of } = await someone();
    const swapped = paths.renewal(of).replace('/renewal/', '/unsubscribe/');
    for (const url of [swapped, '/unsubscribe/x', `${paths.unsubscribe(of)}A`]) {
      expect((await post(url, ONE_CLICK)).statusCode).toBe(404);
    }
    expect(await changesOf(contact)).toEqual([]);
  });
});
