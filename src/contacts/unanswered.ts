import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';

/** R25: how many individuals and relays said neither yes nor no to general marketing. */
export async function countUnanswered(database: Database, institution: Institution): Promise<number> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ count: number }>`
      select (select count(*) from contacts
               where institution_id = ${institution.id} and kind in ('individual', 'relay'))
           - (select count(*) from contact_authorisations a
                join contacts c on c.institution_id = ${institution.id} and c.id = a.contact_id
                               and c.kind in ('individual', 'relay')
               where a.institution_id = ${institution.id} and a.authorisation = 'institution'
                 and a.value in ('yes', 'no')) as count`.execute(tenant);
    return rows[0]?.count ?? 0;
  });
}
