import { oneLine } from './tell.ts';

/** One message for the mail server. */
export interface Letter {
  /** Good for always: whoever gets a message twice can tell. */
  id: string;
  /** The institution in whose name it is written. */
  from: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  /** The same with markup; undefined: there is none. */
  html?: string | undefined;
}

export interface Mail {
  /** Hands a message over. @throws MailFailure */
  send(letter: Letter): Promise<void>;
}

export interface MailSettings {
  smtpUrl: string | undefined;
  mailFrom: string;
  publicUrl: string;
}

/** The mail server did not take a message. */
export class MailFailure extends Error {
  /** `smtp-550`, `unreachable`, `timeout`, `tls` or `refused`: never a text, which may quote an address. */
  readonly code: string;
  /** Whether trying again later may help. */
  readonly passing: boolean;

  constructor(code: string, passing: boolean) {
    super(code);
    this.name = 'MailFailure';
    this.code = code;
    this.passing = passing;
  }
}

/** In milliseconds. A job is given five minutes: the server has to be slower than this at every step to exceed it. */
const PATIENCE = {
  dnsTimeout: 10_000,
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  socketTimeout: 45_000,
};

/**
 * What hands messages to the mail server, over a connection for each: a few come at the end of a run, and a pool
 * would queue by itself what the outbox queues already.
 * @returns undefined where there is no mail server
 */
export function openMail({ smtpUrl, mailFrom }: MailSettings): Mail | undefined {
  if (smtpUrl === undefined) return undefined;
  return {
    async send({ id, from, to, subject, text, html }) {
      // Loaded when there is something to send: every command that may end a run would pay for it at its start.
      const { createTransport } = await import('nodemailer');
      const transport = createTransport({
        url: smtpUrl,
        ...PATIENCE,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      try {
        await transport.sendMail({
          messageId: id,
          from: { name: oneLine(from), address: mailFrom },
          to: { name: oneLine(to.name), address: to.address },
          subject: oneLine(subject),
          text,
          ...(html === undefined ? {} : { html }),
          // RFC 3834: no answering machine answers
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        throw failureOf(error as { code?: string; responseCode?: number });
      }
    },
  };
}

/** What trying again does not change, where the server gave no number. */
const LASTING = new Set(['EENVELOPE', 'EMESSAGE', 'EAUTH', 'ENOAUTH', 'EREQUIRETLS', 'ECONFIG']);
const PASSING: Record<string, string> = { ETIMEDOUT: 'timeout', ETLS: 'tls' };

/** RFC 5321, 4.2.1: 4yz is for now, 5yz for good. */
function failureOf({ code = '', responseCode }: { code?: string; responseCode?: number }): MailFailure {
  if (responseCode !== undefined) return new MailFailure(`smtp-${responseCode}`, responseCode < 500);
  if (LASTING.has(code)) return new MailFailure('refused', false);
  return new MailFailure(PASSING[code] ?? 'unreachable', true);
}
