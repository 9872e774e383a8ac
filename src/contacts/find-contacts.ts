import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';

/** A contact in the list of the back office. */
export interface ListedContact {
  id: number;
  number: string;
  kind: 'individual' | 'structure' | 'relay';
  name: string;
  email: string | null;
  postcode: string | null;
  town: string | null;
  country: string | null;
  recency: string | null;
  source: string | null;
}

export interface ContactQuery {
  /** How the number, the last name, the company or the e-mail begins; case does not matter. */
  beginning?: string | undefined;
  kind?: ListedContact['kind'] | undefined;
  /** Contacts after this id. */
  after: number;
  limit: number;
}

/** So many are looked at for one search: who finds more writes another letter. */
const MOST_FOUND = 500;

/** Contacts in the order they came. */
export async function findContacts(
  database: Database,
  institution: Institution,
  { beginning = '', kind, after, limit }: ContactQuery,
): Promise<ListedContact[]> {
  const begins = beginning.trim();
  const found =
    begins === ''
      ? sql``
      : sql`and c.id = any(array(select find_contacts(${institution.id}, ${begins}, ${MOST_FOUND})))`;
  const ofKind = kind === undefined ? sql`` : sql`and c.kind = ${kind}`;
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<ListedContact>`
      select c.id, c.number, c.kind,
             coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.company_name, c.number) as name,
             c.email, c.postcode, c.town, c.country, r.recency, r.source
        from contacts c
        left join contact_recency r on r.institution_id = ${institution.id} and r.contact_id = c.id
       where c.institution_id = ${institution.id} and c.id > ${after} ${found} ${ofKind}
       order by c.id limit ${limit}`.execute(tenant);
    return rows;
  });
}
