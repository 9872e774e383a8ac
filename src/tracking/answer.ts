import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { type Institution, today } from '../institutions/institutions.ts';

/** Whose answer it is: a contact by a message that it got. */
export interface Answering {
  contact: number;
  campaign: number;
  recipient: number;
}

/**
 * A person answers on the hosted page that it wants to stay (R30): activity (R1e) whatever the setting, also of who refuses
 * to be tracked. Once a day: sending the form again changes nothing.
 * @returns whether it was written down now
 */
export async function recordAnswer(
  tenant: Tenant,
  institution: Institution,
  { contact, campaign, recipient }: Answering,
  now: Date,
): Promise<boolean> {
  const day = today(institution, now);
  // held, so that a second click of the button waits and then finds the first
  await sql`
    select from contacts where institution_id = ${institution.id} and id = ${contact} for no key update`.execute(
    tenant,
  );
  const { rows } = await sql`
    insert into clicks (institution_id, contact_id, campaign_id, recipient_id, clicked_at, clicked_on, explicit)
    select ${institution.id}::bigint, ${contact}::bigint, ${campaign}::bigint, ${recipient}::bigint, ${now}::timestamptz,
           ${day}::date, true
     where not exists (select from clicks k
                        where k.institution_id = ${institution.id} and k.recipient_id = ${recipient}
                          and k.link_id is null and k.explicit and k.clicked_on = ${day}::date)
        on conflict (institution_id, contact_id, clicked_at) do nothing
    returning id`.execute(tenant);
  await sql`
    update campaign_recipients set clicked_at = ${now}
     where institution_id = ${institution.id} and id = ${recipient} and clicked_at is null`.execute(tenant);
  return rows.length > 0;
}

/** Whether a message was answered on the day of `now`. */
export async function answeredOn(
  tenant: Tenant,
  institution: Institution,
  recipient: number,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    select from clicks k
     where k.institution_id = ${institution.id} and k.recipient_id = ${recipient} and k.link_id is null and k.explicit
       and k.clicked_on = ${today(institution, now)}::date limit 1`.execute(tenant);
  return rows.length > 0;
}
