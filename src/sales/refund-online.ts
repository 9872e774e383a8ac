import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { cancelLines, previewCancel } from './cancel.ts';
import { lockOrder } from './locks.ts';
import { selectOrder } from './order.ts';
import { payBack, refundable } from './payments.ts';
import { openProvider } from './providers.ts';
import type { By, Money, OfLines, OnlinePaymentSettings, Order } from './shapes.ts';

/**
 * Pays back online what was paid online. The provider is asked between two transactions; the first one sets the amount
 * aside, so that nobody pays it back in another way meanwhile. Where the process dies in between, the same amount asked
 * again goes on with it under the same key, and is paid back once.
 * @throws DomainError `unknown-order`, `wrong-amount`, `no-online-payment`, `refund-refused`, `refund-unanswered`, `changed-meanwhile` (another
 *   amount is being paid back at this moment)
 */
export async function refundOnline(
  database: Database,
  institution: Institution,
  { orderId, amountMinor, currency }: Money & { orderId: number },
  settings: OnlinePaymentSettings,
  by: By,
): Promise<Order> {
  const i = institution.id;
  const before = await inInstitution(database, i, async (tenant) => {
    const order = await lockOrder(tenant, i, orderId);
    const paid = await selectPaidOnline(tenant, i, orderId, { amountMinor, currency });
    if (paid.refunding !== null && paid.refunding !== amountMinor) {
      throw new DomainError('changed-meanwhile', 'another amount is being paid back at this moment');
    }
    const free = (await refundable(tenant, i, order, currency)) + (paid.refunding ?? 0);
    if (!(amountMinor > 0) || amountMinor > free) {
      throw new DomainError('wrong-amount', 'at most what was paid too much is paid back');
    }
    await setAside(tenant, i, paid.id, amountMinor);
    return { ...paid, organisationId: order.organisationId, refunds: await countRefunds(tenant, i, orderId) };
  });
  const asked = [institution.slug, orderId, before.reference, before.refunds, amountMinor, currency];
  const key = createHash('sha256').update(JSON.stringify(asked)).digest('hex');
  try {
    const provider = await openProvider(database, institution, before.organisationId, settings);
    await provider.refund({ reference: before.reference, amountMinor, key });
  } catch (error) {
    if (error instanceof DomainError && error.code !== 'refund-unanswered') {
      await inInstitution(database, i, (tenant) => setAside(tenant, i, before.id, null));
    }
    throw error;
  }
  return await inInstitution(database, i, async (tenant) => {
    const order = await lockOrder(tenant, i, orderId);
    if ((await countRefunds(tenant, i, orderId)) !== before.refunds) {
      throw new DomainError('changed-meanwhile', 'somebody else paid back at this moment');
    }
    await setAside(tenant, i, before.id, null);
    await payBack(tenant, institution, order, { method: 'stripe', amountMinor, currency }, by);
    await sql`
      update online_payments set state = 'refunded'
       where institution_id = ${i} and id = ${before.id} and amount_minor = ${amountMinor}`.execute(tenant);
    return await selectOrder(tenant, i, orderId);
  });
}

/**
 * Cancels lines, and pays back online what was paid of them. Cancelled they are in any case: where the provider pays
 * nothing back, what was paid is a credit.
 * @throws DomainError those of `cancelLines`; `no-online-payment` (not so much of it was paid online) before anything is
 *   cancelled; `cancelled-not-refunded` afterwards
 */
export async function cancelAndRefundOnline(
  database: Database,
  institution: Institution,
  of: OfLines & { cancelledBy: 'contact' | 'operator' | 'venue' },
  settings: OnlinePaymentSettings,
  by: By,
): Promise<Order> {
  const { refundable: paid } = await previewCancel(database, institution, of);
  await inInstitution(database, institution.id, async (tenant) => {
    for (const money of paid) await selectPaidOnline(tenant, institution.id, of.orderId, money);
  });
  let order = await cancelLines(database, institution, of, by);
  for (const money of paid) {
    const wanted = { ...money, orderId: of.orderId };
    order = await refundOnline(database, institution, wanted, settings, by).catch((error) => {
      if (!(error instanceof DomainError)) throw error;
      throw new DomainError('cancelled-not-refunded', 'the lines are cancelled, and the money is a credit');
    });
  }
  return order;
}

/** The latest payment of an order that was so much or more. */
async function selectPaidOnline(
  tenant: Tenant,
  i: number,
  orderId: number,
  { amountMinor, currency }: Money,
): Promise<{ id: number; reference: string; refunding: number | null }> {
  const { rows } = await sql<{ id: number; reference: string; refunding: number | null }>`
    select o.id, o.reference, o.refunding_minor as refunding
      from online_payments o
      join payments p on p.institution_id = ${i} and p.id = o.payment_id
     where o.institution_id = ${i} and o.order_id = ${orderId} and o.state in ('paid', 'mismatch')
       and p.amount_minor >= ${amountMinor} and p.currency = ${currency}
     order by o.id desc limit 1`.execute(tenant);
  if (rows[0] === undefined)
    throw new DomainError('no-online-payment', 'so much of this order was not paid online');
  return rows[0];
}

async function setAside(tenant: Tenant, i: number, id: number, amountMinor: number | null): Promise<void> {
  await sql`update online_payments set refunding_minor = ${amountMinor}
             where institution_id = ${i} and id = ${id}`.execute(tenant);
}

async function countRefunds(tenant: Tenant, i: number, orderId: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from payments
     where institution_id = ${i} and order_id = ${orderId} and kind = 'refund'`.execute(tenant);
  return rows[0]?.n ?? 0;
}
