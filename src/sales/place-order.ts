import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { refreshOrderActivity } from '../orders/orders.ts';
import { attendeeColumns, attendeeOf, type Purchaser } from './attendees.ts';
import { lockBasket } from './basket.ts';
import { newOrderNumber } from './codes.ts';
import { type LockedContact, type LockedOrder, lockContacts } from './locks.ts';
import { selectOrder } from './order.ts';
import { payIn } from './payments.ts';
import { booked, mustBeOwed } from './sell.ts';
import type { By, NewOrder, Order } from './shapes.ts';

/**
 * Makes an order of a basket, which is gone then. The places go over as they are, so nothing can be sold out here. The
 * same placement key gives the same order.
 * @throws DomainError `unknown-basket` (also: expired), `empty-basket`, `unknown-contact`, `contact-not-valid`,
 *   `no-options-here`, `not-on-sale` (cancelled since), `nobody-owes` (an order of nobody that is not paid), `wrong-beneficiary`,
 *   `placement-key-exists` (of somebody else's order), and those of `takePayment`
 */
export async function placeOrder(
  database: Database,
  institution: Institution,
  wanted: NewOrder,
  by: By,
): Promise<Order> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const before = await placedBefore(tenant, institution.id, wanted);
    if (before !== undefined) return before;
    const purchaser = await lockPeople(tenant, institution.id, wanted, today(institution, by.now));
    const place = await lockPlace(tenant, institution.id, wanted, by);
    // the same form may have been at work on the basket until now
    if (place === undefined) {
      const meanwhile = await placedBefore(tenant, institution.id, wanted);
      if (meanwhile !== undefined) return meanwhile;
      throw new DomainError('unknown-basket', 'the basket has expired, or there is none');
    }
    const order = await insertOrder(tenant, institution, wanted, place, by);
    const lineIds = await moveLines(tenant, institution, { wanted, order, place, purchaser, by });
    if (wanted.how === 'sale') {
      await booked(tenant, institution.id, order, lineIds);
      await payIn(tenant, institution, order, wanted.payments ?? [], by);
      await mustBeOwed(tenant, institution.id, order);
    } else if (wanted.purchaseContactId === null) {
      throw new DomainError('nobody-owes', 'an option or a reservation is of somebody');
    }
    await refreshOrderActivity(tenant, institution.id, [order.id]);
    await audit(tenant, institution.id, by.now, {
      actor: by.actor,
      action: 'order.place',
      subject: `order:${order.id}`,
      details: { how: wanted.how, lines: lineIds.length },
    });
    return await selectOrder(tenant, institution.id, order.id);
  });
}

async function placedBefore(
  tenant: Tenant,
  institutionId: number,
  { placementKey, purchaseContactId }: NewOrder,
): Promise<Order | undefined> {
  const { rows } = await sql<{ id: number; contact: number | null }>`
    select id, purchase_contact_id as contact from orders
     where institution_id = ${institutionId} and placement_key = ${placementKey}::uuid`.execute(tenant);
  if (rows[0] === undefined) return undefined;
  if (rows[0].contact !== purchaseContactId) {
    throw new DomainError('placement-key-exists', 'this form made an order of somebody else');
  }
  return await selectOrder(tenant, institutionId, rows[0].id);
}

/** @returns who buys @throws DomainError `unknown-contact`, `contact-not-valid` */
async function lockPeople(
  tenant: Tenant,
  institutionId: number,
  { purchaseContactId, basketId, attendees = {} }: NewOrder,
  day: string,
): Promise<Purchaser | null> {
  const { rows: named } = await sql<{ id: number }>`
    select cultural_contact_id as id from basket_lines
     where institution_id = ${institutionId} and basket_id = ${basketId} and cultural_contact_id is not null`.execute(
    tenant,
  );
  const wanted = [
    purchaseContactId,
    ...Object.values(attendees).map((one) => (one.kind === 'contact' ? one.contactId : null)),
  ];
  const known = await lockContacts(tenant, institutionId, [...wanted, ...named.map(({ id }) => id)]);
  if (wanted.some((id) => id !== null && !known.has(id))) {
    throw new DomainError('unknown-contact', 'there is no such contact');
  }
  if (purchaseContactId === null) return null;
  const purchaser = known.get(purchaseContactId) as LockedContact;
  if (purchaser.validUntil !== null && purchaser.validUntil < day) {
    throw new DomainError('contact-not-valid', 'this contact is chosen for no new sale any more');
  }
  return purchaser;
}

interface Place {
  pointOfSaleId: number;
  organisationId: number;
  /** How long what is not sold stands. */
  expiresAt: Date | null;
}

