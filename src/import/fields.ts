import countryToCurrency from 'country-to-currency';
import { z } from 'zod';
import type { Reason } from './sentences.ts';

/** What a field may hold. */
export interface Field {
  /** @returns why the text is refused, or undefined */
  refuse(text: string): Reason | undefined;
  /** The text as the database takes it; default: as it is. Called only for what was not refused. */
  store?(text: string, timeZone: string): string;
  /** How a mapping reads what stands in somebody else's file; default: as it is. */
  form?: 'date' | 'date-time' | 'amount' | 'country' | 'currency' | 'email';
  /** The only values. */
  values?: readonly string[];
}

const when = (wrong: boolean, reason: Reason): Reason | undefined => (wrong ? reason : undefined);

/** @param most characters; longer texts are errors, never cut */
export const text = (most: number): Field => ({
  refuse: (given) => when(given.length > most, { code: 'too-long', about: { most } }),
});

export const oneOf = (...values: string[]): Field => ({
  values,
  refuse: (given) => when(!values.includes(given), { code: 'none-of', about: { values: values.join(', ') } }),
});

const isoDate = z.iso.date();
const isDay = (day: string | undefined): boolean =>
  day !== undefined && isoDate.safeParse(day).success && !day.startsWith('0000');

export const date: Field = {
  form: 'date',
  refuse: (given) => when(!isDay(given), { code: 'not-a-date' }),
};

const MOMENT =
  /^(\d{4}-\d\d-\d\d)[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$/;

/** Without an offset it is a moment in the institution's time zone, whose name PostgreSQL reads after it. */
export const dateTime: Field = {
  form: 'date-time',
  refuse: (given) => when(!isDay(MOMENT.exec(given)?.[1]), { code: 'not-a-date-time' }),
  store: (moment, timeZone) => (MOMENT.exec(moment)?.[2] === undefined ? `${moment} ${timeZone}` : moment),
};

const DECIMAL = /^([+-]?)(\d{1,12})(?:\.(\d+))?$/;

export const decimal: Field = {
  form: 'amount',
  refuse: (given) => when(!DECIMAL.test(given), { code: 'not-an-amount' }),
};

const currencies = new Set(Intl.supportedValuesOf('currency'));

export const currency: Field = {
  form: 'currency',
  refuse: (given) => when(!currencies.has(given), { code: 'not-a-currency' }),
};

export const isCountry = (code: string): boolean => Object.hasOwn(countryToCurrency, code);

export const country: Field = {
  form: 'country',
  refuse: (given) => when(!isCountry(given), { code: 'not-a-country' }),
};

const ADDRESS = text(320);

/** Bases that exist are full of addresses no standard allows; what has no @ is no address at all. */
export const email: Field = {
  form: 'email',
  refuse: (given) => ADDRESS.refuse(given) ?? when(!given.includes('@'), { code: 'not-an-email' }),
};

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
export function tooPrecise(currencyCode: string): Reason {
  return { code: 'too-precise', about: { currency: currencyCode, decimals: decimalPlaces(currencyCode) } };
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
