import { type RawBuilder, sql } from 'kysely';
import type { ImportContext } from './kind.ts';

/** A column that an import writes. */
export interface Written {
  /** Its type in PostgreSQL, as the rows bring it. */
  type: string;
  /** `key`: tells the rows apart; `new`: written on new rows only; default: on new and on known ones. */
  on?: 'key' | 'new';
  /** What a new row gets, from the row `r` of the file; default: the value of the same name. */
  from?: RawBuilder<unknown>;
  /** What a known row gets, from itself and `excluded`; default: as a new one. */
  to?: RawBuilder<unknown>;
  /** True for what is not in the rows and comes from `from` alone. */
  derived?: true;
  /** True for what the rows bring for the `from` of another column, and no column takes. */
  aside?: true;
}

/**
 * Writes rows in one statement: new ones are inserted, known ones changed where they differ and left alone
 * where they do not. The rows travel as one JSON parameter.
 * @param options.known which of the known rows may be changed; default: all
 * @param options.lastWins the keys may stand in the rows more than once (as instants written differently do)
 * @returns of each row that was written its `returning` columns, and whether it is new
 */
export async function upsert<R extends Record<string, unknown>>(
  { tenant, institution }: ImportContext,
  table: string,
  columns: Record<string, Written>,
  rows: object[],
  {
    returning = [],
    lastWins = false,
    known: changeable = sql`true`,
  }: { returning?: string[]; lastWins?: boolean; known?: RawBuilder<boolean> } = {},
): Promise<(R & { inserted: boolean })[]> {
  if (rows.length === 0) return [];
  const names = Object.keys(columns).filter((name) => !columns[name]?.aside);
  const keys = names.filter((name) => columns[name]?.on === 'key');
  const changed = names.filter((name) => columns[name]?.on === undefined);
  const list = (of: string[]) => sql.join(of.map((name) => sql.ref(name)));
  const sent = Object.keys(columns).filter((name) => !columns[name]?.derived);
  const types = sent.map((name) => sql`${sql.ref(name)} ${sql.raw(columns[name]?.type as string)}`);
  if (lastWins) types.push(sql`position integer`);
  const values = names.map((name) => columns[name]?.from ?? sql.ref(`r.${name}`));
  const target = (name: string) => columns[name]?.to ?? sql.ref(`excluded.${name}`);
  const given = rows.map((row, position) => compact(row, sent, lastWins ? position : undefined));
  const known =
    changed.length === 0
      ? sql`do nothing`
      : sql`do update set ${sql.join(changed.map((name) => sql`${sql.ref(name)} = ${target(name)}`))}
            where (${list(changed.map((name) => `${table}.${name}`))}) is distinct from (${sql.join(changed.map(target))})
              and ${changeable}`;
  const result = await sql<R & { inserted: boolean }>`
    insert into ${sql.table(table)} (institution_id, ${list(names)})
    select ${lastWins ? sql`distinct on (${list(keys.map((key) => `r.${key}`))})` : sql``}
           ${institution.id}::bigint, ${sql.join(values)}
      from json_to_recordset(${JSON.stringify(given)}::json) as r(${sql.join(types)})
     ${lastWins ? sql`order by ${list(keys.map((key) => `r.${key}`))}, r.position desc` : sql``}
        on conflict (institution_id, ${list(keys)}) ${known}
    returning ${sql.join([...returning.map((name) => sql.ref(name)), sql`xmax = 0 as inserted`])}`.execute(
    tenant,
  );
  return result.rows;
}

/** Only what is sent and there: PostgreSQL spends as long on reading the JSON as on writing the row. */
function compact(row: object, names: string[], position: number | undefined): object {
  const compacted: Record<string, unknown> = position === undefined ? {} : { position };
  for (const name of names) {
    const value = (row as Record<string, unknown>)[name];
    if (value !== null && value !== undefined) compacted[name] = value;
  }
  return compacted;
}

/** How many of the written rows are new and how many were changed. */
export function changesOf(written: { inserted: boolean }[]): { inserted: number; updated: number } {
  const inserted = written.filter((row) => row.inserted).length;
  return { inserted, updated: written.length - inserted };
}
