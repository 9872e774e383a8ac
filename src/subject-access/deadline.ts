/** Months in which a request is answered, and by how many it may be extended (art. 12(3) GDPR). */
const MONTHS = 1;
const EXTENSION = 2;

/**
 * The last day on which a request may be answered: as Regulation 1182/71 counts months, the day of the same date, or
 * the last of a shorter month; where that is a Saturday or Sunday, the Monday after. Holidays are not known, so the
 * day may come early by them and is never late.
 * @param receivedOn YYYY-MM-DD; the day itself is not counted
 */
export function dueOn(receivedOn: string, extended = false): string {
  const [year = 0, month = 1, day = 1] = receivedOn.split('-').map(Number);
  const later = month - 1 + MONTHS + (extended ? EXTENSION : 0);
  const lastOfMonth = new Date(Date.UTC(year, later + 1, 0)).getUTCDate();
  const due = new Date(Date.UTC(year, later, Math.min(day, lastOfMonth)));
  const weekday = due.getUTCDay();
  due.setUTCDate(due.getUTCDate() + (weekday === 6 ? 2 : weekday === 0 ? 1 : 0));
  return due.toISOString().slice(0, 10);
}
