import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Money } from './shapes.ts';

/** Whose balance moves: of a contact with an organisation. */
interface Account {
  contactId: number | null;
  organisationId: number;
}

/**
 * Moves what a contact owes an organisation: up by what it bought, down by what it paid. Nobody has no balance.
 * A row for each currency, never netted (R5).
 */
export async function moveBalance(
  tenant: Tenant,
  institutionId: number,
  { contactId, organisationId }: Account,
  amounts: readonly Money[],
): Promise<void> {
  if (contactId === null) return;
  for (const { amountMinor, currency } of amounts) {
    await sql`
      insert into balances (institution_id, contact_id, organisation_id, currency, amount_minor)
      values (${institutionId}, ${contactId}, ${organisationId}, ${currency}, ${amountMinor})
          on conflict (institution_id, contact_id, organisation_id, currency)
          do update set amount_minor = balances.amount_minor + excluded.amount_minor`.execute(tenant);
  }
}

export async function selectBalance(
  tenant: Tenant,
  institutionId: number,
  { contactId, organisationId }: Account,
  currency: string,
): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    select amount_minor as amount from balances
     where institution_id = ${institutionId} and contact_id = ${contactId} and organisation_id = ${organisationId}
       and currency = ${currency} for no key update`.execute(tenant);
  return rows[0]?.amount ?? 0;
}

/**
 * What an order still has to pay of what is sold, per currency; negative: what was paid too much. An imported line is
 * settled: it has no ticket of ours, and counts only once it is cancelled here.
 */
export async function selectDue(tenant: Tenant, institutionId: number, orderId: number): Promise<Money[]> {
  return await sumUp(tenant, institutionId, orderId, ['sold']);
}

/** What it comes to if all that stands is sold. */
export async function selectToPay(tenant: Tenant, institutionId: number, orderId: number): Promise<Money[]> {
  return await sumUp(tenant, institutionId, orderId, ['sold', 'option', 'reserved']);
}

async function sumUp(tenant: Tenant, i: number, orderId: number, owed: string[]): Promise<Money[]> {
  const { rows } = await sql<Money>`
    select currency, sum(amount)::bigint as "amountMinor"
      from (select currency, case when state = any(${owed}::text[]) and (state <> 'sold' or ticket_code is not null)
                                  then price_minor
                                  when state = 'cancelled' and cancelled_at is not null and reached = 'sale'
                                       and ticket_code is null then -price_minor end as amount
              from order_lines
             where institution_id = ${i} and order_id = ${orderId}
            union all
            select currency, -amount_minor from payments
             where institution_id = ${i} and order_id = ${orderId}) moves
     where amount is not null
     group by currency having sum(amount) <> 0 order by currency`.execute(tenant);
  return rows;
}

export const inCurrency = (amounts: readonly Money[], currency: string): number =>
  amounts.find((one) => one.currency === currency)?.amountMinor ?? 0;
