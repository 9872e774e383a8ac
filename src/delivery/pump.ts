import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../errors.ts';
import type { Outcome, Provider } from './hand-over.ts';
import { DomainPaces, Pace } from './pace.ts';
import type { Settled, Taken } from './recipients.ts';

export interface Portion {
  /** Whom to write to. */
  sending: Taken[];
  /** With those that are left out; 0: there is nobody just now. */
  taken: number;
  /** Nobody was taken: when the next one is to be tried again; null: nobody is left. */
  nextAt: Date | null;
}

export interface PumpWork<Message> {
  provider: Provider<Message>;
  /** Messages a minute; null: as fast as they are taken. */
  perMinute: number | null;
  perDomain: number | undefined;
  /** Writes down what became of some and takes more, in one transaction. */
  exchange(settled: Settled[], most: number): Promise<Portion>;
  /**
   * Makes a message at the moment it leaves: those that wait would be kept through a dozen collections of garbage, which
   * took as long as making them. @throws whatever it likes: the recipient fails alone
   */
  write(recipient: Taken): Message;
  /** What the rate per domain counts by; undefined: nothing. */
  domainOf(recipient: Taken): string | undefined;
  /** Says why nothing leaves for now, and that it does again (null). */
  tell?(waitsFor: string | null): Promise<void>;
  /** Whether the campaign is still to be sent. */
  goesOn(): Promise<boolean>;
  clock(): Date;
  /** Aborted when the process stops. */
  signal: AbortSignal;
  patience?: ServerPatience;
}

/** In milliseconds: pauses while the server takes nothing, growing from the first to the longest, and when to give up. */
export interface ServerPatience {
  firstPause: number;
  longestPause: number;
  giveUpAfter: number;
}
const SERVER_PATIENCE = { firstPause: 1000, longestPause: 60_000, giveUpAfter: 30 * 60_000 };

/** `done`: nobody is left who can be written to now; `stopped`: the campaign or the process stops. */
export type PumpEnd = { kind: 'done' } | { kind: 'stopped' } | { kind: 'server-away'; code: string };

/** What was taken leaves within this time or is put back: who refuses meanwhile gets nothing. In milliseconds. */
const FRESH = 1000;
/**
 * How much waits for the lanes. Little, because what a killed process leaves undecided is as much; more where the lanes
 * wait for the database: on a busy server 20 at a time halved the speed.
 */
const SMALLEST_STOCK = 20;
const LARGEST_STOCK = 250;
const LOOK_EVERY = 250;
/** A retry or a place in the pace of a domain that is nearer than this is waited for. */
const WAITED_FOR = 20_000;
/** With a minute doubled each time up to an hour in between, the last try is about five hours after the first. */
const MOST_ATTEMPTS = 10;

/** Moves messages from the database to the provider until nobody is left, over as many lanes as it has connections. */
export class Pump<Message> {
  readonly #work: PumpWork<Message>;
  readonly #pace: Pace | undefined;
  readonly #domains: DomainPaces | undefined;
  readonly #patience: ServerPatience;
  #ready: Taken[] = [];
  #settled: Settled[] = [];
  /** The exchange with the database that is under way; there is one at a time. */
  #exchanging: Promise<void> | undefined;
  /** At the provider at this moment. */
  #handedOver = 0;
  #exhausted = false;
  #end: PumpEnd | undefined;
  #stock = SMALLEST_STOCK;
  /** While the server takes nothing. */
  #away: { since: number; pause: number; until: number; code: string } | undefined;
  /** What was told of it last. */
  #told: string | null = null;
  /** So many hand-overs one after the other failed because of the server. */
  #failures = 0;
  readonly #stopped = new AbortController();

  constructor(work: PumpWork<Message>) {
    this.#work = work;
    this.#patience = work.patience ?? SERVER_PATIENCE;
    if (work.perMinute !== null) this.#pace = new Pace(work.perMinute, performance.now());
    if (work.perDomain !== undefined) this.#domains = new DomainPaces(work.perDomain);
  }

