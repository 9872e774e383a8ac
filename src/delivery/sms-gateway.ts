import { setTimeout as sleep } from 'node:timers/promises';
import type { Pdu } from 'smpp';
import { BindFailure, SMPP_PATIENCE, type SmppPatience, SmppSession } from './smpp-session.ts';

/** A provider of text messages, by SMPP 3.4. */
export interface SmsSettings {
  smppUrl: string;
  /** A number, a short code, or a name of up to 11 letters and digits. */
  from: string;
  perSecond: number;
  /** So many messages at once without an answer. */
  window: number;
  patience?: SmppPatience;
}

/** One message of those that a text takes. */
export interface SmsPart {
  /** Where concatenated: which part of which text it is. */
  udh: Buffer | undefined;
  data: Buffer;
  /** SMPP 3.4, 5.2.19: 0 the alphabet of the provider (GSM 03.38), 8 UCS-2. */
  dataCoding: 0 | 8;
}

/** What became of one part. */
export type Submitted =
  | { kind: 'taken'; messageId: string }
  /** SMPP 3.4, 5.1.3 */
  | { kind: 'status'; status: number }
  | { kind: 'away'; code: string; passing: boolean }
  | { kind: 'unanswered'; code: string };

/**
 * The connection to the provider, which is kept for as long as the process works: receipts and answers come over it at any time.
 * Where it breaks, it is made again, each time after a longer pause.
 */
export class SmsGateway {
  readonly window: number;
  readonly #settings: SmsSettings;
  readonly #patience: SmppPatience;
  readonly #onMessage: (pdu: Pdu) => Promise<void>;
  readonly #onFailure: (code: string) => void;
  readonly #stopped = new AbortController();
  readonly #running: Promise<void>;
  #session: SmppSession | undefined;
  /** Why there is no connection. */
  #failure: { code: string; passing: boolean } = { code: 'unreachable', passing: true };
  /** The first try, and each after a connection was lost. */
  #trying: Promise<void> | undefined;
  #free: number;
  readonly #queue: (() => void)[] = [];
  /** When the next one may leave, in milliseconds. */
  #next = 0;

  /**
   * @param onMessage what comes in; where it fails, the provider brings it again
   * @param onFailure told why there is no connection, once for each time that it ends or cannot be made
   */
  constructor(
    settings: SmsSettings,
    onMessage: (pdu: Pdu) => Promise<void>,
    onFailure: (code: string) => void = () => {},
  ) {
    this.#settings = settings;
    this.#patience = settings.patience ?? SMPP_PATIENCE;
    this.#onMessage = onMessage;
    this.#onFailure = onFailure;
    // No more at once than leave in a second: what waits here any longer is asked nothing again before it leaves.
    this.window = Math.max(1, Math.min(settings.window, Math.floor(settings.perSecond)));
    this.#free = this.window;
    this.#running = this.#keepConnected();
  }

  /** Hands one message over, at its place in the rate. */
  async submit(to: string, part: SmsPart): Promise<Submitted> {
    await this.#enter();
    try {
      const session = await this.#connected();
      if (session === undefined) return { kind: 'away', ...this.#failure };
      await this.#pace();
      const answer = await session.submit(submitOf(this.#settings.from, to, part, true));
      if (answer.kind === 'not-sent') return { kind: 'away', code: 'unreachable', passing: true };
      if (answer.kind === 'lost') return { kind: 'unanswered', code: answer.code };
      const { command_status: status, message_id: messageId = '' } = answer.pdu;
      return status === 0 ? { kind: 'taken', messageId } : { kind: 'status', status };
    } finally {
      this.#leave();
    }
  }

  async close(): Promise<void> {
    this.#stopped.abort();
    await this.#session?.close();
    await this.#running;
  }

  async #keepConnected(): Promise<void> {
    let pause = this.#patience.firstPause;
    while (!this.#stopped.signal.aborted) {
      let tried = () => {};
      this.#trying = new Promise((resolve) => {
        tried = resolve;
      });
      try {
        this.#session = await SmppSession.open(this.#settings.smppUrl, this.#patience, this.#onMessage);
        pause = this.#patience.firstPause;
      } catch (error) {
        const { code, passing } =
          error instanceof BindFailure ? error : { code: 'unreachable', passing: true };
        this.#failure = { code, passing };
      }
      tried();
      if (this.#stopped.signal.aborted) await this.#session?.close();
      await this.#session?.closed;
      if (this.#session !== undefined) this.#failure = { code: 'unreachable', passing: true };
      this.#session = undefined;
      if (!this.#stopped.signal.aborted) this.#onFailure(this.#failure.code);
      await sleep(pause, undefined, { signal: this.#stopped.signal }).catch(() => {});
      pause = Math.min(this.#patience.longestPause, pause * 2);
    }
  }

  async #connected(): Promise<SmppSession | undefined> {
    if (this.#session === undefined) await this.#trying;
    return this.#session?.isOpen ? this.#session : undefined;
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
  }

  #leave(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }

  async #pace(): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.#next);
    this.#next = at + 1000 / this.#settings.perSecond;
    if (at > now) await sleep(at - now);
  }
}

/**
 * SMPP 3.4, 4.4.1
 * @param receipt whether the provider is to say what became of it
 */
export function submitOf(
  from: string,
  to: string,
  { udh, data, dataCoding }: SmsPart,
  receipt: boolean,
): Record<string, unknown> {
  return {
    ...senderOf(from),
    dest_addr_ton: 1,
    dest_addr_npi: 1,
    destination_addr: to.replace(/^\+/, ''),
    esm_class: udh === undefined ? 0 : 0x40,
    registered_delivery: receipt ? 1 : 0,
    data_coding: dataCoding,
    short_message: udh === undefined ? data : Buffer.concat([udh, data]),
  };
}

/** SMPP 3.4, 5.2.5: a name, a short code, or a number of the world. */
function senderOf(from: string): Record<string, unknown> {
  const digits = from.replace(/^\+/, '');
  if (!/^\d+$/.test(digits)) return { source_addr_ton: 5, source_addr_npi: 0, source_addr: from };
  const ton = digits.length <= 8 ? 3 : 1;
  return { source_addr_ton: ton, source_addr_npi: ton === 1 ? 1 : 0, source_addr: digits };
}
