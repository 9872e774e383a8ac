import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { giftCardCode, giftCardHash } from './codes.ts';
import type { LockedOrder } from './locks.ts';
import type { Money } from './shapes.ts';

/** Makes the cards that were sold with these lines, worth what was paid for them. */
export async function issueGiftCards(
  tenant: Tenant,
  institutionId: number,
  lines: readonly { id: number; ticketCode: string }[],
): Promise<void> {
  if (lines.length === 0) return;
  const cards = lines.map(({ id, ticketCode }) => ({
    line: id,
    hash: giftCardHash(giftCardCode(ticketCode)).toString('hex'),
  }));
  await sql`
    insert into gift_cards
           (institution_id, organisation_id, code_hash, order_line_id, initial_minor, remaining_minor, currency)
    select ${institutionId}::bigint, l.organisation_id, decode(r.hash, 'hex'), l.id, l.price_minor, l.price_minor,
           l.currency
      from json_to_recordset(${JSON.stringify(cards)}::json) as r(line bigint, hash text)
      join order_lines l on l.institution_id = ${institutionId} and l.id = r.line`.execute(tenant);
}

/** @throws DomainError `gift-card-used` where something was paid with the card of one of these lines */
export async function voidGiftCards(
  tenant: Tenant,
  institutionId: number,
  lineIds: readonly number[],
): Promise<void> {
  const { rows } = await sql<{ used: boolean }>`
    update gift_cards set remaining_minor = 0
     where institution_id = ${institutionId} and order_line_id = any(${lineIds}::bigint[])
       and remaining_minor = initial_minor
    returning id`.execute(tenant);
  const cards = await sql`
    select id from gift_cards
     where institution_id = ${institutionId} and order_line_id = any(${lineIds}::bigint[])`.execute(tenant);
  if (rows.length < cards.rows.length) {
    throw new DomainError('gift-card-used', 'something was paid with this gift card already');
  }
}

/**
 * Takes money off a card: in one statement that asks whether it is there.
 * @returns the card's id
 * @throws DomainError `unknown-gift-card` (also: of another organisation, or no longer valid), `gift-card-spent`
 */
export async function spendGiftCard(
  tenant: Tenant,
  institutionId: number,
  { organisationId }: Pick<LockedOrder, 'organisationId'>,
  { amountMinor, currency, code, day }: Money & { code: string; day: string },
): Promise<number> {
  const hash = giftCardHash(code);
  const spent = await sql<{ id: number }>`
    update gift_cards set remaining_minor = remaining_minor - ${amountMinor}
     where institution_id = ${institutionId} and code_hash = ${hash} and organisation_id = ${organisationId}
       and currency = ${currency} and (valid_until is null or valid_until >= ${day})
       and remaining_minor >= ${amountMinor}
    returning id`.execute(tenant);
  if (spent.rows[0] !== undefined) return spent.rows[0].id;
  const known = await sql`
    select id from gift_cards
     where institution_id = ${institutionId} and code_hash = ${hash} and organisation_id = ${organisationId}
       and currency = ${currency} and (valid_until is null or valid_until >= ${day})`.execute(tenant);
  if (known.rows.length > 0)
    throw new DomainError('gift-card-spent', 'there is not so much left on this gift card');
  throw new DomainError('unknown-gift-card', 'no gift card that is valid here has this code');
}

/**
 * Gives money back to a card with which an order was paid.
 * @returns the card's id
 * @throws DomainError `unknown-gift-card` where no card paid so much of the order
 */
export async function refillGiftCard(
  tenant: Tenant,
  institutionId: number,
  orderId: number,
  { amountMinor, currency }: Money,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    update gift_cards set remaining_minor = remaining_minor + ${amountMinor}
     where institution_id = ${institutionId} and id = (
             select gift_card_id from payments
              where institution_id = ${institutionId} and order_id = ${orderId} and currency = ${currency}
                and gift_card_id is not null
              group by gift_card_id having sum(amount_minor) >= ${amountMinor} order by gift_card_id limit 1)
    returning id`.execute(tenant);
  if (rows[0] === undefined) {
    throw new DomainError('unknown-gift-card', 'no gift card paid so much of this order');
  }
  return rows[0].id;
}
