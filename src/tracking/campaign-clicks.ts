import { sql } from 'kysely';
import { levelsOpenTo } from '../contacts/contacts.ts';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Permission } from '../operators/operators.ts';

export interface CampaignClicks {
  counted: number;
  /** By reason, the most frequent first (R32). */
  uncounted: { reason: string; clicks: number }[];
  /** Those that looked automatic, the latest first; also those that an operator counts nevertheless, to be taken back. */
  items: JudgedClick[];
}

interface JudgedClick {
  id: number;
  at: string;
  /** Why it did not count by itself. */
  reason: string;
  counted: boolean;
  /** Number and name; null: not for these eyes. */
  contact: string | null;
  name: string | null;
  url: string | null;
}

interface Page {
  campaign: number;
  permissions: readonly Permission[];
  /** Only clicks for this reason are listed. */
  reason?: string | undefined;
  /** Only clicks with a smaller id are listed. */
  before?: number | undefined;
  limit: number;
}

/** How clicks on a campaign's links were judged. */
export async function selectCampaignClicks(
  database: Database,
  institution: Institution,
  { campaign, permissions, reason, before, limit }: Page,
): Promise<CampaignClicks> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const ofCampaign = sql`k.institution_id = ${institution.id} and k.recipient_id in (
      select r.id from campaign_recipients r where r.institution_id = ${institution.id} and r.campaign_id = ${campaign})`;
    const { rows: counts } = await sql<{ reason: string | null; clicks: number }>`
      select case when not k.explicit then coalesce(k.uncounted, 'reclassified') end as reason, count(*)::integer as clicks
        from clicks k where ${ofCampaign} group by 1 order by 2 desc, 1`.execute(tenant);
    const found = [...new Set([...levelsOpenTo(permissions), 'restricted'])]; // a restricted one is known by name
    const { rows: items } = await sql<Omit<JudgedClick, 'at'> & { at: Date }>`
      select k.id, k.clicked_at as at, coalesce(k.uncounted, 'reclassified') as reason, k.explicit as counted, k.url,
             c.number as contact,
             coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.company_name, c.number) as name
        from clicks k
        left join contacts c on c.institution_id = ${institution.id} and c.id = k.contact_id
                            and c.confidentiality = any(${found}::text[])
       where ${ofCampaign} and (not k.explicit or k.reclassified_by is not null)
         and (${reason ?? null}::text is null or coalesce(k.uncounted, 'reclassified') = ${reason ?? null})
         and k.id < ${before ?? Number.MAX_SAFE_INTEGER}::bigint
       order by k.id desc limit ${limit}`.execute(tenant);
    return {
      counted: counts.find(({ reason: why }) => why === null)?.clicks ?? 0,
      uncounted: counts.flatMap(({ reason: why, clicks }) => (why === null ? [] : [{ reason: why, clicks }])),
      items: items.map((item) => ({ ...item, at: item.at.toISOString() })),
    };
  });
}
