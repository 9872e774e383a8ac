import { type RawBuilder, sql } from 'kysely';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { BiDomain } from '../personal-data/personal-data.ts';
import { type ColumnType, fieldOf, valueIn } from './columns.ts';

export const filterKinds = ['one-of', 'contains', 'from', 'to', 'given', 'empty'] as const;

/** What rows are left: all filters hold. */
export interface Filter {
  column: string;
  is: (typeof filterKinds)[number];
  /** `one-of`: any of them; `contains`, `from` and `to`: one; `given` and `empty`: none. */
  values: string[];
}

/** What each type can be asked; `from` and `to` are included. */
const ASKED: Record<ColumnType, readonly Filter['is'][]> = {
  text: ['one-of', 'contains', 'given', 'empty'],
  code: ['one-of', 'given', 'empty'],
  number: ['one-of', 'from', 'to', 'given', 'empty'],
  day: ['one-of', 'from', 'to', 'given', 'empty'],
  moment: ['from', 'to', 'given', 'empty'],
  list: ['one-of', 'given', 'empty'],
  json: ['given', 'empty'],
};

/**
 * The filters as conditions, each after an `and`; names are those of known columns, values are parameters.
 * @throws DomainError `not-in-domain`, `wrong-filter`
 */
export function conditions(
  institution: Institution,
  domain: BiDomain,
  filters: readonly Filter[],
): RawBuilder<unknown> {
  return filters.length === 0
    ? sql``
    : sql.join(
        filters.map((filter) => sql`and ${condition(institution, domain, filter)}`),
        sql` `,
      );
}

function condition(
  { timeZone }: Institution,
  domain: BiDomain,
  { column: name, is, values }: Filter,
): RawBuilder<unknown> {
  const { type } = fieldOf(domain, name);
  const [value] = values;
  const wrong = (what: string) => new DomainError('wrong-filter', `${name} ${is}: ${what}`);
  if (!ASKED[type].includes(is)) throw wrong(`a ${type} is asked ${ASKED[type].join(', ')}`);
  const column = valueIn(name);
  if (is === 'given') return sql`not (${isEmpty(column, type)})`;
  if (is === 'empty') return isEmpty(column, type);
  if (value === undefined) throw wrong('a value is missing');
  for (const one of values) if (!fits(one, type)) throw wrong(`this is no ${type}`);
  if (is === 'contains') return sql`strpos(lower(${column}), lower(${value}::text)) > 0`;
  if (is === 'one-of') {
    if (type === 'list') return sql`${column} && ${values}::text[]`;
    if (type === 'number') return sql`${column} = any(${values.map(Number)}::bigint[])`;
    if (type === 'day') return sql`${column} = any(${values}::date[])`;
    return sql`lower(${column}) = any(select lower(one) from unnest(${values}::text[]) one)`;
  }
  const compare = is === 'from' ? sql`>=` : sql`<=`;
  if (type === 'number') return sql`${column} ${compare} ${Number(value)}::bigint`;
  if (type === 'day') return sql`${column} ${compare} ${value}::date`;
  return sql`(${column} at time zone ${timeZone})::date ${compare} ${value}::date`;
}

function isEmpty(column: RawBuilder<unknown>, type: ColumnType): RawBuilder<unknown> {
  if (type === 'list') return sql`cardinality(${column}) = 0`;
  if (type === 'json') return sql`${column} in ('{}', '[]')`;
  return type === 'text' ? sql`coalesce(${column}, '') = ''` : sql`${column} is null`;
}

function fits(value: string, type: ColumnType): boolean {
  if (type === 'number') return /^-?\d{1,15}$/.test(value);
  if (type !== 'day' && type !== 'moment') return true;
  // Date takes 31 June for 1 July
  const day = new Date(`${value}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
  );
}
