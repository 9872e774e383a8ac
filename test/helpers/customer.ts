import { hashPassword } from '../../src/credentials/credentials.ts';
import type { Visitor } from './shop.ts';
import type { Venue } from './venue.ts';

export const PASSWORD = 'une phrase assez longue';

/** A contact with an account of the shops. @returns its id */
export async function customer(
  venue: Venue,
  email: string,
  values: Record<string, unknown> = {},
): Promise<number> {
  const contact_id = await venue.contact({ number: email, first_name: 'Ada', email, ...values });
  await venue.insert('customer_accounts', {
    contact_id,
    email,
    password_hash: await hashPassword(PASSWORD, { email, name: '' }),
    created_at: new Date(),
    locale: 'fr',
  });
  return contact_id;
}

/** Signs the visitor in, by the page for it. */
export async function signIn(visitor: Visitor, email: string): Promise<Visitor> {
  await visitor.open('/sign-in');
  return await visitor.send('/sign-in', { email, password: PASSWORD });
}
