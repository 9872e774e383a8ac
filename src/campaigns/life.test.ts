import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { CampaignDesk, MJML, PUBLIC_URL } from '../../test/helpers/campaign.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import {
  cancelCampaign,
  editCampaign,
  pauseCampaign,
  prepareCampaign,
  resumeCampaign,
  saveContent,
  scheduleCampaign,
  selectCampaign,
  sendNow,
  startDue,
  takeBack,
} from './campaigns.ts';

const NOW = new Date('2026-03-01T10:00:00Z');
const LATER = new Date('2026-03-01T12:00:00Z');

let venue: Venue;
let desk: CampaignDesk;
venuePerTest((entered) => {
  venue = entered;
});
beforeEach(async () => {
  desk = await CampaignDesk.open(venue);
});

async function people(many: number, values: Record<string, unknown> = {}): Promise<number[]> {
  const ids: number[] = [];
  for (let n = 0; n < many; n++) ids.push(await venue.contact({ email: `life${n}@example.org`, ...values }));
  return ids;
}
const by = () => desk.by(NOW);
const stateOf = async (campaign: { id: number }) =>
  (await selectCampaign(venue.database, venue.institution, campaign.id)).state;
const prepare = (campaign: { id: number }, range?: number, signal?: AbortSignal) =>
  prepareCampaign(venue.database, venue.institution, campaign.id, {
    now: NOW,
    publicUrl: PUBLIC_URL,
    signal,
    ...(range === undefined ? {} : { range }),
  });
const send = (campaign: { id: number; version: number }, reached: number) =>
  sendNow(venue.database, venue.institution, { ...campaign, reached }, by());
const audited = async () =>
  (
    await venue.rows(
      sql<{ action: string }>`select action from audit_log where institution_id = ${venue.id} order by id`,
    )
  ).map(({ action }) => action);

describe('sending', () => {
  it('two operators press send: one wins, the other is told', async () => {
    const campaign = await desk.draft(await people(2), NOW);
    const pressed = await Promise.allSettled([send(campaign, 2), send(campaign, 2)]);
    expect(pressed.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(pressed.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'campaign-on-its-way' },
    });
    expect((await audited()).filter((action) => action === 'campaign.send')).toHaveLength(1);
  });

  it('is refused where it would reach another number than was shown, or nobody, or has no target', async () => {
    const [first = 0] = await people(2);
    const campaign = await desk.draft([first], NOW);
    await expect(send(campaign, 2)).rejects.toMatchObject({ code: 'volume-changed' });
    await venue.insert('contact_authorisations', { contact_id: first, authorisation: 'email', value: 'no' });
    await expect(send(campaign, 1)).rejects.toMatchObject({ code: 'campaign-reaches-nobody' });
    const aimless = await desk.draft([], NOW, { name: 'Aimless' });
    await expect(send(aimless, 0)).rejects.toMatchObject({ code: 'campaign-without-targets' });
    expect(await stateOf(campaign)).toBe('draft');
  });

  it('is refused where a text has a mistake, which is named with language, line and column', async () => {
    const draft = await desk.draft(await people(1), NOW);
    const content = {
      subject: 'Bonjour {{ contact.fist_name }}',
      preheader: '',
      body: MJML('x'),
      textBody: null,
    };
    const french = await saveContent(venue.database, venue.institution, draft, 'fr', content, by());
    const wrong = { ...content, subject: 'Hello', body: `${MJML('x')}\n{% if contact.title %}` };
    const campaign = await saveContent(venue.database, venue.institution, french, 'en', wrong, by());
    await expect(send(campaign, 1)).rejects.toMatchObject({
      code: 'campaign-not-ready',
      facts: [
        { code: 'unknown-variable', line: 1, about: { language: 'fr', part: 'subject' } },
        { code: 'liquid-syntax', line: 2, about: { language: 'en', part: 'body' } },
      ],
    });
  });

  it('what was changed since it was read is not sent, and what is sent is not changed', async () => {
    const campaign = await desk.draft(await people(1), NOW);
    const changed = await editCampaign(
      venue.database,
      venue.institution,
      campaign,
      { ...campaign, name: 'New' },
      by(),
    );
    await expect(send(campaign, 1)).rejects.toMatchObject({ code: 'stale' });
    await expect(
      editCampaign(venue.database, venue.institution, campaign, campaign, by()),
    ).rejects.toMatchObject({ code: 'stale' });
    const sent = await send(changed, 1);
    await expect(editCampaign(venue.database, venue.institution, sent, sent, by())).rejects.toMatchObject({
      code: 'campaign-not-draft',
    });
  });

  it('is scheduled for a moment to come, taken back, and starts when the moment has come', async () => {
    const draft = await desk.draft(await people(1), NOW);
    const schedule = (campaign: typeof draft, at: Date) =>
      scheduleCampaign(venue.database, venue.institution, campaign, at, by());
    await expect(schedule(draft, NOW)).rejects.toMatchObject({ code: 'moment-past' });
    await schedule(draft, LATER);
    const again = await takeBack(venue.database, venue.institution, draft.id, by());
    expect(again).toMatchObject({ state: 'draft', scheduledAt: null });
    await schedule(again, LATER);
    const mine = async (now: Date) =>
      (await startDue(venue.database, now))
        .filter(({ institution }) => institution.id === venue.id)
        .map(({ campaign }) => campaign);
    expect(await mine(new Date(Number(LATER) - 1))).toEqual([]);
    expect(await mine(LATER)).toEqual([draft.id]);
    expect(await mine(LATER), 'until it is prepared').toEqual([draft.id]);
    expect(await prepare(draft)).toBe(true);
    expect(await mine(LATER)).toEqual([]);
  });

  it('is paused, gone on with and cancelled: who was not written to yet gets nothing', async () => {
    const campaign = await desk.draft(await people(2), NOW);
    await desk.prepare(campaign, 2, NOW);
    const act = (what: typeof pauseCampaign) => what(venue.database, venue.institution, campaign.id, by());
    await act(pauseCampaign);
    await expect(act(pauseCampaign)).rejects.toMatchObject({ code: 'campaign-moved-on' });
    expect(await act(resumeCampaign)).toMatchObject({ state: 'sending' });
    await sql`update campaign_recipients set state = 'sent'
               where institution_id = ${venue.id} and id = (select min(id) from campaign_recipients
                     where institution_id = ${venue.id} and campaign_id = ${campaign.id})`.execute(
      venue.database.owner,
    );
    await act(cancelCampaign);
    expect([...(await desk.reasons(campaign)).values()].sort()).toEqual(['cancelled', 'sent']);
    await expect(act(resumeCampaign)).rejects.toMatchObject({ code: 'campaign-moved-on' });
    expect(await audited()).toEqual(
      expect.arrayContaining(['campaign.pause', 'campaign.resume', 'campaign.cancel', 'campaign.prepare']),
    );
  });
});

