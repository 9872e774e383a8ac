import { type RawBuilder, sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type ContactFilter, type ContactRights, conditionsOf } from './contact-filter.ts';
import { selectList } from './list-contacts.ts';
import { type Place, readCursor, writeCursor } from './list-cursor.ts';
import { type ListedContact, type ListedRow, listed } from './listed-contact.ts';

export const contactSorts = ['relevance', 'name', 'number', 'recency', 'created'] as const;
export type ContactSort = (typeof contactSorts)[number];

export interface ContactQuery extends ContactFilter {
  /** What was typed to find somebody: a name, an e-mail, a number, a telephone number, a town; in any order. */
  q?: string | undefined;
  /** `relevance` is for what was typed; without it, and by default, it is the name. */
  sort?: ContactSort | undefined;
  descending?: boolean | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** So many are looked at for one search in a narrowed or sorted list: who finds more types another word. */
const MOST_NARROWED = 20_000;
const MOST_FOUND = 200;
/** For the palette, which shows a handful: looking at all of them took three times as long. */
const MOST_GLANCED_AT = 50;
const HANDFUL = 10;

/** How a search found those that are `restricted`, for whoever may see no more of them than name and number. */
const BY_NAME_OR_NUMBER = sql`(0, 2, 3)`;

/**
 * A page of contacts: everybody, those of a filter, or those that a search finds. Confidential contacts are among them only
 * where the rights say so; of restricted ones only name and number, and no filter tells more about them.
 * @throws DomainError `wrong-cursor`
 */
export async function findContacts(
  database: Database,
  institution: Institution,
  query: ContactQuery,
  rights: ContactRights,
): Promise<{ items: ListedContact[]; next: string | null }> {
  const byDay = query.sort === 'recency' || query.sort === 'created';
  const after = readCursor(query.cursor, byDay);
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows, next } = await selectPage(tenant, institution.id, query, rights, after);
    return {
      items: rows.map(({ key: _, rank: __, ...contact }) => contact),
      next: next === null ? null : writeCursor(next),
    };
  });
}

async function selectPage(
  tenant: Tenant,
  institutionId: number,
  query: ContactQuery,
  rights: ContactRights,
  after: Place | undefined,
): Promise<{ rows: ListedRow[]; next: Place | null }> {
  const typed = (query.q ?? '').replaceAll('\0', '').trim();
  const narrowing = conditionsOf(institutionId, query);
  const conditions = [
    sql`c.institution_id = ${institutionId}`,
    ...narrowing,
    ...visible(rights, narrowing, typed),
  ];
  if (typed === '') {
    const sort = query.sort === undefined || query.sort === 'relevance' ? 'name' : query.sort;
    const { limit, descending = false } = query;
    return await selectList(tenant, institutionId, {
      ...{ filter: query, conditions, rights, sort, descending, limit, after },
    });
  }
  const rows = await selectFound(tenant, institutionId, { ...query, typed }, conditions, rights, after);
  const last = rows.length === query.limit ? rows.at(-1) : undefined;
  return { rows, next: last === undefined ? null : { key: last.key, id: last.id, rank: last.rank ?? 0 } };
}

/** What keeps contacts from the list that are not for everybody's eyes. */
function visible(rights: ContactRights, narrowing: unknown[], typed: string): RawBuilder<unknown>[] {
  return [
    ...(rights.confidential ? [] : [sql`c.confidentiality <> 'confidential'`]),
    ...(rights.restricted
      ? []
      : narrowing.length > 0
        ? [sql`c.confidentiality <> 'restricted'`] // that it fits would tell what the columns do not
        : typed === ''
          ? []
          : [sql`(c.confidentiality <> 'restricted' or f.rank in ${BY_NAME_OR_NUMBER})`]),
  ];
}

/** What was typed: the likeliest first, unless another order is asked for. */
async function selectFound(
  tenant: Tenant,
  institutionId: number,
  { typed, sort = 'relevance', descending = false, limit, ...filter }: ContactQuery & { typed: string },
  conditions: RawBuilder<unknown>[],
  rights: ContactRights,
  after: Place | undefined,
): Promise<ListedRow[]> {
  const narrowed = sort !== 'relevance' || conditionsOf(institutionId, filter).length > 0;
  const rank = sort === 'relevance' ? sql`f.rank` : sql`0`;
  const key = {
    relevance: sql`f.name_key collate "C"`,
    name: sql`f.name_key collate "C"`,
    number: sql`c.number`,
    created: sql`c.created_on::text collate "C"`,
    recency: sql`coalesce(r.recency::text, ${descending ? '0001-01-01' : '9999-12-31'}) collate "C"`,
  }[sort];
  const way = descending && sort !== 'relevance' ? sql`desc` : sql`asc`;
  const beyond = descending && sort !== 'relevance' ? sql`<` : sql`>`;
  const most = narrowed ? MOST_NARROWED : limit > HANDFUL ? MOST_FOUND : MOST_GLANCED_AT;
  // The rest of the columns are read for the page alone.
  const { rows } = await sql<ListedRow>`
    with f as materialized (
      select contact_id, min(rank) as rank, min(name_key) as name_key
        from search_contacts(${institutionId}, ${typed}, ${most}) group by contact_id
    ), page as materialized (
      select c.id, ${key} as key, ${rank} as rank
        from f
        join contacts c on c.institution_id = ${institutionId} and c.id = f.contact_id
        ${
          sort === 'recency'
            ? sql`left join contact_recency r on r.institution_id = ${institutionId} and r.contact_id = c.id`
            : sql``
        }
       where ${sql.join(conditions, sql` and `)}
    ), shown as materialized (
      select * from page
       ${after === undefined ? sql`` : sql`where (rank, key, id) ${beyond} (${after.rank ?? 0}::integer, ${after.key ?? ''}::text, ${after.id}::bigint)`}
       order by rank ${way}, key ${way}, id ${way} limit ${limit}
    )
    select ${listed(rights)}, shown.key, shown.rank
      from shown
      join contacts c on c.institution_id = ${institutionId} and c.id = shown.id
      left join contact_recency r on r.institution_id = ${institutionId} and r.contact_id = c.id
     order by shown.rank ${way}, shown.key ${way}, shown.id ${way}`.execute(tenant);
  return rows;
}
