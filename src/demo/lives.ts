import { type RawBuilder, sql } from 'kysely';
import type { Making } from './making.ts';
import { FIRST_NUMBER, type People } from './people.ts';
import { dormant } from './set-pieces.ts';

/**
 * A query of the contacts of a range with what their life as audience is made of: id, n, kind, has_email,
 * created_on, last_active_on, segment (0 prospect, 1 bought once, 2 now and then, 3 regularly, 4 subscriber) and the
 * number of orders. Every kind of activity is drawn from it; nothing of it is stored.
 */
export function livesIn(
  { draw, catalogue }: Making,
  { from, count, firstId, lastId }: People,
): RawBuilder<unknown> {
  const { uniform, whole } = draw;
  const n = sql.ref('n');
  const today = sql`${catalogue.today}::date`;
  const age = sql`(${today} - created_on)`;
  // the number too, because another connection may have written contacts in between
  const inRange = sql`id between ${firstId} and ${lastId}
               and number::bigint between ${from + FIRST_NUMBER} and ${from + count - 1 + FIRST_NUMBER}`;
  return sql`
    select id, n, kind, has_email, created_on, segment,
           case when ${dormant} then created_on + least(${age} - 1900, ${whole(n, 'stay', 60)})
                when segment <= 1 then least(${today}, created_on + ${whole(n, 'stay', 60)})
                when ${uniform(n, 'stays')} < (array[0.25, 0.55, 0.8])[segment - 1] then ${today}
                else created_on + floor(${age} * ${uniform(n, 'stay')})::int end as last_active_on,
           case segment when 0 then case when ${uniform(n, 'tries')} < 0.06 then 1 else 0 end
                        when 1 then 1
                        when 2 then least(2 + ${whole(n, 'orders', 2)}, 1 + ${age} / 90)
                        when 3 then least(4 + ${whole(n, 'orders', 4)}, 1 + ${age} / 90)
                        else least(8 + ${whole(n, 'orders', 8)}, 1 + ${age} / 60) end as orders
      from (
        select id, n, kind, has_email, created_on,
               case when kind = 'structure' then 2 else width_bucket(luck, array[0.2, 0.64, 0.88, 0.97]) end as segment
          from (
            select id, number::bigint - ${FIRST_NUMBER} as n, kind, email is not null as has_email, created_on,
                   ${uniform(sql`(number::bigint - ${FIRST_NUMBER})`, 'segment')} as luck
              from contacts
             where institution_id = ${catalogue.institution.id} and ${inRange} offset 0
          ) known offset 0
      ) segmented offset 0`;
}
