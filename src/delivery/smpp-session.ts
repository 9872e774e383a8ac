import type { Pdu, Session } from 'smpp';

/** In milliseconds. */
export interface SmppPatience {
  /** For the connection and for signing in. */
  connect: number;
  /** For the answer to a message, or to the question whether the provider is still there. */
  answer: number;
  /** Between two such questions. */
  enquire: number;
  /** Before connecting again: at first, and at the longest. */
  firstPause: number;
  longestPause: number;
}

export const SMPP_PATIENCE: SmppPatience = {
  connect: 15_000,
  answer: 60_000,
  enquire: 30_000,
  firstPause: 1000,
  longestPause: 60_000,
};

/** An answer of the provider, or why there is none. */
export type Answer =
  | { kind: 'answered'; pdu: Pdu }
  /** It did not leave. */
  | { kind: 'not-sent' }
  /** It left, and nobody knows what became of it. */
  | { kind: 'lost'; code: 'timeout' | 'connection-lost' };

/** The provider did not let us in. */
export class BindFailure extends Error {
  readonly code: string;
  /** Whether trying again may help. */
  readonly passing: boolean;

  constructor(code: string, passing: boolean) {
    super(code);
    this.name = 'BindFailure';
    this.code = code;
    this.passing = passing;
  }
}

/** SMPP 3.4, 5.1.3: what is wrong with a name or a password, and not with the moment. */
const WRONG_NAME = new Set([0x0e, 0x0f]);

/** One connection, signed in to send and to receive. */
export class SmppSession {
  readonly #session: Session;
  readonly #patience: SmppPatience;
  /** Whom the end of the connection leaves without an answer. */
  readonly #waiting = new Set<() => void>();
  #enquiring: NodeJS.Timeout | undefined;
  /** When it ends, whoever ends it. */
  readonly closed: Promise<void>;
  #isClosed = false;

  private constructor(session: Session, patience: SmppPatience) {
    this.#session = session;
    this.#patience = patience;
    this.closed = new Promise((resolve) => {
      session.on('close', () => {
        this.#isClosed = true;
        clearInterval(this.#enquiring);
        for (const tell of this.#waiting) tell();
        this.#waiting.clear();
        resolve();
      });
    });
    // What cannot be read ends the connection: what follows would be read wrongly.
    session.on('error', () => session.destroy());
    session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response());
      session.socket.end();
    });
    session.on('unknown', (pdu: Pdu) => session.send(pdu.response()));
  }

  /**
   * Connects and signs in.
   * @param url `smpp://user:password@host:port`, or `smpps://` for TLS
   * @param onMessage what comes in; refused, the provider brings it again. undefined: it is signed in to send only
   * @throws BindFailure
   */
  static async open(
    url: string,
    patience: SmppPatience,
    onMessage: ((pdu: Pdu) => Promise<void>) | undefined,
  ): Promise<SmppSession> {
    // Loaded when there is a provider.
    const { default: smpp } = await import('smpp');
    const { hostname, port, protocol, username, password, searchParams } = new URL(url);
    const tls = protocol === 'smpps:';
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const session = smpp.connect({ host, port: Number(port) || (tls ? 3550 : 2775), tls, servername: host });
    const opened = new SmppSession(session, patience);
    const connected = new Promise<true>((resolve) =>
      session.on(tls ? 'secureConnect' : 'connect', () => resolve(true)),
    );
    const came = await opened.#orGone(connected, patience.connect);
    if (came === undefined) {
      opened.destroy();
      throw new BindFailure('unreachable', true);
    }
    if (onMessage !== undefined) session.on('deliver_sm', (pdu: Pdu) => void opened.#receive(pdu, onMessage));
    const answer = await opened.#ask(patience.connect, (answered) =>
      session[onMessage === undefined ? 'bind_transmitter' : 'bind_transceiver'](
        {
          system_id: decodeURIComponent(username),
          password: decodeURIComponent(password),
          system_type: searchParams.get('system_type') ?? '',
          interface_version: 0x34,
        },
        answered,
      ),
    );
    if (answer.kind === 'answered' && answer.pdu.command_status === 0) {
      opened.#watch();
      return opened;
    }
    opened.destroy();
    if (answer.kind !== 'answered') throw new BindFailure('unreachable', true);
    const status = answer.pdu.command_status;
    throw WRONG_NAME.has(status)
      ? new BindFailure('not-signed-in', false)
      : new BindFailure(`smpp-${status}`, true);
  }

  get isOpen(): boolean {
    return !this.#isClosed && this.#session.socket.writable;
  }

  submit(parameters: Record<string, unknown>): Promise<Answer> {
    return this.#ask(this.#patience.answer, (answered) => this.#session.submit_sm(parameters, answered));
  }

  /** Signs out, and hangs up in any case. */
  async close(): Promise<void> {
    if (this.isOpen) await this.#ask(1000, (answered) => this.#session.unbind(answered));
    this.destroy();
    await this.closed;
  }

  destroy(): void {
    this.#session.destroy();
  }

  async #receive(pdu: Pdu, onMessage: (pdu: Pdu) => Promise<void>): Promise<void> {
    // SMPP 3.4, ESME_RX_T_APPN: bring it again later
    const status = await onMessage(pdu).then(
      () => 0,
      () => 0x64,
    );
    if (this.isOpen) this.#session.send(pdu.response({ command_status: status }));
  }

  /** A connection that nobody answers on is none. */
  #watch(): void {
    this.#enquiring = setInterval(async () => {
      const answer = await this.#ask(this.#patience.answer, (answered) =>
        this.#session.enquire_link(answered),
      );
      if (answer.kind !== 'answered') this.destroy();
    }, this.#patience.enquire);
    this.#enquiring.unref();
  }

  async #ask(patience: number, send: (answered: (pdu: Pdu) => void) => boolean): Promise<Answer> {
    if (!this.isOpen) return { kind: 'not-sent' };
    let sent = false;
    const answered = new Promise<Pdu>((resolve) => {
      sent = send(resolve);
    });
    if (!sent) return { kind: 'not-sent' };
    const pdu = await this.#orGone(answered, patience);
    if (pdu !== undefined) return { kind: 'answered', pdu };
    return { kind: 'lost', code: this.#isClosed ? 'connection-lost' : 'timeout' };
  }

  /** @returns undefined where the connection ended before, or it took too long */
  async #orGone<T>(promise: Promise<T>, patience: number): Promise<T | undefined> {
    if (this.#isClosed) return undefined;
    return await new Promise((resolve) => {
      const end = (value: T | undefined) => {
        clearTimeout(timer);
        this.#waiting.delete(gone);
        resolve(value);
      };
      const gone = () => end(undefined);
      const timer = setTimeout(gone, patience);
      this.#waiting.add(gone);
      void promise.then(end);
    });
  }
}
