import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { refillGiftCard, spendGiftCard } from './gift-cards.ts';
import { type LockedOrder, lockOrder } from './locks.ts';
import { inCurrency, moveBalance, selectBalance, selectDue, selectToPay } from './money.ts';
import { selectOrder } from './order.ts';
import type { By, NewPayment, Order } from './shapes.ts';

/** Also what a provider took. */
export type Paid = Omit<NewPayment, 'method'> & { method: NewPayment['method'] | 'stripe' };

/**
 * Takes a payment for an order. It is no activity (R1) and sells nothing; it makes a customer (R7).
 * @throws DomainError `unknown-order`, `wrong-amount` (nothing, or more than is to pay), `unknown-gift-card`,
 *   `gift-card-spent`, `not-enough-credit`
 */
export async function takePayment(
  database: Database,
  institution: Institution,
  orderId: number,
  payment: NewPayment,
  by: By,
): Promise<Order> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const order = await lockOrder(tenant, institution.id, orderId);
    await payIn(tenant, institution, order, [payment], by);
    return await selectOrder(tenant, institution.id, orderId);
  });
}

/**
 * Pays back what an order was paid too much, because something of it was cancelled. To the balance: it stays there.
 * @throws DomainError `unknown-order`, `wrong-amount` (nothing, or more than was paid too much), `unknown-gift-card`
 */
export async function refund(
  database: Database,
  institution: Institution,
  orderId: number,
  payment: NewPayment,
  by: By,
): Promise<Order> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const order = await lockOrder(tenant, institution.id, orderId);
    await payBack(tenant, institution, order, payment, by);
    return await selectOrder(tenant, institution.id, orderId);
  });
}

/** `takePayment` on an order that is locked. */
export async function payIn(
  tenant: Tenant,
  institution: Institution,
  order: LockedOrder,
  payments: readonly Paid[],
  by: By,
): Promise<void> {
  for (const payment of payments) {
    const toPay = await selectToPay(tenant, institution.id, order.id);
    if (!isAmount(payment) || payment.amountMinor > inCurrency(toPay, payment.currency)) {
      throw new DomainError('wrong-amount', 'a payment is above zero and at most what is to pay');
    }
    await bookPayment(tenant, institution, order, payment, by);
  }
}

/** Writes a payment down, whatever the order has to pay. @returns its id */
export async function bookPayment(
  tenant: Tenant,
  institution: Institution,
  order: LockedOrder,
  payment: Paid,
  by: By,
): Promise<number> {
  const { method, amountMinor, currency, giftCardCode: code } = payment;
  const money = { amountMinor, currency };
  let giftCardId: number | null = null;
  if (method === 'gift-card') {
    const day = today(institution, by.now);
    giftCardId = await spendGiftCard(tenant, institution.id, order, { ...money, code: code ?? '', day });
  }
  if (method === 'balance') await spendCredit(tenant, institution.id, order, payment, by);
  else await moveBalance(tenant, institution.id, accountOf(order), [{ ...money, amountMinor: -amountMinor }]);
  const id = await insertPayment(tenant, institution.id, order, {
    ...{ method, ...money, giftCardId, kind: 'payment', orderId: order.id, now: by.now },
  });
  await auditMoney(tenant, institution, order, 'payment.take', payment, by);
  return id;
}

/** `refund` on an order that is locked. */
export async function payBack(
  tenant: Tenant,
  institution: Institution,
  order: LockedOrder,
  payment: Paid,
  by: By,
): Promise<void> {
  const { method, amountMinor, currency } = payment;
  if (!isAmount(payment) || amountMinor > (await refundable(tenant, institution.id, order, currency))) {
    throw new DomainError('wrong-amount', 'at most what was paid too much is paid back');
  }
  if (method === 'balance') return;
  const money = { amountMinor, currency };
  const giftCardId =
    method === 'gift-card' ? await refillGiftCard(tenant, institution.id, order.id, money) : null;
  await insertPayment(tenant, institution.id, order, {
    ...{ method, currency, amountMinor: -amountMinor, giftCardId, kind: 'refund', orderId: order.id },
    now: by.now,
  });
  await moveBalance(tenant, institution.id, accountOf(order), [money]);
  await auditMoney(tenant, institution, order, 'payment.refund', payment, by);
}

