import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { MailServer } from '../../test/helpers/mail-server.ts';
import { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { inInstitution } from '../database/database.ts';
import {
  deliverMessage,
  giveUpOnStuck,
  MOST_ATTEMPTS,
  openMail,
  removeOldMessages,
  selectMessage,
  selectMessages,
  selectQueued,
  sendAgain,
  type Telling,
  tell,
} from './messages.ts';

let venue: Venue;
venuePerTest((entered) => {
  venue = entered;
});
let server: MailServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const NOW = new Date('2026-03-01T10:00:00Z');
const later = (minutes: number) => new Date(Number(NOW) + minutes * 60_000);
const by = { now: NOW, actor: 'operator:1' };

const operator = (values: Record<string, unknown> = {}) =>
  venue.insert('operators', {
    email: 'dpo@example.org',
    name: 'Anne Dupré',
    password_hash: '-',
    profile: 'data-protection-officer',
    locale: 'fr',
    created_at: NOW,
    ...values,
  });

/** @returns the id of the message */
async function told(operatorId: number, values: Partial<Telling> = {}): Promise<number> {
  const telling = {
    operatorId,
    kind: 'run-completed',
    about: 'run:1',
    subject: 'Simulation 1 terminée',
    body: 'Bonjour.',
    path: '/retention/runs/1',
    ...values,
  };
  await inInstitution(venue.database, venue.id, (tenant) => tell(tenant, venue.id, [telling], NOW));
  return (await selectQueued(venue.database, venue.institution)).at(-1) as number;
}

const publicUrl = 'https://tickets.example.org';
const mailFrom = 'rappel@example.org';
const deliver = (message: number, smtpUrl: string | undefined, now = NOW) =>
  deliverMessage(venue.database, venue.institution, message, {
    mail: openMail({ smtpUrl, mailFrom, publicUrl }),
    publicUrl,
    now,
  });
const seen = async (message: number) => {
  const { state, attempts, failure } = await selectMessage(venue.database, venue.institution, message);
  return { state, attempts, failure };
};

describe('a message', () => {
  it('arrives with its sender, its link and its accents, and is marked as sent', async () => {
    server = await MailServer.listen();
    const message = await told(await operator());
    await deliver(message, server.url);
    const [letter] = server.received;
    expect(letter?.to).toEqual(['dpo@example.org']);
    expect(letter?.headers.get('subject')).toBe('Simulation 1 terminée');
    expect(letter?.headers.get('to')).toBe('Anne Dupré <dpo@example.org>');
    expect(letter?.headers.get('from')).toBe(`"${venue.institution.name}" <${mailFrom}>`);
    expect(letter?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(letter?.body).toContain('Bonjour.\n\nhttps://tickets.example.org/retention/runs/1\n');
    expect(await seen(message)).toEqual({ state: 'sent', attempts: 1, failure: null });
  });

  it('is handed over once, however often it is delivered', async () => {
    server = await MailServer.listen();
    const message = await told(await operator());
    await Promise.all([deliver(message, server.url), deliver(message, server.url)]);
    await deliver(message, server.url, later(60));
    expect(server.received).toHaveLength(1);
  });

  it('is written once for an operator, a kind and what it is about', async () => {
    const recipient = await operator();
    await told(recipient);
    await told(recipient);
    await told(recipient, { about: 'run:2' });
    expect(await selectQueued(venue.database, venue.institution)).toHaveLength(2);
  });

  it('is not there where what it tells did not happen', async () => {
    const recipient = await operator();
    const undone = inInstitution(venue.database, venue.id, async (tenant) => {
      const telling = { operatorId: recipient, kind: 'test', about: 'run:1', subject: '-', body: '-' };
      await tell(tenant, venue.id, [telling], NOW);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await selectQueued(venue.database, venue.institution)).toEqual([]);
  });

  it('without a mail server is kept and marked as not sent', async () => {
    const message = await told(await operator());
    await deliver(message, undefined);
    expect(await seen(message)).toEqual({ state: 'not-sent', attempts: 0, failure: 'no-mail-server' });
  });

  it('to an operator who was disabled is not sent, and to one whose address changed goes to the new one', async () => {
    server = await MailServer.listen();
    const gone = await told(await operator({ disabled_at: NOW }));
    const moved = await told(await operator({ email: 'moved@example.org' }), { about: 'run:2' });
    await sql`update operators set email = 'new@example.org'
               where institution_id = ${venue.id} and email = 'moved@example.org'`.execute(
      venue.database.owner,
    );
    await deliver(gone, server.url);
    await deliver(moved, server.url);
    expect(await seen(gone)).toMatchObject({ state: 'not-sent', failure: 'recipient-disabled' });
    expect(server.received.map(({ to }) => to)).toEqual([['new@example.org']]);
  });

  it('with a line break in the name of the institution or of a batch gets no header of its own', async () => {
    server = await MailServer.listen();
    const nasty = 'Opéra\r\nBcc: everybody@example.org\r\n\r\nfree';
    const message = await told(await operator({ name: nasty }), { subject: `Batch « ${nasty} » terminé` });
    await deliverMessage(venue.database, { ...venue.institution, name: nasty }, message, {
      mail: openMail({ smtpUrl: server.url, mailFrom, publicUrl }),
      publicUrl,
      now: NOW,
    });
    const [letter] = server.received;
    expect(letter?.to).toEqual(['dpo@example.org']);
    expect(letter?.headers.has('bcc')).toBe(false);
    expect(letter?.headers.get('subject')).toBe('Batch « Opéra Bcc: everybody@example.org free » terminé');
    expect([...(letter?.headers.keys() ?? [])].sort()).toEqual([
      'auto-submitted',
      'content-transfer-encoding',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'subject',
      'to',
    ]);
  });
});

describe('a mail server that does not take a message', () => {
  it('is tried again where it is down, and the message arrives once it is up', async () => {
    server = await MailServer.listen();
    const { port, url } = server;
    await server.close();
    const message = await told(await operator());
    await expect(deliver(message, url)).rejects.toMatchObject({ code: 'unreachable', passing: true });
    expect(await seen(message)).toEqual({ state: 'queued', attempts: 1, failure: 'unreachable' });
    server = await MailServer.listen(port);
    await deliver(message, url, later(1));
    expect(await seen(message)).toEqual({ state: 'sent', attempts: 2, failure: null });
    expect(server.received).toHaveLength(1);
  });

  it('is tried again after 4xx, and given up on in the end', async () => {
    server = await MailServer.listen();
    server.refusal = 451;
    const message = await told(await operator());
    for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
      await expect(deliver(message, server.url, later(attempt))).rejects.toMatchObject({ code: 'smtp-451' });
    }
    await deliver(message, server.url, later(MOST_ATTEMPTS));
    expect(await seen(message)).toEqual({ state: 'failed', attempts: MOST_ATTEMPTS, failure: 'smtp-451' });
  });

  it('is not tried again after 5xx until somebody asks for it', async () => {
    server = await MailServer.listen();
    server.refusal = 550;
    const message = await told(await operator());
    await deliver(message, server.url);
    expect(await seen(message)).toEqual({ state: 'failed', attempts: 1, failure: 'smtp-550' });
    server.refusal = undefined;
    await sendAgain(venue.database, venue.institution, message, by);
    await deliver(message, server.url, later(1));
    expect(await seen(message)).toMatchObject({ state: 'sent' });
    await expect(sendAgain(venue.database, venue.institution, message, by)).rejects.toMatchObject({
      code: 'message-not-failed',
    });
  });
});

describe('a process that is killed while it hands a message over', () => {
  it('leaves it to a decision: it is not sent again by itself', async () => {
    server = await MailServer.listen();
    const message = await told(await operator());
    let during: unknown;
    server.beforeTaking = async () => {
      during ??= await seen(message);
    };
    await deliver(message, server.url);
    expect(during, 'said before the hand-over').toMatchObject({ state: 'sending' });
    // as a killed process leaves it
    await sql`update messages set state = 'sending', sent_at = null
               where institution_id = ${venue.id} and id = ${message}`.execute(venue.database.owner);
    await deliver(message, server.url, later(1));
    await giveUpOnStuck(venue.database, venue.institution, later(5));
    expect(await seen(message)).toMatchObject({ state: 'sending' });
    await giveUpOnStuck(venue.database, venue.institution, later(11));
    expect(await seen(message)).toMatchObject({ state: 'failed', failure: 'interrupted' });
    expect(server.received).toHaveLength(1);
    await sendAgain(venue.database, venue.institution, message, by);
    await deliver(message, server.url, later(12));
    const ids = server.received.map(({ headers }) => headers.get('message-id'));
    expect(ids, 'whoever gets it twice can tell').toEqual([ids[0], ids[0]]);
  });
});

describe('the outbox', () => {
  it('is narrowed by state, and is not that of another institution', async () => {
    const message = await told(await operator());
    const list = (state?: 'queued' | 'sent') =>
      selectMessages(venue.database, venue.institution, { limit: 10, state });
    expect(await list('queued')).toMatchObject([
      { id: message, recipient: 'Anne Dupré', path: '/retention/runs/1' },
    ]);
    expect(await list('sent')).toEqual([]);
    const other = await Venue.in(venue.test, { slug: `other-${venue.id}` });
    const asOther = { database: other.database, institution: other.institution };
    expect(await selectMessages(asOther.database, asOther.institution, { limit: 10 })).toEqual([]);
    await expect(selectMessage(asOther.database, asOther.institution, message)).rejects.toMatchObject({
      code: 'unknown-message',
    });
    await expect(sendAgain(asOther.database, asOther.institution, message, by)).rejects.toMatchObject({
      code: 'unknown-message',
    });
  });

  it('forgets a message after 90 days', async () => {
    await told(await operator());
    await removeOldMessages(venue.database, later(90 * 24 * 60 - 1));
    expect(await selectQueued(venue.database, venue.institution)).toHaveLength(1);
    await removeOldMessages(venue.database, later(90 * 24 * 60 + 1));
    expect(await selectQueued(venue.database, venue.institution)).toEqual([]);
  });
});
