import type { Institution } from '../institutions/institutions.ts';
import type { Locale } from './shapes.ts';

/** The language with the country of the institution, so that numbers are written as they are there. */
const tagOf = (locale: Locale, { country }: Institution): string =>
  locale === 'fr' ? `fr-${country}` : 'en-GB';

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
export function spokenDate(locale: Locale, institution: Institution, as: Spoken, at: Date): string {
  const tag = tagOf(locale, institution);
  const { timeZone } = institution;
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
  institution: Institution,
  { amountMinor, currency }: { amountMinor: number; currency: string },
): string {
  const tag = tagOf(locale, institution);
  const format = kept(
    `${tag} ${currency}`,
    () => new Intl.NumberFormat(tag, { style: 'currency', currency }),
  );
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
