import { type RawBuilder, sql } from 'kysely';

/** Internal ids: what hangs on `absorbed` comes to hang on `kept`. */
export interface Moving {
  institutionId: number;
  kept: number;
  absorbed: number;
  now: Date;
  operatorId: number;
}

/** All rows of a table that no key keeps from moving. */
export function plainMove(table: string, column: string, { institutionId, kept, absorbed }: Moving) {
  return sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${kept}
     where institution_id = ${institutionId} and ${sql.ref(column)} = ${absorbed}`;
}

/** Of two rows with the same key the absorbed contact's goes; `before` first takes from it what it has to say. */
export function moveUnlessThere(
  table: string,
  key: readonly string[],
  moving: Moving,
  before: RawBuilder<unknown>[] = [],
): RawBuilder<unknown>[] {
  const same = key.map((column) => sql`and k.${sql.ref(column)} is not distinct from t.${sql.ref(column)}`);
  return [
    ...before,
    sql`
      delete from ${sql.table(table)} t
       where t.institution_id = ${moving.institutionId} and t.contact_id = ${moving.absorbed}
         and exists (select from ${sql.table(table)} k
                      where k.institution_id = ${moving.institutionId} and k.contact_id = ${moving.kept}
                            ${sql.join(same, sql` `)})`,
    plainMove(table, 'contact_id', moving),
  ];
}
