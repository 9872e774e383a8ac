import countryToCurrency from 'country-to-currency';
import type { Field } from '../fields.ts';
import { type DayOrder, fold, type MappedColumn } from './mapping.ts';
import { meanings } from './meanings.ts';

/** Reads what stands in somebody's file; what it cannot read stays as it is, and the strict importer refuses it. */
type Read = (text: string) => string;

/** How the values of a column are read. */
export function reader(field: Field, { to, days, decimals, values }: MappedColumn): Read {
  const own = new Map(Object.entries(values ?? {}).map(([there, ours]) => [fold(there), ours]));
  const meant = (text: string) => own.get(fold(text)) ?? meanings(to).get(fold(text)) ?? text;
  if (to === 'roles') return (text) => roles(text, meant);
  if (field.values !== undefined) return (text) => (field.values?.includes(text) ? text : meant(text));
  switch (field.form) {
    case 'date':
      return (text) => day(text, days ?? 'day-first') ?? text;
    case 'date-time':
      return (text) => moment(text, days ?? 'day-first') ?? text;
    case 'amount':
      return (text) => amount(text, decimals ?? '.');
    case 'country':
      return (text) => countryCode(text) ?? text;
    case 'currency':
      return (text) => currencyCode(text);
    default:
      return (text) => text;
  }
}

/** `Guide; Fournisseur:2019-12-31` as `guide;supplier:2019-12-31`. */
function roles(text: string, meant: Read): string {
  return text
    .split(/[;,|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const end = /:\s*(\d[\d./-]*)$/.exec(part);
      if (end === null) return meant(part);
      return `${meant(part.slice(0, end.index).trim())}:${day(end[1] as string, 'day-first') ?? end[1]}`;
    })
    .filter((part) => part !== '')
    .join(';');
}

const YEAR_FIRST = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/;
const COMPACT = /^(\d{4})(\d\d)(\d\d)$/;
const YEAR_LAST = /^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})$/;
/** A time after the day; a date drops it, because it is of the same day wherever the venue is. */
const TIME = /^(\S+?)(?:[T ]\s*|,\s*)(\d{1,2})[:hH.](\d\d)(?::(\d\d)(?:\.\d+)?)?$/;

/**
 * A day as YYYY-MM-DD. A year of two digits is not guessed: 1918 and 2018 are both somebody's.
 * @returns undefined where it is none
 */
export function day(text: string, order: DayOrder): string | undefined {
  const alone = TIME.exec(text)?.[1] ?? text;
  const iso = YEAR_FIRST.exec(alone) ?? COMPACT.exec(alone);
  if (iso !== null) return written(iso[1], iso[2], iso[3]);
  const last = YEAR_LAST.exec(alone);
  if (last === null) return undefined;
  return order === 'month-first' ? written(last[3], last[1], last[2]) : written(last[3], last[2], last[1]);
}

function written(year = '', month = '', dayOfMonth = ''): string {
  return `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`;
}

/** A date-time without offset is the institution's; a day alone begins at midnight. */
export function moment(text: string, order: DayOrder): string | undefined {
  const time = TIME.exec(text);
  const on = day(time?.[1] ?? text, order);
  if (on === undefined) return undefined;
  const [, , hour = '0', minute = '00', second] = time ?? [];
  return `${on}T${hour.padStart(2, '0')}:${minute}${second === undefined ? '' : `:${second}`}`;
}

const LONGEST_AMOUNT = 100;

/** `1 234,50 CHF` as `1234.50`; `(12.00)` is not read, a minus is. */
export function amount(text: string, decimals: ',' | '.'): string {
  if (text.length > LONGEST_AMOUNT) return text;
  const plain = text.replace(/^(?:[A-Z]{3}|[€$£]|S?Fr\.?)\s*|\s*(?:[A-Z]{3}|[€$£]|S?Fr\.?)$/giu, '');
  const thousands = decimals === ',' ? /[\s.'’\u00a0\u202f]/g : /[\s,'’\u00a0\u202f]/g;
  const digits = plain.replaceAll(thousands, '').replace('−', '-');
  const read = decimals === ',' ? digits.replace(',', '.') : digits;
  return /^[+-]?\d+(\.\d+)?$/.test(read) ? read : text;
}

const LANGUAGES = ['fr', 'en', 'de', 'it'];

/** Codes of ISO 3166-1 by the names of countries in four languages, and by what people write. */
const countries = new Map<string, string>([
  ['uk', 'GB'],
  ['usa', 'US'],
  ['etats unis d amerique', 'US'],
  ['england', 'GB'],
  ['angleterre', 'GB'],
  ['hollande', 'NL'],
  ['ch', 'CH'],
]);
for (const language of LANGUAGES) {
  const names = new Intl.DisplayNames(language, { type: 'region' });
  for (const code of Object.keys(countryToCurrency)) countries.set(fold(names.of(code) ?? code), code);
}

export function countryCode(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (Object.hasOwn(countryToCurrency, code)) return code;
  return countries.get(fold(text));
}

const SIGNS: Record<string, string> = {
  '€': 'EUR',
  $: 'USD',
  '£': 'GBP',
  FR: 'CHF',
  'FR.': 'CHF',
  'SFR.': 'CHF',
};

function currencyCode(text: string): string {
  const code = text.trim().toUpperCase();
  return SIGNS[code] ?? code;
}
