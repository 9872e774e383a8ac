import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { auditCampaign, type By, type Campaign, readCampaign } from './campaign.ts';

/** Leaves room for a number within what a name may have. */
const ROOM = 190;
const MOST_COPIES = 1000;

/**
 * Begins a campaign with what another one is and says, whatever became of that one. Targets that were archived since are not
 * in it, and nobody is written to by it before it is sent itself.
 * @param name of the copy; where it is taken, the first free one of `name 2`, `name 3` …
 * @throws DomainError `unknown-campaign`, `campaign-exists` after a thousand copies
 */
export async function copyCampaign(
  database: Database,
  institution: Institution,
  campaignId: number,
  name: string,
  by: By,
): Promise<Campaign> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { type } = await readCampaign(tenant, institution, campaignId);
    const wanted = name.trim().slice(0, ROOM);
    const { rows } = await sql<{ id: number }>`
      insert into campaigns (institution_id, name, description, type, channel, state, performance_id, reason,
                             organisation_id, sender_name, reply_to, default_language, tracked, rate_per_minute, created_at)
      select g.institution_id, free.name, g.description, g.type, g.channel, 'draft', g.performance_id, g.reason,
             g.organisation_id, g.sender_name, g.reply_to, g.default_language, g.tracked, g.rate_per_minute, ${by.now}
        from campaigns g
       cross join lateral (
         select n.name
           from (select at, ${wanted}::text || case at when 1 then '' else ' ' || at end as name
                   from generate_series(1, ${MOST_COPIES}::integer) at) n
          where not exists (select from campaigns o where o.institution_id = ${institution.id} and o.name = n.name)
          order by n.at limit 1) free
       where g.institution_id = ${institution.id} and g.id = ${campaignId}
          on conflict (institution_id, name) do nothing
      returning id`.execute(tenant);
    const id = rows[0]?.id;
    if (id === undefined) throw new DomainError('campaign-exists', 'there is a campaign of this name');
    await sql`
      insert into campaign_targets (institution_id, campaign_id, target_id, left_out)
      select c.institution_id, ${id}, c.target_id, c.left_out
        from campaign_targets c
        join targets t on t.institution_id = ${institution.id} and t.id = c.target_id and t.archived_at is null
       where c.institution_id = ${institution.id} and c.campaign_id = ${campaignId}`.execute(tenant);
    await sql`
      insert into campaign_contents (institution_id, campaign_id, language, subject, preheader, body, text_body)
      select institution_id, ${id}, language, subject, preheader, body, text_body from campaign_contents
       where institution_id = ${institution.id} and campaign_id = ${campaignId}`.execute(tenant);
    await auditCampaign(tenant, institution, id, 'campaign.create', by, { type, copyOf: campaignId });
    return await readCampaign(tenant, institution, id);
  });
}
