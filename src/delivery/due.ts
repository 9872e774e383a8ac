import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { LEASE_MINUTES } from './leftovers.ts';

/**
 * Ids of the campaigns that have somebody to write to now, or that a process left in the middle of it.
 * @param now undefined: all that are being sent, because a process that is gone may have had them a moment ago
 */
export async function selectToSend(
  database: Database,
  institution: Institution,
  now: Date | undefined,
): Promise<number[]> {
  const moment = now ?? null;
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      select c.id from campaigns c
       where c.institution_id = ${institution.id} and c.state = 'sending' and c.channel in ('email', 'sms')
         and (${moment}::timestamptz is null
              or exists (select from campaign_recipients r
                       where r.institution_id = ${institution.id} and r.campaign_id = c.id and r.state = 'queued'
                         and (r.next_attempt_at is null or r.next_attempt_at <= ${moment}))
              or exists (select from campaign_recipients r
                          where r.institution_id = ${institution.id} and r.campaign_id = c.id and r.state = 'sending'
                            and r.taken_at < ${moment}::timestamptz - make_interval(mins => ${LEASE_MINUTES}))
              or not exists (select from campaign_recipients r
                              where r.institution_id = ${institution.id} and r.campaign_id = c.id
                                and r.state in ('queued', 'sending')))
       order by c.id`.execute(tenant);
    return rows.map(({ id }) => id);
  });
}
