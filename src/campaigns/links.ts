import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { pageLink } from '../tracking/tracking.ts';
import { readCampaign } from './campaign.ts';
import { compile, readContents } from './contents.ts';
import type { Language } from './reasons.ts';

/** The hosted page of a renewal campaign (R29): each recipient has its own address of it. */
export const RENEWAL_PAGE = pageLink('renewal');

/**
 * Writes down the addresses in the text of a campaign, in every language, and one that people do not see (R32). What is there
 * already stays.
 */
export async function writeLinks(
  tenant: Tenant,
  institution: Institution,
  campaignId: number,
  publicUrl: string,
): Promise<void> {
  const { channel, tracked } = await readCampaign(tenant, institution, campaignId);
  if (!tracked) return;
  const contents = await readContents(tenant, institution, campaignId);
  const urls = new Set([RENEWAL_PAGE]);
  for (const [language, content] of Object.entries(contents)) {
    for (const url of (await compile(channel, content, language as Language)).urls) urls.add(url);
  }
  await sql`
    insert into campaign_links (institution_id, campaign_id, kind, url)
    select g.institution_id, g.id, l.kind, l.url
      from campaigns g, unnest(${[...[...urls].map(() => 'link'), 'decoy']}::text[], ${[...urls, publicUrl]}::text[]) l (kind, url)
     where g.institution_id = ${institution.id} and g.id = ${campaignId}
        on conflict (institution_id, campaign_id, kind, url) do nothing`.execute(tenant);
}
