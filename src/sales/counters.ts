import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';

/** A point of sale at which an operator may sell. */
export interface Counter {
  id: number;
  name: string;
  kind: 'box-office' | 'shop';
  organisationId: number;
  organisation: string;
  /** It gives options. */
  options: boolean;
}

/** The open ones, box offices first. @param only ids of the organisations that an operator is bound to; null: all */
export async function selectCounters(
  database: Database,
  institution: Institution,
  only: readonly number[] | null,
): Promise<Counter[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Counter>`
      select s.id, s.name, s.kind, s.organisation_id as "organisationId", o.name as organisation,
             s.option_days > 0 as options
        from points_of_sale s
        join organisations o on o.institution_id = ${institution.id} and o.id = s.organisation_id
       where s.institution_id = ${institution.id} and s.state = 'open'
         and (${only}::bigint[] is null or s.organisation_id = any(${only}::bigint[]))
       order by s.kind, lower(s.name), s.id`.execute(tenant);
    return rows;
  });
}
