/** Performances by a repeating pattern; days are YYYY-MM-DD. */
export interface Pattern {
  first: string;
  /** HH:MM of the wall clock. */
  time: string;
  /** In minutes; undefined: the end is not known. */
  duration: number | undefined;
  repeat: 'once' | 'daily' | 'weekly';
  /** Of the week, 1 is Monday. */
  days: number[];
  last: string;
}

export const MOST_PERFORMANCES = 500;

/** @returns the days of a pattern, one more than may be added where there are too many */
export function daysOf({ first, repeat, days, last }: Pattern): string[] {
  if (first === '') return [];
  if (repeat === 'once') return [first];
  const found: string[] = [];
  for (
    let day = new Date(`${first}T12:00:00Z`);
    day.toISOString().slice(0, 10) <= last && found.length <= MOST_PERFORMANCES;
    day = new Date(day.getTime() + 86_400_000)
  ) {
    if (repeat === 'daily' || days.includes(day.getUTCDay() || 7)) found.push(day.toISOString().slice(0, 10));
  }
  return found;
}
