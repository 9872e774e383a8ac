import { type Database, inInstitution, withPatience } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { flushOutbox } from './ledger.ts';
import { type EndOfWalk, takeRange, workRange } from './range.ts';
import { selectRun } from './runs.ts';

export interface WalkOptions {
  mode: 'simulation' | 'real';
  now: Date;
  ledgerFile: string;
  patience: { seconds: number };
  /** Contacts per transaction. */
  rangeSize?: number;
  onProgress?: (progress: { done: number; total: number }) => void;
  /** Cancels between two ranges. */
  cancel?: AbortSignal;
  /** Stops between two ranges and leaves the rest to whoever finishes the run. */
  pause?: AbortSignal;
}

/** 10,000 on a server; the embedded engine answers nobody during a statement, so its ranges are shorter. */
const RANGE_SIZE = { server: 10_000, embedded: 2_000 };

/** How many ranges of a run are worked on at once on a server; the embedded engine has one session. */
export const LANES = 2;

/**
 * Walks over the contacts of an institution for a run, range by range, in lanes beside each other. Where a lane
 * fails, the others finish their range.
 * @throws what the first lane that failed threw
 */
export async function walkRanges(
  database: Database,
  institution: Institution,
  runId: number,
  options: WalkOptions,
): Promise<EndOfWalk> {
  const { mode, now, patience, onProgress } = options;
  const embedded = database.embedded !== undefined;
  const size = options.rangeSize ?? (embedded ? RANGE_SIZE.embedded : RANGE_SIZE.server);
  const asTenant = <T>(work: Parameters<typeof inInstitution<T>>[2]) =>
    withPatience(patience, () => inInstitution(database, institution.id, work));
  let failed = false;
  let flushed = Promise.resolve();

  async function walkLane(lane: number): Promise<EndOfWalk> {
    while (true) {
      if (options.cancel?.aborted) return 'cancelled';
      if (options.pause?.aborted) return 'not-running';
      const taken = await asTenant((tenant) => takeRange(tenant, institution.id, runId, { lane, size }));
      if (typeof taken === 'string') return taken;
      if (failed) return 'not-running';
      await asTenant((tenant) => workRange(tenant, taken, now));
      await flush();
      if (onProgress !== undefined) {
        const { counts, total } = await withPatience(patience, () => selectRun(database, institution, runId));
        onProgress({ done: counts.contacts, total });
      }
    }
  }

  /** The ledger is appended to by one lane at a time. */
  async function flush(): Promise<void> {
    if (mode === 'simulation') return;
    flushed = flushed.then(() =>
      withPatience(patience, () => flushOutbox(database, institution.id, options.ledgerFile)),
    );
    await flushed;
  }

  const lanes = Array.from({ length: embedded ? 1 : LANES }, (_, lane) =>
    walkLane(lane).catch((error) => {
      failed = true;
      throw error;
    }),
  );
  await Promise.allSettled(lanes);
  const ends = await Promise.all(lanes);
  await flush(); // what a process that died after its commit left, where there was no range to do
  return ends.find((end) => end !== 'at-the-end') ?? 'at-the-end';
}
