import { type RawBuilder, sql } from 'kysely';
import { momentAfter } from '../consent/consent.ts';
import { type Moving, moveUnlessThere } from './move-rows.ts';

// Of two contacts two histories become one, in the order of their moments. What holds afterwards need not be what its
// last row says, so the merge closes it with a row of its own: the proof of what holds (R22). It is no activity (R1).

/**
 * The history first, so that the closing row is its latest. Two changes at the same moment are told apart by the next
 * microsecond that is free.
 */
const moveHistory = (table: string, subject: string, { institutionId, kept, absorbed }: Moving) => sql`
      update ${sql.table(table)} t
         set contact_id = ${kept}, changed_at = t.changed_at + interval '1 microsecond' * (
               select min(n) from generate_series(0, 10000) n
                where not exists (select from ${sql.table(table)} k
                                   where k.institution_id = ${institutionId} and k.contact_id = ${kept}
                                     and k.${sql.ref(subject)} = t.${sql.ref(subject)}
                                     and k.changed_at = t.changed_at + n * interval '1 microsecond'))
       where t.institution_id = ${institutionId} and t.contact_id = ${absorbed}`;

const closingColumns = sql.raw('changed_at, changed_on, changed_by, requested, place, operator_id');

/** What a closing row says of itself; reads `institutions` as `i`. */
const closing = (table: string, { institutionId, kept, now, operatorId }: Moving) => sql`
      ${momentAfter(
        sql`(select changed_at from ${sql.table(table)}
              where institution_id = ${institutionId} and contact_id = ${kept})`,
        now,
      )}, (${now}::timestamptz at time zone i.time_zone)::date, 'operator', false, 'back-office', ${operatorId}::bigint`;

/** The kept contact's value stays; what the other one's was, and what both said before, is history. */
export function joinCriteria(moving: Moving): RawBuilder<unknown>[] {
  const { institutionId, kept, absorbed } = moving;
  const insertClosing = sql`
        insert into criterion_changes
          (institution_id, contact_id, criterion_id, value_before, value_after, ${closingColumns})`;
  return [
    moveHistory('criterion_changes', 'criterion_id', moving),
    ...moveUnlessThere('contact_criteria', ['criterion_id'], moving, [
      sql`
        ${insertClosing}
        select ${institutionId}, ${kept}, k.criterion_id, t.value, k.value, ${closing('criterion_changes', moving)}
          from contact_criteria k
          join contact_criteria t on t.institution_id = ${institutionId} and t.contact_id = ${absorbed}
                                 and t.criterion_id = k.criterion_id
          join institutions i on i.id = ${institutionId}
         where k.institution_id = ${institutionId} and k.contact_id = ${kept} and k.value <> t.value`,
    ]),
    // where one of the two had no value any more; of a deleted criterion only the days are left
    sql`
        ${insertClosing}
        select ${institutionId}, ${kept}, h.criterion_id, h.value_after, c.value, ${closing('criterion_changes', moving)}
          from (select distinct on (criterion_id) criterion_id, value_after
                  from criterion_changes
                 where institution_id = ${institutionId} and contact_id = ${kept}
                 order by criterion_id, changed_at desc) h
          join criteria k on k.institution_id = ${institutionId} and k.id = h.criterion_id and k.state <> 'deleted'
          join institutions i on i.id = ${institutionId}
          left join contact_criteria c on c.institution_id = ${institutionId} and c.contact_id = ${kept}
                                      and c.criterion_id = h.criterion_id
         where c.value is distinct from h.value_after`,
  ];
}

/** Refusals win. Wherever the two did not say the same, the history ends with what holds from now on (R22). */
export function joinAuthorisations(moving: Moving): RawBuilder<unknown>[] {
  const { institutionId, kept, absorbed } = moving;
  const stronger = sql`case when 'no' in (k.value, t.value) then 'no' when 'yes' in (k.value, t.value) then 'yes' else 'none' end`;
  const both = sql`
          contact_authorisations t
         where k.institution_id = ${institutionId} and k.contact_id = ${kept}
           and t.institution_id = ${institutionId} and t.contact_id = ${absorbed}
           and t.authorisation = k.authorisation and k.value <> t.value`;
  return [
    moveHistory('authorisation_changes', 'authorisation', moving),
    ...moveUnlessThere('contact_authorisations', ['authorisation'], moving, [
      sql`
        with joined as (
          select k.authorisation, k.value as kept, t.value as absorbed, ${stronger} as holds
            from contact_authorisations k, ${both}
        )
        insert into authorisation_changes
          (institution_id, contact_id, authorisation, value_before, value_after, any_yes_after, ${closingColumns})
        select ${institutionId}, ${kept}, j.authorisation, case when j.holds = j.kept then j.absorbed else j.kept end,
               j.holds, exists (select 1 from contact_authorisations a
                                 where a.institution_id = ${institutionId} and a.contact_id in (${kept}, ${absorbed})
                                 group by a.authorisation
                                having bool_or(a.value = 'yes') and not bool_or(a.value = 'no')),
               ${closing('authorisation_changes', moving)}
          from joined j
          join institutions i on i.id = ${institutionId}`,
      sql`update contact_authorisations k set value = ${stronger} from ${both}`,
    ]),
  ];
}
