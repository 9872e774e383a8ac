import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';

/** How many may be sold, and to which points of sale it is kept. */
export interface Quota {
  id: number;
  name: string;
  capacity: number;
  /** Standing lines, places held in baskets and offered to the waiting list. */
  taken: number;
  /** Ids; none: for all of them. */
  pointsOfSale: number[];
}

export interface WantedQuota {
  /** undefined: a new one. */
  id?: number | undefined;
  name: string;
  capacity: number;
  pointsOfSale: number[];
}

/** What quotas and prices belong to: an undated product or a pass itself, or one performance. */
export interface Offer {
  productId: number;
  performanceId: number | null;
}

const MOST_PLACES = 1_000_000;

/** The quotas of `offer`, as JSON. @param performance a condition on the quota `q` */
export const quotasJson = (institutionId: number, of: ReturnType<typeof sql>) => sql<Quota[]>`
  coalesce((select json_agg(json_build_object(
                     'id', q.id, 'name', q.name, 'capacity', q.capacity, 'taken', q.taken,
                     'pointsOfSale', coalesce((select json_agg(k.point_of_sale_id order by k.point_of_sale_id)
                                                 from quota_points_of_sale k
                                                where k.institution_id = ${institutionId} and k.quota_id = q.id), '[]'))
                   order by q.name, q.id)
              from quotas q where q.institution_id = ${institutionId} and ${of}), '[]')`;

/** @throws DomainError `wrong-quotas` */
export function checkedQuotas(wanted: WantedQuota[]): WantedQuota[] {
  const quotas = wanted.map((quota) => ({ ...quota, name: quota.name.trim() }));
  const wrong = (sentence: string) => new DomainError('wrong-quotas', sentence);
  if (quotas.some(({ name }) => name === '' || name.length > 100)) throw wrong('a quota has a name');
  if (quotas.some(({ capacity }) => !Number.isInteger(capacity) || capacity < 0 || capacity > MOST_PLACES)) {
    throw wrong('a capacity is a whole number');
  }
  if (new Set(quotas.map(({ name }) => name)).size < quotas.length) throw wrong('two quotas have one name');
  return quotas;
}

/**
 * Makes the quotas of an offer what is wanted. They are locked first: whoever sells at this moment is waited for and
 * then counted, so that no capacity goes below what is taken.
 * @throws DomainError `wrong-quotas`, `unknown-quota`, `unknown-point-of-sale`, `quota-below-taken` (its facts have
 *   the name and what is taken), `quota-used` where one that is left out was sold from
 */
export async function saveQuotas(
  tenant: Tenant,
  institution: Institution,
  offer: Offer,
  wanted: WantedQuota[],
): Promise<void> {
  const quotas = checkedQuotas(wanted);
  const { rows: present } = await sql<{ id: number; name: string; taken: number }>`
    select id, name, taken from quotas
     where institution_id = ${institution.id} and product_id = ${offer.productId}
       and performance_id is not distinct from ${offer.performanceId}::bigint
     order by id for no key update`.execute(tenant);
  const known = new Map(present.map((quota) => [quota.id, quota]));
  const kept = new Set(quotas.map(({ id }) => id));
  if (quotas.some(({ id }) => id !== undefined && !known.has(id))) {
    throw new DomainError('unknown-quota', 'there is no such quota here');
  }
  const below = quotas.flatMap(({ id, capacity }) => {
    const quota = id === undefined ? undefined : known.get(id);
    return quota !== undefined && capacity < quota.taken ? [quota] : [];
  });
  const gone = present.filter(({ id }) => !kept.has(id));
  const inUse = [...below, ...gone.filter(({ taken }) => taken > 0)];
  if (inUse.length > 0) {
    throw new DomainError(
      'quota-below-taken',
      'more places are taken than the quota would have',
      inUse.map(({ name, taken }) => `${name}: ${taken}`),
      inUse.map(({ name, taken }) => ({ code: 'quota-below-taken', about: { name, taken } })),
    );
  }
  await remove(
    tenant,
    institution,
    gone.map(({ id }) => id),
  );
  await write(
    tenant,
    institution,
    offer,
    quotas.filter(({ id }) => id !== undefined),
  );
  await add(
    tenant,
    institution,
    offer.productId,
    [offer.performanceId],
    quotas.filter(({ id }) => id === undefined),
  );
}

