import { sql } from 'kysely';
import { holdContacts, momentAfter, type Recording, said, saidColumns } from '../consent/consent.ts';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { seenBy, selectDefinitions } from './definitions.ts';
import { canonical } from './values.ts';

export interface CriterionChange {
  contactId: number;
  criterionId: number;
  /** As it was typed; null takes the value away. */
  value: string | null;
}

/**
 * Records values of criteria, for one contact or a hundred thousand in the same statements. Values are checked by the
 * type of their criterion and stored in its one form; a value that stands already is no change (R1f).
 * @param changes for one contact and criterion the last one holds
 * @param organisations whose criteria may be set besides the institution's; null: all
 * @returns how many values changed
 * @throws DomainError `unknown-criterion` (also where it is retired or not to be seen), `wrong-criterion-value`
 */
export async function recordCriteria(
  tenant: Tenant,
  institution: Institution,
  changes: CriterionChange[],
  { organisations, ...recording }: Recording & { organisations: number[] | null },
): Promise<number> {
  if (changes.length === 0) return 0;
  const kindOf = await kindsOf(tenant, institution, changes, organisations);
  const wanted = changes.map((change, position) => {
    const { contactId, criterionId, value } = change;
    const kind = kindOf(change);
    const stored = value === null ? null : canonical(kind, value);
    if (stored === undefined) {
      throw new DomainError('wrong-criterion-value', `a value is not one that ${kind.name} takes`);
    }
    return { contact_id: contactId, criterion_id: criterionId, value: stored, position };
  });
  await holdContacts(tenant, institution, [...new Set(changes.map(({ contactId }) => contactId))]);
  const { rows } = await sql<{ changed: number }>`
    with wanted as (
      select distinct on (contact_id, criterion_id) *
        from json_to_recordset(${JSON.stringify(wanted)}::json)
             as w(contact_id bigint, criterion_id bigint, value text, position integer)
       order by contact_id, criterion_id, position desc
    ), changed as materialized (
      select w.*, c.value as before
        from wanted w
        left join contact_criteria c on c.institution_id = ${institution.id} and c.contact_id = w.contact_id
                                    and c.criterion_id = w.criterion_id
       where c.value is distinct from w.value
    ), removed as (
      delete from contact_criteria c
       using changed w
       where c.institution_id = ${institution.id} and c.contact_id = w.contact_id and c.criterion_id = w.criterion_id
         and w.value is null
    ), stored as (
      insert into contact_criteria (institution_id, contact_id, criterion_id, value)
      select ${institution.id}::bigint, contact_id, criterion_id, value from changed where value is not null
          on conflict (institution_id, contact_id, criterion_id) do update set value = excluded.value
    ), acts as (
      select c.contact_id, ${momentAfter(
        sql`(select changed_at from criterion_changes
              where institution_id = ${institution.id} and contact_id = c.contact_id)`,
        recording.now,
      )} as at
        from changed c
       group by c.contact_id
    ), proven as (
      insert into criterion_changes
        (institution_id, contact_id, criterion_id, value_before, value_after, changed_at, ${saidColumns})
      select ${institution.id}::bigint, c.contact_id, c.criterion_id, c.before, c.value, a.at, said.*
        from changed c
        join acts a on a.contact_id = c.contact_id
       cross join ${said(institution, recording)}
      returning id
    )
    select count(*)::integer as changed from proven`.execute(tenant);
  return rows[0]?.changed ?? 0;
}

async function kindsOf(
  tenant: Tenant,
  institution: Institution,
  changes: CriterionChange[],
  organisations: number[] | null,
) {
  const ids = [...new Set(changes.map(({ criterionId }) => criterionId))];
  // held, so that its type does not change at this moment
  await sql`
    select from criteria where institution_id = ${institution.id} and id = any(${ids}::bigint[])
     order by id for share`.execute(tenant);
  const definitions = await selectDefinitions(
    tenant,
    institution,
    sql`k.id = any(${ids}::bigint[]) and ${seenBy(organisations)}`,
  );
  const known = new Map(definitions.map((criterion) => [criterion.id, criterion]));
  return ({ criterionId, value }: CriterionChange) => {
    const criterion = known.get(criterionId);
    if (criterion === undefined || (criterion.state === 'retired' && value !== null)) {
      throw new DomainError('unknown-criterion', 'there is no such criterion in use');
    }
    return criterion;
  };
}
