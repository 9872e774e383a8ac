import { type RawBuilder, sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { personalDataMap } from './map.ts';
import type { Column, Link, TableEntry } from './map-words.ts';
import { type Listener, SPOKEN } from './spoken.ts';

/** A column of an extract (R21). */
export interface ExtractColumn {
  /** In the table. */
  name: string;
  /** In JSON and CSV: the name, of a reference without `_id` where that is free, because it is put into words. */
  key: string;
  label: { fr: string; en: string };
}

/** A table of an extract, with what it holds of one contact. */
export interface ExtractTable {
  table: string;
  columns: ExtractColumn[];
  /** A value per column: text, number, boolean, a Date, the bytes of a picture, a spoken performance, or null. */
  rows: unknown[][];
}

/** What the map has in an extract, table by table, in its order but with the contact's own record first. */
export const extractedColumns: ReadonlyMap<string, ExtractColumn[]> = new Map(
  Object.entries(personalDataMap)
    .toSorted(([one], [other]) => Number(other === 'contacts') - Number(one === 'contacts'))
    .filter(([, { links }]) => links.length > 0)
    .map(([table, entry]) => [table, columnsOf(entry)] as const)
    .filter(([, columns]) => columns.length > 0),
);

function columnsOf({ columns }: TableEntry): ExtractColumn[] {
  return Object.entries(columns).flatMap(([name, { about, label, leftOut }]) =>
    label === undefined || about === 'beneficiary' || leftOut !== undefined
      ? []
      : [{ name, key: keyOf(name, columns), label }],
  );
}

/** The version of a wording that was read stands beside the words of another one: a key is of one column. */
function keyOf(name: string, columns: TableEntry['columns']): string {
  const spoken = name.replace(/_id$/, '');
  return spoken in columns ? name : spoken;
}

/**
 * Everything that the map says is about a contact, one statement a table (R21). What hangs on a contact by somebody
 * else's row is shown without what is about that person; names typed in for tickets and operators are not in it.
 * @param listener whose it is, and the language of what is put into words
 */
export async function extractContact(tenant: Tenant, listener: Listener): Promise<ExtractTable[]> {
  const tables: ExtractTable[] = [];
  for (const [table, columns] of extractedColumns) {
    const { rows } = await selectOf(table, columns, listener).execute(tenant);
    const values = rows.map((row) =>
      columns.map((_, at) => (row as Record<string, unknown>)[`v${at}`] ?? null),
    );
    tables.push({ table, columns, rows: values });
  }
  return tables;
}

function selectOf(table: string, columns: ExtractColumn[], listener: Listener): RawBuilder<unknown> {
  const entry = personalDataMap[table] as TableEntry;
  const branches = entry.links.map((link, at) => {
    const values = columns.map(({ name }, column) =>
      isFor(entry.columns[name] as Column, link)
        ? sql`${spoken(name, column)} as ${sql.ref(`v${column}`)}`
        : sql`null as ${sql.ref(`v${column}`)}`,
    );
    const joins = columns.flatMap(({ name }, column) => {
      const say = SPOKEN[name];
      if (say === undefined || !isFor(entry.columns[name] as Column, link)) return [];
      return [
        sql`left join lateral (${say(sql.ref(`t.${name}`), listener)}) ${sql.ref(`s${column}`)} on true`,
      ];
    });
    // a row that hangs on the contact in two ways is shown once, in the first of them
    const before = entry.links.slice(0, at).map((earlier) => sql`and not ${hangs(earlier, listener)}`);
    return sql`
      select ${'id' in entry.columns ? sql`t.id` : sql`0::bigint`} as place, ${sql.join(values)}
        from ${sql.table(table)} t ${sql.join(joins, sql` `)}
       where t.institution_id = ${listener.institutionId} and ${narrowed(link, listener)} ${sql.join(before, sql` `)}`;
  });
  return sql`select * from (${sql.join(branches, sql` union all `)}) every order by place, v0`;
}

const isFor = ({ notFor }: Column, link: Link) => !('column' in link && link.column === notFor);

const spoken = (name: string, column: number) =>
  name in SPOKEN ? sql.ref(`s${column}.spoken`) : sql.ref(`t.${name}`);

/** By which the rows are found: an `any` over the contact's own rows lets the index of the reference be used. */
function narrowed(link: Link, { institutionId, contactId }: Listener): RawBuilder<unknown> {
  if ('column' in link) return sql`t.${sql.ref(link.column)} = ${contactId}`;
  const { column, table, link: owner } = link.through;
  return sql`t.${sql.ref(column)} in (select o.id from ${sql.table(table)} o
                                        where o.institution_id = ${institutionId} and o.${sql.ref(owner)} = ${contactId})`;
}

/** Whether one row hangs on the contact. */
function hangs(link: Link, { institutionId, contactId }: Listener): RawBuilder<unknown> {
  if ('column' in link) return sql`t.${sql.ref(link.column)} is not distinct from ${contactId}::bigint`;
  const { column, table, link: owner } = link.through;
  return sql`exists (select from ${sql.table(table)} o
                      where o.institution_id = ${institutionId} and o.id = t.${sql.ref(column)} and o.${sql.ref(owner)} = ${contactId})`;
}
