import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { ProductKind, ProductState } from './shared.ts';

/** A product in the list, with what is to come of it. */
export interface ListedProduct {
  id: number;
  organisation: { id: number; name: string };
  kind: ProductKind;
  name: string;
  season: { id: number; name: string } | null;
  state: ProductState;
  validUntil: string | null;
  /** The next performance that is neither over nor cancelled. */
  nextAt: Date | null;
  performances: { coming: number; all: number };
  /** Of the performances to come, or of the product itself; null where there is no quota. */
  places: { capacity: number; taken: number } | null;
}

export interface ProductQuery {
  name?: string | undefined;
  seasonId?: number | undefined;
  kind?: ProductKind | undefined;
  state?: ProductState | undefined;
  organisationId?: number | undefined;
  sort: 'name' | 'next';
  descending: boolean;
  limit: number;
  cursor?: string | undefined;
}

const place = z.strictObject({ key: z.union([z.string().max(1000), z.int()]), id: z.int().positive() });
/** Later than any performance, in microseconds, and still a whole number in JavaScript: who has none comes last. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** What is sold, page by page. @param organisations those that one works for; null: all @throws DomainError `wrong-cursor` */
export async function selectProducts(
  database: Database,
  institution: Institution,
  query: ProductQuery,
  { organisations, now }: { organisations: readonly number[] | null; now: Date },
): Promise<{ items: ListedProduct[]; next: string | null }> {
  const after = readPlace(query);
  const key = keyOf(institution.id, query.sort, now);
  const way = query.descending ? sql`desc` : sql`asc`;
  const beyond = query.descending ? sql`<` : sql`>`;
  const type = query.sort === 'name' ? sql`text` : sql`bigint`;
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<ListedProduct & { key: string | number }>`
      with fitting as materialized (
        select p.*, ${key} as key from products p
         where p.institution_id = ${institution.id} and ${conditionsOf(query, organisations)}
      ), page as materialized (
        select * from fitting p
         where ${after === undefined ? sql`true` : sql`(p.key, p.id) ${beyond} (${after.key}::${type}, ${after.id}::bigint)`}
         order by p.key ${way}, p.id ${way} limit ${query.limit}
      )
      select p.id, p.kind, p.name, p.state, p.valid_until as "validUntil", p.key,
             json_build_object('id', o.id, 'name', o.name) as organisation,
             case when s.id is not null then json_build_object('id', s.id, 'name', s.name) end as season,
             e.next_at as "nextAt", json_build_object('coming', e.coming, 'all', e.all_of_it) as performances,
             case when k.capacity is not null
                  then json_build_object('capacity', k.capacity, 'taken', k.taken) end as places
        from page p
        join organisations o on o.institution_id = ${institution.id} and o.id = p.organisation_id
        left join seasons s on s.institution_id = ${institution.id} and s.id = p.season_id
       cross join lateral (
         select count(*)::integer as all_of_it, (count(*) filter (where ${isComing(now)}))::integer as coming,
                min(coalesce(e.starts_at, e.ends_at)) filter (where ${isComing(now)}) as next_at
           from performances e where e.institution_id = ${institution.id} and e.product_id = p.id
       ) e
       cross join lateral (
         select sum(q.capacity)::integer as capacity, sum(q.taken)::integer as taken
           from quotas q
           left join performances e on e.institution_id = ${institution.id} and e.id = q.performance_id
          where q.institution_id = ${institution.id} and q.product_id = p.id
            and (q.performance_id is null or ${isComing(now)})
       ) k
       order by p.key ${way}, p.id ${way}`.execute(tenant);
    const last = rows.length === query.limit ? rows.at(-1) : undefined;
    return {
      items: rows.map(({ key: _, ...product }) => product),
      next: last === undefined ? null : writePlace({ key: last.key, id: last.id }),
    };
  });
}

/** On the performance `e`. */
const isComing = (now: Date): RawBuilder<unknown> =>
  sql`(e.state = 'scheduled' and greatest(e.starts_at, e.ends_at) >= ${now}::timestamptz)`;

function keyOf(institutionId: number, sort: ProductQuery['sort'], now: Date): RawBuilder<unknown> {
  if (sort === 'name') return sql`lower(p.name)`;
  return sql`coalesce((select (extract(epoch from min(coalesce(e.starts_at, e.ends_at))) * 1000000)::bigint
                         from performances e
                        where e.institution_id = ${institutionId} and e.product_id = p.id and ${isComing(now)}),
                      ${NEVER}::bigint)`;
}

function conditionsOf(query: ProductQuery, organisations: readonly number[] | null): RawBuilder<unknown> {
  const { name, seasonId, kind, state, organisationId } = query;
  const conditions = [
    ...(organisations === null ? [] : [sql`p.organisation_id = any(${organisations}::bigint[])`]),
    ...(name === undefined ? [] : [sql`strpos(lower(p.name), lower(${name})) > 0`]),
    ...(seasonId === undefined ? [] : [sql`p.season_id = ${seasonId}`]),
    ...(kind === undefined ? [] : [sql`p.kind = ${kind}`]),
    ...(state === undefined ? [] : [sql`p.state = ${state}`]),
    ...(organisationId === undefined ? [] : [sql`p.organisation_id = ${organisationId}`]),
  ];
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

const writePlace = (at: z.infer<typeof place>): string =>
  Buffer.from(JSON.stringify(at)).toString('base64url');

function readPlace({ cursor, sort }: ProductQuery): z.infer<typeof place> | undefined {
  if (cursor === undefined) return undefined;
  try {
    const at = place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if ((typeof at.key === 'string') !== (sort === 'name')) throw new TypeError('a cursor of another order');
    return at;
  } catch {
    throw new DomainError('wrong-cursor', 'this cursor was not given by this list');
  }
}