  async run(): Promise<PumpEnd> {
    const onAbort = () => this.#stop({ kind: 'stopped' });
    this.#work.signal.addEventListener('abort', onAbort);
    if (this.#work.signal.aborted) onAbort();
    const watching = this.#watch();
    try {
      const lanes = Array.from({ length: this.#work.provider.connections }, () => this.#lane());
      // All of them, whatever becomes of one: what they were at is written down.
      const ended = await Promise.allSettled(lanes);
      await this.#exchanging?.catch(() => {});
      this.#putBack(this.#ready.splice(0));
      await this.#work.exchange(this.#settled.splice(0), 0);
      const failed = ended.find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
      return this.#end ?? { kind: 'done' };
    } finally {
      this.#stop({ kind: 'done' });
      this.#work.signal.removeEventListener('abort', onAbort);
      await watching;
    }
  }

  #stop(end: PumpEnd): void {
    this.#end ??= end;
    this.#stopped.abort();
  }

  /** Stop, pause and cancel take effect within half a second; what is done is written down though the server hangs. */
  async #watch(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      await this.#wait(LOOK_EVERY);
      if (this.#stopped.signal.aborted) return;
      // Where the database is away, the exchange waits for it and says so.
      const goesOn = await this.#work.goesOn().catch(() => true);
      if (!goesOn) this.#stop({ kind: 'stopped' });
      else await this.#tell();
      if (this.#settled.length > 0) await this.#refill().catch(() => {});
    }
  }

  async #lane(): Promise<void> {
    for (let next = await this.#next(); next !== undefined; next = await this.#next()) {
      const message = this.#write(next);
      if (message === undefined) continue;
      this.#handedOver += 1;
      this.#settle(next, await this.#work.provider.send(message));
      this.#handedOver -= 1;
    }
  }

  #write(recipient: Taken): Message | undefined {
    try {
      return this.#work.write(recipient);
    } catch (error) {
      const reason = error instanceof DomainError ? error.code : 'template';
      this.#settled.push({ ...queued(recipient, null, true), state: 'failed', reason });
      return undefined;
    }
  }

