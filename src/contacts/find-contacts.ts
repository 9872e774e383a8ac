import { type RawBuilder, sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type ContactFilter, type ContactKind, type ContactRights, conditionsOf } from './contact-filter.ts';
import { type Place, readCursor, writeCursor } from './list-cursor.ts';

/** A contact in a list. What whoever asks may not see of it is null, and `closed` says so. */
export interface ListedContact {
  id: number;
  number: string;
  kind: ContactKind;
  name: string;
  email: string | null;
  phone: string | null;
  postcode: string | null;
  town: string | null;
  country: string | null;
  createdOn: string | null;
  recency: string | null;
  source: string | null;
  confidentiality: 'free' | 'restricted' | 'confidential';
  closed: boolean;
}

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
    const rows = await selectPage(tenant, institution.id, query, rights, after);
    const last = rows.at(-1);
    const next =
      last !== undefined && rows.length === query.limit
        ? writeCursor({ key: last.key, id: last.id, ...(last.rank === null ? {} : { rank: last.rank }) })
        : null;
    return { items: rows.map(({ key: _, rank: __, ...contact }) => contact), next };
  });
}

type Row = ListedContact & { key: string | null; rank: number | null };

async function selectPage(
  tenant: Tenant,
  institutionId: number,
  query: ContactQuery,
  rights: ContactRights,
  after: Place | undefined,
): Promise<Row[]> {
  const typed = (query.q ?? '').replaceAll('\0', '').trim();
  const narrowing = conditionsOf(institutionId, query);
  const conditions = [
    sql`c.institution_id = ${institutionId}`,
    ...narrowing,
    ...visible(rights, narrowing, typed),
  ];
  if (typed !== '')
    return await selectFound(tenant, institutionId, { ...query, typed }, conditions, rights, after);
  const sort = query.sort === undefined || query.sort === 'relevance' ? 'name' : query.sort;
  const page = { conditions, rights, limit: query.limit, descending: query.descending ?? false };
  if (sort !== 'recency') return await selectSorted(tenant, institutionId, { ...page, sort, after });
  // Whoever has no recency (structures, and everybody before the first run) comes last: in an index of their own.
  const dated =
    after?.key === null ? [] : await selectSorted(tenant, institutionId, { ...page, sort: 'recency', after });
  if (dated.length === query.limit || query.from !== undefined || query.to !== undefined) return dated;
  const undated = await selectSorted(tenant, institutionId, {
    ...page,
    conditions: [...conditions, sql`r.contact_id is null`],
    sort: 'id',
    limit: query.limit - dated.length,
    after: after?.key === null ? after : undefined,
  });
  return [...dated, ...undated];
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

/** The columns by which pages are walked, the tie broken by the id; each with an index. */
const KEYS = {
  name: { table: 's', key: sql`s.name_key`, id: sql`s.contact_id`, type: sql`text collate "C"` },
  number: { table: 'c', key: sql`c.number`, id: sql`c.id`, type: sql`text` },
  created: { table: 'c', key: sql`c.created_on`, id: sql`c.id`, type: sql`date` },
  recency: { table: 'r', key: sql`r.recency`, id: sql`r.contact_id`, type: sql`date` },
  id: { table: 'c', key: undefined, id: sql`c.id`, type: undefined },
} as const;

interface SortedPage {
  conditions: RawBuilder<unknown>[];
  rights: ContactRights;
  sort: keyof typeof KEYS;
  descending: boolean;
  limit: number;
  after: Place | undefined;
}

async function selectSorted(tenant: Tenant, institutionId: number, page: SortedPage): Promise<Row[]> {
  const { key, id, type } = KEYS[page.sort];
  const way = page.descending && page.sort !== 'id' ? sql`desc` : sql`asc`;
  const beyond = page.descending && page.sort !== 'id' ? sql`<` : sql`>`;
  const { after } = page;
  const from =
    after === undefined
      ? []
      : key === undefined || after.key === null
        ? [sql`${id} > ${after.id}`]
        : [sql`(${key}, ${id}) ${beyond} (${after.key}::${type}, ${after.id}::bigint)`];
  const { rows } = await sql<Row>`
    select ${listed(page.rights)}, ${key === undefined ? sql`null` : sql`${key}::text`} as key, null as rank
      from contacts c
      join contact_search s on s.institution_id = ${institutionId} and s.contact_id = c.id
      ${page.sort === 'recency' ? sql`` : sql`left`} join contact_recency r
           on r.institution_id = ${institutionId} and r.contact_id = c.id
     where ${sql.join([...page.conditions, ...from], sql` and `)}
     order by ${key === undefined ? sql`` : sql`${key} ${way},`} ${id} ${way} limit ${page.limit}`.execute(
    tenant,
  );
  return rows;
}

/** What was typed: the likeliest first, unless another order is asked for. */
async function selectFound(
  tenant: Tenant,
  institutionId: number,
  { typed, sort = 'relevance', descending = false, limit, ...filter }: ContactQuery & { typed: string },
  conditions: RawBuilder<unknown>[],
  rights: ContactRights,
  after: Place | undefined,
): Promise<Row[]> {
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
  const { rows } = await sql<Row>`
    with f as materialized (
      select contact_id, min(rank) as rank, min(name_key) as name_key
        from search_contacts(${institutionId}, ${typed}, ${most}) group by contact_id
    ), page as materialized (
      select c.id, ${key} as key, ${rank} as rank
        from f
        join contacts c on c.institution_id = ${institutionId} and c.id = f.contact_id
        ${
          narrowed
            ? sql`
        join contact_search s on s.institution_id = ${institutionId} and s.contact_id = c.id
        left join contact_recency r on r.institution_id = ${institutionId} and r.contact_id = c.id`
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

/** The columns of a list; of a restricted contact only name and number, for whoever may see no more. */
function listed({ restricted }: ContactRights): RawBuilder<unknown> {
  const open = restricted ? sql`true` : sql`(c.confidentiality <> 'restricted')`;
  const shown = (column: string) => sql`case when ${open} then ${sql.ref(column)} end`;
  return sql`
    c.id, c.number, c.kind,
    coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.company_name, c.number) as name,
    ${shown('c.email')} as email, coalesce(${shown('c.mobile')}, ${shown('c.phone')}) as phone,
    ${shown('c.postcode')} as postcode, ${shown('c.town')} as town, ${shown('c.country')} as country,
    ${shown('c.created_on')} as "createdOn", ${shown('r.recency')} as recency, ${shown('r.source')} as source,
    c.confidentiality, not ${open} as closed`;
}
