import type { Institution } from '../institutions/institutions.ts';
import type { Locale } from './shapes.ts';

/** Dates and money as the language writes them, whatever the country: 5 février 2018, 1 234,50 CHF. */
const TAGS = { fr: 'fr', en: 'en-GB' } as const satisfies Record<Locale, string>;

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

/** Making a format takes longer than a page may. */
function kept<Format extends Intl.NumberFormat | Intl.DateTimeFormat>(
  key: string,
  make: () => Format,
): Format {
  const found = (formats.get(key) as Format | undefined) ?? make();
  formats.set(key, found);
  return found;
}

const DATES = {
  /** `dimanche 3 mai 2026 à 20:00`, `Sunday 3 May 2026 at 20:00` */
  moment: { dateStyle: 'full', timeStyle: 'short' },
  day: { dateStyle: 'full' },
  /** `3 mai 2026` */
  date: { dateStyle: 'long' },
  time: { timeStyle: 'short' },
  month: { month: 'long', year: 'numeric' },
  /** `dim. 3 mai` */
  short: { weekday: 'short', day: 'numeric', month: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
export type Spoken = keyof typeof DATES;

/** A moment in the institution's time zone, as a native writes it. */
export function spokenDate(locale: Locale, { timeZone }: Institution, as: Spoken, at: Date): string {
  const tag = TAGS[locale];
  return kept(
    `${as} ${tag} ${timeZone}`,
    () => new Intl.DateTimeFormat(tag, { ...DATES[as], timeZone }),
  ).format(at);
}

export const spokenMoment = (locale: Locale, institution: Institution, at: Date): string =>
  spokenDate(locale, institution, 'moment', at);

/** @param amountMinor whole minor units */
export function spokenMoney(
  locale: Locale,
  { amountMinor, currency }: { amountMinor: number; currency: string },
): string {
  const tag = TAGS[locale];
  const format = kept(
    `${tag} ${currency}`,
    () => new Intl.NumberFormat(tag, { style: 'currency', currency }),
  );
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
