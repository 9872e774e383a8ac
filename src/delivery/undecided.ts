import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';

/** A message that may have been sent. */
export interface Undecided {
  id: number;
  contactNumber: string | null;
  /** Empty where the contact was erased since. */
  contactName: string;
  /** When it was last handed over. */
  takenAt: Date;
  /** `interrupted`, or why no answer came. */
  reason: string;
}

/** The messages of a campaign that may have been sent, in the order they were handed over. */
export async function selectUndecided(
  database: Database,
  institution: Institution,
  campaignId: number,
  { after = 0, limit }: { after?: number | undefined; limit: number },
): Promise<{ items: Undecided[]; total: number }> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Undecided & { total: number }>`
      select r.id, c.number as "contactNumber",
             coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.company_name, '') as "contactName",
             r.taken_at as "takenAt", r.reason
        from campaign_recipients r
        left join contacts c on c.institution_id = ${institution.id} and c.id = r.contact_id
       where r.institution_id = ${institution.id} and r.campaign_id = ${campaignId} and r.state = 'undecided'
         and r.id > ${after}
       order by r.id limit ${limit}`.execute(tenant);
    const { rows: counted } = await sql<{ total: number }>`
      select count(*)::integer as total from campaign_recipients
       where institution_id = ${institution.id} and campaign_id = ${campaignId} and state = 'undecided'`.execute(
      tenant,
    );
    return { items: rows, total: counted[0]?.total ?? 0 };
  });
}

export type Decision = 'send-again' | 'take-as-sent';

/**
 * What an operator decides about messages that may have been sent: they are sent (again), or taken as sent. A campaign that
 * was over goes on for those that are sent again.
 * @param recipients ids; undefined: all of them
 * @returns how many were decided about, and whether the campaign is to be sent now
 * @throws DomainError `unknown-campaign`, `campaign-moved-on` where it was cancelled and can send nothing again
 */
export async function decideUndecided(
  database: Database,
  institution: Institution,
  campaignId: number,
  { decision, recipients }: { decision: Decision; recipients?: number[] | undefined },
  { now, actor }: { now: Date; actor: string },
): Promise<{ decided: number; goesOn: boolean }> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows: found } = await sql<{ state: string }>`
      select state from campaigns
       where institution_id = ${institution.id} and id = ${campaignId} and state <> 'imported' for update`.execute(
      tenant,
    );
    const state = found[0]?.state;
    if (state === undefined) throw new DomainError('unknown-campaign', `there is no campaign ${campaignId}`);
    const again = decision === 'send-again';
    if (again && state === 'cancelled')
      throw new DomainError('campaign-moved-on', 'this campaign was ended: nothing of it is sent any more');
    const { rows } = await sql`
      update campaign_recipients
         set state = ${again ? 'queued' : 'sent'}, reason = null, next_attempt_at = null,
             sent_at = case when ${again} then null else taken_at end
       where institution_id = ${institution.id} and campaign_id = ${campaignId} and state = 'undecided'
         and (${recipients ?? null}::bigint[] is null or id = any(${recipients ?? null}::bigint[]))
      returning id`.execute(tenant);
    if (again && rows.length > 0 && state === 'sent') {
      await sql`
        update campaigns set state = 'sending', ended_at = null, version = version + 1
         where institution_id = ${institution.id} and id = ${campaignId}`.execute(tenant);
    }
    if (rows.length > 0) {
      await audit(tenant, institution.id, now, {
        actor,
        action: `campaign.undecided.${decision}`,
        subject: `campaign:${campaignId}`,
        details: { messages: rows.length },
      });
    }
    return {
      decided: rows.length,
      goesOn: again && rows.length > 0 && (state === 'sent' || state === 'sending'),
    };
  });
}
