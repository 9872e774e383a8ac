/** When a batch runs by itself, in the institution's time zone. */
export type BatchSchedule =
  | { kind: 'never' }
  | { kind: 'once'; at: Date }
  /** Day of the month 1 to 28, so that no month goes without; `HH:MM`. */
  | { kind: 'monthly'; day: number; time: string }
  /** Day of the week, 1 (Monday) to 7. */
  | { kind: 'weekly'; day: number; time: string };

/** So many years ahead the hours that summer time skips are looked for; each start of a worker looks anew. */
const YEARS = 5;
const DAY = 86_400_000;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/**
 * A recurrence as a rule of iCalendar (RFC 5545), to be read in the institution's time zone; null for none. It comes
 * exactly once where the clocks change: of an hour that comes twice the first is meant, and a moment that summer time
 * skips is that much later. The rule alone leaves such a moment out, so each is named beside it (`RDATE`). The same as
 * cron would run twice in autumn and not at all in spring (docs/decisions/0011).
 */
export function recurrenceOf(schedule: BatchSchedule, timeZone: string, now: Date): string | null {
  if (schedule.kind === 'never' || schedule.kind === 'once') return null;
  const { kind, day, time } = schedule;
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  const on = kind === 'weekly' ? `FREQ=WEEKLY;BYDAY=${WEEKDAYS[day - 1]}` : `FREQ=MONTHLY;BYMONTHDAY=${day}`;
  const rule = `RRULE:${on};BYHOUR=${hour};BYMINUTE=${minute};BYSECOND=0`;
  const isDue = (midnight: Date) =>
    kind === 'weekly' ? (midnight.getUTCDay() || 7) === day : midnight.getUTCDate() === day;
  const offsetAt = offsets(timeZone);
  const skipped: string[] = [];
  const today = Math.floor(Number(now) / DAY) * DAY;
  for (let midnight = today - DAY; midnight < today + YEARS * 366 * DAY; midnight += DAY) {
    if (!isDue(new Date(midnight))) continue;
    const wall = midnight + (hour * 60 + minute) * 60_000; // as if the zone were UTC
    const before = offsetAt(wall - DAY);
    const after = offsetAt(wall + DAY);
    if (after <= before) continue; // the clocks are not put forward around it
    if (offsetAt(wall - before) === before || offsetAt(wall - after) === after) continue; // it exists
    skipped.push(`${new Date(wall - before).toISOString().replaceAll(/[-:]|\.000/g, '')}`);
  }
  return skipped.length === 0 ? rule : `${rule}\nRDATE:${skipped.join(',')}`;
}

/** Milliseconds that a zone is ahead of UTC at an instant. */
function offsets(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return (instant) => Date.parse(`${format.format(instant).replace(' ', 'T')}Z`) - instant;
}
