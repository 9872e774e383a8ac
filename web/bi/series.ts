import type { Domain, GroupedRows, Grouping, Measure } from './queries.ts';
import type { useCell } from './useCell.ts';

/** What a chart is drawn of: points along the axis, each with a value for each series. */
export interface Picture {
  points: Record<string, string | number>[];
  series: string[];
  /** What is counted is kept in hundredths. */
  money: boolean;
  /** The series are parts of one thing, and not one number beside another. */
  parts: boolean;
  /** Groups that are in the table only. */
  left: number;
}

/** More columns are a hedge. */
const MOST_POINTS = 40;
const MOST_SERIES = 8;

/** Whether its values add up over groups: a contact of two years is one contact in each, and not two in both. */
export const addsUp = (domain: Domain, { what }: Measure): boolean =>
  what === 'rows' || what === 'sum' || (what === 'contacts' && domain !== 'contact-activity');

/**
 * Of one group: its values along the axis, a series for each measure. Of two: the second is the series, of the first
 * measure, its smaller values added up under `others` where they add up. A third group is in the table only.
 * @returns undefined where nothing can be drawn: no number is counted
 */
export function chartOf(
  domain: Domain,
  rows: GroupedRows,
  groups: Grouping[],
  measures: Measure[],
  show: ReturnType<typeof useCell>,
  titles: string[],
  others: string,
): Picture | undefined {
  const [first, second] = groups;
  const drawn = measures.flatMap((_, at) =>
    rows.some(({ measures }) => typeof measures[at] === 'number') ? [at] : [],
  );
  const [measure] = drawn;
  if (first === undefined || measure === undefined) return undefined;
  const adding = addsUp(domain, measures[measure] as Measure);
  const money = measures[measure]?.column === 'price_minor' && measures[measure]?.what !== 'distinct';
  const label = (value: string | null | undefined) => show.group(first, value ?? null);

  const points = new Map<string, Record<string, string | number>>();
  const pointOf = (row: GroupedRows[number]) => {
    const name = label(row.groups[0]);
    const point = points.get(name) ?? { name };
    points.set(name, point);
    return point;
  };
  const add = (point: Record<string, string | number>, series: string, value: unknown) => {
    const number = typeof value === 'number' ? value : 0;
    point[series] = Number(point[series] ?? 0) + (money ? number / 100 : number);
  };
  const series = new Set<string>();
  if (second === undefined) {
    for (const row of rows) {
      const point = pointOf(row);
      for (const at of drawn) add(point, titles[groups.length + at] ?? '', row.measures[at]);
    }
    for (const at of drawn) series.add(titles[groups.length + at] ?? '');
  } else {
    const sizes = new Map<string, number>();
    for (const { groups, measures } of rows) {
      const name = show.group(second, groups[1] ?? null);
      sizes.set(name, (sizes.get(name) ?? 0) + Number(measures[measure] ?? 0));
    }
    const largest = [...sizes].sort((a, b) => b[1] - a[1]).map(([name]) => name);
    const own = new Set(largest.length > MOST_SERIES ? largest.slice(0, MOST_SERIES - 1) : largest);
    for (const row of rows) {
      const name = show.group(second, row.groups[1] ?? null);
      if (own.has(name)) add(pointOf(row), name, row.measures[measure]);
      else if (adding) add(pointOf(row), others, row.measures[measure]);
    }
    for (const name of largest) if (own.has(name) || adding) series.add(own.has(name) ? name : others);
  }
  const all = [...points.values()];
  // of time the latest is what is asked about
  const inTime = first.by !== undefined;
  const shown = inTime ? all.slice(-MOST_POINTS) : all.slice(0, MOST_POINTS);
  return {
    points: shown,
    series: [...series],
    money,
    parts: second !== undefined && adding,
    left: all.length - shown.length,
  };
}
