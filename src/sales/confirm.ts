import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { refreshOrderActivity } from '../orders/orders.ts';
import { lockOrder } from './locks.ts';
import { selectOrder } from './order.ts';
import type { By, OfLines, Order } from './shapes.ts';

/** Where an order has no point of sale (it was imported). */
const DAYS = 14;

/**
 * Confirms options (R1b): a step of its own, after which they stand as long as a reservation of the point of sale does.
 * @throws DomainError `unknown-order`, `nothing-to-confirm`
 */
export async function confirmOption(
  database: Database,
  institution: Institution,
  { orderId, lineIds }: OfLines,
  { now, actor }: By,
): Promise<Order> {
  const i = institution.id;
  return await inInstitution(database, i, async (tenant) => {
    const order = await lockOrder(tenant, i, orderId);
    const { rows } = await sql`
      update order_lines l
         set option_confirmed_on = ${today(institution, now)}, reached = 'option-confirmed',
             expires_at = greatest(l.expires_at,
               least(${now}::timestamptz + make_interval(days => coalesce(
                       (select reservation_days from points_of_sale
                         where institution_id = ${i} and id = ${order.pointOfSaleId}), ${DAYS}::integer)),
                     (select starts_at from performances where institution_id = ${i} and id = l.performance_id)))
       where l.institution_id = ${i} and l.order_id = ${orderId} and l.state = 'option'
         and l.option_confirmed_on is null
         and (${lineIds ?? null}::bigint[] is null or l.id = any(${lineIds ?? null}::bigint[]))
      returning l.id`.execute(tenant);
    if (rows.length === 0)
      throw new DomainError('nothing-to-confirm', 'no option waits to be confirmed here');
    await refreshOrderActivity(tenant, i, [orderId]);
    const details = { lines: rows.length };
    await audit(tenant, i, now, { actor, action: 'order.confirm', subject: `order:${orderId}`, details });
    return await selectOrder(tenant, i, orderId);
  });
}