/** What was paid too much of an order and was not used for something else since, in minor units. */
export async function refundable(
  tenant: Tenant,
  institutionId: number,
  order: LockedOrder,
  currency: string,
): Promise<number> {
  const tooMuch =
    -inCurrency(await selectDue(tenant, institutionId, order.id), currency) -
    (await selectRefunding(tenant, institutionId, order.id, currency));
  if (order.purchaseContactId === null) return Math.max(0, tooMuch);
  const credit = -(await selectBalance(tenant, institutionId, accountOf(order), currency));
  return Math.max(0, Math.min(tooMuch, credit));
}

/** What the provider of an online payment is asked to pay back at this moment. */
async function selectRefunding(
  tenant: Tenant,
  institutionId: number,
  orderId: number,
  currency: string,
): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    select coalesce(sum(refunding_minor), 0)::bigint as amount from online_payments
     where institution_id = ${institutionId} and order_id = ${orderId} and currency = ${currency}`.execute(
    tenant,
  );
  return rows[0]?.amount ?? 0;
}

/**
 * Pays with a credit that the contact had before this order: the balance stands as the sale left it, and of the two rows
 * one takes from the credit what the other gives to the order.
 */
async function spendCredit(
  tenant: Tenant,
  institutionId: number,
  order: LockedOrder,
  { amountMinor, currency }: Paid,
  { now }: By,
): Promise<void> {
  const due = inCurrency(await selectDue(tenant, institutionId, order.id), currency);
  const credit = due - (await selectBalance(tenant, institutionId, accountOf(order), currency));
  if (order.purchaseContactId === null || amountMinor > due || amountMinor > credit) {
    throw new DomainError('not-enough-credit', 'the contact has no such credit');
  }
  await insertPayment(tenant, institutionId, order, {
    ...{ method: 'balance', currency, amountMinor: -amountMinor, giftCardId: null, kind: 'refund' },
    ...{ orderId: null, now },
  });
}

export const accountOf = ({ purchaseContactId, organisationId }: LockedOrder) => ({
  contactId: purchaseContactId,
  organisationId,
});

const isAmount = ({ amountMinor }: Paid) => Number.isSafeInteger(amountMinor) && amountMinor > 0;

interface PaymentRow {
  method: string;
  amountMinor: number;
  currency: string;
  giftCardId: number | null;
  kind: 'payment' | 'refund';
  orderId: number | null;
  now: Date;
}

async function insertPayment(
  tenant: Tenant,
  institutionId: number,
  { organisationId, purchaseContactId, pointOfSaleId }: LockedOrder,
  { method, amountMinor, currency, giftCardId, kind, orderId, now }: PaymentRow,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into payments (institution_id, organisation_id, contact_id, order_id, point_of_sale_id, kind, method,
                          amount_minor, currency, gift_card_id, paid_at)
    values (${institutionId}, ${organisationId}, ${purchaseContactId}, ${orderId}, ${pointOfSaleId}, ${kind},
            ${method}, ${amountMinor}, ${currency}, ${giftCardId}, ${now}) returning id`.execute(tenant);
  return (rows[0] as { id: number }).id;
}

async function auditMoney(
  tenant: Tenant,
  institution: Institution,
  { id }: LockedOrder,
  action: string,
  { method, amountMinor, currency }: Paid,
  { now, actor }: By,
): Promise<void> {
  const details = { method, amountMinor, currency };
  await audit(tenant, institution.id, now, { actor, action, subject: `order:${id}`, details });
}
