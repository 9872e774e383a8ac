/** Days are YYYY-MM-DD text throughout; they have no time zone. */

/** Calendar months before a day, clamped to the end of the month (R4): 31 May minus 3 months is 28 or 29 February. */
export function monthsBefore(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** Days since an epoch of no importance: for differences and for places on a line of time. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

export function dayBefore(day: string): string {
  return new Date((dayNumber(day) - 1) * 86_400_000).toISOString().slice(0, 10);
}

/** The day it is in a time zone. */
export function todayIn(timeZone: string, now: Date): string {
  // Canadian English writes a day as YYYY-MM-DD.
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(now);
}
