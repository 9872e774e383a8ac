import { once } from 'node:events';
import { createServer } from 'node:net';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasImapServer, ImapServer } from '../../test/helpers/imap-server.ts';
import { Mailing } from '../../test/helpers/mailing.ts';
import { answers, complaint, notification } from '../../test/helpers/notification.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { openTokens } from '../tracking/tracking.ts';
import { type Mailbox, openMailbox, readMailbox, readMailboxNow, selectMailboxes } from './bounces.ts';

let venue: Venue;
let mailing: Mailing;
let server: ImapServer;
venuePerTest((one) => {
  venue = one;
});

const tokens = openTokens('a secret of at least thirty-two characters');
const NOW = new Date('2026-11-28T10:00:00Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const reading = (now = NOW) => ({ now, signal: new AbortController().signal });
const mailbox = (keepIn?: string): Mailbox => openMailbox(server.url, keepIn);
const read = (box = mailbox(), now = NOW) => readMailboxNow(venue.database, tokens, box, reading(now));
const nothing = { hard: 0, soft: 0, delayed: 0, complaints: 0, others: 0, failure: null };

/** The addresses of a message to a new contact. */
async function message(email: string): Promise<{ to: string; id: string; contact: number }> {
  const contact = await venue.contact({ email });
  const recipient = await mailing.recipient(contact);
  const token = tokens.sign({ purpose: 'bounce', institution: venue.id, recipient, link: 0 });
  return { to: `bounces+${token}@example.org`, id: `<${token}@example.org>`, contact };
}
const suppressions = async () =>
  (await venue.rows(sql`select from suppressions where institution_id = ${venue.id}`)).length;
const audited = async () =>
  (
    await venue.rows(
      sql`select from audit_log where institution_id = ${venue.id} and action = 'suppression.add'`,
    )
  ).length;

// As root the tests install it: there it is never left out silently.
it.runIf(!hasImapServer)('reading a mailbox needs Dovecot, which is not installed', () => {
  expect(process.getuid?.(), 'install dovecot-imapd').not.toBe(0);
});

describe.runIf(hasImapServer)('a mailbox of notifications', () => {
  beforeEach(async () => {
    server = await ImapServer.start();
    mailing = await Mailing.open(venue);
  });
  afterEach(() => server.close());

  it('is read: what is ours has its effect and is deleted, all else stays as it was', async () => {
    const ada = await message('ada@example.org');
    const bea = await message('bea@example.org');
    const cleo = await message('cleo@example.org');
    const dana = await message('dana@example.org');
    await server.deliver('Subject: Lunch?\r\n\r\nTo the bounces');
    await server.deliver(notification({ ...ada, about: 'ada@example.org' }));
    await server.deliver(notification({ ...bea, about: 'bea@example.org', status: '4.2.2' }));
    await server.deliver(answers.away(cleo));
    await server.deliver(complaint({ id: cleo.id }));
    await server.deliver(
      notification({ ...dana, about: 'dana@example.org', action: 'delayed', status: '4.4.1' }),
    );
    expect(await read()).toEqual({ ...nothing, hard: 1, soft: 1, complaints: 1, delayed: 1, others: 2 });
    expect(await suppressions()).toBe(1);
    expect(
      await venue.rows(sql`
        select contact_id, value from contact_authorisations where institution_id = ${venue.id}`),
    ).toEqual([{ contact_id: cleo.contact, value: 'no' }]);
    const left = await server.messages();
    expect(left.map(({ text }) => /^Subject: (.*)$/m.exec(text)?.[1]?.trim())).toEqual(['Lunch?', 'Absence']);
    expect(
      left.map(({ flags }) => flags),
      'nothing is marked as read',
    ).toEqual(['', '']);
    expect(await read(), 'what was seen is not looked at again').toEqual(nothing);
  });

  it('is moved into a folder where one is named, which is made where it is missing', async () => {
    const ada = await message('ada@example.org');
    await server.deliver('Subject: Lunch?\r\n\r\nTo the bounces');
    await server.deliver(notification({ ...ada, about: 'ada@example.org' }));
    expect(await read(mailbox('Lues'))).toMatchObject({ hard: 1, others: 1, failure: null });
    expect(await server.messages()).toHaveLength(1);
    expect((await server.messages('Lues')).map(({ text }) => text.includes('Undelivered'))).toEqual([true]);
  });

  it('has one effect where it is read twice: after a restore, or by two at once', async () => {
    const ada = await message('ada@example.org');
    const raw = notification({ ...ada, about: 'ada@example.org' });
    for (let copy = 0; copy < 3; copy += 1) await server.deliver(raw);
    // one may find that the other has just taken a message away, and stop: it is tried again
    const rounds = await Promise.all([read(), read()]);
    expect(rounds.map(({ failure }) => failure)).toContain(null);
    await server.deliver(raw);
    await server.renumber();
    expect(await read()).toMatchObject({ hard: 1 });
    expect(await suppressions()).toBe(1);
    expect(await audited()).toBe(1);
    expect(await server.messages()).toEqual([]);
  });

  it('whose messages have other numbers since is read from its beginning', async () => {
    await server.deliver('Subject: Lunch?\r\n\r\nTo the bounces');
    expect(await read()).toMatchObject({ others: 1 });
    await server.renumber();
    expect(await read()).toMatchObject({ others: 1 });
    expect(await read()).toMatchObject({ others: 0 });
  });

  it('with a message that is too large to be a notification: it is not fetched, and stays', async () => {
    const ada = await message('ada@example.org');
    const raw = notification({ ...ada, about: 'ada@example.org' });
    await server.deliver(Buffer.concat([raw, Buffer.alloc(3_000_000, 'a line\r\n')]));
    await server.deliver(raw);
    expect(await read()).toMatchObject({ hard: 1, others: 1 });
    expect(await server.messages()).toHaveLength(1);
  });

  it('that is away is tried again later and later, and read as soon as it is back', async () => {
    const box = mailbox();
    await server.halt();
    expect(await readMailbox(venue.database, tokens, box, reading(NOW))).toMatchObject({
      failure: 'unreachable',
    });
    expect(await readMailbox(venue.database, tokens, box, reading(minutes(1))), 'left alone').toBeUndefined();
    expect(await readMailbox(venue.database, tokens, box, reading(minutes(2)))).toMatchObject({
      failure: 'unreachable',
    });
    expect(await readMailbox(venue.database, tokens, box, reading(minutes(5)))).toBeUndefined();
    const [state] = await mine(minutes(5));
    expect(state).toMatchObject({ failure: 'unreachable', failingSince: NOW, readAt: null });
    await server.goOn();
    expect(await readMailbox(venue.database, tokens, box, reading(minutes(6)))).toEqual(nothing);
    expect((await mine(minutes(6)))[0]).toMatchObject({
      failure: null,
      failingSince: null,
      readAt: minutes(6),
    });
  });

  it('says what is wrong with its address', async () => {
    const failure = async (url: string) => (await read(openMailbox(url, undefined))).failure;
    expect(await failure(server.urlOf({ password: 'another' }))).toBe('refused');
    expect(await failure(server.urlOf({ folder: 'Nowhere' }))).toBe('no-folder');
    expect(await failure(server.url.replace('imap:', 'imaps:')), 'no TLS there').toBe('no-tls');
  });

  it('with 10,000 messages does not make memory grow', { timeout: 300_000 }, async () => {
    const before = 10_000 - 200;
    for (let index = 0; index < before; index += 1)
      await server.deliver(`Subject: ${index}\r\n\r\n${'x'.repeat(2000)}`);
    const known = await Promise.all(
      Array.from({ length: 200 }, (_, index) => message(`contact-${index}@example.org`)),
    );
    for (const [index, one] of known.entries()) {
      await server.deliver(notification({ ...one, about: `contact-${index}@example.org` }));
    }
    global.gc?.();
    const start = process.memoryUsage().rss;
    let highest = start;
    const watch = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage().rss);
    }, 50);
    expect(await read()).toEqual({ ...nothing, hard: 200, others: before });
    clearInterval(watch);
    expect((highest - start) / 1024 ** 2, 'MB').toBeLessThan(100);
    expect(await suppressions()).toBe(200);
  });

  async function mine(now: Date) {
    return (await selectMailboxes(venue.database, now)).filter(({ hard, others }) => hard + others === 0);
  }
});

