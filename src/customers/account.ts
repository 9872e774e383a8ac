import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../audit/audit.ts';
import { normalisePhone } from '../contact-file/contact-file.ts';
import { refreshContactSearch } from '../contacts/contacts.ts';
import { customerTries, forgetTries, hashPassword, isPassword, takeTry } from '../credentials/credentials.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { optionalLine, personName, understood } from './identity.ts';
import { openCustomerSession } from './sessions.ts';
import { type Customer, locales } from './shapes.ts';

const identity = z.object({
  firstName: personName,
  lastName: personName,
  mobile: optionalLine(60),
  street: optionalLine(200),
  postcode: optionalLine(20),
  town: optionalLine(100),
  locale: z.enum(locales),
});

/** What a customer may change of itself without a proof. */
export type Identity = z.output<typeof identity>;

export async function readIdentity(
  database: Database,
  institution: Institution,
  { contactId, locale }: Customer,
): Promise<Identity> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Omit<Identity, 'locale'>>`
      select coalesce(first_name, '') as "firstName", coalesce(last_name, '') as "lastName", mobile, street, postcode, town
        from contacts where institution_id = ${institution.id} and id = ${contactId}`.execute(tenant);
    return { ...(rows[0] as Omit<Identity, 'locale'>), locale };
  });
}

/** @throws DomainError `wrong-identity` */
export async function changeIdentity(
  database: Database,
  institution: Institution,
  { contactId }: Customer,
  wanted: Record<string, unknown>,
  now: Date,
): Promise<void> {
  const { firstName, lastName, mobile, street, postcode, town, locale } = understood(identity, wanted);
  const phone = normalisePhone(mobile, institution.country);
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`
      update contacts
         set first_name = ${firstName}, last_name = ${lastName}, mobile = ${phone}, street = ${street},
             postcode = ${postcode}, town = ${town}, language = ${locale}
       where institution_id = ${institution.id} and id = ${contactId}`.execute(tenant);
    await sql`update customer_accounts set locale = ${locale}
               where institution_id = ${institution.id} and contact_id = ${contactId}`.execute(tenant);
    await refreshContactSearch(tenant, institution.id, { ids: [contactId] });
    await audit(tenant, institution.id, now, {
      actor: 'customer',
      action: 'contact.edit',
      subject: `contact:${contactId}`,
      details: { fields: 'firstName,lastName,mobile,street,postcode,town,language' },
    });
  });
}

/** Whoever sits before an open session need not be its owner. @throws DomainError `wrong-present-password`, `locked-out` */
export async function verifyPassword(
  database: Database,
  institution: Institution,
  { contactId, email }: Customer,
  password: string,
  now: Date,
): Promise<void> {
  const hash = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ hash: string }>`
      select password_hash as hash from customer_accounts
       where institution_id = ${institution.id} and contact_id = ${contactId}`.execute(tenant);
    return rows[0]?.hash;
  });
  const tries = customerTries(email);
  await takeTry(database, institution.id, tries, { now, realm: 'customer' });
  if (!(await isPassword(hash, password))) {
    throw new DomainError('wrong-present-password', 'the present password is wrong');
  }
  await inInstitution(database, institution.id, (tenant) => forgetTries(tenant, institution.id, [tries]));
}

/**
 * Changes the password; every other session ends.
 * @returns the token of the session that stays
 * @throws DomainError `wrong-present-password`, `locked-out`, `wrong-password`
 */
export async function changePassword(
  database: Database,
  institution: Institution,
  customer: Customer,
  wanted: { present: string; password: string },
  now: Date,
): Promise<string> {
  await verifyPassword(database, institution, customer, wanted.present, now);
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(' ');
  const hash = await hashPassword(wanted.password, { email: customer.email, name });
  return await inInstitution(database, institution.id, async (tenant) => {
    await sql`update customer_accounts set password_hash = ${hash}
               where institution_id = ${institution.id} and contact_id = ${customer.contactId}`.execute(
      tenant,
    );
    await sql`delete from customer_sessions
               where institution_id = ${institution.id} and contact_id = ${customer.contactId}`.execute(
      tenant,
    );
    // Also those that somebody else asked for, who knew the password until now.
    await sql`delete from customer_links
               where institution_id = ${institution.id} and contact_id = ${customer.contactId}`.execute(
      tenant,
    );
    await audit(tenant, institution.id, now, {
      actor: 'customer',
      action: 'customer.set-password',
      subject: `contact:${customer.contactId}`,
    });
    return await openCustomerSession(tenant, institution.id, customer.contactId, now);
  });
}
