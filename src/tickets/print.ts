import { audit } from '../audit/audit.ts';
import type { Locale } from '../customers/customers.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Permission } from '../operators/operators.ts';
import { readOrder, selectPeople } from '../sales/sales.ts';
import { ticketsOf, ticketsPdf } from './draw.ts';

/**
 * The tickets of an order for the counter, as often as they are wanted; who printed them is written down, because a
 * ticket is good for whoever holds it.
 * @param reader whose eyes they are for; organisations null: all
 * @throws DomainError `unknown-order` (also where it is of another organisation), `no-tickets`
 */
export async function printTickets(
  database: Database,
  institution: Institution,
  orderId: number,
  reader: { organisations: readonly number[] | null; permissions: readonly Permission[] },
  { now, actor, locale }: { now: Date; actor: string; locale: Locale },
): Promise<{ number: string; file: Buffer }> {
  const order = await readOrder(database, institution, { id: orderId });
  if (order === undefined || reader.organisations?.includes(order.organisationId) === false) {
    throw new DomainError('unknown-order', 'there is no such order');
  }
  const tickets = ticketsOf(order).length;
  if (tickets === 0) throw new DomainError('no-tickets', 'nothing of this order has a ticket');
  const people = await selectPeople(database, institution, order, reader.permissions);
  const names = new Map([...people].map(([id, { name }]) => [id, name]));
  const file = await ticketsPdf({ institution, locale, names }, order);
  await inInstitution(database, institution.id, (tenant) =>
    audit(tenant, institution.id, now, {
      ...{ actor, action: 'tickets.print', subject: `order:${orderId}`, details: { tickets } },
    }),
  );
  return { number: order.number, file };
}