/** @returns undefined where the basket is gone */
async function lockPlace(
  tenant: Tenant,
  institutionId: number,
  { basketId, how, holdMinutes, pointOfSaleId: asked }: NewOrder,
  { now }: By,
): Promise<Place | undefined> {
  const basket = await lockBasket(tenant, institutionId, basketId, now).catch((error) => {
    if (error instanceof DomainError) return undefined;
    throw error;
  });
  if (basket === undefined || basket.pointOfSaleId !== (asked ?? basket.pointOfSaleId)) return undefined;
  // A cancellation that is on its way is waited for, and then seen (`not-on-sale`); sales do not wait for each other.
  await sql`
    select from performances
     where institution_id = ${institutionId} and id in (
             select performance_id from basket_lines
              where institution_id = ${institutionId} and basket_id = ${basketId})
     order by id for key share`.execute(tenant);
  // nor is the last day of a pass moved while its line takes it over
  await sql`
    select from products
     where institution_id = ${institutionId} and kind = 'pass' and id in (
             select product_id from basket_lines
              where institution_id = ${institutionId} and basket_id = ${basketId})
     order by id for key share`.execute(tenant);
  const { pointOfSaleId, organisationId, optionDays, reservationDays } = basket;
  if (how === 'option' && optionDays === 0) {
    throw new DomainError('no-options-here', 'this point of sale gives no options');
  }
  const minutes = holdMinutes ?? 24 * 60 * (how === 'option' ? optionDays : reservationDays);
  return {
    pointOfSaleId,
    organisationId,
    expiresAt: how === 'sale' ? null : new Date(now.getTime() + minutes * 60_000),
  };
}

async function insertOrder(
  tenant: Tenant,
  institution: Institution,
  { purchaseContactId, placementKey }: NewOrder,
  { pointOfSaleId, organisationId }: Place,
  { now }: By,
): Promise<LockedOrder> {
  const { rows } = await sql<{ id: number }>`
    insert into orders (institution_id, number, organisation_id, purchase_contact_id, ordered_on, point_of_sale_id,
                        placed_at, placement_key)
    values (${institution.id}, ${newOrderNumber()}, ${organisationId}, ${purchaseContactId},
            ${today(institution, now)}, ${pointOfSaleId}, ${now}, ${placementKey}::uuid) returning id`.execute(
    tenant,
  );
  return { id: (rows[0] as { id: number }).id, organisationId, pointOfSaleId, purchaseContactId };
}

/**
 * The basket's lines become the order's, with the state and the act reached that an import would write for them.
 * @returns the ids of the lines
 */
async function moveLines(
  tenant: Tenant,
  institution: Institution,
  {
    wanted,
    order,
    place,
    purchaser,
    by,
  }: { wanted: NewOrder; order: LockedOrder; place: Place; purchaser: Purchaser | null; by: By },
): Promise<number[]> {
  const i = institution.id;
  const held = await selectHeld(tenant, i, wanted.basketId);
  if (held.length === 0) throw new DomainError('empty-basket', 'there is nothing in the basket');
  if (held.some(({ cancelled }) => cancelled)) {
    throw new DomainError('not-on-sale', 'a performance in the basket was cancelled');
  }
  const people = held.map(({ id, ...line }) => {
    const said = wanted.attendees?.[id] ?? attendeeOf(line, null);
    const { contactId, firstName, lastName, country } = attendeeColumns(said, purchaser);
    return { id, contact: contactId, first: firstName, last: lastName, country };
  });
  const [state, reached] = STATES[wanted.how];
  const sold = wanted.how === 'sale';
  const { rows } = await sql<{ id: number }>`
    insert into order_lines (institution_id, order_id, line, organisation_id, product_id, performance_id, state, reached,
                             sold_on, valid_until, cultural_contact_id, beneficiary_first_name, beneficiary_last_name,
                             beneficiary_country, price_minor, currency, quota_id, price_category_id, expires_at,
                             ticket_code)
    select ${i}::bigint, ${order.id}::bigint, (row_number() over (order by l.id))::text, ${order.organisationId}::bigint,
           l.product_id, l.performance_id, ${state}, ${reached}::activity_source,
           ${sold ? today(institution, by.now) : null}::date, p.valid_until, r.contact, r.first, r.last, r.country,
           l.amount_minor, l.currency, l.quota_id, l.price_category_id,
           -- what nobody bought by the beginning is free for who stands at the door
           least(${place.expiresAt}::timestamptz, case when ${!sold}::boolean then f.starts_at end),
           case when ${sold}::boolean then gen_random_uuid() end
      from json_to_recordset(${JSON.stringify(people)}::json)
           as r(id bigint, contact bigint, first text, last text, country text)
      join basket_lines l on l.institution_id = ${i} and l.id = r.id
      join products p on p.institution_id = ${i} and p.id = l.product_id
      left join performances f on f.institution_id = ${i} and f.id = l.performance_id
     order by l.id
    returning id`.execute(tenant);
  await sql`delete from baskets where institution_id = ${i} and id = ${wanted.basketId}`.execute(tenant);
  return rows.map(({ id }) => id);
}

const STATES = {
  option: ['option', 'option'],
  reservation: ['reserved', 'reservation'],
  sale: ['sold', 'sale'],
} as const;

interface Held {
  id: number;
  cancelled: boolean;
  contactId: number | null;
  firstName: string | null;
  lastName: string | null;
}

async function selectHeld(tenant: Tenant, i: number, basketId: string): Promise<Held[]> {
  const { rows } = await sql<Held>`
    select l.id, coalesce(f.state = 'cancelled', false) as cancelled, l.cultural_contact_id as "contactId",
           l.beneficiary_first_name as "firstName", l.beneficiary_last_name as "lastName"
      from basket_lines l
      left join performances f on f.institution_id = ${i} and f.id = l.performance_id
     where l.institution_id = ${i} and l.basket_id = ${basketId}
     order by l.id`.execute(tenant);
  return rows;
}
