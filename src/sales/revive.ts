import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { refreshOrderActivity } from '../orders/orders.ts';
import type { LockedOrder } from './locks.ts';
import { countPlaces, lockQuotas, takePlaces } from './quotas.ts';
import { booked } from './sell.ts';
import type { By } from './shapes.ts';

/**
 * Sells what lapsed while its payment was under way, where all its places are free still and the performance takes
 * place. The payment was the person's act in time; only its news came late.
 * @returns false where it is too late: nothing is changed then
 */
export async function reviveLapsed(
  tenant: Tenant,
  institution: Institution,
  order: LockedOrder,
  since: Date,
  { now }: By,
): Promise<boolean> {
  const i = institution.id;
  const { rows } = await sql<{ id: number; quotaId: number | null; over: boolean }>`
    select l.id, l.quota_id as "quotaId",
           coalesce(f.state = 'cancelled' or coalesce(f.ends_at, f.starts_at) <= ${now}::timestamptz, false) as over
      from order_lines l
      left join performances f on f.institution_id = ${i} and f.id = l.performance_id
     where l.institution_id = ${i} and l.order_id = ${order.id} and l.cancelled_by = 'expiry'
       and l.cancelled_at >= ${since}`.execute(tenant);
  if (rows.some(({ over }) => over)) return false;
  const places = countPlaces(rows);
  await lockQuotas(tenant, i, { quotas: [...places.keys()] });
  if (!(await isRoom(tenant, i, places)) || !(await takePlaces(tenant, i, places))) return false;
  const ids = rows.map(({ id }) => id);
  await sql`
    update order_lines
       set state = 'sold', reached = 'sale', sold_on = ${today(institution, now)}, expires_at = null,
           cancelled_at = null, cancelled_by = null, ticket_code = gen_random_uuid()
     where institution_id = ${i} and id = any(${ids}::bigint[])`.execute(tenant);
  await booked(tenant, i, order, ids);
  await refreshOrderActivity(tenant, i, [order.id]);
  return true;
}

/** The quotas are locked: what is read holds until the end. */
async function isRoom(tenant: Tenant, i: number, places: ReadonlyMap<number, number>): Promise<boolean> {
  const { rows } = await sql<{ id: number; free: number }>`
    select id, capacity - taken as free from quotas
     where institution_id = ${i} and id = any(${[...places.keys()]}::bigint[])`.execute(tenant);
  return rows.every(({ id, free }) => free >= (places.get(id) ?? 0));
}
