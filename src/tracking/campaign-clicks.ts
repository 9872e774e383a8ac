import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';

export interface CampaignClicks {
  counted: number;
  /** By reason, the most frequent first (R32). */
  uncounted: { reason: string; clicks: number }[];
  /** Those that do not count, the latest first. */
  items: { id: number; at: string; reason: string; contact: string; url: string | null }[];
}

/** How clicks on a campaign's links were judged. @param before only clicks with a smaller id are listed */
export async function selectCampaignClicks(
  database: Database,
  institution: Institution,
  { campaign, before, limit }: { campaign: number; before?: number | undefined; limit: number },
): Promise<CampaignClicks> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const ofCampaign = sql`k.institution_id = ${institution.id} and k.recipient_id in (
      select r.id from campaign_recipients r where r.institution_id = ${institution.id} and r.campaign_id = ${campaign})`;
    const { rows: counts } = await sql<{ reason: string | null; clicks: number }>`
      select case when not k.explicit then coalesce(k.uncounted, 'reclassified') end as reason, count(*)::integer as clicks
        from clicks k where ${ofCampaign} group by 1 order by 2 desc, 1`.execute(tenant);
    const { rows: items } = await sql<Omit<CampaignClicks['items'][number], 'at'> & { at: Date }>`
      select k.id, k.clicked_at as at, coalesce(k.uncounted, 'reclassified') as reason, c.number as contact, k.url
        from clicks k
        join contacts c on c.institution_id = ${institution.id} and c.id = k.contact_id
       where ${ofCampaign} and not k.explicit
         and k.id < ${before ?? Number.MAX_SAFE_INTEGER}::bigint
       order by k.id desc limit ${limit}`.execute(tenant);
    return {
      counted: counts.find(({ reason }) => reason === null)?.clicks ?? 0,
      uncounted: counts.flatMap(({ reason, clicks }) => (reason === null ? [] : [{ reason, clicks }])),
      items: items.map((item) => ({ ...item, at: item.at.toISOString() })),
    };
  });
}
