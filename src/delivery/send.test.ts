import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CampaignDesk, PUBLIC_URL } from '../../test/helpers/campaign.ts';
import { MailServer } from '../../test/helpers/mail-server.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import {
  type Campaign,
  type CampaignSettings,
  cancelCampaign,
  pauseCampaign,
  resumeCampaign,
} from '../campaigns/campaigns.ts';
import { decideUndecided, type Outgoing, readOutgoing, sendCampaign } from './delivery.ts';
import type { Sending } from './send.ts';

let venue: Venue;
let desk: CampaignDesk;
let server: MailServer;
venuePerTest((one) => {
  venue = one;
});
beforeEach(async () => {
  desk = await CampaignDesk.open(venue);
  server = await MailServer.listen();
});
afterEach(() => server.close());

const SECRET = 'a secret of at least thirty-two characters';
const POLL = { timeout: 30_000, interval: 20 };
const outgoing = (settings: Partial<NonNullable<Outgoing['email']>> = {}): Outgoing => {
  const read = readOutgoing(
    {
      publicUrl: PUBLIC_URL,
      smtpUrl: server.url,
      mailFrom: 'venue@example.org',
      bouncesTo: 'bounces@example.org',
      smtpConnections: 3,
      smtpPerDomain: undefined,
      dkim: undefined,
    },
    SECRET,
  );
  const patience = { connect: 10_000, answer: 20_000 };
  return { ...read, email: { ...(read.email as NonNullable<Outgoing['email']>), patience, ...settings } };
};

const send = (campaign: { id: number }, over: Partial<Sending> = {}, out = outgoing()) =>
  sendCampaign(venue.database, venue.institution, campaign.id, out, {
    signal: new AbortController().signal,
    patienceSeconds: 5,
    serverPatience: { firstPause: 50, longestPause: 100, giveUpAfter: 60_000 },
    ...over,
  });

/** A prepared campaign to so many contacts; the address of contact n is `n@example.org`. */
async function prepared(
  count: number,
  settings: Partial<CampaignSettings> = {},
): Promise<{ campaign: Campaign; contacts: number[] }> {
  const contacts = [];
  for (let n = 1; n <= count; n += 1) {
    contacts.push(
      await venue.contact({ email: `${n}@example.org`, first_name: `First${n}`, last_name: 'Last' }),
    );
  }
  const now = new Date();
  const campaign = await desk.draft(contacts, now, settings);
  await desk.prepare(campaign, count, now);
  return { campaign, contacts };
}

const states = (campaign: { id: number }) => desk.states(campaign);
const stateOf = (campaign: { id: number }) => desk.stateOf(campaign);
const receivers = () => server.received.map(({ to }) => to[0] as string);
const expectOnce = (count: number) => {
  expect(new Set(receivers()).size, 'nobody gets it twice').toBe(receivers().length);
  expect(receivers()).toHaveLength(count);
};

