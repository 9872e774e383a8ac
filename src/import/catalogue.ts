import { type RawBuilder, sql } from 'kysely';
import { type ImportContext, lastOf } from './kind.ts';

/**
 * Organisations, products, performances, criteria and campaigns are created by whichever file names them first.
 * Each function here takes what the rows of a chunk name and gives the ids in the same order.
 */
interface Found {
  position: number;
  id: number;
}

interface Named {
  table: string;
  columns: Record<string, string>;
  /** Joins the wanted row `r` with the row `t` of the table; indexable. */
  match: RawBuilder<unknown>;
}

async function idsOf(
  { tenant, institution }: ImportContext,
  named: Named,
  wanted: object[],
): Promise<number[]> {
  if (wanted.length === 0) return [];
  const names = Object.keys(named.columns);
  const table = sql.table(named.table);
  const recordset = (positions: Iterable<number>) =>
    sql`json_to_recordset(${JSON.stringify(
      [...positions].map((position) => ({ ...wanted[position], position })),
    )}::json) as r(position integer, ${sql.join(
      names.map((name) => sql`${sql.ref(name)} ${sql.raw(named.columns[name] as string)}`),
    )})`;
  const ids = new Map<number, number>();
  const find = async (positions: number[]) => {
    const { rows } = await sql<Found>`
      select r.position, t.id
        from ${recordset(positions)}
        join ${table} t on t.institution_id = ${institution.id} and ${named.match}`.execute(tenant);
    for (const { position, id } of rows) ids.set(position, id);
    return positions.filter((position) => !ids.has(position));
  };
  const missing = await find([...wanted.keys()]);
  if (missing.length > 0) {
    await sql`
      insert into ${table} (institution_id, ${sql.join(names.map((name) => sql.ref(name)))})
      select distinct ${institution.id}::bigint, ${sql.join(names.map((name) => sql.ref(`r.${name}`)))}
        from ${recordset(missing)}
          on conflict do nothing`.execute(tenant);
    await find(missing);
  }
  return wanted.map((_, position) => ids.get(position) as number);
}

/** Ids by what names them, each asked for once. */
async function idsByKey<T extends object>(
  context: ImportContext,
  named: Named,
  wanted: Iterable<T>,
  keyOf: (one: T) => string,
): Promise<Map<string, number>> {
  const distinct = new Map([...wanted].map((one) => [keyOf(one), one]));
  const ids = await idsOf(context, named, [...distinct.values()]);
  return new Map([...distinct.keys()].map((key, position) => [key, ids[position] as number]));
}

const byName = (table: string): Named => ({ table, columns: { name: 'text' }, match: sql`t.name = r.name` });

/** @returns ids of organisations by name */
export async function organisationIds(
  context: ImportContext,
  names: Iterable<string>,
): Promise<Map<string, number>> {
  return await idsByKey(
    context,
    byName('organisations'),
    [...names].map((name) => ({ name })),
    ({ name }) => name,
  );
}

/** @returns ids of campaigns by name */
export async function campaignIds(
  context: ImportContext,
  names: Iterable<string>,
): Promise<Map<string, number>> {
  return await idsByKey(
    context,
    byName('campaigns'),
    [...names].map((name) => ({ name })),
    ({ name }) => name,
  );
}

export interface NamedProduct {
  organisation_id: number;
  name: string;
}

export const productKey = ({ organisation_id, name }: NamedProduct): string => `${organisation_id} ${name}`;

/** @returns ids of products by `productKey` */
export async function productIds(
  context: ImportContext,
  products: Iterable<NamedProduct>,
): Promise<Map<string, number>> {
  const named: Named = {
    table: 'products',
    columns: { organisation_id: 'bigint', name: 'text' },
    match: sql`t.organisation_id = r.organisation_id and t.name = r.name`,
  };
  return await idsByKey(context, named, products, productKey);
}

export interface NamedPerformance {
  product_id: number;
  starts_at: string | null;
  ends_at: string | null;
}

export const performanceKey = (one: NamedPerformance): string =>
  `${one.product_id} ${one.starts_at} ${one.ends_at}`;

/**
 * Where the file has no column for the end, any performance that starts then will do, if there is one.
 * @returns ids of performances by `performanceKey`
 */
export async function performanceIds(
  context: ImportContext,
  performances: NamedPerformance[],
): Promise<Map<string, number>> {
  const named: Named = {
    table: 'performances',
    columns: { product_id: 'bigint', starts_at: 'timestamptz', ends_at: 'timestamptz' },
    // `is not distinct from` uses no index, and a museum has ten thousands of time slots of one product
    match: sql`t.id = coalesce(
      (select p.id from performances p
        where p.institution_id = ${context.institution.id} and p.product_id = r.product_id
          and p.starts_at = r.starts_at and p.ends_at is not distinct from r.ends_at),
      (select p.id from performances p
        where p.institution_id = ${context.institution.id} and p.product_id = r.product_id
          and r.starts_at is null and p.starts_at is null and p.ends_at = r.ends_at))`,
  };
  const known = context.present.has('performance_end')
    ? new Map<string, number>()
    : await performancesByStart(context, performances);
  const others = performances.filter((one) => !known.has(performanceKey(one)));
  return new Map([...known, ...(await idsByKey(context, named, others, performanceKey))]);
}

async function performancesByStart(
  { tenant, institution }: ImportContext,
  performances: NamedPerformance[],
): Promise<Map<string, number>> {
  const wanted = lastOf(performances, performanceKey);
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<Found>`
    select distinct on (r.position) r.position, p.id
      from json_to_recordset(${JSON.stringify(wanted.map((one, position) => ({ ...one, position })))}::json)
           as r(position integer, product_id bigint, starts_at timestamptz)
      join performances p on p.institution_id = ${institution.id} and p.product_id = r.product_id
                         and p.starts_at = r.starts_at
     order by r.position, p.id`.execute(tenant);
  return new Map(rows.map(({ position, id }) => [performanceKey(wanted[position] as NamedPerformance), id]));
}

export interface NamedCriterion {
  organisation_id: number | null;
  name: string;
}

export const criterionKey = (one: NamedCriterion): string => `${one.organisation_id} ${one.name}`;

/** @returns ids of criteria by `criterionKey`; without organisation it is the institution's */
export async function criterionIds(
  context: ImportContext,
  criteria: Iterable<NamedCriterion>,
): Promise<Map<string, number>> {
  const named: Named = {
    table: 'criteria',
    columns: { organisation_id: 'bigint', name: 'text' },
    match: sql`t.organisation_id is not distinct from r.organisation_id and t.name = r.name`,
  };
  return await idsByKey(context, named, criteria, criterionKey);
}

/** Reports the rows whose performance ends before it starts; PostgreSQL knows the time zones. */
export async function checkPerformances(
  { tenant, problems }: ImportContext,
  rows: { line: number; values: { performance_start?: string | null; performance_end?: string | null } }[],
): Promise<void> {
  const both = rows
    .filter(({ values }) => values.performance_start && values.performance_end)
    .map(({ line, values }) => ({
      line,
      starts_at: values.performance_start,
      ends_at: values.performance_end,
    }));
  if (both.length === 0) return;
  const wrong = await sql<{ line: number }>`
    select line from json_to_recordset(${JSON.stringify(both)}::json)
                  as r(line bigint, starts_at timestamptz, ends_at timestamptz)
     where ends_at < starts_at order by line`.execute(tenant);
  for (const { line } of wrong.rows) problems.add(line, 'performance_end', { code: 'end-before-start' });
}
