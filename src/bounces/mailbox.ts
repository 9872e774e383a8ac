import { createHash } from 'node:crypto';
import type { ImapFlow } from 'imapflow';
import { LARGEST_REPORT } from './report.ts';

/** Where notifications arrive, from `BOUNCES_IMAP_URL`. */
export interface Mailbox {
  host: string;
  port: number;
  /** TLS from the start. */
  secure: boolean;
  user: string;
  password: string;
  folder: string;
  /** Where what was read is moved to; undefined: it is deleted. */
  keepIn: string | undefined;
  /** What it is called in the database: nothing of user or password can be read of it. */
  name: string;
}

/** Why a mailbox cannot be read, for whoever runs Rappel. */
export const mailboxFailures = [
  'unreachable',
  'refused',
  'no-tls',
  'certificate',
  'no-folder',
  'not-removed',
  'broken',
] as const;
export type MailboxFailure = (typeof mailboxFailures)[number];

/** @param url `imaps://user:password@host:993/INBOX`, as the settings have checked it */
export function openMailbox(url: string, keepIn: string | undefined): Mailbox {
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  const secure = protocol === 'imaps:';
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const user = decodeURIComponent(username);
  const folder = decodeURIComponent(pathname.slice(1)) || 'INBOX';
  const place = [host, port, user, folder].join('\n');
  return {
    host,
    port: port === '' ? (secure ? 993 : 143) : Number(port),
    secure,
    user,
    password: decodeURIComponent(password),
    folder,
    keepIn,
    name: createHash('sha256').update(place).digest('hex'),
  };
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

/**
 * A connection to the mailbox's server, not yet made. It logs nothing: its lines would hold what is in the mailbox. Beginning
 * in the clear, it turns to TLS before the password, on this machine only where the server offers it.
 */
export async function connectionTo({ host, port, secure, user, password }: Mailbox): Promise<ImapFlow> {
  const { ImapFlow } = await import('imapflow'); // when there is a mailbox to read
  const client = new ImapFlow({
    host,
    port,
    secure,
    auth: { user, pass: password },
    ...(secure || LOOPBACK.test(host) ? {} : { doSTARTTLS: true }),
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: 30_000,
    socketTimeout: 60_000,
    // No message is asked for beyond LARGEST_REPORT; a server that sends more is not listened to.
    maxLiteralSize: 2 * LARGEST_REPORT,
    maxResponseSize: 4 * LARGEST_REPORT,
  });
  // Whoever waits for an answer is told by its promise.
  client.on('error', () => {});
  return client;
}

/** A mailbox that cannot be read. Of what its server wrote only a code is kept, because it may write anything. */
export class MailboxTrouble extends Error {
  readonly failure: MailboxFailure;

  constructor(failure: MailboxFailure) {
    super(`the mailbox cannot be read: ${failure}`);
    this.name = 'MailboxTrouble';
    this.failure = failure;
  }
}

/** @throws MailboxTrouble for whatever goes wrong with the connection in `work` */
export async function asking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new MailboxTrouble(failureOf(error));
  }
}

const AWAY =
  /^(ECONN|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|ETIME|EPIPE|CONNECT_TIMEOUT|GREETING_TIMEOUT|NoConnection|EConnectionClosed|ClosedAfter)/;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

function failureOf(error: unknown): MailboxFailure {
  const { code, authenticationFailed, tlsFailed, mailboxMissing } = (error ?? {}) as Record<string, unknown>;
  const known = typeof code === 'string' ? code : '';
  if (authenticationFailed === true) return 'refused';
  if (mailboxMissing === true) return 'no-folder';
  if (CERTIFICATE.test(known)) return 'certificate';
  if (tlsFailed === true || known === 'ERR_SSL_WRONG_VERSION_NUMBER') return 'no-tls';
  return AWAY.test(known) ? 'unreachable' : 'broken';
}
