import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { onServer } from '../../test/helpers/database.ts';
import { Mailing } from '../../test/helpers/mailing.ts';
import { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { inInstitution, type Tenant } from '../database/database.ts';
import { messageAddresses, pageLink } from './addresses.ts';
import { Follower, type Visit } from './follow.ts';
import { openTokens } from './tokens.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const tokens = openTokens('a secret of at least thirty-two characters');
const addresses = messageAddresses('https://tickets.example', tokens);

let venue: Venue;
let mailing: Mailing;
let follower: Follower;
let now: number;
venuePerTest((entered) => {
  venue = entered;
});
beforeEach(async () => {
  mailing = await Mailing.open(venue);
  follower = new Follower(venue.database, tokens, addresses);
  now = Date.parse('2026-03-02T23:30:00Z');
});

/** A visit some seconds after the one before it. */
function visit(recipient: number, link: number, seconds: number, values: Partial<Visit> = {}) {
  now += seconds * 1000;
  const token = tokens.sign({ purpose: 'link', institution: venue.id, recipient, link });
  const headers = { 'user-agent': FIREFOX };
  return follower.follow({ token, method: 'GET', from: '192.0.2.1', headers, now: new Date(now), ...values });
}

const clicks = () =>
  venue.rows<{ explicit: boolean; uncounted: string | null }>(sql`
    select explicit, uncounted from clicks where institution_id = ${venue.id} order by clicked_at`);
const reasons = async () => (await clicks()).map(({ uncounted }) => uncounted);
const counting = (setting: string) =>
  venue.rows(sql`update institutions set click_counting = ${setting} where id = ${venue.id}`);
const firstClick = async (recipient: number) =>
  (
    await venue.rows<{ clicked_at: Date | null }>(sql`
      select clicked_at from campaign_recipients where institution_id = ${venue.id} and id = ${recipient}`)
  )[0]?.clicked_at;

describe('R32 a tracked link', () => {
  it('leads on, and its hit is written down before that, with the day of the venue', async () => {
    const contact = await venue.contact();
    const recipient = await mailing.recipient(contact);
    const link = await mailing.link('https://theatre.example/été?a=1');

    expect(await visit(recipient, link, 0)).toBe('https://theatre.example/%C3%A9t%C3%A9?a=1');

    expect(
      await venue.rows(sql`
        select contact_id, campaign_id, recipient_id, link_id, url, clicked_on, explicit, uncounted
          from clicks where institution_id = ${venue.id}`),
    ).toEqual([
      {
        contact_id: contact,
        campaign_id: mailing.id,
        recipient_id: recipient,
        link_id: link,
        url: 'https://theatre.example/été?a=1',
        clicked_on: '2026-03-03',
        explicit: true,
        uncounted: null,
      },
    ]);
    expect(await firstClick(recipient)).toEqual(new Date(now));
  });

  it('that is forged, or of a link that is not there, leads nowhere', async () => {
    const recipient = await mailing.recipient(await venue.contact());
    const link = await mailing.link('https://theatre.example/');
    expect(await visit(recipient, link, 0, { token: 'AQEBAQ' })).toBeUndefined();
    expect(await visit(recipient, link + 1, 0)).toBeUndefined();
    expect(await clicks()).toEqual([]);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '//theatre.example', 'rappel:nothing'])(
    'leads a browser to no %s',
    async (url) => {
      const recipient = await mailing.recipient(await venue.contact());
      expect(await visit(recipient, await mailing.link(url), 0)).toBeUndefined();
    },
  );

  it('R29 leads to the recipient’s own page of the renewal', async () => {
    const recipient = await mailing.recipient(await venue.contact());
    const link = await mailing.link(pageLink('renewal'));
    expect(await visit(recipient, link, 0)).toBe(addresses.renewal(mailing.of(recipient)));
    expect(await clicks()).toHaveLength(1);
  });

  it('R8 of an erased contact leads on, and nothing is written', async () => {
    const recipient = await mailing.recipient(null);
    const link = await mailing.link('https://theatre.example/');
    expect(await visit(recipient, link, 0)).toBe('https://theatre.example/');
    expect(await clicks()).toEqual([]);
  });

  it('R8 of a contact that is being erased waits for that, and nothing is written', async () => {
    const contact = await venue.contact();
    const recipient = await mailing.recipient(contact);
    const link = await mailing.link('https://theatre.example/');
    await visit(await mailing.recipient(null), link, 0); // the link is known
    const others = await mailing.recipient(await venue.contact());
    const led = await inInstitution(venue.database, venue.id, async (tenant) => {
      await sql`select from contacts where institution_id = ${venue.id} and id = ${contact} for update`.execute(
        tenant,
      );
      await sql`update campaign_recipients set contact_id = null
                 where institution_id = ${venue.id} and id = ${recipient}`.execute(tenant);
      await sql`delete from contacts where institution_id = ${venue.id} and id = ${contact}`.execute(tenant);
      const following = [visit(recipient, link, 5), visit(others, link, 5)];
      // the embedded database has one session: there the hits wait for the whole transaction
      while (onServer && (await waiting(tenant)) === 0);
      return following;
    });
    expect(await Promise.all(led)).toEqual(Array(2).fill('https://theatre.example/'));
    expect(await clicks()).toHaveLength(1);
  });

  it('R30 of who came to refuse being tracked leads on, and nothing is written', async () => {
    const recipient = await mailing.recipient(await venue.contact({ tracking_refused_on: '2026-03-01' }));
    expect(await visit(recipient, await mailing.link('https://theatre.example/'), 0)).toBeDefined();
    expect(await clicks()).toEqual([]);
  });

  it('of another campaign or another institution writes nothing', async () => {
    const recipient = await mailing.recipient(await venue.contact());
    const elsewhere = await (await Mailing.open(venue)).link('https://theatre.example/');
    await visit(recipient, elsewhere, 0);
    const other = await Mailing.open(await venueBeside());
    const theirs = await other.recipient(await other.venue.contact());
    await visit(theirs, await mailing.link('https://theatre.example/'), 0);
    expect(await clicks()).toEqual([]);
  });

  it('R32 a thousand hits at once are all there, each with its moment', async () => {
    const link = await mailing.link('https://theatre.example/');
    const recipients = await Promise.all(
      Array.from({ length: 20 }, async () => mailing.recipient(await venue.contact())),
    );
    await Promise.all(
      Array.from({ length: 1000 }, (_, n) =>
        visit(recipients[n % 20] as number, link, 0, { from: `2001:db8::${n}` }),
      ),
    );
    expect(await clicks()).toHaveLength(1000);
  });
});

async function waiting(tenant: Tenant): Promise<number> {
  const { rows } = await sql`
    select from pg_locks where not granted and pid in (
      select pid from pg_stat_activity where datname = current_database())`.execute(tenant);
  return rows.length;
}

let beside = 0;
async function venueBeside(): Promise<Venue> {
  beside += 1;
  return await Venue.in(venue.test, { slug: `beside-${beside}` });
}

describe('R32 what looks automatic does not count', () => {
  const automatic: [string, string, Partial<Visit>][] = [
    ['a HEAD', 'method', { method: 'HEAD' }],
    ['a prefetch', 'prefetch', { headers: { 'user-agent': FIREFOX, 'sec-purpose': 'prefetch;prerender' } }],
    ['a prefetch of before', 'prefetch', { headers: { 'user-agent': FIREFOX, 'x-moz': 'prefetch' } }],
    ['a preview', 'prefetch', { headers: { 'user-agent': FIREFOX, purpose: 'preview' } }],
    ['a bot', 'scanner', { headers: { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' } }],
    ['a mail scanner', 'scanner', { headers: { 'user-agent': `${FIREFOX} BarracudaCentral` } }],
    ['nobody', 'scanner', { headers: {} }],
  ];
  it.each(automatic)('%s', async (_, reason, values) => {
    const recipient = await mailing.recipient(await venue.contact());
    const link = await mailing.link('https://theatre.example/');
    expect(await visit(recipient, link, 0, values)).toBe('https://theatre.example/');
    expect(await clicks()).toEqual([{ explicit: false, uncounted: reason }]);
    expect(await firstClick(recipient)).toBeNull();
    await visit(recipient, link, 60);
    expect(await reasons()).toEqual([reason, null]);
  });

  it('a burst over several links of a message, with what was counted before it was one', async () => {
    const recipient = await mailing.recipient(await venue.contact());
    const [one, two, three] = await Promise.all(
      [1, 2, 3].map((n) => mailing.link(`https://theatre.example/${n}`)),
    );
    await visit(recipient, one as number, 0);
    await visit(recipient, two as number, 1);
    expect(await reasons()).toEqual([null, null]);
    await visit(recipient, three as number, 1);
    expect(await clicks()).toEqual(Array(3).fill({ explicit: false, uncounted: 'burst' }));
    expect(await firstClick(recipient)).toBeNull();
    // the person comes later, from the same network
    await visit(recipient, two as number, 40);
    expect(await reasons()).toEqual(['burst', 'burst', 'burst', null]);
  });

  it('a burst over several links by visitors that change their address', async () => {
    const recipient = await mailing.recipient(await venue.contact());
    for (const n of [1, 2, 3]) {
      await visit(recipient, await mailing.link(`https://theatre.example/${n}`), 1, { from: `192.0.2.${n}` });
    }
    expect(await reasons()).toEqual(['burst', 'burst', 'burst']);
  });

  it('a burst over the messages of several people', async () => {
    const link = await mailing.link('https://theatre.example/');
    for (const _ of [1, 2, 3]) await visit(await mailing.recipient(await venue.contact()), link, 1);
    expect(await reasons()).toEqual(['burst', 'burst', 'burst']);
  });

  it('a burst that shows while its first hits are being written', async () => {
    const link = await mailing.link('https://theatre.example/');
    const recipients: number[] = [];
    for (let n = 0; n < 30; n += 1) recipients.push(await mailing.recipient(await venue.contact()));
    await visit(recipients[0] as number, link, 1); // the link is known
    const visits: Promise<string | undefined>[] = [];
    for (const recipient of recipients) {
      visits.push(visit(recipient, link, 0));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(visits);
    expect(new Set(await reasons())).toEqual(new Set(['burst']));
  });

  it('but a person that reads on, or opens one link twice, counts', async () => {
    const recipient = await mailing.recipient(await venue.contact());
    const [one, two, three] = await Promise.all(
      [1, 2, 3].map((n) => mailing.link(`https://theatre.example/${n}`)),
    );
    for (const link of [one, one, one, two]) await visit(recipient, link as number, 1);
    await visit(recipient, three as number, 5);
    expect(await reasons()).toEqual(Array(5).fill(null));
  });

  it('the link that people do not see gives away what opened the message around it', async () => {
    const recipient = await mailing.recipient(await venue.contact());
    const link = await mailing.link('https://theatre.example/');
    const decoy = await mailing.link('https://theatre.example/', 'decoy');
    await visit(recipient, link, 0);
    await visit(recipient, decoy, 1, { from: '192.0.2.2' });
    await visit(recipient, link, 5);
    await visit(recipient, link, 60);
    expect(await reasons()).toEqual(['scanner', 'decoy', 'scanner', null]);
  });

  it('several hits at one moment are told apart as well', async () => {
    const recipient = await mailing.recipient(await venue.contact());
    const links = await Promise.all([1, 2, 3, 4].map((n) => mailing.link(`https://theatre.example/${n}`)));
    await Promise.all(links.map((link) => visit(recipient, link, 0)));
    expect(await reasons()).toEqual(Array(4).fill('burst'));
  });

  it('with the setting `any`, every hit counts', async () => {
    await counting('any');
    const recipient = await mailing.recipient(await venue.contact());
    for (const n of [1, 2, 3, 4]) {
      await visit(recipient, await mailing.link(`https://theatre.example/${n}`), 0, { method: 'HEAD' });
    }
    expect(await clicks()).toEqual(Array(4).fill({ explicit: true, uncounted: null }));
  });

  it('with the setting `confirmed`, none does, each with its reason', async () => {
    await counting('confirmed');
    const recipient = await mailing.recipient(await venue.contact());
    const link = await mailing.link('https://theatre.example/');
    await visit(recipient, link, 0);
    await visit(recipient, link, 0, { method: 'HEAD' });
    expect(await clicks()).toEqual([
      { explicit: false, uncounted: 'unconfirmed' },
      { explicit: false, uncounted: 'method' },
    ]);
  });
});

describe('R1e, R3 the next run', () => {
  /** Without news for long, but for what follows. */
  const inactive = () => venue.contact({ created_on: '2015-01-01' });

  it('spares whom an explicit click shows, and not whom a scanner opened', async () => {
    const [person, scanned, silent] = [await inactive(), await inactive(), await inactive()];
    const link = await mailing.link('https://theatre.example/');
    await venue.run('simulation', '2026-03-01', { months: 36 });
    await visit(await mailing.recipient(person), link, 0);
    await visit(await mailing.recipient(scanned), link, 60, { method: 'HEAD' });

    const run = await venue.run('real', '2026-04-01', { months: 36 });

    expect(run.counts.delete).toBe(2);
    expect(await Promise.all([person, scanned, silent].map((one) => venue.exists(one)))).toEqual([
      true,
      false,
      false,
    ]);
    expect(await venue.recency(person)).toMatchObject({ recency: '2026-03-03', source: 'click' });
  });

  it('R8 erases the clicks with the contact, and unlinks the message', async () => {
    const contact = await inactive();
    const recipient = await mailing.recipient(contact);
    await visit(recipient, await mailing.link('https://theatre.example/'), 0, { method: 'HEAD' });
    await venue.run('real', '2026-04-01', { months: 36 });
    expect(await clicks()).toEqual([]);
    expect(
      await venue.rows(sql`select contact_id from campaign_recipients where institution_id = ${venue.id}`),
    ).toEqual([{ contact_id: null }]);
  });
});
