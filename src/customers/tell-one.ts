import type { Tenant } from '../database/database.ts';
import { tellCustomers } from '../messages/messages.ts';
import type { Place } from './shapes.ts';

interface Telling {
  contactId: number | null;
  to: { name: string | null; address: string };
  kind: string;
  about: string;
  subject: string;
  body: string;
  /** A page of the shop, such as `/confirm?token=…`. */
  page: string;
  expiresAt?: Date;
  now: Date;
}

/** Writes one message to a customer, with a link into the shop that the customer came to. */
export async function tellCustomer(
  tenant: Tenant,
  { institution, path }: Pick<Place, 'institution' | 'path'>,
  { page, now, ...telling }: Telling,
): Promise<void> {
  await tellCustomers(tenant, institution.id, [{ ...telling, path: `${path}${page}` }], now);
}
