const DAY_MS = 24 * 3600_000;
/** Day 0; Excel takes 1900 for a leap year, so days are right from March 1900 on. */
const FROM_1900 = Date.UTC(1899, 11, 30);
const FROM_1904 = Date.UTC(1904, 0, 1);

/**
 * Does a number format show a day? The built-in ones that do, and those of one's own with a year or a day in them.
 * @param code what the file says of the format; the built-in ones stand nowhere
 */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined)
    return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  const plain = code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '');
  return /[yYdD]/.test(plain) && !/general|standard/i.test(plain);
}

/** The day, or the day and time, that a spreadsheet's number stands for. */
export function momentOf(serial: number, from1904: boolean): string {
  const minutes = Math.round(serial * 24 * 60) * 60_000;
  const moment = new Date((from1904 ? FROM_1904 : FROM_1900) + minutes);
  if (Number.isNaN(moment.getTime())) return String(serial);
  const text = moment.toISOString();
  return minutes % DAY_MS === 0 ? text.slice(0, 10) : text.slice(0, 16);
}
