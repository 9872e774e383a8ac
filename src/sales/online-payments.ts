import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { readOrder } from './order.ts';
import { openProvider } from './providers.ts';
import type { By, OnlinePaymentSettings, Order } from './shapes.ts';

const MINUTE = 60_000;

/**
 * Begins the payment of what an order has to pay, at the provider of its organisation. Asked again, the same payment goes
 * on, as long as the order has the same to pay.
 * @param wanted.successUrl where the provider sends the browser afterwards; that it comes there does not say it was paid
 * @returns where to send the browser
 * @throws DomainError `unknown-order`, `nothing-to-pay`, `no-online-payment`, `provider-unavailable`
 */
export async function startOnlinePayment(
  database: Database,
  institution: Institution,
  wanted: { orderId: number; successUrl: string; cancelUrl: string; locale: string },
  settings: OnlinePaymentSettings,
  { now, actor }: By,
): Promise<{ address: string }> {
  const order = await readOrder(database, institution, { id: wanted.orderId });
  if (order === undefined) throw new DomainError('unknown-order', 'there is no such order');
  const [amount] = order.toPay;
  if (amount === undefined || order.purchaseContactId === null) {
    throw new DomainError('nothing-to-pay', 'this order has nothing to pay');
  }
  const provider = await openProvider(database, institution, order.organisationId, settings);
  const asked = {
    ...amount,
    orderNumber: order.number,
    locale: wanted.locale,
    successUrl: wanted.successUrl,
    cancelUrl: wanted.cancelUrl,
    expiresAt: expiryOf(order, now),
  };
  const attempt = order.payments.length;
  const key = createHash('sha256')
    .update(JSON.stringify([institution.slug, order.id, attempt, asked]))
    .digest('hex');
  // no transaction is open while somebody else is waited for
  const { reference, address } = await provider.begin({ ...asked, key });
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`
      insert into online_payments (institution_id, contact_id, order_id, organisation_id, provider, reference,
                                   amount_minor, currency, state, created_at)
      values (${institution.id}, ${order.purchaseContactId}, ${order.id}, ${order.organisationId}, 'stripe',
              ${reference}, ${amount.amountMinor}, ${amount.currency}, 'open', ${now})
          on conflict (institution_id, provider, reference) do nothing`.execute(tenant);
    await audit(tenant, institution.id, now, {
      ...{ actor, action: 'online-payment.begin', subject: `order:${order.id}`, details: { ...amount } },
    });
  });
  return { address };
}

/** Until the first place is free again; Stripe takes what lies between half an hour and a day ahead. */
function expiryOf({ lines }: Order, now: Date): Date | undefined {
  const [first] = lines
    .flatMap(({ state, expiresAt }) => ((state === 'option' || state === 'reserved') && expiresAt) || [])
    .sort((one, other) => Number(one) - Number(other));
  if (first === undefined) return undefined;
  const ahead = Number(first) - Number(now);
  return ahead > 31 * MINUTE && ahead < 23 * 60 * MINUTE ? first : undefined;
}
