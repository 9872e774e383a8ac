import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';

/** A contact as `rappel contacts` lists it; the recency is the stored one (R3), null where none was computed yet. */
export interface ContactLine {
  number: string;
  kind: string;
  first_name: string | null;
  last_name: string | null;
  company_name: string | null;
  email: string | null;
  postcode: string | null;
  town: string | null;
  country: string | null;
  recency: string | null;
  recency_source: string | null;
}

/** All contacts of an institution in portions, in the order they came; memory does not grow with them. */
export async function* readContacts(
  database: Database,
  institution: Institution,
): AsyncGenerator<ContactLine[]> {
  let after = 0;
  while (true) {
    const lines = await inInstitution(database, institution.id, async (tenant) => {
      const { rows } = await sql<ContactLine & { id: number }>`
        select c.id, c.number, c.kind, c.first_name, c.last_name, c.company_name, c.email, c.postcode, c.town, c.country,
               r.recency, r.source as recency_source
          from contacts c
          left join contact_recency r on r.institution_id = ${institution.id} and r.contact_id = c.id
         where c.institution_id = ${institution.id} and c.id > ${after}
         order by c.id limit 5000`.execute(tenant);
      return rows;
    });
    const last = lines.at(-1);
    if (last === undefined) return;
    after = last.id;
    yield lines.map(({ id: _, ...line }) => line);
  }
}
