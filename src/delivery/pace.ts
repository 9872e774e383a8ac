/** So many a minute, in small portions: what was not used is saved for at most this long. */
const SAVED_SECONDS = 1;

/** The rate of a campaign. */
export class Pace {
  readonly #perSecond: number;
  #saved = 1;
  #at: number;

  /** @param now in milliseconds */
  constructor(perMinute: number, now: number) {
    this.#perSecond = perMinute / 60;
    this.#at = now;
  }

  /** How many may leave now. */
  allowance(now: number): number {
    const most = Math.max(1, this.#perSecond * SAVED_SECONDS);
    this.#saved = Math.min(most, this.#saved + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    return Math.floor(this.#saved + 1e-9);
  }

  use(count: number): void {
    this.#saved -= count;
  }
}

/** The rate of each domain: every message to it gets a place in time. */
export class DomainPaces {
  readonly #interval: number;
  readonly #next = new Map<string, number>();

  constructor(perMinute: number) {
    this.#interval = 60_000 / perMinute;
  }

  /** @returns the moment at which a message to the domain may leave, in milliseconds; the place is taken */
  place(domain: string, now: number): number {
    const at = Math.max(now, this.#next.get(domain) ?? 0);
    this.#next.set(domain, at + this.#interval);
    return at;
  }
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