describe('the password of a mailbox', () => {
  it('is sent to no server that offers no TLS, but on this machine', async () => {
    const said: string[] = [];
    const listener = createServer((socket) => {
      socket.write('* OK hello\r\n');
      socket.on('data', (line) => {
        said.push(line.toString());
        const tag = line.toString().split(' ')[0];
        socket.write(`* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n${tag} OK done\r\n`);
      });
      socket.on('error', () => {});
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as { port: number };
    const elsewhere = {
      ...openMailbox('imap://bounces:very-secret@mail.example.org', undefined),
      host: '127.1',
      port,
    };
    const round = await readMailboxNow(venue.database, tokens, elsewhere, reading());
    listener.close();
    expect(round.failure).toBe('no-tls');
    expect(said.join('')).not.toMatch(/LOGIN|AUTHENTICATE|very-secret/);
  });

  it('stands nowhere in the database', async () => {
    const box = openMailbox('imaps://bounces:very-secret@mail.example.org/INBOX', undefined);
    expect(box).toMatchObject({ port: 993, secure: true, folder: 'INBOX', password: 'very-secret' });
    expect(box.name).toMatch(/^[0-9a-f]{64}$/);
    expect(openMailbox('imaps://bounces:other@mail.example.org/', undefined).name, 'a new password').toBe(
      box.name,
    );
  });
});
