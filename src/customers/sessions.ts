import { sql } from 'kysely';
import { newToken, readToken } from '../credentials/credentials.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Customer } from './shapes.ts';

/** A customer stays signed in so long after the last visit, and never longer than `LONGEST`. */
const IDLE = '14 days';
const LONGEST = '90 days';

/** Writes a session, and sweeps those that are over. @returns the token for the cookie; the institution is in it */
export async function openCustomerSession(
  tenant: Tenant,
  institutionId: number,
  contactId: number,
  now: Date,
): Promise<string> {
  const { token, hash } = newToken(institutionId);
  await sql`delete from customer_sessions
             where institution_id = ${institutionId} and contact_id = ${contactId} and expires_at <= ${now}`.execute(
    tenant,
  );
  await sql`
    insert into customer_sessions (institution_id, token_hash, contact_id, created_at, last_seen_at, expires_at)
    values (${institutionId}, ${hash}, ${contactId}, ${now}, ${now}, ${now}::timestamptz + ${IDLE}::interval)`.execute(
    tenant,
  );
  await sql`update customer_accounts set last_sign_in_at = ${now}
             where institution_id = ${institutionId} and contact_id = ${contactId}`.execute(tenant);
  return token;
}

/** @returns undefined where there is no such session, it is over, or it is one of another institution */
export async function findCustomer(
  database: Database,
  institution: Institution,
  token: string,
  now: Date,
): Promise<Customer | undefined> {
  const parsed = readToken(token);
  if (parsed === undefined || parsed.institutionId !== institution.id) return undefined;
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Customer & { stale: boolean }>`
      select c.id as "contactId", c.number, c.first_name as "firstName", c.last_name as "lastName", a.email, a.locale,
             s.last_seen_at < ${now}::timestamptz - interval '1 hour' as stale
        from customer_sessions s
        join customer_accounts a on a.institution_id = ${institution.id} and a.contact_id = s.contact_id
        join contacts c on c.institution_id = ${institution.id} and c.id = s.contact_id
       where s.institution_id = ${institution.id} and s.token_hash = ${parsed.hash} and s.expires_at > ${now}`.execute(
      tenant,
    );
    if (rows[0] === undefined) return undefined;
    const { stale, ...customer } = rows[0];
    if (stale) {
      await sql`
        update customer_sessions
           set last_seen_at = ${now},
               expires_at = least(${now}::timestamptz + ${IDLE}::interval, created_at + ${LONGEST}::interval)
         where institution_id = ${institution.id} and token_hash = ${parsed.hash}`.execute(tenant);
    }
    return customer;
  });
}

/** Signs out. A token without a session does no harm. */
export async function endCustomerSession(
  database: Database,
  institution: Institution,
  token: string,
): Promise<void> {
  const parsed = readToken(token);
  if (parsed === undefined || parsed.institutionId !== institution.id) return;
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`delete from customer_sessions
               where institution_id = ${institution.id} and token_hash = ${parsed.hash}`.execute(tenant);
  });
}
