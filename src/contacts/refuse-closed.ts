import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { ContactRights } from './contact-filter.ts';

/**
 * Refuses to open the file of a contact that is not for everybody's eyes.
 * @throws DomainError `unknown-contact`: a confidential contact is not there for who may not see it; `contact-closed`
 */
export async function refuseClosed(
  database: Database,
  institution: Institution,
  number: string,
  rights: ContactRights,
): Promise<void> {
  const { rows } = await inInstitution(database, institution.id, (tenant) =>
    sql<{ confidentiality: string }>`
      select confidentiality from contacts where institution_id = ${institution.id} and number = ${number}`.execute(
      tenant,
    ),
  );
  const confidentiality = rows[0]?.confidentiality;
  if (confidentiality === 'confidential' && !rights.confidential) {
    throw new DomainError('unknown-contact', `there is no contact ${number}`);
  }
  if (confidentiality === 'restricted' && !rights.restricted) {
    throw new DomainError(
      'contact-closed',
      'this contact is restricted: it takes the permission contacts.restricted',
    );
  }
}
