import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { isOnSale } from './offer.ts';
import { lockQuotas, takePlaces } from './quotas.ts';

/** How long a place that came free is held for who was offered it. */
const HOLD_HOURS = 24;
/** Entries looked at for one performance in one transaction. */
const MOST = 200;

interface Entry {
  id: number;
  performance: number;
  quantity: number;
}

interface Quota {
  id: number;
  performance: number;
  free: number;
}

/**
 * Offers what is free to who waits: in the order of sign-up, to the first for whom there is room, held for a day or
 * until the performance begins. Places that are kept for some points of sale are offered only where there are no others.
 * @returns the entries that were offered places
 */
export async function offerFreedPlaces(
  tenant: Tenant,
  institution: Institution,
  performanceIds: readonly number[],
  now: Date,
): Promise<number[]> {
  if (performanceIds.length === 0) return [];
  await lockQuotas(tenant, institution.id, { performances: performanceIds });
  const entries = await selectEntries(tenant, institution.id, performanceIds, now);
  if (entries.length === 0) return [];
  const quotas = await selectQuotas(tenant, institution.id, performanceIds);
  const offered: { id: number; quota: number }[] = [];
  const places = new Map<number, number>();
  for (const { id, performance, quantity } of entries) {
    const quota = quotas.find((one) => one.performance === performance && one.free >= quantity);
    if (quota === undefined) continue;
    quota.free -= quantity;
    places.set(quota.id, (places.get(quota.id) ?? 0) + quantity);
    offered.push({ id, quota: quota.id });
  }
  if (offered.length === 0) return [];
  // They are locked and were just read: there is room.
  if (!(await takePlaces(tenant, institution.id, places))) throw new Error('places that were free are not');
  await sql`
    update waiting_list_entries e
       set quota_id = o.quota, offered_at = ${now},
           offer_expires_at = least(${now}::timestamptz + ${HOLD_HOURS} * interval '1 hour', p.starts_at)
      from json_to_recordset(${JSON.stringify(offered)}::json) as o(id bigint, quota bigint),
           performances p
     where e.institution_id = ${institution.id} and e.id = o.id
       and p.institution_id = ${institution.id} and p.id = e.performance_id`.execute(tenant);
  return offered.map(({ id }) => id);
}

async function selectEntries(
  tenant: Tenant,
  i: number,
  performances: readonly number[],
  now: Date,
): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    select e.id, e.performance_id as performance, e.quantity
      from waiting_list_entries e
      join performances f on f.institution_id = ${i} and f.id = e.performance_id and f.state = 'scheduled'
                         and coalesce(f.starts_at, f.ends_at) > ${now}::timestamptz
      join products p on p.institution_id = ${i} and p.id = f.product_id and ${isOnSale(now)}
     where e.institution_id = ${i} and e.performance_id = any(${performances}::bigint[]) and e.state = 'open'
       and e.offer_expires_at is null
     order by e.performance_id, e.signed_up_on, e.signed_up_at nulls first, e.id
     limit ${MOST}
       -- who is erased at this moment is not waited for
       for no key update of e skip locked`.execute(tenant);
  return rows;
}

async function selectQuotas(tenant: Tenant, i: number, performances: readonly number[]): Promise<Quota[]> {
  const { rows } = await sql<Quota>`
    with quota as (
      select q.id, q.performance_id as performance, q.capacity - q.taken as free,
             exists (select from quota_points_of_sale s where s.institution_id = ${i} and s.quota_id = q.id) as kept
        from quotas q
       where q.institution_id = ${i} and q.performance_id = any(${performances}::bigint[])
    )
    select id, performance, free from quota
     where free > 0 and (not kept or not exists (select from quota other
                                                  where other.performance = quota.performance and not other.kept))
     order by id`.execute(tenant);
  return rows;
}
