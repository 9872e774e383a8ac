import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { livesIn } from './lives.ts';
import type { Making } from './making.ts';
import type { People } from './people.ts';

const n = sql.ref('n');
const by = (draw: Making['draw'], topic: string) => sql`
  (array['contact', 'operator', 'import'])[1 + width_bucket(${draw.uniform(n, topic)}, array[0.6, 0.75])]`;

/** Writes what contacts said of their tastes, and how that changed (R1f). */
export async function createCriteria(tenant: Tenant, making: Making, people: People): Promise<void> {
  const { draw, catalogue } = making;
  const { institution, criteria } = catalogue;
  const answer = sql`(n * 8 + k)`;
  const value = (topic: string) => sql`
    case when k = ${sql.lit(criteria.length)} then (array['hebdomadaire', 'mensuelle', 'jamais'])[1 + ${draw.whole(answer, topic, 3)}]
         else (array['oui', 'oui', 'non'])[1 + ${draw.whole(answer, topic, 3)}] end`;
  await sql`
    with lives as (${livesIn(making, people)}),
    answers as (
      select id, n, k, created_on as first_on, ${value('first')} as first_value,
             created_on + floor((last_active_on - created_on) * ${draw.uniform(answer, 'changed on')})::int as second_on,
             case when last_active_on > created_on and ${draw.uniform(answer, 'changes')} < 0.35 then ${value('second')} end as second_value
        from lives
       cross join generate_series(1, ${sql.lit(criteria.length)}) k
       where kind <> 'structure' and ${draw.uniform(answer, 'answers')} < 0.13
    ), changed as (
      insert into criterion_changes
        (institution_id, contact_id, criterion_id, value_before, value_after, changed_at, changed_on, changed_by)
      select ${institution.id}, id, (${criteria}::bigint[])[k], before, after,
             (day + hour) at time zone ${institution.timeZone}, day, changed_by
        from answers
       cross join lateral (values (null, first_value, first_on, time '10:00', ${by(draw, 'tells')}),
                                  (first_value, second_value, second_on, time '18:00', 'contact'))
             as change (before, after, day, hour, changed_by)
       where after is distinct from before and after is not null
    )
    insert into contact_criteria (institution_id, contact_id, criterion_id, value)
    select ${institution.id}, id, (${criteria}::bigint[])[k], coalesce(second_value, first_value)
      from answers`.execute(tenant);
}

/**
 * Writes what contacts allow, and the proof of it (R22). Whether anything is allowed after a change (R1g) is
 * computed over all that a contact answered on its first day, and again where the answer for e-mail changed later.
 */
export async function createAuthorisations(tenant: Tenant, making: Making, people: People): Promise<void> {
  const { draw, catalogue } = making;
  const { institution } = catalogue;
  const answer = sql`(n * 8 + k)`;
  await sql`
    with lives as (${livesIn(making, people)}),
    answers as (
      select id, n, k, created_on as first_on, authorisation, case when ${draw.uniform(answer, 'allows')} < 0.6 then 'yes' else 'no' end as first_value,
             case when authorisation = 'email' and last_active_on > created_on and ${draw.uniform(n, 'changes mind')} < 0.15
                  then created_on + 1 + floor((last_active_on - created_on - 1) * ${draw.uniform(n, 'changed mind on')})::int end as second_on
        from lives
       cross join unnest(array['institution', 'email', 'third-parties', 'partners', 'sms', 'post']) with ordinality as purpose (authorisation, k)
       where kind <> 'structure' and ${draw.uniform(n, 'asked')} < 0.5
         and ${draw.uniform(answer, 'answers for')} < (array[0.95, 0.7, 0.1, 0.15, 0.15, 0.1])[k]
    ), weighed as (
      select *, case when second_on is not null then case first_value when 'yes' then 'no' else 'yes' end end as second_value,
             bool_or(first_value = 'yes') over (partition by id) as any_yes_first,
             coalesce(bool_or(first_value = 'yes') filter (where authorisation <> 'email') over (partition by id), false) as any_yes_besides
        from answers
    ), changed as (
      insert into authorisation_changes
        (institution_id, contact_id, authorisation, value_before, value_after, any_yes_after, changed_at, changed_on, changed_by, wording)
      select ${institution.id}, id, authorisation, before, after, any_yes, (day + hour) at time zone ${institution.timeZone}, day, changed_by,
             case when changed_by = 'contact' then 'Politique de confidentialité, version ' || extract(year from day) end
        from weighed
       cross join lateral (values ('none', first_value, any_yes_first, first_on, time '10:00', ${by(draw, 'allows by')}),
                                  (first_value, second_value, any_yes_besides or second_value = 'yes', second_on, time '18:00', 'contact'))
             as change (before, after, any_yes, day, hour, changed_by)
       where after is not null
    )
    insert into contact_authorisations (institution_id, contact_id, authorisation, value)
    select ${institution.id}, id, authorisation, coalesce(second_value, first_value)
      from weighed`.execute(tenant);
}
