import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Range } from './recency.ts';

/**
 * Keeps a keyed hash of the addresses of those who leave and refused to be written to: who refused and was forgotten is
 * not written to again because a file brings the address back (R23). To be called before they are erased, in the same
 * transaction. A refusal of marketing as a whole is one of every channel.
 * The addresses are those that a campaign writes to (src/campaigns/filter.ts); a telephone number is hashed as the world writes
 * it (E.164), and as it stands where it is none.
 */
export async function suppressRefused(
  tenant: Tenant,
  { institutionId, runId, after, upTo, now }: Range & { runId: number; now: Date },
): Promise<void> {
  await sql`
    with refused as materialized (
      select a.contact_id, a.authorisation
        from contact_authorisations a
        join journal j on j.institution_id = ${institutionId} and j.run_id = ${runId} and j.contact_id = a.contact_id
                      and j.outcome <> 'spare'
       where a.institution_id = ${institutionId} and a.contact_id > ${after} and a.contact_id <= ${upTo}
         and a.value = 'no' and a.authorisation in ('institution', 'email', 'sms', 'phone', 'post')
    )
    insert into suppressions (institution_id, channel, address_hash, reason, suppressed_on)
    select distinct i.id, a.channel, address_hash(i.erased_number_key, a.address), 'refused',
           (${now}::timestamptz at time zone i.time_zone)::date
      from refused r
      join contacts c on c.institution_id = ${institutionId} and c.id = r.contact_id
      join institutions i on i.id = ${institutionId}
     cross join lateral (values ('email', c.email),
                                ('sms', coalesce(phone_key(c.mobile, i.country), c.mobile)),
                                ('phone', coalesce(phone_key(c.phone, i.country), c.phone)),
                                ('phone', coalesce(phone_key(c.mobile, i.country), c.mobile)),
                                ('post', concat_ws(', ', c.street, c.postcode, c.town))) a (channel, address)
     where r.authorisation in ('institution', a.channel) and btrim(a.address) <> ''
        on conflict (institution_id, channel, address_hash)
        do update set reason = 'refused' where suppressions.reason = 'bounced'`.execute(tenant);
}
