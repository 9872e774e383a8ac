import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';

/** The internal id of a contact. @throws DomainError `unknown-contact` */
export async function contactIdOf(tenant: Tenant, institutionId: number, number: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select id from contacts where institution_id = ${institutionId} and number = ${number}`.execute(tenant);
  if (rows[0] === undefined) throw new DomainError('unknown-contact', 'there is no contact of that number');
  return rows[0].id;
}
