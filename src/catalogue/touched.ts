import { sql } from 'kysely';
import { countReach, type Reach } from '../customers/customers.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { selectPerformance } from './performances.ts';

/** What hangs on a performance: shown before it is rescheduled or cancelled. */
export interface Touched {
  orders: number;
  /** Options, reservations and tickets that stand. */
  lines: number;
  /** Those of them that are sold. */
  tickets: number;
  /** Contacts, as purchase contact or as cultural contact. */
  persons: number;
  /** Open entries of the waiting list. */
  waiting: number;
  /** What cancelling credits to purchase contacts, per currency, in minor units. */
  credits: { currency: string; amountMinor: number }[];
}

/** Of a line `l`. */
export const stands = sql`l.state in ('option', 'reserved', 'sold')`;

/** What rescheduling or cancelling a performance would touch, and whom a mail reaches; changes nothing. @throws DomainError `unknown-performance` */
export async function previewTouched(
  database: Database,
  institution: Institution,
  performanceId: number,
  organisations: readonly number[] | null = null,
): Promise<Touched & { reach: Reach }> {
  await selectPerformance(database, institution, performanceId, organisations);
  return await inInstitution(database, institution.id, async (tenant) => {
    const touched = await countTouched(tenant, institution, performanceId);
    return { ...touched, reach: await countReach(tenant, institution, performanceId) };
  });
}

export async function countTouched(
  tenant: Tenant,
  institution: Institution,
  performanceId: number,
): Promise<Touched> {
  const { rows } = await sql<Touched>`
    with lines as materialized (
      select l.order_id, l.state, l.price_minor, l.currency, l.cultural_contact_id, o.purchase_contact_id
        from order_lines l
        join orders o on o.institution_id = ${institution.id} and o.id = l.order_id
       where l.institution_id = ${institution.id} and l.performance_id = ${performanceId} and ${stands}
    ), credits as (
      select currency, sum(price_minor)::bigint as amount from lines
       where state = 'sold' and price_minor > 0 and currency is not null and purchase_contact_id is not null
       group by currency
    )
    select (select count(distinct order_id)::integer from lines) as orders,
           (select count(*)::integer from lines) as lines,
           (select count(*)::integer from lines where state = 'sold') as tickets,
           (select count(*)::integer
              from (select purchase_contact_id as id from lines where purchase_contact_id is not null
                    union select cultural_contact_id from lines where cultural_contact_id is not null) people) as persons,
           (select count(*)::integer from waiting_list_entries e
             where e.institution_id = ${institution.id} and e.performance_id = ${performanceId} and e.state = 'open') as waiting,
           coalesce((select json_agg(json_build_object('currency', currency, 'amountMinor', amount) order by currency)
                       from credits), '[]') as credits`.execute(tenant);
  return rows[0] as Touched;
}

/** What was reviewed is what there is still. @throws DomainError `changed-meanwhile` */
export function checkReviewed(found: Touched, reviewed: { lines: number; waiting: number }): void {
  if (found.lines !== reviewed.lines || found.waiting !== reviewed.waiting) {
    throw new DomainError('changed-meanwhile', 'something was sold or cancelled since it was looked at');
  }
}

/** So many orders go through one statement: the cost is that of the SQL, and the statement stays short. */
const RANGE = 2_000;

/**
 * Walks the orders with a line on a performance, in ranges of their ids.
 * @param onlyStanding only orders with a line that stands
 * @returns how many orders there were
 */
export async function walkOrders(
  tenant: Tenant,
  institution: Institution,
  performanceId: number,
  { onlyStanding, work }: { onlyStanding: boolean; work: (orderIds: number[]) => Promise<void> },
): Promise<number> {
  let after = 0;
  let count = 0;
  for (;;) {
    const { rows } = await sql<{ id: number }>`
      select distinct l.order_id as id from order_lines l
       where l.institution_id = ${institution.id} and l.performance_id = ${performanceId} and l.order_id > ${after}
         and ${onlyStanding ? stands : sql`true`}
       order by 1 limit ${RANGE}`.execute(tenant);
    if (rows.length === 0) return count;
    const ids = rows.map(({ id }) => id);
    await work(ids);
    count += ids.length;
    after = ids.at(-1) as number;
  }
}

/**
 * Locks who has a line on a performance or waits for it, and then their orders: the order in which sales and erasures lock, so that
 * nobody waits in a circle.
 */
export async function lockOrdersOf(
  tenant: Tenant,
  institution: Institution,
  performanceId: number,
): Promise<void> {
  const ofPerformance = sql`l.institution_id = ${institution.id} and l.performance_id = ${performanceId}`;
  await sql`
    select c.id from contacts c
     where c.institution_id = ${institution.id}
       and c.id in (select o.purchase_contact_id from order_lines l
                      join orders o on o.institution_id = ${institution.id} and o.id = l.order_id
                     where ${ofPerformance}
                    union select l.cultural_contact_id from order_lines l where ${ofPerformance}
                    union select w.contact_id from waiting_list_entries w
                     where w.institution_id = ${institution.id} and w.performance_id = ${performanceId} and w.state = 'open')
     order by c.id for key share`.execute(tenant);
  await sql`
    select o.id from orders o
     where o.institution_id = ${institution.id}
       and o.id in (select l.order_id from order_lines l where ${ofPerformance})
     order by o.id for no key update`.execute(tenant);
}
