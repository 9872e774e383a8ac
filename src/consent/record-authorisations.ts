import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Answer, Authorisation } from './authorisations.ts';
import { holdContacts, momentAfter, type Recording, said, saidColumns } from './recording.ts';

export interface AuthorisationChange {
  contactId: number;
  authorisation: Authorisation;
  value: Answer;
  /** Id of the wording that was read for it. */
  wordingId?: number | null | undefined;
}

export interface Read {
  /** The language in which the wordings were read. */
  language?: 'fr' | 'en' | null | undefined;
  /** What was read where it is none of the institution's wordings, such as the version of a policy. */
  wording?: string | null | undefined;
}

/**
 * Records what contacts allow, one or a hundred thousand in the same three statements. A value that stands already is
 * no change and leaves no trace (R1g). All that is recorded at once is one act: whether anything is allowed after it is
 * told of each of its changes.
 * @param changes for one contact and authorisation the last one holds; unknown contacts are an error of the database
 * @returns how many authorisations changed
 */
export async function recordAuthorisations(
  tenant: Tenant,
  institution: Institution,
  changes: AuthorisationChange[],
  recording: Recording & Read,
): Promise<number> {
  if (changes.length === 0) return 0;
  await holdContacts(tenant, institution, [...new Set(changes.map(({ contactId }) => contactId))]);
  const wanted = changes.map(({ contactId, authorisation, value, wordingId }, position) => ({
    contact_id: contactId,
    authorisation,
    value,
    wording_id: wordingId ?? null,
    position,
  }));
  const { rows } = await sql<{ changed: number }>`
    with wanted as (
      select distinct on (contact_id, authorisation) *
        from json_to_recordset(${JSON.stringify(wanted)}::json)
             as w(contact_id bigint, authorisation text, value text, wording_id bigint, position integer)
       order by contact_id, authorisation, position desc
    ), changed as materialized (
      select w.*, coalesce(a.value, 'none') as before
        from wanted w
        left join contact_authorisations a on a.institution_id = ${institution.id} and a.contact_id = w.contact_id
                                          and a.authorisation = w.authorisation
       where coalesce(a.value, 'none') <> w.value
    ), acts as (
      select c.contact_id,
             bool_or(c.value = 'yes') or exists (
               select from contact_authorisations a
                where a.institution_id = ${institution.id} and a.contact_id = c.contact_id and a.value = 'yes'
                  and not exists (select from changed d where d.contact_id = a.contact_id
                                                          and d.authorisation = a.authorisation)) as any_yes,
             ${momentAfter(
               sql`(select changed_at from authorisation_changes
                     where institution_id = ${institution.id} and contact_id = c.contact_id)`,
               recording.now,
             )} as at
        from changed c
       group by c.contact_id
    ), stored as (
      insert into contact_authorisations (institution_id, contact_id, authorisation, value)
      select ${institution.id}::bigint, contact_id, authorisation, value from changed
          on conflict (institution_id, contact_id, authorisation) do update set value = excluded.value
    ), proven as (
      insert into authorisation_changes
        (institution_id, contact_id, authorisation, value_before, value_after, any_yes_after, changed_at, wording_id,
         wording_language, wording, ${saidColumns})
      select ${institution.id}::bigint, c.contact_id, c.authorisation, c.before, c.value, a.any_yes, a.at, c.wording_id,
             case when c.wording_id is not null then ${recording.language ?? null}::text end,
             ${recording.wording ?? null}::text, said.*
        from changed c
        join acts a on a.contact_id = c.contact_id
       cross join ${said(institution, recording)}
      returning id
    )
    select count(*)::integer as changed from proven`.execute(tenant);
  return rows[0]?.changed ?? 0;
}