  async #next(): Promise<Taken | undefined> {
    for (;;) {
      if (this.#stopped.signal.aborted) return undefined;
      if (this.#isAway()) {
        await this.#wait((this.#away?.until ?? 0) - performance.now());
        continue;
      }
      const next = this.#ready.shift();
      if (next === undefined) {
        if (this.#exhausted) return undefined;
        await this.#refill();
        continue;
      }
      if (this.#ready.length < this.#stock / 2 && !this.#exhausted) this.#refill().catch(() => {});
      const waits = this.#hasGoneStale(next) ? 0 : this.#waitsForItsDomain(next);
      if (waits === undefined) return next;
    }
  }

  #hasGoneStale(recipient: Taken): boolean {
    if (this.#work.clock().getTime() - recipient.takenAt.getTime() <= FRESH) return false;
    this.#settled.push(queued(recipient, null, true));
    return true;
  }

  #waitsForItsDomain(recipient: Taken): number | undefined {
    const domain = this.#work.domainOf(recipient);
    if (this.#domains === undefined || domain === undefined || recipient.wasPutOff) return undefined;
    const now = this.#work.clock().getTime();
    const at = this.#domains.place(domain, now);
    if (at - now < FRESH / 4) return undefined;
    this.#settled.push(queued(recipient, new Date(at), true));
    return at;
  }

  /** One exchange with the database: those who are done go, others come. */
  async #refill(): Promise<void> {
    this.#exchanging ??= this.#exchange().finally(() => {
      this.#exchanging = undefined;
    });
    await this.#exchanging;
  }

  async #exchange(): Promise<void> {
    const allowance = this.#pace?.allowance(performance.now()) ?? Number.POSITIVE_INFINITY;
    const wanted = Math.max(0, Math.floor(this.#stock) - this.#ready.length);
    const most = this.#stopped.signal.aborted || this.#isAway() ? 0 : Math.min(wanted, allowance);
    if (most === 0 && this.#settled.length === 0) {
      await this.#wait(100);
      return;
    }
    const settled = this.#settled.splice(0);
    try {
      const { sending, taken, nextAt } = await this.#work.exchange(settled, most);
      this.#pace?.use(sending.length);
      // Nobody was left when the new ones came: the lanes waited.
      const factor = this.#ready.length === 0 ? 1.5 : 0.95;
      this.#stock = Math.min(LARGEST_STOCK, Math.max(SMALLEST_STOCK, this.#stock * factor));
      this.#ready.push(...sending);
      if (most > 0 && taken === 0) await this.#waitFor(nextAt);
    } catch (error) {
      this.#settled.unshift(...settled);
      this.#stop({ kind: 'stopped' });
      throw error;
    }
  }

  async #waitFor(nextAt: Date | null): Promise<void> {
    const wait = nextAt === null ? WAITED_FOR : nextAt.getTime() - this.#work.clock().getTime();
    const underWay = this.#handedOver + this.#ready.length + this.#settled.length;
    if (wait >= WAITED_FOR && underWay > 0) await this.#wait(200);
    else if (wait >= WAITED_FOR) this.#exhausted = true;
    else await this.#wait(Math.min(1000, Math.max(50, wait)));
  }

  #settle(recipient: Taken, outcome: Outcome): void {
    const { id, takenAt, address } = recipient;
    const ids = 'ids' in outcome ? outcome.ids : undefined;
    const submitted = ids === undefined ? undefined : { number: address, ids };
    const as = (state: Settled['state'], reason: string | null, refused?: Settled['refused']) =>
      this.#settled.push({
        id,
        takenAt,
        state,
        reason,
        nextAttemptAt: null,
        untried: false,
        submitted,
        refused,
      });
    if (outcome.kind === 'taken' || outcome.kind === 'refused') {
      this.#away = undefined;
      this.#failures = 0;
    } else this.#failures += 1;
    // One message that breaks its connection each time is no reason; where every lane fails, it is not the message.
    const serverIsAway = this.#failures > this.#work.provider.connections;
    switch (outcome.kind) {
      case 'taken':
        as('sent', null);
        return;
      case 'unanswered':
        as('undecided', outcome.code);
        if (serverIsAway) this.#serverIsAway({ code: outcome.code, passing: true });
        return;
      case 'refused':
        if (outcome.passing && recipient.attempts < MOST_ATTEMPTS) this.#putOff(recipient, outcome.code);
        else as('failed', outcome.code, saidOf(address, outcome.status));
        return;
      case 'away':
        if (serverIsAway) {
          this.#settled.push(queued(recipient, null, true));
          this.#serverIsAway(outcome);
        } else if (recipient.attempts < MOST_ATTEMPTS) this.#putOff(recipient, outcome.code);
        else as('failed', outcome.code);
    }
  }

  async #tell(): Promise<void> {
    const code = this.#away?.code ?? null;
    if (code === this.#told) return;
    await this.#work
      .tell?.(code)
      .then(() => {
        this.#told = code;
      })
      .catch(() => {}); // said again with the next look
  }

  #putOff(recipient: Taken, code: string): void {
    const minutes = Math.min(60, 2 ** (recipient.attempts - 1));
    const at = new Date(this.#work.clock().getTime() + minutes * 60_000);
    this.#settled.push({ ...queued(recipient, at, false), reason: code });
  }

  #putBack(ready: Taken[]): void {
    for (const recipient of ready) this.#settled.push(queued(recipient, null, true));
  }

  #isAway(): boolean {
    return this.#away !== undefined && this.#away.until > performance.now();
  }

  /** The lanes wait, each time longer; the messages that were taken go stale and are put back. */
  #serverIsAway({ code, passing }: { code: string; passing: boolean }): void {
    const now = performance.now();
    if (this.#away !== undefined && this.#away.until > now) return; // another lane said so
    const { firstPause, longestPause, giveUpAfter } = this.#patience;
    const since = this.#away?.since ?? now;
    const pause = this.#away === undefined ? firstPause : Math.min(longestPause, this.#away.pause * 2);
    this.#away = { since, pause, until: now + pause, code };
    if (!passing || now - since >= giveUpAfter) this.#stop({ kind: 'server-away', code });
  }

  async #wait(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#stopped.signal }).catch(() => {});
  }
}

const saidOf = (address: string, status: string | undefined): Settled['refused'] =>
  status === undefined ? undefined : { address, status };

function queued({ id, takenAt }: Taken, nextAttemptAt: Date | null, untried: boolean): Settled {
  return { id, takenAt, state: 'queued', reason: null, nextAttemptAt, untried };
}
