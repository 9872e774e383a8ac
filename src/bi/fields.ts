import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type BiDomain, biDomains } from '../personal-data/personal-data.ts';
import { type BiColumn, columnsOf, criterionColumn } from './columns.ts';

/** What each domain can be asked by: its columns and, of the profile, the criteria of the institution. */
export async function selectFields(
  database: Database,
  institution: Institution,
): Promise<{ domain: BiDomain; columns: BiColumn[] }[]> {
  const criteria = await inInstitution(database, institution.id, async (tenant) => {
    // named as in the view
    const { rows } = await sql<{ name: string }>`
      select coalesce(o.name || ' · ', '') || k.name as name
        from criteria k
        left join organisations o on o.institution_id = k.institution_id and o.id = k.organisation_id
       where k.institution_id = ${institution.id}
       order by o.name nulls first, k.position, k.name`.execute(tenant);
    return rows;
  });
  return biDomains.map((domain) => ({
    domain,
    columns: [
      ...columnsOf(domain),
      ...(domain === 'contact-profile' ? criteria.map(({ name }) => criterionColumn(name)) : []),
    ],
  }));
}
