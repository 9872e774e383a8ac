import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { CampaignDesk, PUBLIC_URL } from '../../test/helpers/campaign.ts';
import { MailServer } from '../../test/helpers/mail-server.ts';
import { answers, complaint, notification as written } from '../../test/helpers/notification.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { readOutgoing, sendCampaign } from '../delivery/delivery.ts';
import { takeBounce } from './bounces.ts';

let venue: Venue;
/** The address that the message to Ada came from, and its id. */
let returnPath: string;
let messageId: string;
/** Where it says how to be left alone. */
let unsubscribe: string;
let ada: number;
let campaign: number;
venuePerTest((one) => {
  venue = one;
});

const outgoing = (smtpUrl: string | undefined) =>
  readOutgoing(
    {
      publicUrl: PUBLIC_URL,
      smtpUrl,
      mailFrom: 'venue@example.org',
      bouncesTo: 'bounces@example.org',
      smtpConnections: 1,
      smtpPerDomain: undefined,
      dkim: undefined,
    },
    'a secret of at least thirty-two characters',
  );

beforeEach(async () => {
  const server = await MailServer.listen();
  const desk = await CampaignDesk.open(venue);
  const now = new Date();
  ada = await venue.contact({ email: 'Ada@example.org' });
  const draft = await desk.draft([ada], now);
  campaign = draft.id;
  await desk.prepare(draft, 1, now);
  const options = { signal: new AbortController().signal, patienceSeconds: 5 };
  await sendCampaign(venue.database, venue.institution, campaign, outgoing(server.url), options);
  returnPath = server.received[0]?.from as string;
  messageId = server.received[0]?.headers.get('message-id') as string;
  unsubscribe = (server.received[0]?.headers.get('list-unsubscribe') ?? '').slice(1, -1);
  await server.close();
});

const notification = (values: Partial<Parameters<typeof written>[0]> = {}) =>
  written({ to: returnPath, id: messageId, ...values });

const take = (raw: Buffer) => takeBounce(venue.database, outgoing(undefined).tokens, raw, new Date());
const recipient = async () =>
  (
    await venue.rows<{ state: string; reason: string | null }>(
      sql`select state, reason from campaign_recipients where institution_id = ${venue.id}`,
    )
  )[0];
const suppressions = async () =>
  await venue.rows(sql`
    select s.reason, s.address_hash = address_hash(i.erased_number_key, 'ada@example.org') as ada
      from suppressions s join institutions i on i.id = s.institution_id where s.institution_id = ${venue.id}`);

const audited = async () =>
  await venue.rows(sql`
    select actor, action, subject, details from audit_log
     where institution_id = ${venue.id} and action in ('suppression.add', 'consent.complain')`);

describe('a message that came back', () => {
  it('because there is no such mailbox: the address is not written to again', async () => {
    expect(await take(notification())).toBe('hard');
    expect(await take(notification()), 'a second time').toBe('hard');
    expect(await recipient()).toEqual({ state: 'bounced', reason: 'bounce-5.1.1' });
    expect(await suppressions()).toEqual([{ reason: 'bounced', ada: true }]);
    // once, and by ids
    expect(await audited()).toEqual([
      {
        actor: 'system',
        action: 'suppression.add',
        subject: `contact:${ada}`,
        details: {
          channel: 'email',
          reason: 'bounced',
          status: '5.1.1',
          bounces: 1,
          campaign,
          recipient: expect.any(Number),
        },
      },
    ]);
  });

  it('is known by the id of the message where the address lost its mark, and the other way round', async () => {
    expect(await take(notification({ to: 'bounces@example.org' }))).toBe('hard');
    expect(await take(notification({ id: '<other@example.org>' }))).toBe('hard');
  });

  it.each(['5.2.2', '5.7.1', '4.4.7', ''])(
    'for another reason (%s) is counted, and the address kept',
    async (status) => {
      expect(await take(notification({ status }))).toBe('soft');
      expect((await recipient())?.state).toBe('bounced');
      expect(await suppressions()).toEqual([]);
    },
  );

  it('or is late only, changes nothing', async () => {
    expect(await take(notification({ action: 'delayed', status: '4.4.1' }))).toBe('delayed');
    expect((await recipient())?.state).toBe('sent');
  });

  it('forged, or of somebody else, changes nothing', async () => {
    const forged = (text: string) =>
      text.replace(/[A-Za-z](?=[\w-]{3}@)/, (letter) => (letter === 'A' ? 'B' : 'A'));
    expect(await take(notification({ to: forged(returnPath), id: forged(messageId) }))).toBe('not-ours');
    expect(await take(notification({ to: 'x@example.org', id: '<1@example.com>' }))).toBe('not-ours');
    expect(await take(Buffer.from('Subject: Absent\r\n\r\nI am away.'))).toBe('not-ours');
    expect(await take(Buffer.from([0, 255, 13, 10, 7]))).toBe('not-ours');
    expect((await recipient())?.state).toBe('sent');
  });

  it('with the token of a message but about another address suppresses nobody', async () => {
    expect(await take(notification({ about: 'director@example.com' }))).toBe('soft');
    expect(await suppressions()).toEqual([]);
  });
});

