import { sql } from 'kysely';
import { audit } from '../../audit/audit.ts';
import { type Database, inInstitution } from '../../database/database.ts';
import { DomainError } from '../../errors.ts';
import type { Institution } from '../../institutions/institutions.ts';
import type { Kind } from '../kinds.ts';
import { checkMapping, type Mapping } from './mapping.ts';

/** A mapping that an institution uses again, by its name. */
export interface ImportProfile {
  id: number;
  name: string;
  kind: Kind;
  mapping: Mapping;
}

interface Done {
  actor: string;
  now: Date;
}

/** The profiles of an institution, by name. */
export async function selectImportProfiles(
  database: Database,
  institution: Institution,
): Promise<ImportProfile[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<ImportProfile>`
      select id, name, kind, mapping from import_profiles
       where institution_id = ${institution.id} order by lower(name), id`.execute(tenant);
    return rows;
  });
}

/**
 * Saves a mapping under a name; one that is there by this name is replaced.
 * @throws DomainError `wrong-mapping`
 */
export async function saveImportProfile(
  database: Database,
  institution: Institution,
  { name, kind, mapping }: Omit<ImportProfile, 'id'>,
  { actor, now }: Done,
): Promise<ImportProfile> {
  checkMapping(kind, mapping);
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<ImportProfile>`
      insert into import_profiles (institution_id, name, kind, mapping, changed_at)
      values (${institution.id}, ${name.trim()}, ${kind}, ${JSON.stringify(mapping)}::jsonb, ${now})
          on conflict (institution_id, name) do update
         set kind = excluded.kind, mapping = excluded.mapping, changed_at = excluded.changed_at
      returning id, name, kind, mapping`.execute(tenant);
    const [profile] = rows as [ImportProfile];
    const subject = `import-profile:${profile.id}`;
    await audit(tenant, institution.id, now, { actor, action: 'import-profile.save', subject });
    return profile;
  });
}

/** @throws DomainError `unknown-import-profile` */
export async function deleteImportProfile(
  database: Database,
  institution: Institution,
  id: number,
  { actor, now }: Done,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      delete from import_profiles where institution_id = ${institution.id} and id = ${id} returning 1`.execute(
      tenant,
    );
    if (rows.length === 0)
      throw new DomainError('unknown-import-profile', `there is no import profile ${id}`);
    const subject = `import-profile:${id}`;
    await audit(tenant, institution.id, now, { actor, action: 'import-profile.delete', subject });
  });
}
