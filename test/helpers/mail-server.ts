import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

interface Received {
  to: string[];
  /** The sender on the envelope. */
  from: string;
  /** As it came over the wire, headers and all. */
  raw: string;
  headers: Map<string, string>;
  /** Decoded. */
  body: string;
}

/** A mail server on loopback that keeps what it gets. */
export class MailServer {
  readonly received: Received[] = [];
  /** The answer to the next messages, such as 550; undefined: taken. */
  refusal: number | undefined;
  /** Called before a message is taken. */
  beforeTaking: (to: string) => Promise<unknown> = async () => {};
  /** The answer to a recipient, such as 550 or `550 5.1.1`; undefined: taken. One that never comes: the server hangs. */
  answerTo: (address: string) => Promise<number | string | undefined> = async () => undefined;
  readonly #server: SMTPServer;

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _, answer) => {
        void this.answerTo(address).then((said) => {
          if (said === undefined) return answer();
          const [code, status = ''] = String(said).split(' ');
          answer(Object.assign(new Error(`${status} not ${address}`.trim()), { responseCode: Number(code) }));
        });
      },
      onData: (stream, session, answer) => {
        const take = async (raw: string) => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          await this.beforeTaking(to[0] ?? '');
          if (this.refusal !== undefined) {
            answer(Object.assign(new Error('not today, ada@example.org'), { responseCode: this.refusal }));
            return;
          }
          const { mailFrom } = session.envelope;
          this.received.push({ to, from: mailFrom ? mailFrom.address : '', ...read(raw) });
          answer();
        };
        // A sender that died in the middle of its message sent none.
        void text(stream).then(take, () => {});
      },
    });
    this.#server.on('error', () => {});
  }

  /** @param port 0: any */
  static async listen(port = 0): Promise<MailServer> {
    const mail = new MailServer();
    mail.#server.listen(port, '127.0.0.1');
    await once(mail.#server.server, 'listening');
    return mail;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }
}

function read(raw: string): Omit<Received, 'to' | 'from'> {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, end).replaceAll(/\r\n[ \t]+/g, ' ');
  const headers = new Map(
    head.split('\r\n').map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), decodedWords(line.slice(colon + 1).trim())];
    }),
  );
  const encoded = raw.slice(end + 4);
  const body =
    headers.get('content-transfer-encoding') === 'base64'
      ? Buffer.from(encoded, 'base64').toString()
      : quotedPrintable(encoded);
  return { raw, headers, body: body.replaceAll('\r\n', '\n').trim() };
}

const quotedPrintable = (encoded: string) =>
  Buffer.from(
    encoded
      .replaceAll('=\r\n', '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();

/** RFC 2047. */
const decodedWords = (value: string) =>
  value
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([QB])\?(.*?)\?=/gi, (_, kind, word) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString()
        : quotedPrintable(word.replaceAll('_', ' ')),
    );
