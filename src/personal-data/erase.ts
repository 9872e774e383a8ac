import { type RawBuilder, sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { personalDataMap } from './map.ts';
import type { Effect, Link } from './map-words.ts';

/** The contacts that one set of statements erases; their rows are locked by the caller. */
export interface Erasure {
  institutionId: number;
  /** Ids of prospects (R7). */
  delete: number[];
  /** Ids of customers (R7). */
  anonymise: number[];
}

type Outcome = 'delete' | 'anonymise';
const OUTCOMES: readonly Outcome[] = ['delete', 'anonymise'];

/**
 * Erases contacts table by table, as the personal data map orders it (R7, R8). A handful of set-based statements
 * per range, however many contacts it has. The ids go in as arrays: joined with the journal, whose statistics are
 * never up to date in the middle of a run, the planner chose nested loops and took twenty times as long.
 */
export async function eraseContacts(tenant: Tenant, erasure: Erasure): Promise<void> {
  for (const [table, { links }] of Object.entries(personalDataMap)) {
    for (const link of links) {
      for (const statement of statements(erasure, table, link)) await statement.execute(tenant);
    }
  }
}

function statements(erasure: Erasure, table: string, link: Link): RawBuilder<unknown>[] {
  const ids = (wanted: (effect: Effect) => boolean) =>
    OUTCOMES.filter((outcome) => wanted(link[outcome])).flatMap((outcome) => erasure[outcome]);
  const rows = ids((effect) => effect === 'row' || typeof effect === 'object');
  // What is deleted only under a condition is unlinked where the condition does not hold.
  const unlinked = ids((effect) => effect === 'unlink' || (typeof effect === 'object' && 'column' in link));
  return [
    ...(rows.length > 0 ? [deleteRows(erasure, table, link, rows)] : []),
    ...(unlinked.length > 0 && 'column' in link ? [unlink(erasure, table, link, unlinked)] : []),
  ];
}

function deleteRows({ institutionId }: Erasure, table: string, link: Link, ids: number[]) {
  if ('through' in link) {
    const { through } = link;
    const owner = sql`owner.${sql.ref(through.link)}`;
    return sql`
      delete from ${sql.table(table)} t
       using ${sql.table(through.table)} owner
       where owner.institution_id = ${institutionId} and ${owner} = any(${ids}::bigint[])
         and t.institution_id = ${institutionId} and t.${sql.ref(through.column)} = owner.id
             ${conditionOf(link.delete, institutionId, owner)}`;
  }
  const own = sql`t.${sql.ref(link.column)}`;
  return sql`
    delete from ${sql.table(table)} t
     where t.institution_id = ${institutionId} and ${own} = any(${ids}::bigint[])
           ${conditionOf(link.delete, institutionId, own)}`;
}

function conditionOf(
  effect: Effect,
  institutionId: number,
  contactId: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (typeof effect !== 'object') return sql``;
  if (effect.row === 'unless-naming-another') {
    const named = sql`t.${sql.ref(effect.by)}`;
    return sql`and (${named} is null or ${named} = ${contactId})`;
  }
  const references = effect.by.map((reference) => {
    const [child, column] = reference.split('.') as [string, string];
    return sql`and not exists (select from ${sql.table(child)} child
                                where child.institution_id = ${institutionId} and child.${sql.ref(column)} = t.id)`;
  });
  return sql.join(references, sql` `);
}

function unlink(
  { institutionId, anonymise }: Erasure,
  table: string,
  link: Link & { column: string },
  ids: number[],
) {
  const column = sql`t.${sql.ref(link.column)}`;
  const copies = Object.entries(link.keepOnAnonymise ?? {});
  const emptied = sql.join(
    (link.emptied ?? []).map((name) => sql`, ${sql.ref(name)} = null`),
    sql``,
  );
  if (copies.length === 0) {
    return sql`
      update ${sql.table(table)} t set ${sql.ref(link.column)} = null ${emptied}
       where t.institution_id = ${institutionId} and ${column} = any(${ids}::bigint[])`;
  }
  const columns = copies.map(
    ([own, contacts]) => sql`, ${sql.ref(own)} = case when c.anonymised then c.${sql.ref(contacts)} end`,
  );
  return sql`
    with c as materialized (
      select *, id = any(${anonymise}::bigint[]) as anonymised from contacts
       where institution_id = ${institutionId} and id = any(${ids}::bigint[])
    )
    update ${sql.table(table)} t
       set ${sql.ref(link.column)} = null ${emptied} ${sql.join(columns, sql``)}
      from c
     where t.institution_id = ${institutionId} and ${column} = any(${ids}::bigint[]) and ${column} = c.id`;
}
