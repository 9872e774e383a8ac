import { setTimeout as wait } from 'node:timers/promises';
import { askInInstitution, type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Hit } from './bursts.ts';
import { insertingHits, takeBack } from './write-hits.ts';

/** So many milliseconds a hit that finds nobody at work waits for others. Longer waits gain nothing: those that come meanwhile gather. */
const GATHER = 1;
/** Of one group: one statement of a few hundred kilobytes. */
const MOST_AT_ONCE = 1000;
/** Of all institutions: about ten megabytes. Who comes then is told to come again. */
const MOST_WAITING = 10_000;

interface Lane {
  waiting: { hit: Hit; written: () => void; failed: (error: unknown) => void }[];
  exposed: { hit: Hit; tried: () => void }[];
  busy: boolean;
}

/**
 * Writes hits down in groups: one transaction for all of an institution that came while the one before was written. One group at
 * a time: what is found out about a hit is told after it, no two wait for each other, and two at once were each half as large
 * and took a quarter more of the processor.
 */
export class HitWriter {
  readonly #database: Database;
  readonly #lanes = new Map<number, Lane>();
  #waiting = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * @param exposed hits before it that turn out not to count
   * @returns once the hit is durable, and what it exposes
   * @throws DomainError `too-many-requests` where the database does not keep up, and whatever the database throws
   */
  async write(hit: Hit, exposed: Hit[]): Promise<void> {
    if (this.#waiting >= MOST_WAITING) throw new DomainError('too-many-requests', 'too many hits wait');
    // one that is not taken yet is written as what it turned out to be
    const told = exposed
      .filter(({ taken }) => taken)
      .map((one) => new Promise<void>((tried) => this.#laneOf(one).exposed.push({ hit: one, tried })));
    const own = new Promise<void>((written, failed) => {
      this.#laneOf(hit).waiting.push({ hit, written, failed });
    });
    this.#waiting += 1;
    try {
      await Promise.all([own, ...told]);
    } finally {
      this.#waiting -= 1;
    }
  }

  /** At work from now on: what is put into it in this turn is in its next group. */
  #laneOf({ institution }: Hit): Lane {
    const lane = this.#lanes.get(institution) ?? { waiting: [], exposed: [], busy: false };
    this.#lanes.set(institution, lane);
    if (!lane.busy) void this.#work(institution, lane);
    return lane;
  }

  async #work(institution: number, lane: Lane): Promise<void> {
    lane.busy = true;
    await wait(GATHER);
    let told: boolean;
    do {
      const group = lane.waiting.splice(0, MOST_AT_ONCE);
      for (const { hit } of group) hit.taken = true;
      await this.#insert(institution, group);
      told = await this.#tell(institution, lane);
      // what is found out is kept for the next hit where the database is away
    } while (lane.waiting.length > 0 || (lane.exposed.length > 0 && told));
    lane.busy = false;
    if (lane.exposed.length === 0) this.#lanes.delete(institution);
  }

  async #insert(institution: number, group: Lane['waiting']): Promise<void> {
    if (group.length === 0) return;
    const hits = group.map(({ hit }) => hit);
    try {
      await askInInstitution(this.#database, institution, insertingHits(institution, hits));
      for (const { written } of group) written();
    } catch (error) {
      for (const { failed } of group) failed(error);
    }
  }

  /** @returns whether the database was there */
  async #tell(institution: number, lane: Lane): Promise<boolean> {
    const exposed = lane.exposed.splice(0);
    if (exposed.length === 0) return true;
    const hits = exposed.map(({ hit }) => hit);
    try {
      await inInstitution(this.#database, institution, (tenant) => takeBack(tenant, institution, hits));
      return true;
    } catch {
      lane.exposed.push(...exposed.slice(0, MOST_AT_ONCE));
      return false;
    } finally {
      for (const { tried } of exposed) tried();
    }
  }
}
