import type { Columns } from '../columns.ts';
import type { Kind } from '../kinds.ts';
import { type DayOrder, fold, type MappedColumn } from './mapping.ts';
import { meanings } from './meanings.ts';
import { columnsByName } from './synonyms.ts';
import { countryCode, day } from './values.ts';

/** What a column of somebody's file seems to be. */
export interface Guess {
  to: string;
  by: 'name' | 'content';
}

/** Of the values that stand there, so many must look alike. */
const MOST = 0.9;

/** A longer value is none of what is looked for. */
const LONGEST = 200;

const share = (values: readonly string[], looks: (text: string) => boolean): number =>
  values.length === 0
    ? 0
    : values.filter((text) => text.length <= LONGEST && looks(text)).length / values.length;

const EMAIL = /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i;
const PHONE = /^(\+|00|0)[\d\s().'/-]{8,}$/;
const MOBILE = /^(\+|00)?(41|33|0)?\s*\(?0?\)?\s*7[5-9]|^(\+33|0033|0)\s*[67]/;
/** Years. */
const ADULT = 18;
const POSTCODE = /^(?:[A-Z]{1,2}-)?\d{4,5}$/;

/** What only contents tell, and never for sure: it is shown as a proposal. */
function byContent(kind: Kind, values: readonly string[], today: string): string | undefined {
  if (kind !== 'contacts' || values.length === 0) return undefined;
  const is = (looks: (text: string) => boolean) => share(values, looks) >= MOST;
  if (is((text) => EMAIL.test(text))) return 'email';
  if (is((text) => PHONE.test(text) && text.replaceAll(/\D/g, '').length >= 9)) {
    return is((text) => MOBILE.test(text)) ? 'mobile' : 'phone';
  }
  const order = dayOrder(values);
  const days = values.flatMap((text) => day(text, order) ?? []);
  if (days.length >= MOST * values.length) {
    // a base is younger than its people: who was born is mostly older than eighteen
    const median = days.toSorted()[days.length >> 1] as string;
    return Number(median.slice(0, 4)) < Number(today.slice(0, 4)) - ADULT ? 'birth_date' : 'created_on';
  }
  const distinct = new Set(values);
  if (is((text) => meanings('kind').has(fold(text))) && distinct.size <= 3) return 'kind';
  if (is((text) => countryCode(text) !== undefined)) return 'country';
  if (is((text) => POSTCODE.test(text)) && distinct.size < values.length) return 'postcode';
  return undefined;
}

/**
 * For each column of a file what it seems to be: by its name first, by its content where no other is of that name.
 * @param samples the values of each column, without empty ones
 */
export function guess(
  kind: Kind,
  ours: Columns,
  names: readonly string[],
  samples: readonly (readonly string[])[],
  today: string,
): (Guess | undefined)[] {
  const known = columnsByName(kind, Object.keys(ours));
  const taken = new Set<string>();
  const take = (to: string | undefined, by: Guess['by']): Guess | undefined => {
    if (to === undefined || taken.has(to)) return undefined;
    taken.add(to);
    return { to, by };
  };
  const exact = names.map((name) => take(Object.hasOwn(ours, name) ? name : undefined, 'name'));
  const named = names.map((name, at) => exact[at] ?? take(known.get(fold(name)), 'name'));
  return names.map((_, at) => named[at] ?? take(byContent(kind, samples[at] ?? [], today), 'content'));
}

/** Which part of a day comes first; where the values leave it open, as Europe writes. */
export function dayOrder(values: readonly string[]): DayOrder {
  const parts = values.map((text) => /^(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})/.exec(text.trim()));
  const of = (position: 1 | 2, looks: (number: string) => boolean) =>
    parts.some((part) => part !== null && looks(part[position] as string));
  if (of(1, (text) => text.length === 4)) return 'year-first';
  if (of(2, (text) => Number(text) > 12) && !of(1, (text) => Number(text) > 12)) return 'month-first';
  return 'day-first';
}

/** What stands before the decimals: the last of comma and point, where two or fewer digits follow it. */
export function decimalsOf(values: readonly string[]): ',' | '.' {
  const commas = values.filter((text) => /,\d{1,2}\D*$/.test(text)).length;
  const points = values.filter((text) => /\.\d{1,2}\D*$/.test(text)).length;
  return commas > points ? ',' : '.';
}

/** How a column that was guessed is read. */
export function guessedColumn(
  from: string,
  to: string,
  ours: Columns,
  values: readonly string[],
): MappedColumn {
  const form = ours[to]?.field.form;
  if (form === 'date' || form === 'date-time') return { from, to, days: dayOrder(values) };
  if (form === 'amount') return { from, to, decimals: decimalsOf(values) };
  return { from, to };
}
