import { hash, randomBytes } from 'node:crypto';
import type { Database } from '../database/database.ts';
import type { MessageAddresses } from './addresses.ts';
import { type Asked, looksAutomatic } from './automatic.ts';
import { Bursts, type Hit } from './bursts.ts';
import { HitWriter } from './hit-writer.ts';
import { LinkTargets } from './link-targets.ts';
import type { Tokens } from './tokens.ts';

/** A visit to a tracked link. */
export interface Visit extends Asked {
  token: string;
  /** Address of the network; kept nowhere, but hashed with a key for some seconds. */
  from: string;
  now: Date;
}

/** Follows tracked links (R32): one for a process, because what it remembers of the last seconds is in memory. */
export class Follower {
  readonly #tokens: Tokens;
  readonly #targets: LinkTargets;
  readonly #writer: HitWriter;
  readonly #bursts = new Bursts();
  readonly #key = randomBytes(32).toString('base64url');
  #lastMicrosecond = 0;

  constructor(database: Database, tokens: Tokens, addresses: MessageAddresses) {
    this.#tokens = tokens;
    this.#targets = new LinkTargets(database, addresses);
    this.#writer = new HitWriter(database);
  }

  /**
   * @returns where the link leads, once the hit is durable; undefined where the token is forged or its link is gone
   * @throws DomainError `too-many-requests` where hits come faster than they are written
   */
  async follow(visit: Visit): Promise<string | undefined> {
    const ticket = this.#tokens.read('link', visit.token);
    if (ticket === undefined) return undefined;
    const target = await this.#targets.find(ticket);
    if (target === undefined) return undefined;
    const hit: Hit = {
      institution: ticket.institution,
      recipient: ticket.recipient,
      link: ticket.link,
      moment: this.#momentOf(visit.now),
      uncounted: target.decoy ? 'decoy' : looksAutomatic(visit),
      taken: false,
    };
    const exposed = this.#bursts.see(hit, this.#visitorOf(visit), Number(visit.now));
    await this.#writer.write(hit, exposed);
    return target.addressFor(ticket);
  }

  #visitorOf({ from, headers }: Visit): string {
    return hash('sha256', `${this.#key} ${from} ${headers['user-agent'] ?? ''}`, 'base64url');
  }

  /** `now`, or a microsecond after the hit before it: a contact has one hit at a moment. */
  #momentOf(now: Date): string {
    this.#lastMicrosecond = Math.max(Number(now) * 1000, this.#lastMicrosecond + 1);
    const second = new Date(Math.floor(this.#lastMicrosecond / 1000)).toISOString().slice(0, -1);
    return `${second}${String(this.#lastMicrosecond % 1000).padStart(3, '0')}Z`;
  }
}
