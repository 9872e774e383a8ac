import { type RawBuilder, sql } from 'kysely';
import { prepared, type Tenant } from '../database/database.ts';
import type { Hit } from './bursts.ts';

/**
 * One statement that writes hits down. Whether one counts is said by the institution's setting at this moment (R32). Who
 * was erased or refuses to be tracked is not followed: nothing is written. An erasing run at this moment is waited for.
 */
export function insertingHits(institution: number, hits: Hit[]): RawBuilder<unknown> {
  const given = hits.map(({ recipient, link, moment, uncounted }) => ({
    recipient,
    link,
    at: moment,
    uncounted: uncounted ?? null,
  }));
  const recipients = [...new Set(hits.map(({ recipient }) => recipient))];
  return sql`${prepared}
    with held as materialized (
      select c.id from contacts c
       where c.institution_id = ${institution} and c.tracking_refused_on is null
         and c.id in (select r.contact_id from campaign_recipients r
                       where r.institution_id = ${institution} and r.id = any(${recipients}::bigint[]))
       order by c.id for key share
    ), placed as (
      select h.*, r.contact_id, r.campaign_id, l.url, i.click_counting as counting, i.time_zone
        from json_to_recordset(${JSON.stringify(given)}::json)
             as h(recipient bigint, link bigint, at timestamptz, uncounted text)
        join campaign_recipients r on r.institution_id = ${institution} and r.id = h.recipient
        join held on held.id = r.contact_id
        join campaign_links l on l.institution_id = ${institution} and l.id = h.link and l.campaign_id = r.campaign_id
        join institutions i on i.id = ${institution}
    ), stored as (
      insert into clicks (institution_id, contact_id, campaign_id, recipient_id, link_id, url, clicked_at, clicked_on,
                          explicit, uncounted)
      select ${institution}::bigint, contact_id, campaign_id, recipient, link, url, at, (at at time zone time_zone)::date,
             counting = 'any' or (counting = 'human' and uncounted is null),
             case counting when 'any' then null when 'human' then uncounted else coalesce(uncounted, 'unconfirmed') end
        from placed
          on conflict (institution_id, contact_id, clicked_at) do nothing
      returning recipient_id, clicked_at, explicit
    ), first as (
      select recipient_id, min(clicked_at) as at from stored where explicit group by recipient_id
    )
    update campaign_recipients r set clicked_at = first.at from first
     where r.institution_id = ${institution} and r.id = first.recipient_id and r.clicked_at is null`;
}

/** Hits that were written as a person's and turn out to be automatic. What an operator decided stays. */
export async function takeBack(tenant: Tenant, institution: number, hits: Hit[]): Promise<void> {
  if (hits.length === 0) return;
  const given = hits.map(({ recipient, moment, uncounted }) => ({ recipient, at: moment, uncounted }));
  const { rows } = await sql<{ id: number }>`
    update clicks k set explicit = false, uncounted = h.uncounted
      from json_to_recordset(${JSON.stringify(given)}::json) as h(recipient bigint, at timestamptz, uncounted text)
     where k.institution_id = ${institution} and k.recipient_id = h.recipient and k.clicked_at = h.at
       and k.reclassified_by is null
       and exists (select from institutions i where i.id = ${institution} and i.click_counting <> 'any')
    returning k.id`.execute(tenant);
  await settleClicks(
    tenant,
    institution,
    rows.map(({ id }) => id),
  );
}

/**
 * After clicks were counted or not counted any more: the first one of their messages, and the recency of their contacts
 * where a click gave it: it is computed again, so that nobody stays because of what was no act of theirs (R3).
 */
export async function settleClicks(tenant: Tenant, institution: number, clicks: number[]): Promise<void> {
  if (clicks.length === 0) return;
  await sql`
    update campaign_recipients r
       set clicked_at = (select min(k.clicked_at) from clicks k
                          where k.institution_id = ${institution} and k.recipient_id = r.id and k.explicit)
     where r.institution_id = ${institution}
       and r.id in (select k.recipient_id from clicks k
                     where k.institution_id = ${institution} and k.id = any(${clicks}::bigint[]))`.execute(
    tenant,
  );
  await sql`
    delete from contact_recency y using clicks k
     where y.institution_id = ${institution} and k.institution_id = ${institution} and k.id = any(${clicks}::bigint[])
       and y.contact_id = k.contact_id and y.source = 'click'`.execute(tenant);
}
