import type { Uncounted } from './automatic.ts';

/** What was asked for a tracked link, until it is written down. */
export interface Hit {
  institution: number;
  /** Of `campaign_recipients`. */
  recipient: number;
  /** Of `campaign_links`. */
  link: number;
  /** ISO 8601 with microseconds; no other hit of this process has it. */
  moment: string;
  /** Undefined: it looks like a person's. */
  uncounted: Uncounted | undefined;
  /** Handed to the database: what is found out later must be told to it. */
  taken: boolean;
}

/** A person does not open so many different links within so many milliseconds; a scanner opens them all at once. */
const MANY = 3;
const WITHIN = 4000;
/** For so long after a burst or a decoy its visitor and its message are not believed. */
const AFTER = 30_000;
/** Visitors and messages that are remembered; each takes less than a kilobyte. */
const MOST = 50_000;
const MOST_HITS = 12;

interface Trail {
  hits: { hit: Hit; at: number }[];
  /** Until when, and why, nothing of it counts. */
  until: number;
  because: 'burst' | 'scanner';
}

/**
 * What is remembered of the last seconds, in memory alone: who opens several links or several people's links at once
 * (R32). A visitor is a keyed hash; the key dies with the process.
 */
export class Bursts {
  readonly #trails = new Map<string, Trail>();

  /**
   * Looks at a hit beside those before it, and says in `hit.uncounted` what it is.
   * @param visitor a keyed hash of who asks
   * @param now in milliseconds
   * @returns hits before it that do not count either, as it turns out; `uncounted` says so already
   */
  see(hit: Hit, visitor: string, now: number): Hit[] {
    this.#forget(now);
    const trails = [this.#trailOf(visitor, now), this.#trailOf(`${hit.institution}.${hit.recipient}`, now)];
    const exposed: Hit[] = [];
    for (const trail of trails) {
      if (trail.hits.length > 0)
        trail.hits = trail.hits.filter(({ at }) => now - at < WITHIN).slice(1 - MOST_HITS);
      trail.hits.push({ hit, at: now });
      const decoy = hit.uncounted === 'decoy';
      if (decoy || (trail.hits.length >= MANY && new Set(trail.hits.map(nameOf)).size >= MANY)) {
        if (now >= trail.until || decoy) trail.because = decoy ? 'scanner' : 'burst';
        trail.until = now + AFTER;
        for (const { hit: earlier } of trail.hits) {
          if (earlier.uncounted !== undefined || earlier === hit) continue;
          earlier.uncounted = trail.because;
          exposed.push(earlier);
        }
      }
      if (now < trail.until) hit.uncounted ??= trail.because;
    }
    return exposed;
  }

  get size(): number {
    return this.#trails.size;
  }

  /** The one that was used last stands last. */
  #trailOf(key: string, now: number): Trail {
    const trail = this.#trails.get(key) ?? { hits: [], until: now, because: 'burst' };
    this.#trails.delete(key);
    this.#trails.set(key, trail);
    return trail;
  }

  #forget(now: number): void {
    for (const [key, { hits, until }] of this.#trails) {
      const last = hits.at(-1)?.at ?? 0;
      if (this.#trails.size < MOST - 1 && now < Math.max(until, last + WITHIN)) return;
      this.#trails.delete(key);
    }
  }
}

const nameOf = ({ hit }: { hit: Hit }): string => `${hit.institution}.${hit.recipient}.${hit.link}`;