async function remove(tenant: Tenant, institution: Institution, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`delete from quota_points_of_sale
             where institution_id = ${institution.id} and quota_id = any(${ids}::bigint[])`.execute(tenant);
  try {
    await sql`delete from quotas where institution_id = ${institution.id} and id = any(${ids}::bigint[])`.execute(
      tenant,
    );
  } catch (error) {
    if ((error as { code?: string }).code !== '23503') throw error;
    throw new DomainError('quota-used', 'something was sold from this quota: give it the capacity 0 instead');
  }
}

async function write(
  tenant: Tenant,
  institution: Institution,
  offer: Offer,
  quotas: WantedQuota[],
): Promise<void> {
  if (quotas.length === 0) return;
  const rows = JSON.stringify(quotas.map(({ id, name, capacity }) => ({ id, name, capacity })));
  try {
    await sql`
      update quotas q set name = r.name, capacity = r.capacity
        from json_to_recordset(${rows}::json) as r(id bigint, name text, capacity integer)
       where q.institution_id = ${institution.id} and q.id = r.id and q.product_id = ${offer.productId}`.execute(
      tenant,
    );
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error;
    throw new DomainError(
      'wrong-quotas',
      'two quotas would have one name on the way: rename them one by one',
    );
  }
  const ids = quotas.map(({ id }) => id as number);
  await sql`delete from quota_points_of_sale
             where institution_id = ${institution.id} and quota_id = any(${ids}::bigint[])`.execute(tenant);
  await keepTo(
    tenant,
    institution,
    quotas.flatMap(({ id, pointsOfSale }) => pointsOfSale.map((point) => ({ quota: id as number, point }))),
  );
}

/** The same quotas for each performance; null: of the product itself. */
export async function add(
  tenant: Tenant,
  institution: Institution,
  productId: number,
  performanceIds: (number | null)[],
  quotas: WantedQuota[],
): Promise<void> {
  if (quotas.length === 0) return;
  const rows = JSON.stringify(quotas.map(({ name, capacity }) => ({ name, capacity })));
  const { rows: made } = await sql<{ id: number; name: string }>`
    insert into quotas (institution_id, product_id, performance_id, name, capacity)
    select ${institution.id}::bigint, ${productId}::bigint, e.id, r.name, r.capacity
      from unnest(${performanceIds}::bigint[]) as e(id)
     cross join json_to_recordset(${rows}::json) as r(name text, capacity integer)
    returning id, name`.execute(tenant);
  const pointsOf = new Map(quotas.map(({ name, pointsOfSale }) => [name, pointsOfSale]));
  await keepTo(
    tenant,
    institution,
    made.flatMap(({ id, name }) => (pointsOf.get(name) ?? []).map((point) => ({ quota: id, point }))),
  );
}

async function keepTo(
  tenant: Tenant,
  institution: Institution,
  pairs: { quota: number; point: number }[],
): Promise<void> {
  if (pairs.length === 0) return;
  const points = [...new Set(pairs.map(({ point }) => point))];
  const { rows: known } = await sql`
    select from points_of_sale
     where institution_id = ${institution.id} and id = any(${points}::bigint[])`.execute(tenant);
  if (known.length < points.length) {
    throw new DomainError('unknown-point-of-sale', 'there is no such point of sale');
  }
  await sql`
    insert into quota_points_of_sale (institution_id, quota_id, point_of_sale_id)
    select distinct ${institution.id}::bigint, r.quota, r.point
      from json_to_recordset(${JSON.stringify(pairs)}::json) as r(quota bigint, point bigint)`.execute(
    tenant,
  );
}
