import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { livesIn } from './lives.ts';
import type { Making } from './making.ts';
import type { People } from './people.ts';
import { place } from './set-pieces.ts';

const n = sql.ref('n');

/** Writes who waits for full performances, past and to come (R1d). */
export async function createWaitingLists(tenant: Tenant, making: Making, people: People): Promise<void> {
  const { draw, catalogue } = making;
  const { institution, full } = catalogue;
  const { uniform, whole } = draw;
  const today = sql`${catalogue.today}::date`;
  await sql`
    with lives as (${livesIn(making, people)}),
    wishes as (
      select id, n, created_on, width_bucket(${uniform(n, 'waits at')}, array[0.6, 0.9]) as venue,
             created_on + floor((last_active_on - created_on) * ${uniform(n, 'waits from')})::int as day
        from lives
       where kind <> 'structure' and ${place} >= 25 and ${uniform(n, 'waits')} < 0.07
    ), choices as (
      select id, n, day, venue, least((${full.last}::int[])[1 + venue],
             (${full.firstFrom}::int[])[1 + venue * ${sql.lit(catalogue.days)} + (day - ${catalogue.firstDay}::date)]
             + ${whole(n, 'waits for', 2)}) as chosen
        from wishes
    ), entries as (
      select id, n, (${catalogue.organisations}::bigint[])[1 + venue] as organisation_id, (${full.ids}::bigint[])[chosen] as performance_id,
             (${full.days}::date[])[chosen] as performed_on,
             least(${today}, greatest(day, (${full.days}::date[])[chosen] - 5 - ${whole(n, 'waits since', 40)})) as signed_up_on
        from choices
      union all
      select id, n, ${catalogue.organisations[0]}::bigint, ${catalogue.postponed}::bigint, ${today} + 150, created_on + 20
        from lives
       where ${place} = 13
    )
    insert into waiting_list_entries (institution_id, contact_id, organisation_id, performance_id, signed_up_on, state)
    select ${institution.id}, id, organisation_id, performance_id, signed_up_on,
           case when performed_on >= ${today} then 'open'
                when ${uniform(n, 'served')} < 0.3 then 'served'
                when ${uniform(n, 'served')} < 0.4 then 'cancelled' else 'open' end
      from entries`.execute(tenant);
}

/** Writes clicks on the links of the monthly newsletter (R1e). Some look automatic and are not explicit (R32). */
export async function createClicks(tenant: Tenant, making: Making, people: People): Promise<void> {
  const { draw, catalogue } = making;
  const { institution, campaigns } = catalogue;
  const { uniform, whole } = draw;
  const click = sql`(n * 8 + k)`;
  await sql`
    with lives as (${livesIn(making, people)}),
    clicked as (
      select id, n, k, created_on + floor((last_active_on - created_on) * (k - 1 + ${uniform(click, 'clicks on')}) / readings)::int as day
        from (select *, 1 + ${whole(n, 'readings', 6)} as readings from lives where has_email and ${uniform(n, 'reads')} < 0.35) readers
       cross join generate_series(1, 6) k
       where k <= readings
    )
    insert into clicks (institution_id, contact_id, campaign_id, url, clicked_at, clicked_on, explicit)
    select ${institution.id}, id,
           (${campaigns}::bigint[])[1 + 12 * (extract(year from day)::int - ${sql.lit(Number(catalogue.firstDay.slice(0, 4)))})
                                      + extract(month from day)::int - ${sql.lit(Number(catalogue.firstDay.slice(5, 7)))}],
           (array['https://example.org/programme', 'https://example.org/billets', 'https://example.org/concours'])
             [1 + ${whole(click, 'link', 3)}],
           -- the last digit keeps two clicks of one day apart
           (day + time '08:00' + (${whole(click, 'hour', 4000)} * 10 + k) * interval '1 second') at time zone ${institution.timeZone},
           day, ${uniform(click, 'automatic')} >= 0.08
      from clicked`.execute(tenant);
}
