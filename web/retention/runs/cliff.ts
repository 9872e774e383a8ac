import { type CliffColumn, type CliffData, SPARE_REASONS, type SpareCounts } from '../../api/types.ts';

/**
 * The arithmetic of the cliff. A run recomputes and judges whoever is older than its own cutoff, so what would happen
 * at an older one is known; whoever lies between its cutoff and a newer one has not been judged (R4, R10).
 *
 * Where prospects have another duration, the cutoff that moves is that of customers: `delete` and the spared who are no
 * customers stay what they are wherever it lies. Between the two cutoffs the run told customers from prospects, and kept
 * the ones; closer to today than both it looked at nobody, so that "not yet judged" there counts prospects, too.
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
export function countsAt(cliff: CliffData, months: number): CliffCounts {
  const counts = {
    delete: 0,
    anonymise: 0,
    spare: Object.fromEntries(SPARE_REASONS.map((reason) => [reason, 0])) as SpareCounts,
    spared: 0,
    unjudged: 0,
    kept: 0,
    total: 0,
  };
  for (const column of cliff.columns) {
    const stack = stackAt(cliff, column, months);
    counts.total += columnTotal(column);
    counts.delete += stack.delete;
    counts.anonymise += stack.anonymise;
    counts.unjudged += stack.unjudged;
    counts.kept += stack.kept;
    counts.spared += stack.spare;
    const spare = spareAt(cliff, column, months);
    for (const reason of SPARE_REASONS) counts.spare[reason] += spare[reason] ?? 0;
  }
  return {
    ...counts,
    exact: months >= cliff.months,
    erased: counts.delete + counts.anonymise + counts.unjudged,
  };
}

export const sparedIn = ({ spare }: Pick<CliffColumn, 'spare'>): number =>
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

export function stackAt(cliff: Durations, column: CliffColumn, months: number): Stack {
  const older = column.monthsAgo >= months;
  const judged = {
    delete: older || cliff.prospectMonths !== undefined ? column.delete : 0,
    anonymise: older ? column.anonymise : 0,
    // of the customers' own cutoff and beyond, the run judged whoever it would erase: who was kept is a prospect
    unjudged:
      older && (cliff.prospectMonths === undefined || column.monthsAgo < cliff.months) ? column.kept : 0,
    spare: sparedIn({ spare: spareAt(cliff, column, months) }),
  };
  const { delete: deleted, anonymise, unjudged, spare } = judged;
  return { ...judged, kept: columnTotal(column) - deleted - anonymise - unjudged - spare };
}

type Durations = Pick<CliffData, 'months' | 'prospectMonths'>;

/** Whom the chosen cutoff would erase but for a reason. */
function spareAt(
  { prospectMonths }: Durations,
  { monthsAgo, spare, spareCustomers }: CliffColumn,
  months: number,
): CliffColumn['spare'] {
  if (monthsAgo >= months) return spare;
  if (prospectMonths === undefined) return {};
  const left: CliffColumn['spare'] = {};
  for (const reason of SPARE_REASONS) left[reason] = (spare[reason] ?? 0) - (spareCustomers?.[reason] ?? 0);
  return left;
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
  const spareCustomers: Partial<SpareCounts> = {};
  for (const column of older) {
    for (const reason of SPARE_REASONS) {
      spare[reason] = (spare[reason] ?? 0) + (column.spare[reason] ?? 0);
      spareCustomers[reason] = (spareCustomers[reason] ?? 0) + (column.spareCustomers?.[reason] ?? 0);
    }
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
    spareCustomers,
    folded: true,
  };
  return [all, ...shown];
}

/** How many months back the picture reaches: past the chosen and the simulated cutoff, and what there is. */
export function monthsWorthDrawing(
  { columns, months, prospectMonths = 0 }: CliffData,
  chosen: number,
  fits: number,
): number {
  const oldest = columns.reduce((max, one) => (columnTotal(one) > 0 ? Math.max(max, one.monthsAgo) : max), 0);
  const wanted = Math.max(months, prospectMonths, chosen) + MARGIN;
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
