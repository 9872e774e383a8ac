import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { attendeeOf } from './attendees.ts';
import { giftCardCode } from './codes.ts';
import { selectDue } from './money.ts';
import type { Order, OrderLine } from './shapes.ts';
import { totalsOf } from './totals.ts';

/**
 * An order by its id or number, whoever asks: that it is the asker's own is for the caller to see to.
 * @returns undefined where there is none
 */
export async function readOrder(
  database: Database,
  institution: Institution,
  order: { id: number } | { number: string },
): Promise<Order | undefined> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const [id, number] = 'id' in order ? [order.id, null] : [null, order.number];
    const { rows } = await sql<{ id: number }>`
      select id from orders
       where institution_id = ${institution.id} and (id = ${id}::bigint or number = ${number})`.execute(
      tenant,
    );
    return rows[0] === undefined ? undefined : await selectOrder(tenant, institution.id, rows[0].id);
  });
}

type LineRow = Omit<OrderLine, 'performance' | 'attendee' | 'giftCardCode'> & {
  performanceId: number | null;
  startsAt: Date | null;
  endsAt: Date | null;
  venue: string | null;
  contactId: number | null;
  firstName: string | null;
  lastName: string | null;
};

/** @param id of an order that is there */
export async function selectOrder(tenant: Tenant, i: number, id: number): Promise<Order> {
  const { rows } = await sql<Omit<Order, 'lines' | 'payments' | 'due' | 'toPay'>>`
    select o.id, o.number, o.organisation_id as "organisationId", org.name as organisation,
           o.point_of_sale_id as "pointOfSaleId", o.ordered_on as "orderedOn", o.placed_at as "placedAt",
           o.purchase_contact_id as "purchaseContactId"
      from orders o
      join organisations org on org.institution_id = ${i} and org.id = o.organisation_id
     where o.institution_id = ${i} and o.id = ${id}`.execute(tenant);
  const order = rows[0] as Omit<Order, 'lines' | 'payments' | 'due' | 'toPay'>;
  const lines = await selectLines(tenant, i, order);
  const payments = await sql<Order['payments'][number]>`
    select id, kind, method, amount_minor as "amountMinor", currency, paid_at as "paidAt"
      from payments where institution_id = ${i} and order_id = ${id} order by id`.execute(tenant);
  const due = await selectDue(tenant, i, id);
  const unsold = lines.filter(({ state }) => state === 'option' || state === 'reserved');
  const toPay = totalsOf([...due, ...unsold]).filter(({ amountMinor }) => amountMinor > 0);
  return { ...order, lines, payments: payments.rows, due, toPay };
}

async function selectLines(
  tenant: Tenant,
  i: number,
  { id, purchaseContactId }: Pick<Order, 'id' | 'purchaseContactId'>,
): Promise<OrderLine[]> {
  const { rows } = await sql<LineRow>`
    select l.id, l.line, p.id as "productId", p.name as product, p.kind, l.performance_id as "performanceId",
           f.starts_at as "startsAt", f.ends_at as "endsAt", f.venue, c.name as "priceCategory",
           l.valid_until as "validUntil", coalesce(l.price_minor, 0) as "amountMinor",
           coalesce(l.currency, inst.currency) as currency, l.state, l.option_confirmed_on as "optionConfirmedOn",
           l.sold_on as "soldOn", l.expires_at as "expiresAt", l.cancelled_at as "cancelledAt",
           l.cancelled_by as "cancelledBy", l.cultural_contact_id as "contactId",
           l.beneficiary_first_name as "firstName", l.beneficiary_last_name as "lastName",
           case when l.state = 'sold' then l.ticket_code end as "ticketCode"
      from order_lines l
      join institutions inst on inst.id = ${i}
      left join performances f on f.institution_id = ${i} and f.id = l.performance_id
      left join products p on p.institution_id = ${i} and p.id = coalesce(l.product_id, f.product_id)
      left join price_categories c on c.institution_id = ${i} and c.id = l.price_category_id
     where l.institution_id = ${i} and l.order_id = ${id}
     order by l.id`.execute(tenant);
  return rows.map(
    ({ performanceId, startsAt, endsAt, venue, contactId, firstName, lastName, ...line }): OrderLine => ({
      ...line,
      performance: performanceId === null ? null : { id: performanceId, startsAt, endsAt, venue },
      attendee: attendeeOf({ contactId, firstName, lastName }, purchaseContactId),
      giftCardCode:
        line.kind === 'gift-card' && line.ticketCode !== null ? giftCardCode(line.ticketCode) : null,
    }),
  );
}