describe('a campaign', () => {
  it('R31 arrives once at everybody, with a way out that a mail program understands', async () => {
    const { campaign } = await prepared(30);
    expect(await send(campaign)).toBe('sent');
    expectOnce(30);
    expect(await states(campaign)).toEqual(['30 sent']);
    expect(await stateOf(campaign)).toEqual({ state: 'sent', failure: null });
    const { headers, from, body } = server.received[0] as MailServer['received'][number];
    expect(headers.get('list-unsubscribe')).toMatch(
      /^<https:\/\/tickets\.example\.org\/unsubscribe\/[\w-]+>$/,
    );
    expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(headers.get('list-id')).toContain(`<campaigns.${venue.institution.slug}.tickets.example.org>`);
    expect(headers.get('precedence')).toBe('bulk');
    expect(headers.has('auto-submitted')).toBe(false);
    expect(headers.get('to')).toMatch(/^First\d+ Last <\d+@example\.org>$/);
    expect(body).toContain('Bonjour');
    const token = /^bounces\+([\w-]+)@example\.org$/.exec(from)?.[1] as string;
    expect(headers.get('message-id')).toBe(`<${token}@tickets.example.org>`);
    expect(outgoing().tokens.read('bounce', token)).toMatchObject({ institution: venue.id });
    expect(await send(campaign), 'a second time').toBe('not-here');
  });

  it('R24 about a purchase offers no unsubscribing and answers no machine', async () => {
    const performance = await venue.performance('2030-01-01T19:00:00Z');
    const contact = await venue.contact({ email: 'ada@example.org' });
    await venue.order(contact, '2026-01-01', [{ state: 'sold', performance_id: performance }]);
    const now = new Date();
    const settings = {
      type: 'purchase-information',
      performanceId: performance,
      reason: 'Postponed',
    } as const;
    const campaign = await desk.draft([], now, settings);
    await desk.prepare(campaign, 1, now);
    await send(campaign);
    const headers = server.received[0]?.headers;
    expect(headers?.has('list-unsubscribe')).toBe(false);
    expect(headers?.has('precedence')).toBe(false);
    expect(headers?.get('auto-submitted')).toBe('auto-generated');
  });

  it('with line breaks in a name gets no header of its own, and with a template’s signs no template', async () => {
    const nasty = 'Ada\r\nBcc: everybody@example.org\r\n\r\n{{ 7 | times: 6 }}<b>';
    const contact = await venue.contact({ email: 'ada@example.org', first_name: nasty, last_name: nasty });
    const now = new Date();
    const campaign = await desk.draft([contact], now, { senderName: 'Opéra\r\nBcc: more@example.org' });
    await desk.prepare(campaign, 1, now);
    await send(campaign);
    const [letter] = server.received;
    expect(letter?.to).toEqual(['ada@example.org']);
    expect(letter?.headers.has('bcc')).toBe(false);
    expect(letter?.raw.split('\r\n\r\n', 1)[0]).not.toMatch(/^(Bcc|everybody|more)/im);
    expect(letter?.raw).toContain('{{ 7 | times: 6 }}');
  });

  it('is signed by DKIM, with the headers of unsubscribing', async () => {
    const { generateKeyPairSync } = await import('node:crypto');
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const { campaign } = await prepared(1);
    await send(
      campaign,
      {},
      outgoing({ dkim: { domainName: 'example.org', keySelector: 'r1', privateKey } }),
    );
    const signature = server.received[0]?.headers.get('dkim-signature')?.toLowerCase();
    expect(signature).toMatch(/d=example\.org;.* s=r1;/);
    expect(signature?.replaceAll(/\s/g, '')).toContain('list-unsubscribe:list-unsubscribe-post');
  });
});

describe('R23 while a campaign runs', () => {
  it('R23 who withdraws consent meanwhile gets nothing, and the reason is kept', async () => {
    const { campaign, contacts } = await prepared(60);
    server.beforeTaking = async () => {
      server.beforeTaking = async () => {};
      await venue.rows(sql`
        insert into contact_authorisations (institution_id, contact_id, authorisation, value)
        select ${venue.id}, id, 'email', 'no' from unnest(${contacts.slice(40)}::bigint[]) id`);
    };
    await send(campaign);
    expectOnce(40);
    expect(await states(campaign)).toEqual(['20 excluded refused-channel', '40 sent']);
  });

  it('who is erased meanwhile gets nothing', async () => {
    const { campaign, contacts } = await prepared(2);
    await venue.rows(sql`
      update campaign_recipients set contact_id = null
       where institution_id = ${venue.id} and contact_id = ${contacts[1]}`);
    await send(campaign);
    expect(await states(campaign)).toEqual(['1 excluded erased', '1 sent']);
  });

  /** Three get theirs; the others that were handed over wait at the server until the gate is opened. */
  function gate(): () => void {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    let count = 0;
    server.beforeTaking = async () => {
      count += 1;
      if (count > 3) await opened;
    };
    return open;
  }
  const aMoment = () => new Promise((resolve) => setTimeout(resolve, 1000));

  it('pausing takes effect within a second, and going on reaches the rest, nobody twice', async () => {
    const { campaign } = await prepared(60);
    const open = gate();
    const sending = send(campaign);
    await expect.poll(() => server.received.length, POLL).toBe(3);
    await pauseCampaign(venue.database, venue.institution, campaign.id, desk.by(new Date()));
    await aMoment();
    open();
    expect(await sending).toBe('stopped');
    const got = server.received.length;
    expect(got, 'what the three connections had in hand').toBeLessThanOrEqual(6);
    expect(await states(campaign)).toEqual([`${60 - got} queued`, `${got} sent`]);
    await resumeCampaign(venue.database, venue.institution, campaign.id, desk.by(new Date()));
    expect(await send(campaign)).toBe('sent');
    expectOnce(60);
  });

  it('cancelling ends it: who has not got it gets nothing, and all are accounted for', async () => {
    const { campaign } = await prepared(60);
    const open = gate();
    const sending = send(campaign);
    await expect.poll(() => server.received.length, POLL).toBe(3);
    await cancelCampaign(venue.database, venue.institution, campaign.id, desk.by(new Date()));
    await aMoment();
    open();
    await sending;
    const got = server.received.length;
    expect(got).toBeLessThanOrEqual(6);
    expect(await states(campaign)).toEqual([`${60 - got} cancelled`, `${got} sent`]);
  });

  it('stopping the process leaves the rest to the next one', async () => {
    const { campaign } = await prepared(60);
    const stop = new AbortController();
    server.beforeTaking = async () => stop.abort();
    expect(await send(campaign, { signal: stop.signal })).toBe('stopped');
    expect((await states(campaign)).some((line) => /undecided|sending/.test(line))).toBe(false);
    expect(await send(campaign)).toBe('sent');
    expectOnce(60);
  });

  it('two at work on it share it', async () => {
    const { campaign } = await prepared(150);
    server.beforeTaking = () => new Promise((resolve) => setTimeout(resolve, 5));
    await Promise.all([send(campaign), send(campaign)]);
    await send(campaign);
    expectOnce(150);
    expect(await states(campaign)).toEqual(['150 sent']);
  });
});

