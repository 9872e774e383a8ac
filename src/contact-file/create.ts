import { sql } from 'kysely';
import { levelsOpenTo } from '../contacts/contacts.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { checkValues, structureId, writeRoles } from './checks.ts';
import { COLUMNS, type FieldValues, normalisePhone } from './fields.ts';
import { nextNumber } from './next-number.ts';
import type { OpenFile, Reader } from './open.ts';
import { contactWritten } from './written.ts';

export interface NewContact {
  kind: OpenFile['kind'];
  fields: { [Name in keyof FieldValues]?: FieldValues[Name] | undefined };
  /** Whose words these are: the person's own, or somebody else's who speaks for it (R19). */
  givenBy: 'person' | 'somebody-else';
  /** The operator read the notice to inform the person. */
  noticeRead: boolean;
}

/**
 * Creates a contact, with the next number of the institution. Its creation is no activity, but where it will have none
 * the recency begins with this day (R1h).
 * @returns the number
 * @throws DomainError `notice-not-read` (R19), `nameless-contact`, `wrong-birth-date`, `wrong-role`, `wrong-structure`,
 *   `not-permitted`
 */
export async function createContact(
  database: Database,
  institution: Institution,
  { kind, fields, givenBy, noticeRead }: NewContact,
  reader: Reader,
): Promise<string> {
  if (kind !== 'structure' && givenBy === 'somebody-else' && !noticeRead) {
    throw new DomainError(
      'notice-not-read',
      'who is written down on the word of somebody else must be informed',
    );
  }
  const day = today(institution, reader.now);
  checkValues(
    fields as Partial<FieldValues>,
    { firstName: null, companyName: null, ...fields } as FieldValues,
    kind,
    day,
  );
  if (fields.confidentiality && !levelsOpenTo(reader.permissions).includes(fields.confidentiality)) {
    throw new DomainError('not-permitted', 'a level that you may not open is not yours to set');
  }
  const home = fields.country ?? institution.country;
  const { roles, structure, ...rest } = fields;
  const values: Record<string, unknown> = {
    ...rest,
    phone: normalisePhone(fields.phone ?? null, home),
    mobile: normalisePhone(fields.mobile ?? null, home),
  };
  const filled = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  const columns = filled.map(([name]) => sql`, ${sql.ref(COLUMNS[name as keyof typeof COLUMNS])}`);
  return await inInstitution(database, institution.id, async (tenant) => {
    const number = await nextNumber(tenant, institution.id);
    const structure_id = await structureId(tenant, institution.id, kind, structure ?? null);
    const { rows } = await sql<{ id: number }>`
      insert into contacts (institution_id, number, kind, created_on, structure_id ${sql.join(columns, sql``)})
      values (${institution.id}, ${number}, ${kind}, ${day}, ${structure_id} ${sql.join(
        filled.map(([, value]) => sql`, ${value}`),
        sql``,
      )}) returning id`.execute(tenant);
    const { id } = rows[0] as { id: number };
    if (roles !== undefined) await writeRoles(tenant, institution.id, id, roles);
    await contactWritten(tenant, {
      institutionId: institution.id,
      contactId: id,
      operatorId: reader.operatorId,
      now: reader.now,
      action: 'contact.create',
      fields: filled.map(([name]) => name),
      details: { givenBy },
    });
    return number;
  });
}
