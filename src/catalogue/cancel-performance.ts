import { sql } from 'kysely';
import { tellOfPerformance } from '../customers/customers.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { refreshOrderActivity } from '../orders/orders.ts';
import { auditOffer, type Cataloguing, lockPerformance } from './shared.ts';
import { checkReviewed, countTouched, lockOrdersOf, stands, type Touched, walkOrders } from './touched.ts';

/**
 * Cancels a performance. Its lines that stand become cancelled by the venue: they count with the person's own act
 * (R2), because no attendance follows, and the cancellation itself is no activity (R1). What was sold is credited to
 * the purchase contact, per organisation and currency. Who waits, waits no more, and its date of sign-up stays (R1d).
 * @param known its version, what was reviewed before it was confirmed, and whether its people are told by mail (yes)
 * @returns what it touched
 * @throws DomainError `unknown-performance`, `stale`, `not-permitted`, `performance-cancelled`, `changed-meanwhile`
 */
export async function cancelPerformance(
  database: Database,
  institution: Institution,
  known: { id: number; version: number; reviewed: { lines: number; waiting: number }; tell?: boolean },
  by: Cataloguing,
): Promise<Touched> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { starts_at: startsAt } = await lockPerformance(tenant, institution, known, by);
    await closeSale(tenant, institution, known.id);
    const touched = await countTouched(tenant, institution, known.id);
    checkReviewed(touched, known.reviewed);
    await sql`
      update performances set state = 'cancelled', version = version + 1
       where institution_id = ${institution.id} and id = ${known.id}`.execute(tenant);
    if (known.tell ?? true) {
      const news = { performanceId: known.id, act: 'cancel' as const, version: known.version + 1, startsAt };
      await tellOfPerformance(tenant, institution, news, by.now);
    }
    await emptyBaskets(tenant, institution, known.id);
    const orders = await walkOrders(tenant, institution, known.id, {
      onlyStanding: true,
      work: async (ids) => {
        await cancelLines(tenant, institution, known.id, ids, by.now);
        await refreshOrderActivity(tenant, institution.id, ids);
      },
    });
    await endWaiting(tenant, institution, known.id);
    await auditOffer(tenant, institution, by, 'performance.cancel', `performance:${known.id}`, {
      orders,
      lines: touched.lines,
      waiting: touched.waiting,
    });
    return touched;
  });
}

/**
 * Locks everything that a sale of the performance may be at, in the order in which sales lock: people, orders, quotas.
 * The performance itself comes last, `for update`: a sale that wrote its lines holds it by their foreign key and is
 * waited for; what it wrote is locked, too.
 */
async function closeSale(tenant: Tenant, institution: Institution, performanceId: number): Promise<void> {
  await lockOrdersOf(tenant, institution, performanceId);
  await sql`
    select id from quotas where institution_id = ${institution.id} and performance_id = ${performanceId}
     order by id for no key update`.execute(tenant);
  await sql`
    select id from performances where institution_id = ${institution.id} and id = ${performanceId} for update`.execute(
    tenant,
  );
  await lockOrdersOf(tenant, institution, performanceId);
}

/** Takes the performance out of baskets, but of one that is being ordered at this moment. */
async function emptyBaskets(tenant: Tenant, institution: Institution, performanceId: number): Promise<void> {
  await sql`
    with held as materialized (
      select id, quota_id from basket_lines
       where institution_id = ${institution.id} and performance_id = ${performanceId} for update skip locked
    ), gone as (
      delete from basket_lines where institution_id = ${institution.id} and id in (select id from held)
    ), places as (
      select quota_id, count(*) as n from held group by quota_id
    )
    update quotas q set taken = greatest(0, q.taken - p.n)
      from places p where q.institution_id = ${institution.id} and q.id = p.quota_id`.execute(tenant);
}

async function cancelLines(
  tenant: Tenant,
  institution: Institution,
  performanceId: number,
  orderIds: number[],
  now: Date,
): Promise<void> {
  await sql`
    with gone as (
      update order_lines l
         set state = 'cancelled', cancelled_at = ${now}, cancelled_by = 'venue'
        from unnest(${orderIds}::bigint[]) as wanted(id)
        join orders o on o.institution_id = ${institution.id} and o.id = wanted.id
       where l.institution_id = ${institution.id} and l.order_id = wanted.id and l.performance_id = ${performanceId}
         and ${stands}
      returning l.organisation_id, l.reached, l.price_minor, l.currency, l.quota_id, o.purchase_contact_id
    ), credits as (
      -- what was sold: an imported line was settled elsewhere, and its price is owed all the same
      insert into balances (institution_id, contact_id, organisation_id, currency, amount_minor)
      select ${institution.id}::bigint, purchase_contact_id, organisation_id, currency, -sum(price_minor)::bigint
        from gone
       where reached = 'sale' and price_minor > 0 and currency is not null and purchase_contact_id is not null
       group by purchase_contact_id, organisation_id, currency
       order by purchase_contact_id, organisation_id, currency
          on conflict (institution_id, contact_id, organisation_id, currency)
          do update set amount_minor = balances.amount_minor + excluded.amount_minor
    ), places as (
      select quota_id, count(*) as n from gone where quota_id is not null group by quota_id
    )
    update quotas q set taken = greatest(0, q.taken - p.n)
      from places p where q.institution_id = ${institution.id} and q.id = p.quota_id`.execute(tenant);
}

async function endWaiting(tenant: Tenant, institution: Institution, performanceId: number): Promise<void> {
  await sql`
    with waiting as materialized (
      select id, quota_id, quantity, offer_expires_at from waiting_list_entries
       where institution_id = ${institution.id} and performance_id = ${performanceId} and state = 'open'
       order by id for update
    ), ended as (
      update waiting_list_entries set state = 'cancelled', offer_expires_at = null
       where institution_id = ${institution.id} and id in (select id from waiting)
    ), places as (
      select quota_id, sum(quantity) as n from waiting
       where quota_id is not null and offer_expires_at is not null group by quota_id
    )
    update quotas q set taken = greatest(0, q.taken - p.n)
      from places p where q.institution_id = ${institution.id} and q.id = p.quota_id`.execute(tenant);
}
