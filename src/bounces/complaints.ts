import { sql } from 'kysely';
import { refuseChannel } from '../consent/consent.ts';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Returned } from './returned.ts';

interface Complained {
  recipient: number;
  /** null: erased since. */
  contact: number | null;
  campaign: number;
}

/**
 * Whoever calls a message spam refuses the channel, with the campaign as proof (R31). It is the contact's own act and, like
 * what a mail program sends by itself, no activity (R1). Refusing again changes nothing.
 * @returns the recipients that there are
 */
export async function recordComplaints(
  tenant: Tenant,
  institution: Institution,
  returned: readonly Returned[],
  now: Date,
): Promise<Set<number>> {
  if (returned.length === 0) return new Set();
  const { rows } = await sql<Complained>`
    with marked as (
      update campaign_recipients r set unsubscribed_at = coalesce(r.unsubscribed_at, ${now})
        from campaigns g
       where r.institution_id = ${institution.id} and r.id = any(${returned.map(({ recipient }) => recipient)}::bigint[])
         and r.state in ('sending', 'sent', 'undecided', 'bounced')
         and g.institution_id = ${institution.id} and g.id = r.campaign_id and g.channel = 'email'
      returning r.id, r.contact_id, r.campaign_id
    )
    select id as recipient, contact_id as contact, campaign_id as campaign from marked order by id`.execute(
    tenant,
  );
  const refusals = rows.flatMap(({ contact, campaign }) => (contact === null ? [] : [{ contact, campaign }]));
  await refuseChannel(tenant, institution, 'email', refusals, {
    way: 'complaint',
    action: 'consent.complain',
    now,
  });
  return new Set(rows.map(({ recipient }) => recipient));
}
