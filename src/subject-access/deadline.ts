/** Months in which a request is answered, and by how many it may be extended (art. 12(3) GDPR). */
const MONTHS = 1;
const EXTENSION = 2;

/**
 * The last day on which a request may be answered: as Regulation 1182/71 counts months, the day of the same date, or
 * the last of a shorter month; where that is a Saturday, a Sunday or a public holiday of the country, the working day
 * after. Holidays of a region alone are not counted, so the day may come early by them.
 * @param receivedOn YYYY-MM-DD; the day itself is not counted
 * @param country ISO 3166-1 alpha-2; of one that is not known no holidays are
 */
export async function dueOn(
  receivedOn: string,
  { country, extended = false }: { country: string; extended?: boolean },
): Promise<string> {
  const [year = 0, month = 1, day = 1] = receivedOn.split('-').map(Number);
  const later = month - 1 + MONTHS + (extended ? EXTENSION : 0);
  const lastOfMonth = new Date(Date.UTC(year, later + 1, 0)).getUTCDate();
  const due = new Date(Date.UTC(year, later, Math.min(day, lastOfMonth)));
  while (isWeekend(due) || (await isHoliday(due, country))) due.setUTCDate(due.getUTCDate() + 1);
  return dayOf(due);
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
const isWeekend = (date: Date): boolean => date.getUTCDay() % 6 === 0;

/** Public holidays by country and year: to work them out takes some milliseconds. */
const known = new Map<string, Set<string>>();

async function isHoliday(date: Date, country: string): Promise<boolean> {
  const year = date.getUTCFullYear();
  const key = `${country} ${year}`;
  let holidays = known.get(key);
  if (holidays === undefined) {
    holidays = await holidaysOf(country, year);
    known.set(key, holidays);
  }
  return holidays.has(dayOf(date));
}

/** Loaded when the first request comes: its rules are three megabytes, 130 ms of a start. */
async function holidaysOf(country: string, year: number): Promise<Set<string>> {
  const { default: Holidays } = await import('date-holidays');
  const found = new Holidays(country, { types: ['public'] }).getHolidays(year);
  return new Set(found.map(({ date }) => date.slice(0, 10)));
}
