import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Mailing, paths } from '../../test/helpers/mailing.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { Web } from '../../test/helpers/web.ts';

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
const firstClick = async (recipient: number) =>
  (
    await venue.rows<{ clicked_at: Date | null }>(sql`
      select clicked_at from campaign_recipients where institution_id = ${venue.id} and id = ${recipient}`)
  )[0]?.clicked_at;
const activityOf = (contact: number) =>
  venue.rows<{ source: string }>(sql`
    select distinct source::text from activity where institution_id = ${venue.id} and contact_id = ${contact} order by source`);

async function someone() {
  const contact = await venue.contact({ first_name: 'Camille', last_name: 'Rochat' });
  const recipient = await mailing.recipient(contact);
  return { contact, recipient, of: mailing.of(recipient) };
}

describe('R32 a tracked link over HTTP', () => {
  it('redirects without telling where from, and the hit is there already', async () => {
    const { contact, of } = await someone();
    const link = await mailing.link('https://theatre.example/saison');
    const url = paths.link({ ...of, link });
    const answer = await get(url);
    expect([answer.statusCode, answer.headers.location]).toEqual([302, 'https://theatre.example/saison']);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(await activityOf(contact)).toEqual([{ source: 'click' }]);
    expect((await get(url, 'HEAD')).headers.location).toBe('https://theatre.example/saison');
    expect(await activityOf(contact)).toEqual([{ source: 'click' }]);
  });

  it('that is forged shows a plain page', async () => {
    const { of } = await someone();
    for (const url of [
      '/l/AAAA',
      `${paths.link({ ...of, link: 1 })}x`,
      paths.unsubscribe(of).replace('/unsubscribe', '/l'),
    ]) {
      const answer = await get(url);
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
      expect(answer.body).toContain('This link is not valid');
    }
  });
});

describe('R32 reclassifying', () => {
  it('an operator with the permission decides, which is audited, and changes what a run sees', async () => {
    const marketing = await web.as('marketing', 'marketing@example.org');
    const clerk = await web.as('box-office', 'clerk@example.org');
    const { contact, recipient, of } = await someone();
    const link = await mailing.link('https://theatre.example/');
    await get(paths.link({ ...of, link }), 'HEAD');
    const listed = (await marketing(`/api/tracking/campaigns/${mailing.id}/clicks`)).json();
    expect(listed).toMatchObject({
      counted: 0,
      uncounted: [{ reason: 'method', clicks: 1 }],
      items: [{ counted: false }],
    });
    const url = `/api/tracking/clicks/${listed.items[0].id}`;
    const decide = (counted: boolean) => marketing(url, { method: 'PUT', body: { counted } });
    expect((await clerk(url, { method: 'PUT', body: { counted: true } })).statusCode).toBe(403);

    expect((await decide(true)).statusCode).toBe(204);
    expect(await activityOf(contact)).toEqual([{ source: 'click' }]);
    expect(await firstClick(recipient)).toBeInstanceOf(Date);
    const again = (await marketing(`/api/tracking/campaigns/${mailing.id}/clicks?reason=method`)).json();
    expect(again, 'it stays in the list, to be taken back').toMatchObject({
      counted: 1,
      uncounted: [],
      items: [{ id: listed.items[0].id, reason: 'method', counted: true }],
    });
    const others = (await marketing(`/api/tracking/campaigns/${mailing.id}/clicks?reason=burst`)).json();
    expect(others.items).toEqual([]);

    // what a run has stored meanwhile goes with it
    await venue.insert('contact_recency', {
      contact_id: contact,
      recency: '2026-01-01',
      source: 'click',
      computed_at: new Date(),
    });
    expect((await decide(false)).statusCode).toBe(204);
    expect(await activityOf(contact)).toEqual([]);
    expect(await venue.recency(contact)).toBeUndefined();
    expect(await firstClick(recipient)).toBeNull();
    const audited = await venue.rows<{ details: unknown }>(sql`
      select details from audit_log where institution_id = ${venue.id} and action = 'click.reclassify' order by id`);
    expect(audited.map(({ details }) => details)).toMatchObject([{ counted: true }, { counted: false }]);
    expect(
      (await marketing('/api/tracking/clicks/999999', { method: 'PUT', body: { counted: true } })).statusCode,
    ).toBe(404);
    await sql`update contacts set confidentiality = 'confidential' where institution_id = ${venue.id} and id = ${contact}`.execute(
      venue.database.owner,
    );
    const hidden = (await marketing(`/api/tracking/campaigns/${mailing.id}/clicks`)).json();
    expect(hidden.items, 'a confidential contact is not named').toMatchObject([
      { contact: null, name: null },
    ]);
  });

  it('the setting is the officer’s, and audited', async () => {
    const officer = await web.as('data-protection-officer', 'officer@example.org');
    expect((await officer('/api/tracking/settings')).json()).toEqual({ clickCounting: 'human' });
    const body = { clickCounting: 'any' };
    expect((await officer('/api/tracking/settings', { method: 'PUT', body })).json()).toEqual(body);
    await officer('/api/tracking/settings', { method: 'PUT', body: { clickCounting: 'human' } });
    const preview = await officer('/api/renewal/preview?language=en');
    expect(preview.body).toContain('Hello Alex,');
  });
});