describe('writing recipients down', () => {
  it('R27 goes on where it stopped, and nobody is written down twice', async () => {
    const members = await people(7);
    const campaign = await desk.draft(members, NOW);
    await send(campaign, 7);
    const stopping = new AbortController();
    const stop = {
      get aborted() {
        return ++looked > 2;
      },
    } as unknown as AbortSignal;
    let looked = 0;
    expect(await prepare(campaign, 3, stop)).toBe(false);
    stopping.abort();
    const written = (await desk.reasons(campaign)).size;
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(7);
    // as a process leaves it that was killed after a range and before it said so
    await sql`update campaigns set prepared_to = null
               where institution_id = ${venue.id} and id = ${campaign.id}`.execute(venue.database.owner);
    expect(await prepare(campaign, 3)).toBe(true);
    expect([...(await desk.reasons(campaign)).values()]).toEqual(members.map(() => null));
    expect(await stateOf(campaign)).toBe('sending');
    expect(await prepare(campaign, 3), 'done again it changes nothing').toBe(false);
  });

  it('cancelled in between, it ends', async () => {
    const campaign = await desk.draft(await people(2), NOW);
    await send(campaign, 2);
    await cancelCampaign(venue.database, venue.institution, campaign.id, by());
    expect(await prepare(campaign)).toBe(false);
    expect(await stateOf(campaign)).toBe('cancelled');
  });

  it('each contact gets its own language where the campaign is written in it, or else the campaign’s', async () => {
    const members = [
      await venue.contact({ email: 'a@example.org', language: 'en' }),
      await venue.contact({ email: 'b@example.org', language: 'de' }),
      await venue.contact({ email: 'c@example.org' }),
      await venue.contact({ email: 'd@example.org', language: 'fr-CH' }),
    ];
    const draft = await desk.draft(members, NOW);
    const content = { subject: 'Season', preheader: '', body: MJML('Hello'), textBody: null };
    const campaign = await saveContent(venue.database, venue.institution, draft, 'en', content, by());
    await desk.prepare(campaign, 4, NOW);
    const rows = await venue.rows(sql<{ language: string }>`
      select language from campaign_recipients
       where institution_id = ${venue.id} and campaign_id = ${campaign.id} order by contact_id`);
    expect(rows.map(({ language }) => language)).toEqual(['en', 'fr', 'fr', 'fr']);
  });

  it('leaves out who is in a target that it leaves out', async () => {
    const [first = 0, second = 0] = await people(2);
    const leftOut = [await desk.target([second], NOW)];
    const campaign = await desk.draft([first, second], NOW, { leftOut });
    await desk.prepare(campaign, 1, NOW);
    expect([...(await desk.reasons(campaign)).keys()]).toEqual([first]);
  });

  it('R32 writes down the addresses of its text in every language, and one that people do not see', async () => {
    const draft = await desk.draft(await people(1), NOW);
    const content = {
      subject: 'Saison',
      preheader: '',
      body: MJML('<a href="https://example.org/a?x=1&amp;y=2">a</a> <a href="mailto:x@example.org">m</a>'),
      textBody: 'https://example.org/plain.',
    };
    const french = await saveContent(venue.database, venue.institution, draft, 'fr', content, by());
    const english = { ...content, body: MJML('<a href="https://example.org/en">a</a>'), textBody: null };
    const campaign = await saveContent(venue.database, venue.institution, french, 'en', english, by());
    await desk.prepare(campaign, 1, NOW);
    const links = await venue.rows(sql<{ kind: string; url: string }>`
      select kind, url from campaign_links
       where institution_id = ${venue.id} and campaign_id = ${campaign.id} order by kind, url`);
    expect(links.map(({ kind, url }) => `${kind} ${url}`)).toEqual([
      `decoy ${PUBLIC_URL}`,
      'link https://example.org/a?x=1&y=2',
      'link https://example.org/en',
      'link https://example.org/plain',
      'link rappel:renewal',
    ]);
  });
});
