import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';
import { refreshOrderActivity } from '../orders/orders.ts';
import { lockOrders } from './locks.ts';
import { isOnSale } from './offer.ts';
import { offerFreedPlaces } from './offer-freed.ts';
import { countPlaces, lockQuotas } from './quotas.ts';
import { releasePlaces } from './release.ts';
import { endEntries } from './waiting-list.ts';

/** Orders, baskets or entries in one transaction. */
const PORTION = 200;

/**
 * Ends what is over, for all institutions: baskets go, options are `expired`, reservations `cancelled` by `expiry` (they
 * count with the person's own act, R2), and offers of places pass to the next who waits. Each minute; and where
 * something seems sold out, at once (`expireOf`).
 */
export async function expireDue(database: Database, now: Date): Promise<void> {
  for (const institution of await selectInstitutions(database)) {
    for (const expire of [expireBaskets, expireLines, expireOffers, offerToWaiting]) {
      let ended = PORTION;
      while (ended === PORTION) {
        ended = await inInstitution(database, institution.id, (tenant) =>
          expire(tenant, institution, now, null),
        );
      }
    }
  }
}

/** Places may have come free without anybody being told of it: a capacity was raised, or an erasure was counted. */
const offerToWaiting: Expire = async (tenant, institution, now) => {
  const i = institution.id;
  const { rows } = await sql<{ id: number }>`
    select distinct e.performance_id as id
      from waiting_list_entries e
      join performances f on f.institution_id = ${i} and f.id = e.performance_id and f.state = 'scheduled'
                         and coalesce(f.starts_at, f.ends_at) > ${now}::timestamptz
      join products p on p.institution_id = ${i} and p.id = f.product_id and ${isOnSale(now)}
      join quotas q on q.institution_id = ${i} and q.performance_id = f.id and q.capacity - q.taken >= e.quantity
     where e.institution_id = ${i} and e.state = 'open' and e.offer_expires_at is null
       and not exists (select from quota_points_of_sale kept where kept.institution_id = ${i} and kept.quota_id = q.id)
     order by 1 limit ${PORTION}`.execute(tenant);
  await offerFreedPlaces(
    tenant,
    institution,
    rows.map(({ id }) => id),
    now,
  );
  return 0;
};

/** The same for some performances. */
export async function expireOf(
  database: Database,
  institution: Institution,
  performances: readonly number[],
  now: Date,
): Promise<void> {
  for (const expire of [expireBaskets, expireLines, expireOffers]) {
    await inInstitution(database, institution.id, (tenant) => expire(tenant, institution, now, performances));
  }
}

/** @returns how many ended */
type Expire = (
  tenant: Tenant,
  institution: Institution,
  now: Date,
  performances: readonly number[] | null,
) => Promise<number>;

const expireBaskets: Expire = async (tenant, institution, now, performances) => {
  const i = institution.id;
  const baskets = await sql<{ id: string }>`
    select b.id from baskets b
     where b.institution_id = ${i} and b.expires_at <= ${now}
       and (${performances}::bigint[] is null
            or exists (select from basket_lines l
                        where l.institution_id = ${i} and l.basket_id = b.id
                          and l.performance_id = any(${performances}::bigint[])))
     order by b.expires_at, b.id limit ${PORTION}
       for update skip locked`.execute(tenant);
  if (baskets.rows.length === 0) return 0;
  const ids = baskets.rows.map(({ id }) => id);
  const { rows } = await sql<{ quotaId: number | null }>`
    delete from basket_lines where institution_id = ${i} and basket_id = any(${ids}::uuid[])
    returning quota_id as "quotaId"`.execute(tenant);
  await sql`delete from baskets where institution_id = ${i} and id = any(${ids}::uuid[])`.execute(tenant);
  await releasePlaces(tenant, institution, countPlaces(rows), now);
  return ids.length;
};

const expireLines: Expire = async (tenant, institution, now, performances) => {
  const i = institution.id;
  const due = sql`
    institution_id = ${i} and state in ('option', 'reserved') and expires_at <= ${now}
    and (${performances}::bigint[] is null or performance_id = any(${performances}::bigint[]))`;
  const orders = await sql<{ id: number }>`
    select distinct order_id as id from order_lines where ${due} order by order_id limit ${PORTION}`.execute(
    tenant,
  );
  if (orders.rows.length === 0) return 0;
  const wanted = orders.rows.map(({ id }) => id);
  const locked = (await lockOrders(tenant, i, wanted, { skip: true })).map(({ id }) => id);
  const { rows } = await sql<{ quotaId: number | null }>`
    update order_lines
       set state = case when state = 'option' then 'expired' else 'cancelled' end, cancelled_at = ${now},
           cancelled_by = 'expiry'
     where ${due} and order_id = any(${locked}::bigint[])
    returning quota_id as "quotaId"`.execute(tenant);
  await releasePlaces(tenant, institution, countPlaces(rows), now);
  await refreshOrderActivity(tenant, i, locked);
  // what somebody else holds is left for the next minute
  return locked.length === wanted.length ? wanted.length : 0;
};

const expireOffers: Expire = async (tenant, institution, now, performances) => {
  const i = institution.id;
  const due = sql`
    institution_id = ${i} and state = 'open' and offer_expires_at <= ${now}
    and (${performances}::bigint[] is null or performance_id = any(${performances}::bigint[]))`;
  const over = await sql<{ performance: number }>`
    select distinct performance_id as performance from waiting_list_entries where ${due}
     order by performance_id limit ${PORTION}`.execute(tenant);
  if (over.rows.length === 0) return 0;
  await lockQuotas(tenant, i, { performances: over.rows.map(({ performance }) => performance) });
  const { rows } = await sql<{ id: number }>`
    select id from waiting_list_entries
     where ${due} and performance_id = any(${over.rows.map(({ performance }) => performance)}::bigint[])`.execute(
    tenant,
  );
  const places = await endEntries(
    tenant,
    i,
    rows.map(({ id }) => id),
  );
  await releasePlaces(tenant, institution, places, now);
  return over.rows.length;
};
