import { type RawBuilder, sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type BiDomain, viewOf } from '../personal-data/personal-data.ts';
import { fieldOf, valueIn } from './columns.ts';
import { conditions, type Filter } from './filters.ts';

export const groupParts = ['day', 'month', 'year'] as const;
export const measureKinds = ['rows', 'contacts', 'distinct', 'sum', 'min', 'max'] as const;

export interface Grouping {
  column: string;
  /** Of a day or a moment: itself, its month or its year. */
  by?: (typeof groupParts)[number] | undefined;
}

export interface Measure {
  /** `rows` and `contacts` are counted without a column; `sum` takes numbers, `min` and `max` numbers and days. */
  what: (typeof measureKinds)[number];
  column?: string | undefined;
}

export interface GroupQuery {
  domain: BiDomain;
  filters: readonly Filter[];
  groups: readonly Grouping[];
  measures: readonly Measure[];
}

export interface Grouped {
  /** What the group is, one for each of `groups`: a text, a day (of a month or a year its first), null where there is none. */
  groups: (string | null)[];
  /** One for each of `measures`; a day is a text. */
  measures: (number | string | null)[];
}

/** More groups are no picture and no table that anybody reads. */
const MOST_GROUPS = 1000;
/** A question that reads a million contacts whole is answered in a few seconds. */
const PATIENCE = '30s';

/**
 * Rows of a domain, counted and summed by group in SQL (R20): what leaves the database is the groups.
 * @returns by time where the first group is one, otherwise the largest first; `more`: there are groups beyond these
 * @throws DomainError `not-in-domain`, `wrong-filter`, `wrong-group`, `mixed-currencies`, `query-too-long`
 */
export async function selectGroups(
  database: Database,
  institution: Institution,
  { domain, filters, groups, measures }: GroupQuery,
): Promise<{ items: Grouped[]; more: boolean }> {
  needOneCurrency(domain, filters, groups, measures);
  const where = conditions(institution, domain, filters);
  const keys = groups.map((grouping) => keyOf(institution, domain, grouping));
  const counted = measures.map((measure) => measureOf(domain, measure));
  if (counted.length === 0) throw new DomainError('wrong-group', 'nothing is counted');
  const selected = [
    ...keys.map(({ value }, at) => sql`${value} as ${sql.id(`g${at}`)}`),
    ...counted.map((value, at) => sql`${value} as ${sql.id(`m${at}`)}`),
  ];
  const places = keys.map((_, at) => sql.lit(at + 1));
  const rest = places.slice(1).map((place) => sql`, ${place}`);
  const first = keys[0];
  const order =
    first === undefined
      ? sql``
      : first.inTime
        ? sql`order by 1 nulls last ${sql.join(rest, sql` `)}`
        : sql`order by ${sql.lit(keys.length + 1)} desc nulls last, ${sql.join(places)}`;
  const rows = await inInstitution(database, institution.id, async (tenant) => {
    await sql.raw(`set local statement_timeout = '${PATIENCE}'`).execute(tenant);
    const { rows } = await sql<Record<string, string | number | null>>`
      select ${sql.join(selected)} from ${sql.table(viewOf(domain))} where true ${where}
       ${keys.length === 0 ? sql`` : sql`group by ${sql.join(places)}`}
       ${order} limit ${MOST_GROUPS + 1}`.execute(tenant);
    return rows;
  }).catch((error) => {
    if ((error as { code?: string }).code !== '57014') throw error;
    throw new DomainError('query-too-long', `the question took longer than ${PATIENCE}`);
  });
  return {
    items: rows.slice(0, MOST_GROUPS).map((row) => ({
      groups: keys.map((_, at) => row[`g${at}`] as string | null),
      measures: counted.map((_, at) => row[`m${at}`] ?? null),
    })),
    more: rows.length > MOST_GROUPS,
  };
}

function keyOf({ timeZone }: Institution, domain: BiDomain, { column: name, by }: Grouping) {
  const { type } = fieldOf(domain, name);
  const column = valueIn(name);
  if (type === 'json') throw new DomainError('wrong-group', `${name} holds many values at once`);
  if (type === 'day' || type === 'moment') {
    const day = type === 'day' ? column : sql`(${column} at time zone ${timeZone})::date`;
    const value =
      by === 'month' || by === 'year' ? sql`date_trunc(${sql.lit(by)}, ${day}::timestamp)::date` : day;
    return { value, inTime: true };
  }
  if (by !== undefined) throw new DomainError('wrong-group', `${name} is no day`);
  const text = type === 'list' ? sql`array_to_string(${column}, ';')` : sql`${column}::text`;
  return { value: sql`nullif(${text}, '')`, inTime: false };
}

function measureOf(domain: BiDomain, { what, column: name }: Measure): RawBuilder<unknown> {
  if (what === 'rows') return sql`count(*)::bigint`;
  if (what === 'contacts') return sql`count(distinct contact_id)::bigint`;
  if (name === undefined) throw new DomainError('wrong-group', `${what} of which column?`);
  const { type } = fieldOf(domain, name);
  const column = valueIn(name);
  if (what === 'distinct') return sql`count(distinct ${column})::bigint`;
  const counts = type === 'number' && name !== 'contact_id';
  if (!counts && (what === 'sum' || type !== 'day')) {
    throw new DomainError(
      'wrong-group',
      `${what} takes numbers${what === 'sum' ? '' : ' and days'}, and ${name} is none`,
    );
  }
  if (what === 'sum') return sql`sum(${column})::bigint`;
  return what === 'min' ? sql`min(${column})` : sql`max(${column})`;
}

/** Francs and euros make no sum. */
function needOneCurrency(
  domain: BiDomain,
  filters: readonly Filter[],
  groups: readonly Grouping[],
  measures: readonly Measure[],
): void {
  if (domain !== 'contact-activity') return;
  const ofMoney = measures.some(({ what, column }) => what !== 'distinct' && column === 'price_minor');
  const told =
    groups.some(({ column }) => column === 'currency') ||
    filters.some(({ column, is, values }) => column === 'currency' && is === 'one-of' && values.length === 1);
  if (ofMoney && !told) {
    throw new DomainError('mixed-currencies', 'prices are added by currency: group by it, or choose one');
  }
}
