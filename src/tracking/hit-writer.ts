import { setTimeout as wait } from 'node:timers/promises';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Hit } from './bursts.ts';
import { insertHits, takeBack } from './write-hits.ts';

/** Hits wait so many milliseconds for others, and for the group before them; 20 would be half of what a page may take. */
const GATHER = 4;
/** Of one group: one statement of a few hundred kilobytes. */
const MOST_AT_ONCE = 1000;
/** Of all institutions: about ten megabytes. Who comes then is told to come again. */
const MOST_WAITING = 10_000;

interface Lane {
  waiting: { hit: Hit; written: () => void; failed: (error: unknown) => void }[];
  exposed: Hit[];
  busy: boolean;
}

/**
 * Writes hits down in groups: one transaction for all that came while the one before was written. For each institution
 * there is one at a time, so that what is found out about a hit is told after it.
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
   * @returns once the hit is durable
   * @throws DomainError `too-many-requests` where the database does not keep up, and whatever the database throws
   */
  async write(hit: Hit, exposed: Hit[]): Promise<void> {
    if (this.#waiting >= MOST_WAITING) throw new DomainError('too-many-requests', 'too many hits wait');
    // one that is not taken yet is written as what it turned out to be
    for (const one of exposed) if (one.taken) this.#laneOf(one).exposed.push(one);
    this.#waiting += 1;
    try {
      await new Promise<void>((written, failed) => {
        this.#laneOf(hit).waiting.push({ hit, written, failed });
      });
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
    do {
      const group = lane.waiting.splice(0, MOST_AT_ONCE);
      const exposed = lane.exposed.splice(0);
      for (const { hit } of group) hit.taken = true;
      try {
        await inInstitution(this.#database, institution, async (tenant) => {
          await insertHits(
            tenant,
            institution,
            group.map(({ hit }) => hit),
          );
          await takeBack(tenant, institution, exposed);
        });
        for (const { written } of group) written();
      } catch (error) {
        lane.exposed.push(...exposed.slice(0, MOST_AT_ONCE));
        for (const { failed } of group) failed(error);
      }
    } while (lane.waiting.length > 0);
    lane.busy = false;
    if (lane.exposed.length === 0) this.#lanes.delete(institution);
  }
}
