import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';

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