describe('what is no bounce', () => {
  it.each(Object.keys(answers) as (keyof typeof answers)[])(
    'an answer that a mail program sends by itself (%s) changes nothing',
    async (kind) => {
      expect(await take(answers[kind]({ to: returnPath, id: messageId }))).toBe('not-ours');
      expect(await recipient()).toEqual({ state: 'sent', reason: null });
      expect(await suppressions()).toEqual([]);
    },
  );

  it.each(['delivered', 'relayed', 'expanded'])('nor does a notification that it is %s', async (action) => {
    expect(await take(notification({ action, status: '2.1.5' }))).toBe('not-ours');
    expect((await recipient())?.state).toBe('sent');
  });
});

describe('R31 whoever calls a message spam', () => {
  const proof = async () =>
    await venue.rows(sql`
      select authorisation, value_before, value_after, changed_by, requested, way, place, place_id
        from authorisation_changes where institution_id = ${venue.id}`);
  const refused = {
    authorisation: 'email',
    value_before: 'none',
    value_after: 'no',
    changed_by: 'contact',
    requested: false,
    way: 'complaint',
    place: 'campaign',
  };

  it.each([
    ['the address it came from', () => ({ returnPath })],
    ['its id', () => ({ id: messageId })],
    ['its way to unsubscribe', () => ({ unsubscribe })],
  ] as const)('refuses the channel, with the campaign as proof: known by %s', async (_, of) => {
    expect(await take(complaint(of()))).toBe('complaint');
    expect(await take(complaint(of())), 'a second time').toBe('complaint');
    expect(await proof()).toEqual([{ ...refused, place_id: campaign }]);
    expect(await audited()).toEqual([
      {
        actor: 'customer',
        action: 'consent.complain',
        subject: `contact:${ada}`,
        details: { changed: 1, campaign },
      },
    ]);
    const { rows } = await sql`
      select from campaign_recipients where institution_id = ${venue.id} and unsubscribed_at is not null and state = 'sent'`.execute(
      venue.database.owner,
    );
    expect(rows).toHaveLength(1);
    // the address itself is not given up: who changes its mind only says yes again
    expect(await suppressions()).toEqual([]);
  });

  it.each(['not-spam', 'auth-failure', 'virus', 'fraud', ''])(
    'but not by a report of another kind (%s)',
    async (type) => {
      expect(await take(complaint({ type, returnPath, id: messageId }))).toBe('not-ours');
      expect(await proof()).toEqual([]);
    },
  );

  it('nor by one without a valid mark, or about a contact that is gone', async () => {
    expect(await take(complaint({}))).toBe('not-ours');
    expect(await take(complaint({ unsubscribe: unsubscribe.replace(/.$/, '.') }))).toBe('not-ours');
    await sql`update campaign_recipients set contact_id = null where institution_id = ${venue.id}`.execute(
      venue.database.owner,
    );
    expect(await take(complaint({ returnPath }))).toBe('complaint');
    expect(await proof()).toEqual([]);
  });
});
