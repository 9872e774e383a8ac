import countryToCurrency from 'country-to-currency';
import { z } from 'zod';

/** What a field may hold. */
export interface Field {
  /** @returns why the text is refused, or undefined */
  refuse(text: string): string | undefined;
  /** The text as the database takes it; default: as it is. Called only for what was not refused. */
  store?(text: string, timeZone: string): string;
}

const fieldOf = (schema: z.ZodType): Field => ({
  refuse(text) {
    const parsed = schema.safeParse(text);
    return parsed.success ? undefined : parsed.error.issues[0]?.message;
  },
});

/** @param most characters; longer texts are errors, never cut */
export const text = (most: number): Field =>
  fieldOf(z.string().max(most, `is longer than ${most} characters`));

export const oneOf = (...values: string[]): Field =>
  fieldOf(z.enum(values, `is none of ${values.join(', ')}`));

const NO_DATE = 'is not a date (YYYY-MM-DD)';
const realDate = z.iso.date(NO_DATE).refine((day) => !day.startsWith('0000'), NO_DATE);

export const date: Field = fieldOf(realDate);

const NO_MOMENT = 'is not a date-time (ISO 8601, such as 2018-06-15T20:00 or 2018-06-15T20:00:00+02:00)';
const MOMENT =
  /^(\d{4}-\d\d-\d\d)[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$/;

/** Without an offset it is a moment in the institution's time zone, whose name PostgreSQL reads after it. */
export const dateTime: Field = {
  ...fieldOf(z.string().refine((moment) => realDate.safeParse(MOMENT.exec(moment)?.[1]).success, NO_MOMENT)),
  store: (moment, timeZone) => (MOMENT.exec(moment)?.[2] === undefined ? `${moment} ${timeZone}` : moment),
};

const DECIMAL = /^([+-]?)(\d{1,12})(?:\.(\d+))?$/;

export const decimal: Field = fieldOf(
  z.string().regex(DECIMAL, 'is not an amount (digits, a point before the decimals)'),
);

const currencies = new Set(Intl.supportedValuesOf('currency'));

export const currency: Field = fieldOf(
  z.string().refine((code) => currencies.has(code), 'is not a currency (ISO 4217, such as CHF)'),
);

export const country: Field = fieldOf(
  z
    .string()
    .refine(
      (code) => Object.hasOwn(countryToCurrency, code),
      'is not a country (ISO 3166-1 alpha-2, such as CH)',
    ),
);

/** Bases that exist are full of addresses no standard allows; what has no @ is no address at all. */
export const email: Field = fieldOf(
  z.string().max(320, 'is longer than 320 characters').includes('@', 'is not an e-mail address'),
);

/**
 * An amount in minor units (centimes), in digits: no floating point on the way.
 * @returns undefined where it has more decimals than the currency
 */
export function minorUnits(amount: string, currencyCode: string): string | undefined {
  const [, sign, whole, decimals = ''] = DECIMAL.exec(amount) as unknown as [string, string, string, string?];
  const places = decimalPlaces(currencyCode);
  if (decimals.length > places) return undefined;
  const units = BigInt(whole + decimals.padEnd(places, '0'));
  return String(sign === '-' ? -units : units);
}

const places = new Map<string, number>();

/** Why an amount is refused that `minorUnits` cannot tell. */
export function tooPrecise(currencyCode: string): string {
  return `has more decimals than ${currencyCode} has (${decimalPlaces(currencyCode)})`;
}

/** How many decimals a currency has: 2 for CHF, 0 for JPY. */
function decimalPlaces(currencyCode: string): number {
  let known = places.get(currencyCode);
  if (known === undefined) {
    known = new Intl.NumberFormat('en', { style: 'currency', currency: currencyCode }).resolvedOptions()
      .maximumFractionDigits as number;
    places.set(currencyCode, known);
  }
  return known;
}
