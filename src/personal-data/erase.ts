import { type RawBuilder, sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { personalDataMap } from './map.ts';
import type { Effect, Link } from './map-words.ts';

/** The contacts that one set of statements erases: those that the journal of a run says to, with ids in (after, upTo]. */
export interface Erasure {
  institutionId: number;
  runId: number;
  after: number;
  upTo: number;
}

type Outcome = 'delete' | 'anonymise';

/**
 * Erases what the journal says, table by table as the personal data map orders it (R7, R8). A handful of
 * set-based statements per range, however many contacts it has.
 * The caller holds the rows of these contacts locked, and its transaction also journals, seals and counts.
 */
export async function eraseJournalled(tenant: Tenant, erasure: Erasure): Promise<void> {
  for (const statement of statements(erasure)) await statement.execute(tenant);
}

function statements(erasure: Erasure): RawBuilder<unknown>[] {
  return Object.entries(personalDataMap).flatMap(([table, { links }]) =>
    links.flatMap((link) => ofLink(erasure, table, link)),
  );
}

function ofLink(erasure: Erasure, table: string, link: Link): RawBuilder<unknown>[] {
  const outcomes = (wanted: (effect: Effect) => boolean) =>
    (['delete', 'anonymise'] as const).filter((outcome) => wanted(link[outcome]));
  const wholeRows = outcomes((effect) => effect === 'row' || typeof effect === 'object');
  // What is deleted only under a condition is unlinked where the condition does not hold.
  const unlinked = outcomes((effect) => effect === 'unlink' || (typeof effect === 'object' && 'column' in link));
  return [
    ...(wholeRows.length > 0 ? [deleteRows(erasure, table, link, wholeRows)] : []),
    ...(unlinked.length > 0 && 'column' in link ? [unlink(erasure, table, link, unlinked)] : []),
  ];
}

/** The rows of the journal to work on; `t` is the table's alias. */
function journalled({ institutionId, runId, after, upTo }: Erasure, outcomes: readonly Outcome[]) {
  return sql`j.institution_id = ${institutionId} and j.run_id = ${runId}
         and j.contact_id > ${after} and j.contact_id <= ${upTo} and j.outcome in (${sql.join(outcomes.map((o) => sql.lit(o)))})`;
}

function deleteRows(erasure: Erasure, table: string, link: Link, outcomes: readonly Outcome[]) {
  const { institutionId, after, upTo } = erasure;
  const condition = typeof link.delete === 'object' ? conditionOf(link.delete, institutionId) : sql``;
  if ('through' in link) {
    const { through } = link;
    return sql`
      delete from ${sql.table(table)} t
       using journal j
        join ${sql.table(through.table)} owner
          on owner.institution_id = ${institutionId} and owner.${sql.ref(through.link)} = j.contact_id
       where ${journalled(erasure, outcomes)}
         and t.institution_id = ${institutionId} and t.${sql.ref(through.column)} = owner.id ${condition}`;
  }
  return sql`
    delete from ${sql.table(table)} t
     using journal j
     where ${journalled(erasure, outcomes)}
       and t.institution_id = ${institutionId} and t.${sql.ref(link.column)} = j.contact_id
       and t.${sql.ref(link.column)} > ${after} and t.${sql.ref(link.column)} <= ${upTo} ${condition}`;
}

function conditionOf(effect: Exclude<Effect, string>, institutionId: number): RawBuilder<unknown> {
  if (effect.row === 'unless-naming-another') {
    const named = sql.ref(effect.by);
    return sql`and (t.${named} is null or t.${named} = j.contact_id)`;
  }
  const references = effect.by.map((reference) => {
    const [child, column] = reference.split('.') as [string, string];
    return sql`and not exists (select from ${sql.table(child)} child
                                where child.institution_id = ${institutionId} and child.${sql.ref(column)} = t.id)`;
  });
  return sql.join(references, sql` `);
}

function unlink(erasure: Erasure, table: string, link: Link & { column: string }, outcomes: readonly Outcome[]) {
  const { institutionId, after, upTo } = erasure;
  const column = sql.ref(link.column);
  const from = Object.entries(link.keepOnAnonymise ?? {});
  const copies = from.map(
    ([own, contacts]) => sql`, ${sql.ref(own)} = case when j.outcome = 'anonymise' then c.${sql.ref(contacts)} end`,
  );
  const contact = from.length === 0 ? sql`` : sql`join contacts c on c.institution_id = ${institutionId} and c.id = j.contact_id`;
  return sql`
    update ${sql.table(table)} t
       set ${column} = null ${sql.join(copies, sql``)}
      from journal j ${contact}
     where ${journalled(erasure, outcomes)}
       and t.institution_id = ${institutionId} and t.${column} = j.contact_id
       and t.${column} > ${after} and t.${column} <= ${upTo}`;
}
