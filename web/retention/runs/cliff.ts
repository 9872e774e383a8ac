import { type CliffColumn, type CliffData, SPARE_REASONS, type SpareCounts } from '../../api/types.ts';

/**
 * The arithmetic of the cliff. A run recomputes and judges whoever is older than its own cutoff, so what would happen
 * at an older one is known; whoever lies between its cutoff and a newer one has not been judged (R4, R10).
 */

export interface CliffCounts {
  /** False: closer to today than the run looked; `erased` and `kept` are then bounds. */
  exact: boolean;
  delete: number;
  anonymise: number;
  spare: SpareCounts;
  spared: number;
  /** Inactive at the chosen cutoff, but not looked at by the run. */
  unjudged: number;
  /** To be deleted or anonymised; where not exact, at most so many. */
  erased: number;
  kept: number;
  /** Everybody in the picture. */
  total: number;
}

/** What becomes of the contacts if the cutoff lies `months` before the day of the run. */
export function countsAt({ columns, months: simulated }: CliffData, months: number): CliffCounts {
  const counts = {
    delete: 0,
    anonymise: 0,
    spare: { debt: 0, credit: 0, role: 0, restricted: 0, waiting: 0, 'sole-relay': 0 } as SpareCounts,
    spared: 0,
    unjudged: 0,
    kept: 0,
    total: 0,
  };
  for (const column of columns) {
    counts.total += columnTotal(column);
    if (column.monthsAgo < months) {
      counts.kept += columnTotal(column);
      continue;
    }
    counts.delete += column.delete;
    counts.anonymise += column.anonymise;
    counts.unjudged += column.kept;
    for (const reason of SPARE_REASONS) counts.spare[reason] += column.spare[reason] ?? 0;
    counts.spared += sparedIn(column);
  }
  return {
    ...counts,
    exact: months >= simulated,
    erased: counts.delete + counts.anonymise + counts.unjudged,
  };
}

export const sparedIn = ({ spare }: CliffColumn): number =>
  SPARE_REASONS.reduce((sum, reason) => sum + (spare[reason] ?? 0), 0);

export const columnTotal = (column: CliffColumn): number =>
  column.kept + column.delete + column.anonymise + sparedIn(column);

/** What a column shows at the chosen cutoff, from the ground up. */
export interface Stack {
  delete: number;
  anonymise: number;
  unjudged: number;
  spare: number;
  kept: number;
}

export function stackAt(column: CliffColumn, months: number): Stack {
  if (column.monthsAgo < months) {
    return { delete: 0, anonymise: 0, unjudged: 0, spare: 0, kept: columnTotal(column) };
  }
  return {
    delete: column.delete,
    anonymise: column.anonymise,
    unjudged: column.kept,
    spare: sparedIn(column),
    kept: 0,
  };
}

/** The columns as drawn, the oldest first; the last of the past may hold all that is older. */
export interface Drawn extends CliffColumn {
  /** It holds whatever is older, too. */
  folded: boolean;
}

/**
 * Keeps the newest `room` months and folds the rest into one column.
 * @param room how many months fit; the server's own oldest column is always a folded one
 */
export function fold(columns: CliffColumn[], room: number): Drawn[] {
  const sorted = columns.toSorted((one, other) => other.monthsAgo - one.monthsAgo);
  const older = sorted.filter(
    ({ monthsAgo, from }) => monthsAgo >= room || (from === null && monthsAgo >= 0),
  );
  const shown = sorted.filter((column) => !older.includes(column)).map((one) => ({ ...one, folded: false }));
  const newest = older.at(-1);
  if (newest === undefined) return shown;
  const spare: Partial<SpareCounts> = {};
  for (const column of older) {
    for (const reason of SPARE_REASONS) spare[reason] = (spare[reason] ?? 0) + (column.spare[reason] ?? 0);
  }
  const sum = (key: 'kept' | 'delete' | 'anonymise') => older.reduce((all, one) => all + one[key], 0);
  const all: Drawn = {
    monthsAgo: newest.monthsAgo,
    from: null,
    to: newest.to,
    kept: sum('kept'),
    delete: sum('delete'),
    anonymise: sum('anonymise'),
    spare,
    folded: true,
  };
  return [all, ...shown];
}

/** How many months back the picture reaches: past the chosen and the simulated cutoff, and what there is. */
export function monthsWorthDrawing({ columns, months }: CliffData, chosen: number, fits: number): number {
  const oldest = columns.reduce((max, one) => (columnTotal(one) > 0 ? Math.max(max, one.monthsAgo) : max), 0);
  const wanted = Math.max(months, chosen) + MARGIN;
  return Math.min(Math.max(wanted, Math.min(oldest, fits)), oldestKnown(columns));
}

/** Months beyond the cutoff that stay in sight, so that it has somewhere to go. */
const MARGIN = 6;

/** The furthest cutoff whose counts are sums of columns. */
export const oldestKnown = (columns: CliffColumn[]): number =>
  columns.reduce((max, one) => Math.max(max, one.from === null ? one.monthsAgo : one.monthsAgo + 1), 1);

/** Where each 1 January lies, in months before `asOf`; for the axis. */
export function newYears(asOf: string, months: number): { year: number; monthsAgo: number }[] {
  const [year, month, date] = asOf.split('-').map(Number) as [number, number, number];
  const sinceNewYear = month - 1 + (date - 1) / 31;
  const years = [];
  for (let back = 0; back * 12 + sinceNewYear <= months; back += 1) {
    years.push({ year: year - back, monthsAgo: back * 12 + sinceNewYear });
  }
  return years;
}

/** A round number at or above, for the top of the scale; its half is one, too. */
export function roundUp(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}

/** The height of the scale: of the columns of one month, because a folded one would flatten them all. */
export function scaleTop(drawn: Drawn[]): number {
  const single = drawn.filter(({ folded, monthsAgo }) => !folded && monthsAgo >= 0).map(columnTotal);
  const highest = Math.max(0, ...single);
  return roundUp(highest > 0 ? highest : Math.max(0, ...drawn.map(columnTotal)));
}
