import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CampaignDesk, PUBLIC_URL } from '../../test/helpers/campaign.ts';
import { SmsCentre } from '../../test/helpers/sms-centre.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { type Campaign, type CampaignSettings, saveContent } from '../campaigns/campaigns.ts';
import { eraseContact } from '../retention/retention.ts';
import { type Outgoing, readOutgoing, SmsGateway, sendCampaign, takeIncoming } from './delivery.ts';
import type { Sending } from './send.ts';

let venue: Venue;
let desk: CampaignDesk;
let centre: SmsCentre;
let gateway: SmsGateway;
venuePerTest((one) => {
  venue = one;
});
const patience = { connect: 5000, answer: 2000, enquire: 200, firstPause: 20, longestPause: 100 };
const openGateway = (settings: Partial<ConstructorParameters<typeof SmsGateway>[0]> = {}) =>
  new SmsGateway(
    { smppUrl: centre.url, from: 'Opera', perSecond: 500, window: 4, patience, ...settings },
    (pdu) => takeIncoming(venue.database, pdu),
  );
beforeEach(async () => {
  await venue.rows(sql`update institutions set country = 'FR' where id = ${venue.id}`);
  venue.institution.country = 'FR';
  desk = await CampaignDesk.open(venue);
  centre = await SmsCentre.listen();
  gateway = openGateway();
});
afterEach(async () => {
  await gateway.close();
  await centre.close();
});

const POLL = { timeout: 20_000, interval: 20 };
const outgoing = (): Outgoing => ({
  ...readOutgoing(
    {
      publicUrl: PUBLIC_URL,
      smtpUrl: undefined,
      mailFrom: 'venue@example.org',
      bouncesTo: undefined,
      smtpConnections: 1,
      smtpPerDomain: undefined,
      dkim: undefined,
      sms: { stopNumber: '36111' },
    },
    'a secret of at least thirty-two characters',
  ),
  sms: gateway,
});
const send = (campaign: { id: number }, over: Partial<Sending> = {}, out = outgoing()) =>
  sendCampaign(venue.database, venue.institution, campaign.id, out, {
    signal: new AbortController().signal,
    patienceSeconds: 5,
    serverPatience: { firstPause: 50, longestPause: 100, giveUpAfter: 60_000 },
    ...over,
  });

/** Other numbers for each test: a provider has one connection for all institutions, and they share a database here. */
let block = 10;
beforeEach(() => {
  block += 1;
});
/** The mobile number of contact n, as people write it, and as a provider does. */
const typed = (n: number) => `06 12 ${block} 5${Math.floor(n / 10) % 10} 7${n % 10}`;
const world = (n: number) => `33${typed(n).replaceAll(' ', '').slice(1)}`;

async function prepared(
  mobiles: string[],
  {
    body,
    reached = mobiles.length,
    ...settings
  }: Partial<CampaignSettings> & { body?: string; reached?: number } = {},
): Promise<{ campaign: Campaign; contacts: number[] }> {
  const contacts = [];
  for (const mobile of mobiles) contacts.push(await venue.contact({ mobile, first_name: 'Ada' }));
  const now = new Date();
  const draft = await desk.draft(contacts, now, { channel: 'sms', ...settings });
  const content = {
    subject: '',
    preheader: '',
    body: body ?? 'Bonjour {{ contact.first_name }}',
    textBody: null,
  };
  const campaign = await saveContent(venue.database, venue.institution, draft, 'fr', content, desk.by(now));
  await desk.prepare(campaign, reached, now);
  return { campaign, contacts };
}

const states = (campaign: { id: number }) => desk.states(campaign);
const stateOf = (campaign: { id: number }) => desk.stateOf(campaign);
const suppressed = async () =>
  await venue.rows(
    sql`select channel, reason from suppressions where institution_id = ${venue.id} order by 1, 2`,
  );

