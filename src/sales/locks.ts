import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';

/**
 * Everybody who sells locks in this order: contacts, then baskets or orders, then quotas, then entries of the waiting
 * list, then balances. A retention run locks contacts first, too, so it waits for a sale, or the sale for it.
 * @returns those that are there
 */
export async function lockContacts(
  tenant: Tenant,
  institutionId: number,
  ids: readonly (number | null)[],
): Promise<Map<number, LockedContact>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<LockedContact>`
    select id, first_name as "firstName", last_name as "lastName", valid_until as "validUntil" from contacts
     where institution_id = ${institutionId} and id = any(${wanted}::bigint[])
     order by id for key share`.execute(tenant);
  return new Map(rows.map((contact) => [contact.id, contact]));
}

export interface LockedContact {
  id: number;
  firstName: string | null;
  lastName: string | null;
  /** YYYY-MM-DD; null: always. */
  validUntil: string | null;
}

export interface LockedOrder {
  id: number;
  organisationId: number;
  pointOfSaleId: number | null;
  purchaseContactId: number | null;
}

/**
 * Locks orders with the contacts in them, so that an erasure does not come in between.
 * @param skip leave alone what somebody else works on
 */
export async function lockOrders(
  tenant: Tenant,
  institutionId: number,
  ids: readonly number[],
  { skip = false } = {},
): Promise<LockedOrder[]> {
  if (ids.length === 0) return [];
  const { rows: contacts } = await sql<{ id: number }>`
    select purchase_contact_id as id from orders
     where institution_id = ${institutionId} and id = any(${ids}::bigint[]) and purchase_contact_id is not null
    union
    select cultural_contact_id from order_lines
     where institution_id = ${institutionId} and order_id = any(${ids}::bigint[]) and cultural_contact_id is not null`.execute(
    tenant,
  );
  await lockContacts(
    tenant,
    institutionId,
    contacts.map(({ id }) => id),
  );
  const { rows } = await sql<LockedOrder>`
    select id, organisation_id as "organisationId", point_of_sale_id as "pointOfSaleId",
           purchase_contact_id as "purchaseContactId"
      from orders
     where institution_id = ${institutionId} and id = any(${ids}::bigint[])
     order by id for no key update ${skip ? sql`skip locked` : sql``}`.execute(tenant);
  return rows;
}

/** @throws DomainError `unknown-order` */
export async function lockOrder(tenant: Tenant, institutionId: number, id: number): Promise<LockedOrder> {
  const [order] = await lockOrders(tenant, institutionId, [id]);
  if (order === undefined) throw new DomainError('unknown-order', 'there is no such order');
  return order;
}
