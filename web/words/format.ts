export type Language = 'fr' | 'en';

/** Where the language alone does not decide: the zone of instants, the currency of amounts without one. */
export interface Place {
  timeZone: string;
  currency: string;
}

/** English of Europe: 12 March 2029, 1,234.50. */
const LOCALES: Record<Language, string> = { fr: 'fr', en: 'en-GB' };

/** Formatters are slow to make (about 50 µs each) and used in every row of a list. */
export function createFormat(language: Language, { timeZone, currency }: Place) {
  const locale = LOCALES[language];
  // A day has no zone: it is read and written in UTC, wherever the browser stands.
  const dayFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const shortDayFormat = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const monthFormat = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const instantFormat = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
  const shortInstantFormat = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
  const timeFormat = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone });
  const numberFormat = new Intl.NumberFormat(locale);
  const shareFormat = new Intl.NumberFormat(locale, { style: 'percent', maximumSignificantDigits: 2 });
  const listFormat = new Intl.ListFormat(locale, { type: 'conjunction' });

  /** French writes the first of a month 1er; Intl does not. */
  const first = (text: string) => (language === 'fr' ? text.replace(/^1(?=\s)/, '1er') : text);

  return {
    language,
    /** @param day YYYY-MM-DD */
    day: (day: string) => first(dayFormat.format(atNoon(day))),
    shortDay: (day: string) => first(shortDayFormat.format(atNoon(day))),
    month: (day: string) => monthFormat.format(atNoon(day)),
    /** @param instant ISO 8601; written in the institution's time zone */
    instant: (instant: string) => first(instantFormat.format(new Date(instant))),
    shortInstant: (instant: string) => first(shortInstantFormat.format(new Date(instant))),
    time: (instant: string) => timeFormat.format(new Date(instant)),
    number: (value: number) => numberFormat.format(value),
    /** @param share 0 to 1; two significant digits are what anybody reads */
    share: (share: number) => shareFormat.format(share),
    /** @param amount in minor units */
    money: (amount: number, code: string = currency) => {
      const format = new Intl.NumberFormat(locale, { style: 'currency', currency: code });
      return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    },
    list: (items: string[]) => listFormat.format(items),
    /** In the largest unit that says enough: 40 s, 3 min, 1 h 05. */
    duration: (seconds: number) => duration(seconds),
  };
}

export type Format = ReturnType<typeof createFormat>;

const atNoon = (day: string) => new Date(`${day.slice(0, 10)}T12:00:00Z`);

function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}\u00a0s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes}\u00a0min`;
  return `${Math.floor(minutes / 60)}\u00a0h\u00a0${String(minutes % 60).padStart(2, '0')}`;
}
