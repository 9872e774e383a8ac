import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { refreshOrderActivity } from '../orders/orders.ts';
import { issueGiftCards } from './gift-cards.ts';
import { type LockedOrder, lockOrder } from './locks.ts';
import { moveBalance, selectDue } from './money.ts';
import { selectOrder } from './order.ts';
import { accountOf, payIn } from './payments.ts';
import type { By, Money, NewPayment, OfLines, Order } from './shapes.ts';
import { totalsOf } from './totals.ts';

/**
 * Sells options and reservations that stand (R1c).
 * @throws DomainError `unknown-order`, `nothing-to-sell`, `nobody-owes`, and those of `takePayment`
 */
export async function sellLines(
  database: Database,
  institution: Institution,
  { payments = [], ...of }: OfLines & { payments?: readonly NewPayment[] },
  by: By,
): Promise<Order> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const order = await lockOrder(tenant, institution.id, of.orderId);
    const sold = await sellStanding(tenant, institution, order, of.lineIds, by);
    if (sold === 0) throw new DomainError('nothing-to-sell', 'no option or reservation stands here');
    await payIn(tenant, institution, order, payments, by);
    await mustBeOwed(tenant, institution.id, order);
    return await selectOrder(tenant, institution.id, order.id);
  });
}

/** `sellLines` on an order that is locked, without money. @returns how many lines were sold */
export async function sellStanding(
  tenant: Tenant,
  institution: Institution,
  order: LockedOrder,
  lineIds: readonly number[] | undefined,
  { now, actor }: By,
): Promise<number> {
  const i = institution.id;
  const { rows } = await sql<{ id: number }>`
    update order_lines
       set state = 'sold', reached = 'sale', sold_on = ${today(institution, now)}, expires_at = null,
           ticket_code = gen_random_uuid()
     where institution_id = ${i} and order_id = ${order.id} and state in ('option', 'reserved')
       and (${lineIds ?? null}::bigint[] is null or id = any(${lineIds ?? null}::bigint[]))
    returning id`.execute(tenant);
  if (rows.length === 0) return 0;
  await booked(
    tenant,
    i,
    order,
    rows.map(({ id }) => id),
  );
  await refreshOrderActivity(tenant, i, [order.id]);
  const details = { lines: rows.length };
  await audit(tenant, i, now, { actor, action: 'order.sell', subject: `order:${order.id}`, details });
  return rows.length;
}

/** What lines that were just sold bring about: their gift cards, and what the purchase contact owes for them. */
export async function booked(
  tenant: Tenant,
  institutionId: number,
  order: LockedOrder,
  lineIds: readonly number[],
): Promise<void> {
  const { rows } = await sql<SoldLine>`
    select l.id, l.ticket_code as "ticketCode", l.price_minor as "amountMinor", l.currency,
           p.kind = 'gift-card' as "giftCard"
      from order_lines l
      left join products p on p.institution_id = ${institutionId} and p.id = l.product_id
     where l.institution_id = ${institutionId} and l.id = any(${lineIds}::bigint[]) and l.price_minor > 0`.execute(
    tenant,
  );
  await issueGiftCards(
    tenant,
    institutionId,
    rows.filter(({ giftCard }) => giftCard),
  );
  await moveBalance(tenant, institutionId, accountOf(order), totalsOf(rows));
}

type SoldLine = Money & { id: number; ticketCode: string; giftCard: boolean | null };

/**
 * Of an order of nobody there is nobody to owe what is not paid.
 * @throws DomainError `nobody-owes`
 */
export async function mustBeOwed(tenant: Tenant, institutionId: number, order: LockedOrder): Promise<void> {
  if (order.purchaseContactId !== null) return;
  const due = await selectDue(tenant, institutionId, order.id);
  if (due.some(({ amountMinor }) => amountMinor > 0)) {
    throw new DomainError('nobody-owes', 'without a purchase contact everything is paid at once');
  }
}
