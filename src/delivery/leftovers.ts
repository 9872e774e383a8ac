import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';

/** Longer than a hand-over can take: the mail server is given two minutes for each of a few answers. */
export const LEASE_MINUTES = 15;

/**
 * What a process that is gone left between the mark before the hand-over and the one after it: it may have been sent, so
 * it is not sent again by itself. An operator decides (`decideUndecided`).
 * @param all nobody works on the campaign; otherwise only what is older than the lease
 */
export async function giveUpLeftovers(
  tenant: Tenant,
  { institutionId, campaignId }: { institutionId: number; campaignId: number },
  { now, all }: { now: Date; all: boolean },
): Promise<void> {
  await sql`
    update campaign_recipients
       set state = 'undecided', reason = 'interrupted'
     where institution_id = ${institutionId} and campaign_id = ${campaignId} and state = 'sending'
       and (${all}::boolean or taken_at < ${now}::timestamptz - make_interval(mins => ${LEASE_MINUTES}))`.execute(
    tenant,
  );
}
