import { Readable } from 'node:stream';
import type { SendMailOptions } from 'nodemailer';
import { wholeMessage } from './whole-message.ts';

/**
 * What became of one message that was handed over. Codes only: the words of a server may quote an address. `ids`: by which the
 * provider's receipts name what it took, of a channel that has them.
 */
export type Outcome =
  | { kind: 'taken'; ids?: string[] }
  /**
   * This message was not taken; `passing`: trying again later may help (RFC 5321, 4.2.1: 4yz). `status`: what the server said
   * of its address (RFC 3463), where it said that.
   */
  | { kind: 'refused'; code: string; passing: boolean; status?: string | undefined }
  /** The server takes nothing just now (`passing`), or nothing of us at all. Not a byte of this message counts. */
  | { kind: 'away'; code: string; passing: boolean }
  /** The whole message went out and no answer came: it may have been taken. */
  | { kind: 'unanswered'; code: string; ids?: string[] };

/** Hands one message after the other to a provider, several at once. */
export interface Provider<Message> {
  /** How many it takes at once. */
  connections: number;
  send(message: Message): Promise<Outcome>;
  close(): void;
}

/** In milliseconds: how long the mail server may take for each step. */
export interface SmtpPatience {
  connect: number;
  /** Between two signs of life; after the whole message went out, too. */
  answer: number;
}

export interface SmtpSettings {
  smtpUrl: string;
  connections: number;
  dkim: { domainName: string; keySelector: string; privateKey: string } | undefined;
  patience?: SmtpPatience;
}

/** RFC 8058, 4: the signature covers both. The rest is what nodemailer signs by itself. */
const SIGNED =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:MIME-Version:Content-Type:Content-Transfer-Encoding:List-Id:List-Unsubscribe:List-Unsubscribe-Post:Precedence:Auto-Submitted';

/**
 * A pool of connections to the mail server. What the pool sends again by itself when a connection closes is switched
 * off: whether a message may leave again is decided with what is known of it, and by whom it belongs to.
 */
export async function openSmtp({
  smtpUrl,
  connections,
  dkim,
  patience = { connect: 15_000, answer: 120_000 },
}: SmtpSettings): Promise<Provider<SendMailOptions>> {
  // Loaded when there is something to send.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: connections,
    maxRequeues: 0,
    dnsTimeout: patience.connect,
    connectionTimeout: patience.connect,
    greetingTimeout: patience.connect,
    socketTimeout: patience.answer,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const signer =
    dkim && new (await import('nodemailer/lib/dkim')).default({ ...dkim, headerFieldNames: SIGNED });
  const bodies = new WeakMap<object, Readable>();
  // Nodemailer does not tell how far a message came when its connection broke; its stream does, read to the end or not.
  transport.use('stream', ({ message, data }, done) => {
    const compiled = message as NonNullable<typeof message>;
    let whole: Buffer;
    try {
      whole = wholeMessage(compiled);
    } catch (error) {
      // thrown where the pool asks for the stream it would end the process
      done(Object.assign(error as Error, { code: 'EMESSAGE' }));
      return;
    }
    compiled.createReadStream = () => {
      const body = signer === undefined ? Readable.from(whole) : signer.sign(whole);
      bodies.set(data.envelope as object, body);
      return body;
    };
    done();
  });
  return {
    connections,
    async send(message) {
      try {
        await transport.sendMail(message);
        return { kind: 'taken' };
      } catch (error) {
        const whole = bodies.get(message.envelope as object)?.readableEnded === true;
        return outcomeOf(error as SmtpError, whole);
      }
    },
    close: () => transport.close(),
  };
}

interface SmtpError {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

/** What says something of one message and not of the server. */
const ABOUT_THE_MESSAGE = /^(RCPT TO|DATA)$/;
/** In an answer (RFC 2034): `550 5.1.1 …`. */
const STATUS = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?!\S)/;
/** An address or a message that nodemailer itself does not take. */
const NOT_WRITTEN = new Set(['EENVELOPE', 'EMESSAGE', 'ESTREAM']);
const NAMES: Record<string, string> = { ETIMEDOUT: 'timeout', ETLS: 'tls', EAUTH: 'not-signed-in' };

/** @param whole whether the message went out to its last byte */
function outcomeOf({ code = '', command = '', responseCode, response }: SmtpError, whole: boolean): Outcome {
  if (responseCode !== undefined) {
    const answer = { code: `smtp-${responseCode}`, passing: responseCode < 500 };
    // 421: the server closes, whatever it was asked (RFC 5321, 3.8)
    if (ABOUT_THE_MESSAGE.test(command) && responseCode !== 421) {
      const status = command === 'RCPT TO' ? STATUS.exec(response ?? '')?.[1] : undefined;
      return { kind: 'refused', ...answer, status };
    }
    return { kind: 'away', ...answer };
  }
  if (whole) return { kind: 'unanswered', code: NAMES[code] ?? 'connection-lost' };
  if (NOT_WRITTEN.has(code)) return { kind: 'refused', code: 'refused', passing: false };
  return { kind: 'away', code: NAMES[code] ?? 'unreachable', passing: code !== 'EAUTH' };
}