describe('a mail server that does not take a message', () => {
  const hangs = { connect: 10_000, answer: 1500 };

  it('for good or for now keeps nobody else from getting it', async () => {
    const { campaign } = await prepared(20);
    server.answerTo = async (address) => ({ '2@example.org': 550, '3@example.org': 450 })[address];
    expect(await send(campaign)).toBe('waiting');
    expect(await states(campaign)).toEqual(['1 failed smtp-550', '1 queued smtp-450', '18 sent']);
    server.answerTo = async () => undefined;
    const inAMinute = () => new Date(Date.now() + 61_000);
    expect(await send(campaign, { clock: inAMinute })).toBe('sent');
    expectOnce(19);
  });

  it('that says of an address that there is no mailbox is believed: that address is suppressed, and no other', async () => {
    const { campaign } = await prepared(4);
    const said: Record<string, string> = {
      '1@example.org': '550 5.1.1',
      '2@example.org': '550 5.7.1',
      '3@example.org': '550',
    };
    server.answerTo = async (address) => said[address];
    expect(await send(campaign)).toBe('sent');
    expect(await states(campaign)).toEqual(['3 failed smtp-550', '1 sent']);
    expect(
      await venue.rows(sql`
        select s.reason, s.status, c.email from suppressions s
          join institutions i on i.id = s.institution_id
          join contacts c on c.institution_id = ${venue.id}
           and s.address_hash = address_hash(i.erased_number_key, c.email_key)
         where s.institution_id = ${venue.id}`),
    ).toEqual([{ reason: 'bounced', status: '5.1.1', email: '1@example.org' }]);
  });

  it('hanging on one keeps nobody else waiting, and that one is tried again', async () => {
    const { campaign } = await prepared(20);
    server.answerTo = (address) =>
      address === '2@example.org' ? new Promise(() => {}) : Promise.resolve(undefined);
    expect(await send(campaign, {}, outgoing({ patience: hangs }))).toBe('waiting');
    expect(await states(campaign)).toEqual(['1 queued timeout', '19 sent']);
  });

  it('hanging after the whole message may have taken it: it is not sent again by itself', async () => {
    const { campaign } = await prepared(5);
    server.beforeTaking = (to) => (to === '2@example.org' ? new Promise(() => {}) : Promise.resolve());
    expect(await send(campaign, {}, outgoing({ patience: hangs }))).toBe('sent');
    expect(await states(campaign)).toEqual(['4 sent', '1 undecided timeout']);
  });

  it('going away as a whole has the campaign wait, and it goes on when it is back', async () => {
    const { campaign } = await prepared(60);
    const { port } = server;
    let gone: Promise<void> | undefined;
    server.beforeTaking = async () => {
      if (server.received.length >= 10) gone ??= server.close();
    };
    const first = server;
    const sending = send(campaign);
    await expect.poll(() => gone !== undefined, POLL).toBe(true);
    await gone;
    await expect.poll(async () => (await states(campaign)).join(), POLL).toContain('unreachable');
    // whoever looks at it is told
    await expect
      .poll(() => stateOf(campaign), POLL)
      .toMatchObject({ state: 'sending', failure: expect.any(String) });
    server = await MailServer.listen(port);
    await sending;
    const inAMinute = () => new Date(Date.now() + 61_000);
    await send(campaign, { clock: inAMinute });
    expect(await stateOf(campaign)).toMatchObject({ failure: null });
    server.received.unshift(...first.received);
    expect(new Set(receivers()).size, 'nobody gets it twice').toBe(receivers().length);
    const undecided = (await states(campaign)).find((line) => line.includes('undecided'));
    expect(receivers().length + Number.parseInt(undecided ?? '0', 10)).toBeGreaterThanOrEqual(60);
  });

  it('away for long pauses the campaign, which says why', async () => {
    const { campaign } = await prepared(10);
    const url = server.url;
    await server.close();
    server = await MailServer.listen();
    const serverPatience = { firstPause: 20, longestPause: 50, giveUpAfter: 200 };
    expect(await send(campaign, { serverPatience }, outgoing({ smtpUrl: url }))).toBe('paused');
    expect(await stateOf(campaign)).toEqual({ state: 'paused', failure: 'unreachable' });
    expect((await states(campaign)).every((line) => line.includes('queued'))).toBe(true);
  });

  it('is missing: the campaign pauses and says so', async () => {
    const { campaign } = await prepared(1);
    expect(await send(campaign, {}, { ...outgoing(), email: undefined })).toBe('paused');
    expect(await stateOf(campaign)).toEqual({ state: 'paused', failure: 'no-mail-server' });
  });
});

