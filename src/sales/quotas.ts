import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';

/**
 * So many places by quota. Whoever changes several quotas does it in the order of their ids, and after contacts, baskets
 * and orders are locked (`locks.ts`): two transactions then wait for each other, and never in a circle.
 */
export type Places = ReadonlyMap<number, number>;

/**
 * Takes places, all or none: the one statement that raises `taken` asks in itself whether there is room, so capacity is
 * never oversold whatever happens at once.
 * @returns false where there was no room; the caller then rolls back
 */
export async function takePlaces(tenant: Tenant, institutionId: number, places: Places): Promise<boolean> {
  for (const [quota, n] of [...places].sort(([one], [other]) => one - other)) {
    const { rows } = await sql`
      update quotas set taken = taken + ${n}
       where institution_id = ${institutionId} and id = ${quota} and taken + ${n}::integer <= capacity
      returning id`.execute(tenant);
    if (rows.length === 0) return false;
  }
  return true;
}

/** Gives places back. The quotas are locked by `lockQuotas`, because what comes free is offered to who waits. */
export async function freePlaces(tenant: Tenant, institutionId: number, places: Places): Promise<void> {
  const freed = [...places].filter(([, n]) => n > 0).map(([id, n]) => ({ id, n }));
  if (freed.length === 0) return;
  await sql`
    update quotas q set taken = greatest(0, q.taken - f.n)
      from json_to_recordset(${JSON.stringify(freed)}::json) as f(id bigint, n integer)
     where q.institution_id = ${institutionId} and q.id = f.id`.execute(tenant);
}

/**
 * Locks the quotas of the performances that these quotas or performances are of, in the order of their ids. `no key`,
 * so that a row that refers to a quota can be written meanwhile.
 * @returns the performances
 */
export async function lockQuotas(
  tenant: Tenant,
  institutionId: number,
  { quotas = [], performances = [] }: { quotas?: readonly number[]; performances?: readonly number[] },
): Promise<number[]> {
  if (quotas.length === 0 && performances.length === 0) return [];
  const { rows } = await sql<{ performance: number | null }>`
    select performance_id as performance
      from quotas
     where institution_id = ${institutionId}
       and (id = any(${quotas}::bigint[])
            or performance_id = any(${performances}::bigint[])
            or performance_id in (select performance_id from quotas
                                   where institution_id = ${institutionId} and id = any(${quotas}::bigint[])))
     order by id
       for no key update`.execute(tenant);
  return [...new Set(rows.flatMap(({ performance }) => performance ?? []))];
}

/** @returns how many rows there are of each quota; what has none is not counted */
export function countPlaces(rows: Iterable<{ quotaId: number | null }>): Map<number, number> {
  const places = new Map<number, number>();
  for (const { quotaId } of rows) {
    if (quotaId !== null) places.set(quotaId, (places.get(quotaId) ?? 0) + 1);
  }
  return places;
}
