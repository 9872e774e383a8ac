import { type RawBuilder, sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { type ContactFilter, type ContactRights, recencyCondition, shortcutsOf } from './contact-filter.ts';
import type { Place } from './list-cursor.ts';
import { type ListedRow, listed } from './listed-contact.ts';

/** The orders of a list, the tie broken by the id; each with an index. `undated`: who has no recency, by the id alone. */
const ORDERS = {
  name: { table: 'contact_search', id: 'contact_id', key: 'name_key', type: sql`text collate "C"` },
  number: { table: 'contacts', id: 'id', key: 'number', type: sql`text` },
  created: { table: 'contacts', id: 'id', key: 'created_on', type: sql`date` },
  recency: { table: 'contact_recency', id: 'contact_id', key: 'recency', type: sql`date` },
  undated: { table: 'contacts', id: 'id', key: undefined, type: sql`text` },
} as const;
type Order = keyof typeof ORDERS;

export interface ListPage {
  filter: ContactFilter;
  /** On `contacts c`: the filter's and those of the rights. */
  conditions: RawBuilder<unknown>[];
  rights: ContactRights;
  sort: Exclude<Order, 'undated'>;
  descending: boolean;
  limit: number;
  after: Place | undefined;
}

/** A part of a list: what was found, how many contacts were looked at for it, and where to go on; null at the end. */
interface Stretch {
  rows: ListedRow[];
  looked: number;
  next: Place | null;
}

/**
 * What a page looks at, whatever the filter. Where the filter finds no more than so many, they are put in order (0.1 s); else
 * the order is walked for half as many (0.1 s: they lie further apart), and the page may end short, with a place to go on from.
 */
const MOST_SORTED = 10_000;
const MOST_WALKED = 5_000;

/**
 * A page of those that fit; `rows` may be fewer than the limit, and none, though more come after `next`.
 * @param most how many contacts are looked at for it
 */
export async function selectList(
  tenant: Tenant,
  institutionId: number,
  page: ListPage,
  most = { sorted: MOST_SORTED, walked: MOST_WALKED },
): Promise<{ rows: ListedRow[]; next: Place | null }> {
  const { filter, limit, after } = page;
  const few = await chooseFew(tenant, institutionId, filter, most.sorted);
  const look = async (order: Order, from: Place | undefined, wanted: number, ahead: number) => {
    const stretch = {
      ...page,
      order,
      limit: wanted,
      after: from,
      descending: page.descending && order !== 'undated',
    };
    return few === undefined
      ? await walk(tenant, institutionId, stretch, ahead)
      : await sortFew(tenant, institutionId, stretch, few);
  };
  if (page.sort !== 'recency') return await look(page.sort, after, limit, most.walked);
  // Whoever has no recency (structures, and everybody before the first run) comes last, in an order of their own.
  const dated: Stretch =
    after?.key === null || filter.kind === 'structure'
      ? { rows: [], looked: 0, next: null }
      : await look('recency', after, limit, most.walked);
  if (dated.next !== null || filter.from !== undefined || filter.to !== undefined) return dated;
  const undated = await look(
    'undated',
    after?.key === null ? after : undefined,
    limit - dated.rows.length,
    Math.max(most.walked - dated.looked, 1),
  );
  return { rows: [...dated.rows, ...undated.rows], next: undated.next };
}

/** The part of the filter that finds the fewest, where these are few; undefined: no part of it does. */
async function chooseFew(
  tenant: Tenant,
  institutionId: number,
  filter: ContactFilter,
  most: number,
): Promise<RawBuilder<unknown> | undefined> {
  const shortcuts = shortcutsOf(institutionId, filter);
  if (shortcuts.length === 0) return undefined;
  const counts = shortcuts.map(
    (found, at) =>
      sql`select ${at}::integer as at, (select count(*) from (${found} limit ${most + 1}) f)::integer as found`,
  );
  const { rows } = await sql<{ at: number; found: number }>`
    select at, found from (${sql.join(counts, sql` union all `)}) counted order by found limit 1`.execute(
    tenant,
  );
  const [fewest] = rows;
  return fewest !== undefined && fewest.found <= most ? shortcuts[fewest.at] : undefined;
}

interface AskedStretch extends Omit<ListPage, 'sort'> {
  order: Order;
}

/** All that a shortcut finds, looked at and put in order. */
async function sortFew(
  tenant: Tenant,
  institutionId: number,
  asked: AskedStretch,
  few: RawBuilder<unknown>,
): Promise<Stretch> {
  const { key, from, way } = wordsOf(asked);
  const { table, id } = ORDERS[asked.order];
  const rows = await selectListed(
    tenant,
    institutionId,
    asked,
    sql`
      select k.key, f.id from (select distinct id from (${few}) found) f
        cross join lateral (
          select ${key} as key from ${sql.table(table)} o
           where o.institution_id = ${institutionId} and ${sql.ref(`o.${id}`)} = f.id and ${from} limit 1
        ) k
        ${fitting(institutionId, asked, sql`f.id`)}
       order by k.key ${way}, f.id ${way} limit ${asked.limit}`,
  );
  return { rows, looked: 0, next: rows.length < asked.limit ? null : placeOf(rows) };
}

/** The next contacts in the order, each looked at by itself, until the page is full or enough were looked at. */
async function walk(
  tenant: Tenant,
  institutionId: number,
  asked: AskedStretch,
  most: number,
): Promise<Stretch> {
  const { key, from, way, orderBy } = wordsOf(asked);
  const { table, id } = ORDERS[asked.order];
  const ahead = sql`
    select ${key} as key, ${sql.ref(`o.${id}`)} as id from ${sql.table(table)} o
     where o.institution_id = ${institutionId} and ${from} order by ${orderBy} limit ${most}`;
  const rows = await selectListed(
    tenant,
    institutionId,
    asked,
    sql`
      select w.key, w.id from (${ahead}) w
        ${fitting(institutionId, asked, sql`w.id`)}
       order by ${asked.order === 'undated' ? sql`` : sql`w.key ${way},`} w.id ${way} limit ${asked.limit}`,
  );
  if (rows.length === asked.limit) return { rows, looked: most, next: placeOf(rows) };
  const { rows: ends } = await sql<Place & { key: string | null }>`
    select w.key::text, w.id from (${ahead}) w offset ${most - 1}`.execute(tenant);
  const [end] = ends; // where fewer are left than may be looked at, there is none
  return { rows, looked: end === undefined ? 0 : most, next: end ?? null };
}

/**
 * Whether a contact fits. In a subquery of its own with `limit`: joined freely, the planner makes hashes of all contacts,
 * roles, balances (1.4-10 s a page of a million contacts).
 */
function fitting(
  institutionId: number,
  { conditions, order }: AskedStretch,
  id: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const undated = sql`
    not exists (select from contact_recency t where t.institution_id = ${institutionId} and t.contact_id = c.id)`;
  return sql`
    cross join lateral (
      select from contacts c where c.institution_id = ${institutionId} and c.id = ${id}
         and ${sql.join(order === 'undated' ? [...conditions, undated] : conditions, sql` and `)} limit 1
    ) fits`;
}

/** Reads the columns for the page alone. */
async function selectListed(
  tenant: Tenant,
  institutionId: number,
  asked: AskedStretch,
  page: RawBuilder<unknown>,
): Promise<ListedRow[]> {
  const { way } = wordsOf(asked);
  const { rows } = await sql<ListedRow>`
    with shown as materialized (${page})
    select ${listed(asked.rights)}, shown.key::text as key, null as rank
      from shown
      join contacts c on c.institution_id = ${institutionId} and c.id = shown.id
      left join contact_recency r on r.institution_id = ${institutionId} and r.contact_id = c.id
     order by shown.key ${way}, shown.id ${way}`.execute(tenant);
  return rows;
}

function wordsOf({ order, descending, after, filter }: AskedStretch) {
  const { key: column, id: idColumn, type } = ORDERS[order];
  const key = column === undefined ? sql`null::text` : sql.ref(`o.${column}`);
  const id = sql.ref(`o.${idColumn}`);
  const way = descending ? sql`desc` : sql`asc`;
  const beyond = descending ? sql`<` : sql`>`;
  const beyondLast =
    after === undefined
      ? sql`true`
      : column === undefined
        ? sql`${id} > ${after.id}`
        : sql`(${key}, ${id}) ${beyond} (${after.key}::${type}, ${after.id}::bigint)`;
  // A range of the recency is a part of that order, and the walk begins there.
  const range = order === 'recency' ? recencyCondition(filter, 'o') : undefined;
  const from = range === undefined ? beyondLast : sql`${beyondLast} and ${range}`;
  return { key, way, from, orderBy: column === undefined ? id : sql`${key} ${way}, ${id} ${way}` };
}

function placeOf(rows: ListedRow[]): Place | null {
  const last = rows.at(-1);
  return last === undefined ? null : { key: last.key, id: last.id };
}
