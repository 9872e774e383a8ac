import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { FieldValues } from './fields.ts';
import type { OpenFile } from './open.ts';

/**
 * What a file must keep to, whatever is changed.
 * @param all as it will be; @param changed of it
 * @throws DomainError `wrong-birth-date`, `nameless-contact`
 */
export function checkValues(
  all: Partial<FieldValues>,
  changed: Partial<FieldValues>,
  kind: OpenFile['kind'],
  today: string,
): void {
  if (changed.birthDate && (changed.birthDate > today || changed.birthDate < '1850-01-01')) {
    throw new DomainError('wrong-birth-date', 'nobody was born on that day and is with us');
  }
  const names = kind === 'structure' ? (['companyName'] as const) : (['firstName', 'lastName'] as const);
  if (names.some((name) => name in changed) && names.every((name) => !all[name])) {
    throw new DomainError('nameless-contact', `a contact of the kind ${kind} needs a name`);
  }
}

/**
 * @param number of the structure for which a relay acts; null: none
 * @throws DomainError `wrong-structure`
 */
export async function structureId(
  tenant: Tenant,
  institutionId: number,
  kind: OpenFile['kind'],
  number: string | null,
): Promise<number | null> {
  if (number === null) return null;
  const { rows } = await sql<{ id: number }>`
    select id from contacts
     where institution_id = ${institutionId} and number = ${number} and kind = 'structure' for key share`.execute(
    tenant,
  );
  const id = rows[0]?.id;
  if (id === undefined || kind !== 'relay') {
    throw new DomainError('wrong-structure', `only a relay acts for a structure, and ${number} must be one`);
  }
  return id;
}

/** @throws DomainError `wrong-role` where the institution does not know a role */
export async function writeRoles(
  tenant: Tenant,
  institutionId: number,
  contactId: number,
  roles: FieldValues['roles'],
): Promise<void> {
  const names = roles.map(({ role }) => role);
  const { rows: known } = await sql`
    select name from roles where institution_id = ${institutionId} and name = any(${names}::text[])`.execute(
    tenant,
  );
  if (known.length < names.length)
    throw new DomainError('wrong-role', 'a role that the institution does not know');
  await sql`
    delete from contact_roles
     where institution_id = ${institutionId} and contact_id = ${contactId} and role <> all(${names}::text[])`.execute(
    tenant,
  );
  if (roles.length === 0) return;
  const rows = roles.map(
    ({ role, validUntil }) => sql`(${institutionId}, ${contactId}, ${role}, ${validUntil}::date)`,
  );
  await sql`
    insert into contact_roles (institution_id, contact_id, role, valid_until) values ${sql.join(rows)}
        on conflict (institution_id, contact_id, role) do update set valid_until = excluded.valid_until`.execute(
    tenant,
  );
}
