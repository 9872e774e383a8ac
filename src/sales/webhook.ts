import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { lockOrder } from './locks.ts';
import { bookPayment } from './payments.ts';
import type { ProviderEvent } from './provider.ts';
import { openProvider } from './providers.ts';
import { reviveLapsed } from './revive.ts';
import { sellStanding } from './sell.ts';
import type { By, OnlinePaymentSettings } from './shapes.ts';
import { tellOfPayment } from './tell-payment.ts';

/**
 * What became of what a provider told: `sold`; `late` (paid after the places were gone: the money is a credit), `mismatch`
 * (another amount than was asked: nothing is sold, the money is a credit), `twice` (the order was paid already: likewise),
 * `failed`, `repeated` (told before), `unknown` (a payment that is not ours, or whose contact is erased), `ignored`.
 */
export type WebhookOutcome =
  | 'sold'
  | 'late'
  | 'mismatch'
  | 'twice'
  | 'failed'
  | 'repeated'
  | 'unknown'
  | 'ignored';

/**
 * Carries out what a payment provider tells: each thing once, in one transaction, and only what it signed. Operators are
 * told of what somebody must look at.
 * @throws DomainError `forged-webhook`, `no-online-payment`, `provider-keys-unreadable`
 */
export async function handleWebhook(
  database: Database,
  institution: Institution,
  { organisationId, body, signature }: { organisationId: number; body: Buffer; signature: string },
  settings: OnlinePaymentSettings,
  now: Date,
): Promise<WebhookOutcome> {
  const provider = await openProvider(database, institution, organisationId, settings);
  const event = await provider.read(body, signature, now);
  if (event.kind === 'other') return 'ignored';
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      insert into payment_events (institution_id, provider, event, received_at, outcome)
      values (${institution.id}, 'stripe', ${event.id}, ${now}, 'received')
          on conflict do nothing returning event`.execute(tenant);
    if (rows.length === 0) return 'repeated';
    const outcome = await carryOut(tenant, institution, organisationId, event, now);
    await sql`
      update payment_events set outcome = ${outcome}
       where institution_id = ${institution.id} and provider = 'stripe' and event = ${event.id}`.execute(
      tenant,
    );
    return outcome;
  });
}

interface OnlinePayment {
  id: number;
  orderId: number;
  amountMinor: number;
  currency: string;
  state: 'open' | 'paid' | 'failed' | 'mismatch' | 'refunded';
  createdAt: Date;
}

async function carryOut(
  tenant: Tenant,
  institution: Institution,
  organisationId: number,
  event: ProviderEvent,
  now: Date,
): Promise<WebhookOutcome> {
  const i = institution.id;
  const found = await selectPayment(tenant, i, organisationId, event.reference);
  if (found === undefined) {
    if (event.kind === 'failed') return 'ignored';
    await tellOfPayment(tenant, institution, { what: 'unknown', about: `payment-event:${event.id}` }, now);
    return 'unknown';
  }
  const order = await lockOrder(tenant, i, found.orderId);
  const { state } = (await selectPayment(tenant, i, organisationId, event.reference)) ?? found;
  if (state === 'paid' || state === 'mismatch' || state === 'refunded') return 'repeated';
  if (event.kind === 'failed') {
    await endPayment(tenant, i, found.id, { state: 'failed', paymentId: null, now });
    return 'failed';
  }
  const by: By = { now, actor: 'system' };
  const asked = event.amount.amountMinor === found.amountMinor && event.amount.currency === found.currency;
  const outcome = asked ? await sellPaid(tenant, institution, found, order, by) : 'mismatch';
  // After the sale, so that the order of the rows is that of the books; what was received is the payer's in any case.
  const paid = { method: 'stripe' as const, ...event.amount };
  const paymentId = paid.amountMinor > 0 ? await bookPayment(tenant, institution, order, paid, by) : null;
  await endPayment(tenant, i, found.id, { state: asked ? 'paid' : 'mismatch', paymentId, now });
  if (outcome !== 'sold') {
    const about = `online-payment:${found.id}`;
    await tellOfPayment(tenant, institution, { what: outcome, about, orderId: order.id }, now);
  }
  return outcome;
}

/** Sells what the payment was for: what stands, and what lapsed meanwhile where its places are free still. */
async function sellPaid(
  tenant: Tenant,
  institution: Institution,
  { createdAt, amountMinor, currency }: OnlinePayment,
  order: Awaited<ReturnType<typeof lockOrder>>,
  by: By,
): Promise<'sold' | 'late' | 'twice'> {
  const i = institution.id;
  const { rows } = await sql<{ lapsed: number; standing: number; due: number }>`
    select coalesce(sum(price_minor) filter (where cancelled_by = 'expiry' and cancelled_at >= ${createdAt}), 0)::bigint as lapsed,
           coalesce(sum(price_minor) filter (where state in ('option', 'reserved')), 0)::bigint as standing,
           coalesce(sum(price_minor) filter (where state = 'sold' and ticket_code is not null), 0)::bigint
             - coalesce((select sum(amount_minor) from payments
                          where institution_id = ${i} and order_id = ${order.id} and currency = ${currency}), 0)::bigint as due
      from order_lines
     where institution_id = ${i} and order_id = ${order.id} and currency = ${currency}`.execute(tenant);
  const { lapsed, standing, due } = rows[0] as { lapsed: number; standing: number; due: number };
  if (lapsed + standing + Math.max(0, due) === 0) return 'twice';
  const revived = lapsed === 0 || (await reviveLapsed(tenant, institution, order, createdAt, by));
  if (standing > 0 && standing + due <= amountMinor) {
    await sellStanding(tenant, institution, order, undefined, by);
  }
  const covered = standing + due + lapsed;
  return revived && covered === amountMinor ? 'sold' : 'late';
}

async function selectPayment(
  tenant: Tenant,
  i: number,
  organisationId: number,
  reference: string,
): Promise<OnlinePayment | undefined> {
  const { rows } = await sql<OnlinePayment>`
    select id, order_id as "orderId", amount_minor as "amountMinor", currency, state, created_at as "createdAt"
      from online_payments
     where institution_id = ${i} and provider = 'stripe' and reference = ${reference}
       and organisation_id = ${organisationId}`.execute(tenant);
  return rows[0];
}

async function endPayment(
  tenant: Tenant,
  i: number,
  id: number,
  { state, paymentId, now }: { state: string; paymentId: number | null; now: Date },
): Promise<void> {
  await sql`
    update online_payments set state = ${state}, payment_id = ${paymentId}, ended_at = ${now}
     where institution_id = ${i} and id = ${id}`.execute(tenant);
}

/** What a provider told is known for three months: it repeats itself for three days. */
export async function forgetPaymentEvents(database: Database, now: Date): Promise<void> {
  await sql`delete from payment_events where received_at < ${now}::timestamptz - interval '90 days'`.execute(
    database.owner,
  );
}
