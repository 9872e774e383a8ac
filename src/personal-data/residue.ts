import { type Kysely, sql } from 'kysely';
import type { DB } from '../database/database.ts';

/** Where a mark was found. */
export interface Residue {
  table: string;
  column: string;
  mark: string;
}

/**
 * Searches every column of every table of every schema, whatever its type, for marks: what is left of erased
 * contacts. It reads the catalogue and not the map, because it is there to find what the map does not know.
 * @param connection must see all rows: the owner's, not a tenant's
 * @param marks texts that occur nowhere by chance
 * @returns one entry per table, column and mark found
 */
export async function findResidue(connection: Kysely<DB>, marks: readonly string[]): Promise<Residue[]> {
  const { rows: columns } = await sql<{ schema: string; table: string; column: string }>`
    select n.nspname as schema, c.relname as table, a.attname as column
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'm')
      join pg_namespace n on n.oid = c.relnamespace
     where a.attnum > 0 and not a.attisdropped and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
     order by 1, 2, a.attnum`.execute(connection);
  const found: Residue[] = [];
  for (const { schema, table, column } of columns) {
    const value = sql`t.${sql.ref(column)}`;
    // bytes are read as text too, so that a mark inside them is seen
    const { rows } = await sql<{ mark: string }>`
      with marks as (select unnest(${[...marks]}::text[]) as mark),
           texts as (select ${value}::text as text from ${sql.table(`${schema}.${table}`)} t where ${value} is not null
                     union all
                     select encode(${asBytes(value)}, 'escape') from ${sql.table(`${schema}.${table}`)} t
                      where pg_typeof(${value}) = 'bytea'::regtype)
      select distinct mark from marks, texts where position(mark in text) > 0`.execute(connection);
    found.push(...rows.map(({ mark }) => ({ table: `${schema}.${table}`, column, mark })));
  }
  return found;
}

const asBytes = (value: ReturnType<typeof sql>) =>
  sql`case when pg_typeof(${value}) = 'bytea'::regtype then decode(substr(${value}::text, 3), 'hex') end`;
