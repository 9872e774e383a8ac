import { DomainError } from '../../errors.ts';
import { type Kind, kindOf } from '../kinds.ts';
import type { Delimiter } from '../read-csv.ts';
import type { Encoding } from './encoding.ts';

/** In which order a day is written: 15.06.2018, 06/15/2018, 2018-06-15 or 20180615. */
export const dayOrders = ['day-first', 'month-first', 'year-first'] as const;
export type DayOrder = (typeof dayOrders)[number];

/** How a column of somebody's file becomes one of ours. */
export interface MappedColumn {
  /** Its name in the file (`uniqueNames`). */
  from: string;
  /** Ours. Several columns may make one text, joined by a space. */
  to: string;
  days?: DayOrder | undefined;
  /** What stands before the decimals of an amount. */
  decimals?: ',' | '.' | undefined;
  /** What stands there, folded, and what it means with us; empty: nothing. Only where we have a fixed list. */
  values?: Record<string, string> | undefined;
}

/** How a file is read, where what was detected is changed by hand. */
export interface Reading {
  encoding?: Encoding | undefined;
  delimiter?: Delimiter | undefined;
  /** Of a workbook; the first has number 0. */
  sheet?: number | undefined;
}

/** How any file of a sort becomes one of our seven. It holds names of columns, and no data of anybody. */
export interface Mapping {
  columns: MappedColumn[];
  /** Of our columns that the file lacks: one value for all rows. */
  constants?: Record<string, string> | undefined;
  reading?: Reading | undefined;
}

/** What two texts have in common that differ in case, accents and punctuation only. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Names by which the columns of a file are told apart: one that is empty or stands twice gets its number. */
export function uniqueNames(header: readonly string[]): string[] {
  const seen = new Set<string>();
  return header.map((given, at) => {
    const name = given.trim();
    const unique = name === '' || seen.has(name) ? `${name} (${at + 1})`.trim() : name;
    seen.add(unique);
    return unique;
  });
}

/** One value for all rows would be one row. */
export const tellsRowsApart = (column: string): boolean => /(^|_)number$/.test(column);

/** @throws DomainError `wrong-mapping` where it names no columns of ours, or one twice that cannot be joined */
export function checkMapping(kind: Kind, { columns, constants = {} }: Mapping): void {
  const ours = kindOf(kind).columns;
  const refuse = (reason: string): never => {
    throw new DomainError('wrong-mapping', reason);
  };
  const count = new Map<string, number>();
  for (const name of [...columns.map(({ to }) => to), ...Object.keys(constants)]) {
    if (!Object.hasOwn(ours, name)) refuse(`${name} is no column of ${kind}`);
    count.set(name, (count.get(name) ?? 0) + 1);
  }
  for (const [name, times] of count) {
    const { form, values } = ours[name]?.field ?? {};
    if (times > 1 && (form !== undefined || values !== undefined || Object.hasOwn(constants, name))) {
      refuse(`${name} is mapped twice`);
    }
  }
  for (const name of Object.keys(constants)) {
    if (tellsRowsApart(name)) refuse(`${name} tells the rows apart: it cannot be the same in all`);
  }
  for (const { to, values } of columns) {
    if (values !== undefined && ours[to]?.field.values === undefined && to !== 'roles') {
      refuse(`${to} has no fixed list of values`);
    }
  }
  if (columns.length === 0) refuse('no column is mapped');
}
