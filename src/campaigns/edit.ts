import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { auditCampaign, type By, type Campaign, type CampaignSettings, readCampaign } from './campaign.ts';

const MOST_OF_NAME = 200;
/** Good enough to be answered to; that it arrives is for who types it to see in a test message. */
const MAIL = /^[^\s@<>(),;:\\"]+@[^\s@<>(),;:\\"]+\.[^\s@<>(),;:\\"]+$/;

/**
 * Begins a campaign, as a draft.
 * @throws DomainError `wrong-campaign`, `campaign-exists`, `unknown-target`, `unknown-performance`, `unknown-organisation`,
 *   `campaign-needs-performance`, `campaign-needs-reason` (R24)
 */
export async function createCampaign(
  database: Database,
  institution: Institution,
  wanted: CampaignSettings,
  by: By,
): Promise<Campaign> {
  const settings = tidied(wanted);
  return await inInstitution(database, institution.id, async (tenant) => {
    await checkReferences(tenant, institution, settings, undefined);
    const { rows } = await sql<{ id: number }>`
      insert into campaigns (institution_id, name, description, type, channel, state, performance_id, reason,
                             organisation_id, sender_name, reply_to, default_language, tracked, rate_per_minute, created_at)
      values (${institution.id}, ${settings.name}, ${settings.description}, ${settings.type}, ${settings.channel}, 'draft',
              ${settings.performanceId}, ${settings.reason}, ${settings.organisationId}, ${settings.senderName},
              ${settings.replyTo}, ${settings.defaultLanguage}, ${settings.tracked}, ${settings.ratePerMinute}, ${by.now})
          on conflict (institution_id, name) do nothing
      returning id`.execute(tenant);
    const id = rows[0]?.id;
    if (id === undefined) throw new DomainError('campaign-exists', 'there is a campaign of this name');
    await writeTargets(tenant, institution, id, settings);
    await auditCampaign(tenant, institution, id, 'campaign.create', by, { type: settings.type });
    return await readCampaign(tenant, institution, id);
  });
}

/**
 * Changes what a campaign is. Only a draft: what is scheduled was decided on as it stands.
 * @param read the campaign, with its version as it was read
 * @throws DomainError as `createCampaign`, and `unknown-campaign`, `campaign-not-draft`, and `stale` where somebody else changed it
 */
export async function editCampaign(
  database: Database,
  institution: Institution,
  read: { id: number; version: number },
  wanted: CampaignSettings,
  by: By,
): Promise<Campaign> {
  const settings = tidied(wanted);
  return await inInstitution(database, institution.id, async (tenant) => {
    await lockDraft(tenant, institution, read);
    await checkReferences(tenant, institution, settings, read.id);
    await sql`
      update campaigns
         set name = ${settings.name}, description = ${settings.description}, type = ${settings.type},
             channel = ${settings.channel}, performance_id = ${settings.performanceId}, reason = ${settings.reason},
             organisation_id = ${settings.organisationId}, sender_name = ${settings.senderName},
             reply_to = ${settings.replyTo}, default_language = ${settings.defaultLanguage}, tracked = ${settings.tracked},
             rate_per_minute = ${settings.ratePerMinute}, version = version + 1
       where institution_id = ${institution.id} and id = ${read.id}`.execute(tenant);
    await sql`delete from campaign_targets
               where institution_id = ${institution.id} and campaign_id = ${read.id}`.execute(tenant);
    await writeTargets(tenant, institution, read.id, settings);
    await auditCampaign(tenant, institution, read.id, 'campaign.change', by, { type: settings.type });
    return await readCampaign(tenant, institution, read.id);
  });
}

/** @throws DomainError `unknown-campaign`, `campaign-not-draft`, `stale` */
export async function lockDraft(
  tenant: Tenant,
  institution: Institution,
  read: { id: number; version: number },
): Promise<Campaign> {
  const found = await readCampaign(tenant, institution, read.id, { lock: true });
  if (found.state !== 'draft')
    throw new DomainError('campaign-not-draft', 'only a draft is changed; take it back first');
  if (found.version !== read.version)
    throw new DomainError('stale', 'this campaign was changed by somebody else since it was read');
  return found;
}

/** @throws DomainError `wrong-campaign`, `campaign-needs-performance`, `campaign-needs-reason` */
function tidied(wanted: CampaignSettings): CampaignSettings {
  const text = (value: string | null) => value?.trim() || null;
  const aboutPurchase = wanted.type === 'purchase-information';
  const settings = {
    ...wanted,
    name: wanted.name.trim(),
    description: wanted.description.trim(),
    performanceId: aboutPurchase ? wanted.performanceId : null,
    reason: aboutPurchase ? text(wanted.reason) : null,
    senderName: text(wanted.senderName),
    replyTo: text(wanted.replyTo),
  };
  if (settings.name === '' || settings.name.length > MOST_OF_NAME)
    throw new DomainError('wrong-campaign', 'a campaign has a name of at most 200 characters');
  if (settings.replyTo !== null && !MAIL.test(settings.replyTo))
    throw new DomainError('wrong-campaign', 'answers go to an e-mail address');
  if (aboutPurchase && settings.performanceId === null)
    throw new DomainError('campaign-needs-performance', 'it names the performance that it is about');
  if (aboutPurchase && settings.reason === null)
    throw new DomainError('campaign-needs-reason', 'why people must be told is recorded');
  return settings;
}

/** What it names is there, and its name is free. */
async function checkReferences(
  tenant: Tenant,
  institution: Institution,
  { name, performanceId, organisationId, targets, leftOut }: CampaignSettings,
  id: number | undefined,
): Promise<void> {
  const wanted = [...new Set([...targets, ...leftOut])];
  const { rows } = await sql<{
    named: boolean;
    performance: boolean;
    organisation: boolean;
    targets: number;
  }>`
    select exists (select from campaigns where institution_id = ${institution.id} and name = ${name}
                      and id is distinct from ${id ?? null}::bigint) as named,
           exists (select from performances where institution_id = ${institution.id} and id = ${performanceId}) as performance,
           exists (select from organisations where institution_id = ${institution.id} and id = ${organisationId}) as organisation,
           (select count(*)::integer from targets
             where institution_id = ${institution.id} and id = any(${wanted}::bigint[]) and archived_at is null) as targets`.execute(
    tenant,
  );
  const found = rows[0];
  if (found?.named) throw new DomainError('campaign-exists', 'there is a campaign of this name');
  if (performanceId !== null && !found?.performance)
    throw new DomainError('unknown-performance', 'there is no such performance');
  if (organisationId !== null && !found?.organisation)
    throw new DomainError('unknown-organisation', 'there is no such organisation');
  if (found?.targets !== wanted.length) throw new DomainError('unknown-target', 'there is no such target');
}

async function writeTargets(
  tenant: Tenant,
  institution: Institution,
  campaignId: number,
  { targets, leftOut }: CampaignSettings,
): Promise<void> {
  if (targets.length + leftOut.length === 0) return;
  await sql`
    insert into campaign_targets (institution_id, campaign_id, target_id, left_out)
    select ${institution.id}, ${campaignId}, id, id = any(${leftOut}::bigint[]) from targets
     where institution_id = ${institution.id} and id = any(${[...targets, ...leftOut]}::bigint[])`.execute(
    tenant,
  );
}