describe('the rate', () => {
  it('of a campaign is kept', async () => {
    const { campaign } = await prepared(6, { ratePerMinute: 240 });
    const start = performance.now();
    await send(campaign);
    expectOnce(6);
    expect(performance.now() - start).toBeGreaterThan(1000);
  });

  it('of a domain is kept, and other domains do not wait for it', async () => {
    const { campaign } = await prepared(6);
    const other = await venue.rows<{ id: number }>(sql`
      update contacts set email = 'x' || id || '@example.net'
       where institution_id = ${venue.id} and number in ('C5', 'C6') returning id`);
    expect(other).toHaveLength(2);
    const start = performance.now();
    await send(campaign, {}, outgoing({ perDomain: 120 }));
    expect(performance.now() - start).toBeGreaterThan(1400);
    expectOnce(6);
    expect(
      receivers()
        .slice(0, 3)
        .some((address) => address.endsWith('.net')),
    ).toBe(true);
  });
});

describe('what a process that died left', () => {
  const left = async (campaign: { id: number }, contacts: number[], minutes: number) =>
    venue.rows(sql`
      update campaign_recipients
         set state = 'sending', attempts = 1, taken_at = now() - make_interval(mins => ${minutes})
       where institution_id = ${venue.id} and campaign_id = ${campaign.id} and contact_id = any(${contacts}::bigint[])`);

  it('is listed and sent to nobody by itself, at once where nobody is at work', async () => {
    const { campaign, contacts } = await prepared(6);
    await left(campaign, contacts.slice(0, 2), 0);
    expect(await send(campaign)).toBe('sent');
    expect(await states(campaign)).toEqual(['4 sent', '2 undecided interrupted']);
    expectOnce(4);
  });

  it('is decided about by an operator: sent again, or taken as sent', async () => {
    const { campaign, contacts } = await prepared(6);
    await left(campaign, contacts.slice(0, 3), 0);
    await send(campaign);
    const by = { now: new Date(), actor: 'operator:1' };
    const decide = (decision: 'send-again' | 'take-as-sent', recipients?: number[]) =>
      decideUndecided(venue.database, venue.institution, campaign.id, { decision, recipients }, by);
    const [one] = await venue.rows<{ id: number }>(sql`
      select id from campaign_recipients where institution_id = ${venue.id} and state = 'undecided' limit 1`);
    expect(await decide('take-as-sent', [one?.id as number])).toEqual({ decided: 1, goesOn: false });
    expect(await decide('send-again')).toEqual({ decided: 2, goesOn: true });
    expect(await send(campaign)).toBe('sent');
    expect(await states(campaign)).toEqual(['6 sent']);
    expectOnce(5);
    expect(
      await venue.rows(sql`select action, details from audit_log
                            where institution_id = ${venue.id} and action like 'campaign.undecided%' order by id`),
    ).toEqual([
      { action: 'campaign.undecided.take-as-sent', details: { messages: 1 } },
      { action: 'campaign.undecided.send-again', details: { messages: 2 } },
    ]);
  });
});
