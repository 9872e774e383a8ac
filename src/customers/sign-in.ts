import { sql } from 'kysely';
import { customerTries, forgetTries, isPassword, sweepTries, takeTry } from '../credentials/credentials.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { openCustomerSession } from './sessions.ts';

/**
 * Signs a customer in.
 * @returns the token for the cookie
 * @throws DomainError `wrong-credentials` (whatever of them is wrong, and as slowly), `locked-out` (known or not)
 */
export async function signInCustomer(
  database: Database,
  institution: Institution,
  { email, password }: { email: string; password: string },
  now: Date,
): Promise<string> {
  const address = email.trim().toLowerCase();
  const found = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ contactId: number; passwordHash: string }>`
      select contact_id as "contactId", password_hash as "passwordHash" from customer_accounts
       where institution_id = ${institution.id} and lower(email) = ${address}`.execute(tenant);
    return rows[0];
  });
  await takeTry(database, institution.id, customerTries(address), { now, realm: 'customer' });
  // Outside of a transaction: it takes its time, and the embedded database has one session.
  const right = await isPassword(found?.passwordHash, password);
  if (found === undefined || !right) {
    throw new DomainError('wrong-credentials', 'the e-mail or the password is wrong');
  }
  return await inInstitution(database, institution.id, async (tenant) => {
    await forgetTries(tenant, institution.id, [customerTries(address)]);
    await sweepTries(tenant, institution.id, now);
    return await openCustomerSession(tenant, institution.id, found.contactId, now);
  });
}
