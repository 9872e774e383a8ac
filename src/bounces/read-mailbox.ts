import type { ImapFlow } from 'imapflow';
import type { Database } from '../database/database.ts';
import type { Tokens } from '../tracking/tracking.ts';
import { asking, connectionTo, type Mailbox, type MailboxFailure, MailboxTrouble } from './mailbox.ts';
import { type Counts, movePlace, noteFailure, noteRead, type Place, selectPlace } from './mailbox-state.ts';
import { LARGEST_REPORT, READ_OF_REPORT } from './report.ts';
import { type Returned, readReturned } from './returned.ts';
import { type Bounce, takeReturned } from './take.ts';

/** Of so many messages what they say is held at once; of the messages themselves one. */
const PORTION = 50;
/** Longer than so many minutes nobody reads in one go: the next goes on. */
const LONGEST_MINUTES = 10;

export interface Reading {
  now: Date;
  /** Ends after the portion at work. */
  signal: AbortSignal;
}

export type Round = Counts & { failure: MailboxFailure | null };

/**
 * Reads what came into the mailbox, unless it failed a moment ago. Read twice, by a process that died in between or by two
 * at once, a message changes nothing the second time.
 * @returns undefined: it is left alone for now
 */
export async function readMailbox(
  database: Database,
  tokens: Tokens,
  mailbox: Mailbox,
  reading: Reading,
): Promise<Round | undefined> {
  const { nextTryAt } = await selectPlace(database, mailbox.name);
  if (nextTryAt !== null && nextTryAt > reading.now) return undefined;
  return await readMailboxNow(database, tokens, mailbox, reading);
}

/** As `readMailbox`, also where it failed a moment ago. */
export async function readMailboxNow(
  database: Database,
  tokens: Tokens,
  mailbox: Mailbox,
  { now, signal }: Reading,
): Promise<Round> {
  const counts: Counts = { ...NONE };
  const enough = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MINUTES * 60_000)]);
  const client = await connectionTo(mailbox);
  try {
    await asking(() => client.connect());
    await readAll({ database, tokens, mailbox, client, now }, counts, enough);
    await client.logout().catch(() => {});
    if (!enough.aborted) await noteRead(database, mailbox.name, now);
    return { ...counts, failure: null };
  } catch (error) {
    if (!(error instanceof MailboxTrouble)) throw error;
    await noteFailure(database, mailbox.name, error.failure, now);
    return { ...counts, failure: error.failure };
  } finally {
    client.close();
  }
}

interface Work {
  database: Database;
  tokens: Tokens;
  mailbox: Mailbox;
  client: ImapFlow;
  now: Date;
}

const NONE: Counts = { hard: 0, soft: 0, delayed: 0, complaints: 0, others: 0 };
const COUNTED_AS: Record<Bounce, keyof Counts> = {
  hard: 'hard',
  soft: 'soft',
  delayed: 'delayed',
  complaint: 'complaints',
  'not-ours': 'others',
};

/** Portion by portion: what messages say is written down, then what is ours is put away, then the place is moved on. */
async function readAll(work: Work, counts: Counts, enough: AbortSignal): Promise<void> {
  const { database, mailbox, client, now } = work;
  const { uidValidity } = await asking(() => client.mailboxOpen(mailbox.folder));
  const place: Place = { uidValidity: Number(uidValidity), lastUid: 0 };
  const before = await selectPlace(database, mailbox.name);
  if (before.uidValidity === place.uidValidity) place.lastUid = before.lastUid;
  const fresh = await asking(() => newMessages(client, place.lastUid));
  let removed = true;
  for (let start = 0; start < fresh.length && !enough.aborted; start += PORTION) {
    const uids = fresh.slice(start, start + PORTION);
    const said = await asking(() => readMessages(work, uids));
    const outcomes = await takeReturned(database, [...said.values()], now);
    const ours = [...said.keys()].filter((_, index) => outcomes[index] !== 'not-ours');
    removed = (ours.length === 0 || (await asking(() => putAway(work, ours)))) && removed;
    const portion: Counts = { ...NONE, others: uids.length - said.size };
    for (const outcome of outcomes) portion[COUNTED_AS[outcome]] += 1;
    await movePlace(database, mailbox.name, { ...place, lastUid: uids.at(-1) as number }, portion);
    for (const what of Object.keys(NONE) as (keyof Counts)[]) counts[what] += portion[what];
  }
  if (!removed) throw new MailboxTrouble('not-removed');
}

/** The numbers of messages after the last one that was read. `7:*` names the last one, too, where its number is smaller. */
async function newMessages(client: ImapFlow, lastUid: number): Promise<number[]> {
  const found = await client.search({ uid: `${lastUid + 1}:*` }, { uid: true });
  return (found || []).filter((uid) => uid > lastUid).sort((a, b) => a - b);
}

/** What is about messages of ours. None is marked as read; what is too large to be a notification is not fetched. */
async function readMessages({ client, tokens }: Work, uids: number[]): Promise<Map<number, Returned>> {
  const said = new Map<number, Returned>();
  const sizes = await client.fetchAll(uids.join(','), { uid: true, size: true }, { uid: true });
  const small = sizes.filter(({ size }) => (size ?? 0) <= LARGEST_REPORT).map(({ uid }) => uid);
  if (small.length === 0) return said;
  const query = { uid: true, source: { maxLength: READ_OF_REPORT.bytes } };
  for await (const { uid, source } of client.fetch(small.join(','), query, { uid: true })) {
    const returned = source && (await readReturned(tokens, source));
    if (returned !== undefined) said.set(uid, returned);
  }
  return said;
}

/**
 * Deletes what was read, or moves it. A server that cannot remove these messages alone (RFC 4315) is not told to: it would
 * remove what others marked as deleted.
 * @returns false where the server did not let us
 */
async function putAway({ client, mailbox: { keepIn } }: Work, uids: number[]): Promise<boolean> {
  const range = uids.join(',');
  const byUid = { uid: true };
  const removesAlone = client.capabilities.has('UIDPLUS');
  if (keepIn !== undefined) {
    await client.mailboxCreate(keepIn).catch(() => {}); // where it cannot be made, moving says so
    if (removesAlone || client.capabilities.has('MOVE'))
      return (await client.messageMove(range, keepIn, byUid)) !== false;
    if (!(await client.messageCopy(range, keepIn, byUid))) return false;
  }
  return removesAlone
    ? await client.messageDelete(range, byUid)
    : await client.messageFlagsAdd(range, ['\\Deleted'], byUid);
}
