import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Session } from '../operators/operators.ts';

type Operator = Session['operator'];

/** How an operator likes to look at a list. */
export interface View {
  id: number;
  name: string;
  /** The search parameters of the list's address: filters and sorting. */
  search: Record<string, string | number | boolean>;
  /** The columns in sight, by their ids. */
  columns: string[];
  /** Offered to everybody of the institution. */
  shared: boolean;
  /** Of whoever asks. */
  mine: boolean;
}

export type WantedView = Omit<View, 'id' | 'mine'> & { list: string };

/** So many are chosen from at a glance; more are refused. */
const MOST = 50;

/** One's own views of a list and those that others share, by name. */
export async function selectViews(
  database: Database,
  institution: Institution,
  operator: Operator,
  list: string,
): Promise<View[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<View>`
      select id, name, search, columns, shared, operator_id = ${operator.id} as mine from views
       where institution_id = ${institution.id} and list = ${list} and (shared or operator_id = ${operator.id})
       order by operator_id <> ${operator.id}, name, id`.execute(tenant);
    return rows;
  });
}

/**
 * Keeps a view; one of the operator's with the same name is replaced.
 * @throws DomainError `wrong-view` where it holds what was typed to find somebody: a view must not remember a person
 *   who is erased; `too-many-views`
 */
export async function saveView(
  database: Database,
  institution: Institution,
  operator: Operator,
  { list, name, search, columns, shared }: WantedView,
  now: Date,
): Promise<View> {
  if ('q' in search)
    throw new DomainError('wrong-view', 'a view does not keep what was typed into the search');
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      insert into views (institution_id, operator_id, list, name, search, columns, shared, created_at)
      select ${institution.id}, ${operator.id}, ${list}, ${name}, ${JSON.stringify(search)}, ${JSON.stringify(columns)},
             ${shared}, ${now}
       where (select count(*) from views where institution_id = ${institution.id} and operator_id = ${operator.id}
                 and list = ${list} and name <> ${name}) < ${MOST}
          on conflict (institution_id, operator_id, list, name) do update
         set search = excluded.search, columns = excluded.columns, shared = excluded.shared
      returning id`.execute(tenant);
    const id = rows[0]?.id;
    if (id === undefined)
      throw new DomainError('too-many-views', `a list has at most ${MOST} views of one operator`);
    const actor = `operator:${operator.id}`;
    await audit(tenant, institution.id, now, {
      actor,
      action: 'view.save',
      subject: `view:${id}`,
      details: { list, shared },
    });
    return { id, name, search, columns, shared, mine: true };
  });
}

/** Removes a view of one's own. @throws DomainError `unknown-view`, for those of others, too */
export async function deleteView(
  database: Database,
  institution: Institution,
  operator: Operator,
  id: number,
  now: Date,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      delete from views
       where institution_id = ${institution.id} and id = ${id} and operator_id = ${operator.id} returning id`.execute(
      tenant,
    );
    if (rows.length === 0) throw new DomainError('unknown-view', 'there is no such view of yours');
    const actor = `operator:${operator.id}`;
    await audit(tenant, institution.id, now, { actor, action: 'view.delete', subject: `view:${id}` });
  });
}
