import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { DuplicateReason } from './find-duplicates.ts';

/** One side of a pair, as a list shows it. */
export interface Suspect {
  number: string;
  kind: 'individual' | 'structure' | 'relay';
  name: string;
  email: string | null;
  postcode: string | null;
  town: string | null;
  birthDate: string | null;
  createdOn: string;
  orders: number;
}

export interface Suspicion {
  /** `<id>-<id>`: internal ids of the pair, for the cursor. */
  pair: string;
  reasons: DuplicateReason[];
  foundAt: Date;
  one: Suspect;
  other: Suspect;
}

/**
 * Pairs that wait for a decision, those with more in common first.
 * @param confidential whether contacts may be named whose files only a few may open
 */
export async function selectSuspicions(
  database: Database,
  institution: Institution,
  { after, limit, confidential }: { after: string | undefined; limit: number; confidential: boolean },
): Promise<Suspicion[]> {
  const cursor = /^(\d+)-(\d+)-(\d+)$/.exec(after ?? '');
  const [, reasons, first, second] = cursor?.map(Number) ?? [];
  const suspect = (alias: string) => {
    const c = sql.raw(alias);
    return sql`json_build_object('number', ${c}.number, 'kind', ${c}.kind, 'name',
      coalesce(nullif(concat_ws(' ', ${c}.first_name, ${c}.last_name), ''), ${c}.company_name, ${c}.number),
      'email', ${c}.email, 'postcode', ${c}.postcode, 'town', ${c}.town, 'birthDate', ${c}.birth_date,
      'createdOn', ${c}.created_on, 'orders', (select count(*) from orders o
        where o.institution_id = ${institution.id} and o.purchase_contact_id = ${c}.id))`;
  };
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Suspicion>`
      select cardinality(d.reasons) || '-' || d.first_id || '-' || d.second_id as pair, d.reasons,
             d.found_at as "foundAt", ${suspect('a')} as one, ${suspect('b')} as other
        from duplicate_suspicions d
        join contacts a on a.institution_id = ${institution.id} and a.id = d.first_id
        join contacts b on b.institution_id = ${institution.id} and b.id = d.second_id
       where d.institution_id = ${institution.id} and d.dismissed_at is null
         and (${confidential} or (a.confidentiality = 'free' and b.confidentiality = 'free'))
         and ${
           cursor === null
             ? sql`true`
             : sql`(-cardinality(d.reasons), d.first_id, d.second_id) > (${-(reasons as number)}::integer, ${first}::bigint, ${second}::bigint)`
         }
       order by -cardinality(d.reasons), d.first_id, d.second_id limit ${limit}`.execute(tenant);
    return rows;
  });
}

/** Somebody who knows both says that they are two. @throws DomainError `unknown-duplicate` */
export async function dismissSuspicion(
  database: Database,
  institution: Institution,
  [one, other]: [string, string],
  { now, operatorId }: { now: Date; operatorId: number },
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ first: number; second: number }>`
      update duplicate_suspicions d set dismissed_at = ${now}, dismissed_by = ${operatorId}
        from contacts a, contacts b
       where d.institution_id = ${institution.id}
         and a.institution_id = ${institution.id} and a.number = ${one}
         and b.institution_id = ${institution.id} and b.number = ${other}
         and d.first_id = least(a.id, b.id) and d.second_id = greatest(a.id, b.id)
      returning d.first_id as first, d.second_id as second`.execute(tenant);
    const [pair] = rows;
    if (pair === undefined) throw new DomainError('unknown-duplicate', 'these two are not suspected');
    await audit(tenant, institution.id, now, {
      actor: `operator:${operatorId}`,
      action: 'duplicate.dismiss',
      subject: `contact:${pair.first}`,
      details: { other: pair.second },
    });
  });
}