describe('a campaign by SMS', () => {
  it('R31 arrives once at every number, and says how to refuse', async () => {
    const mobiles = Array.from({ length: 30 }, (_, n) => typed(n));
    const { campaign } = await prepared(mobiles);
    expect(await send(campaign)).toBe('sent');
    expect(centre.received.map(({ to }) => to).sort()).toEqual(mobiles.map((_, n) => world(n)).sort());
    expect(centre.received[0]).toMatchObject({
      from: 'Opera',
      text: 'Bonjour Ada\nSTOP au 36111',
      dataCoding: 0,
      receipt: true,
      part: undefined,
    });
    expect(await states(campaign)).toEqual(['30 sent']);
  });

  it('R27 leaves out what is no number before anything is sent, and says so', async () => {
    const { campaign } = await prepared([typed(1), '06 12', '+41 79 123 45 67', ''], { reached: 2 });
    await send(campaign);
    expect(centre.received.map(({ to }) => to).sort()).toEqual([world(1), '41791234567']);
    expect(await states(campaign)).toEqual(['1 excluded invalid-number', '1 excluded no-address', '2 sent']);
  });

  it('R24 about a purchase says nothing of refusing', async () => {
    const performance = await venue.performance('2030-01-01T19:00:00Z');
    const contact = await venue.contact({ mobile: typed(1) });
    await venue.order(contact, '2026-01-01', [{ state: 'sold', performance_id: performance }]);
    const { campaign } = await prepared([], {
      type: 'purchase-information',
      performanceId: performance,
      reason: 'Postponed',
      reached: 1,
    });
    await send(campaign);
    expect(centre.received[0]?.text).not.toContain('STOP');
  });

  it('with a long text, or letters that telephones do not have, comes in parts that belong together', async () => {
    const long = `${'Le chœur chante l’été. '.repeat(12)}`;
    const { campaign } = await prepared([typed(1)], { body: long });
    await send(campaign);
    expect(centre.received.map(({ part }) => part && [part.number, part.of])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(new Set(centre.received.map(({ part }) => part?.reference)).size).toBe(1);
    const text = centre.received.map((one) => one.text).join('');
    expect(text).toBe(`${"Le choeur chante l'été. ".repeat(12).trim()}\nSTOP au 36111`);
    const { campaign: other } = await prepared([typed(2)], { body: `Fête 🎉 ${'à Noël '.repeat(20)}` });
    centre.received.length = 0;
    await send(other);
    expect(centre.received.length).toBe(3);
    expect(centre.received.map(({ dataCoding }) => dataCoding)).toEqual([8, 8, 8]);
    expect(centre.received.map((one) => one.text).join('')).toMatch(/^Fête 🎉 à Noël .*STOP au 36111$/s);
  });

  it('without a provider pauses and says so', async () => {
    const { campaign } = await prepared([typed(1)]);
    expect(await send(campaign, {}, { ...outgoing(), sms: undefined })).toBe('paused');
    expect(await stateOf(campaign)).toEqual({ state: 'paused', failure: 'no-sms-service' });
  });

  it('keeps the rate of the provider', async () => {
    await gateway.close();
    gateway = openGateway({ perSecond: 10, window: 10 });
    const { campaign } = await prepared(Array.from({ length: 12 }, (_, n) => typed(n)));
    const start = performance.now();
    await send(campaign);
    expect(performance.now() - start).toBeGreaterThan(1000);
    expect(centre.received).toHaveLength(12);
  });
});

describe('a provider that does not take a message', () => {
  it('because of its number, fails it alone', async () => {
    const { campaign } = await prepared([typed(1), typed(2), typed(3)]);
    centre.answerTo = async (to) => (to === world(2) ? 0x0b : 0);
    expect(await send(campaign)).toBe('sent');
    expect(await states(campaign)).toEqual(['1 failed smpp-11', '2 sent']);
  });

  it.each([0x58, 0x14])(
    'because it has too much to do (%i), gets it later, and nobody gets it twice',
    async (status) => {
      const { campaign } = await prepared(Array.from({ length: 20 }, (_, n) => typed(n)));
      let answers = 0;
      centre.answerTo = async () => {
        answers += 1;
        return answers > 5 && answers <= 15 ? status : 0;
      };
      await send(campaign);
      const inAnHour = () => new Date(Date.now() + 3_600_000);
      expect(await send(campaign, { clock: inAnHour })).toMatch(/sent|not-here/);
      expect(new Set(centre.received.map(({ to }) => to)).size).toBe(20);
      expect(centre.received).toHaveLength(20);
      expect(await states(campaign)).toEqual(['20 sent']);
    },
  );

  it('and breaks the connection instead of answering: it may have been sent, and is not sent again by itself', async () => {
    const { campaign } = await prepared([typed(1), typed(2), typed(3)]);
    centre.answerTo = async (to) => {
      if (to !== world(2)) return 0;
      await expect.poll(() => centre.received.length, POLL).toBe(2);
      centre.hangUp();
      return await new Promise(() => {});
    };
    expect(await send(campaign)).toBe('sent');
    expect(await states(campaign)).toEqual(['2 sent', '1 undecided connection-lost']);
    expect(centre.received).toHaveLength(2);
  });

  it('and never answers: likewise', async () => {
    const { campaign } = await prepared([typed(1), typed(2)]);
    centre.answerTo = async (to) => (to === world(2) ? await new Promise(() => {}) : 0);
    expect(await send(campaign)).toBe('sent');
    expect(await states(campaign)).toEqual(['1 sent', '1 undecided timeout']);
  });

  it('after the first part of a text: a person decides, because it would arrive one and a half times', async () => {
    const { campaign } = await prepared([typed(1)], { body: 'Bonjour. '.repeat(30) });
    let answers = 0;
    centre.answerTo = async () => {
      answers += 1;
      return answers === 1 ? 0 : 0x0b;
    };
    expect(await send(campaign)).toBe('sent');
    expect(await states(campaign)).toEqual(['1 undecided partly-sent']);
  });

  it('and is away for long pauses the campaign; back again, the connection comes by itself', async () => {
    await gateway.close();
    gateway = openGateway({ window: 1 });
    const { campaign } = await prepared([typed(1), typed(2)]);
    const { port } = centre;
    await centre.close();
    const serverPatience = { firstPause: 20, longestPause: 50, giveUpAfter: 200 };
    expect(await send(campaign, { serverPatience })).toBe('paused');
    expect(await stateOf(campaign)).toEqual({ state: 'paused', failure: 'unreachable' });
    centre = await SmsCentre.listen(port);
    await expect.poll(() => centre.binds, POLL).toBe(1);
  });

  it('and does not know us pauses the campaign at once', async () => {
    await gateway.close();
    gateway = openGateway({ smppUrl: centre.url.replace('s%3Acret', 'wrong'), window: 1 });
    const { campaign } = await prepared([typed(1), typed(2), typed(3)]);
    expect(await send(campaign)).toBe('paused');
    expect(await stateOf(campaign)).toEqual({ state: 'paused', failure: 'not-signed-in' });
  });

  it('and is not alive any more is left, and another connection made', async () => {
    await expect.poll(() => centre.binds, POLL).toBe(1);
    centre.isAlive = false;
    await expect.poll(() => centre.binds, POLL).toBeGreaterThan(1);
    centre.isAlive = true;
  });
});

describe('a receipt', () => {
  async function sentTo(mobiles: string[]) {
    const made = await prepared(mobiles);
    await send(made.campaign);
    return made;
  }
  const ofNumber = (n: number) => centre.received.find(({ to }) => to === world(n))?.id as string;

  it('of nobody’s number takes the message as returned, and the number is not written to again', async () => {
    const { campaign } = await sentTo([typed(1), typed(2)]);
    expect(await centre.receipt(ofNumber(1), 'UNDELIV', { from: world(1), error: '001' })).toBe(0);
    expect(await states(campaign)).toEqual(['1 bounced sms-undeliv', '1 sent']);
    expect(await suppressed()).toEqual([{ channel: 'sms', reason: 'bounced' }]);
    const { campaign: next } = await prepared([`+${world(1)}`, typed(3)], { reached: 1, name: 'Next' });
    expect(await states(next)).toEqual(['1 excluded suppressed', '1 queued']);
  });

  it('of what may be another tomorrow suppresses nothing; one that arrived changes nothing', async () => {
    const { campaign } = await sentTo([typed(1), typed(2)]);
    await centre.receipt(ofNumber(1), 'EXPIRED', { from: world(1), error: '001' });
    await centre.receipt(ofNumber(2), 'DELIVRD', { from: world(2) });
    expect(await states(campaign)).toEqual(['1 bounced sms-expired', '1 sent']);
    expect(await suppressed()).toEqual([]);
  });

  it('that names another number, or a message that is not ours, is not believed', async () => {
    const { campaign } = await sentTo([typed(1)]);
    await centre.receipt(ofNumber(1), 'UNDELIV', { from: world(9), error: '001' });
    await centre.receipt('999', 'UNDELIV', { from: world(1), error: '001' });
    expect(await states(campaign)).toEqual(['1 sent']);
    expect(await suppressed()).toEqual([]);
  });
});

describe('STOP', () => {
  const answers = async () =>
    await venue.rows<{ contact: number; value: string; by: string; place: string; requested: boolean }>(sql`
      select contact_id as contact, value_after as value, changed_by as by, place, requested
        from authorisation_changes where institution_id = ${venue.id} and authorisation = 'sms' order by contact_id`);

  it('R31 refuses text messages at once and with proof, and for everybody who got one under this number', async () => {
    const { campaign, contacts } = await prepared([typed(1), `+33 (0)${typed(1).slice(1)}`, typed(2)]);
    await send(campaign);
    const { campaign: queued } = await prepared([], { targets: campaign.targets, name: 'Next', reached: 3 });
    expect(await centre.bring(world(1), 'Stop svp')).toBe(0);
    const proof = { value: 'no', by: 'contact', place: 'campaign', requested: false };
    expect(await answers()).toEqual(contacts.slice(0, 2).map((contact) => ({ contact, ...proof })));
    const counted = await venue.rows(sql`
      select from campaign_recipients where institution_id = ${venue.id} and unsubscribed_at is not null`);
    expect(counted).toHaveLength(2);
    await send(queued);
    expect(await states(queued)).toEqual(['2 excluded refused-channel', '1 sent']);
    expect(await suppressed(), 'who allows it again is written to again').toEqual([]);
  });

  it('R23 of a number that nobody is known by any more keeps it from being written to', async () => {
    const { campaign, contacts } = await prepared([typed(1)]);
    await send(campaign);
    const [one] = await venue.rows<{ number: string }>(
      sql`select number from contacts where institution_id = ${venue.id} and id = ${contacts[0]}`,
    );
    const by = { now: new Date(), ledgerFile: venue.ledgerFile };
    await eraseContact(venue.database, venue.institution, one?.number as string, by);
    expect(await venue.rows(sql`select from sms_messages where institution_id = ${venue.id}`)).toEqual([]);
    await centre.bring(world(1), 'STOP');
    expect(await suppressed()).toEqual([{ channel: 'sms', reason: 'refused' }]);
    const { campaign: next } = await prepared([typed(1), typed(2)], { reached: 1, name: 'Next' });
    expect(await states(next)).toEqual(['1 excluded suppressed', '1 queued']);
  });

  it.each(['Merci !', 'On se voit au bus stop ?', '', 'Stoppez', 'ARRET', 'Arrêt sms', 'ＳＴＯＰ', 'STOP\0'])(
    'is not what says %j … or it is',
    async (text) => {
      const { campaign } = await prepared([typed(1)]);
      await send(campaign);
      await centre.bring(world(1), text);
      expect(await answers()).toHaveLength(/^(stop|arr|ＳＴ)/i.test(text) ? 1 : 0);
    },
  );
});
