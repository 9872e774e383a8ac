import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { CampaignType, Channel, Language } from './reasons.ts';

/** `imported` ones are what another tool sent: they have clicks, and no page. */
export const campaignStates = [
  'draft',
  'scheduled',
  'preparing',
  'sending',
  'paused',
  'sent',
  'cancelled',
] as const;
export type CampaignState = (typeof campaignStates)[number];

/** Who acts, and when. */
export interface By {
  operatorId: number;
  now: Date;
}

/** What an operator says of a campaign. */
export interface CampaignSettings {
  name: string;
  description: string;
  type: CampaignType;
  channel: Channel;
  /** R24, beyond: of `purchase-information` only, and needed there. */
  performanceId: number | null;
  reason: string | null;
  organisationId: number | null;
  senderName: string | null;
  replyTo: string | null;
  defaultLanguage: Language;
  tracked: boolean;
  ratePerMinute: number | null;
  /** Ids of targets: who is in it, and who is left out of it in any case. */
  targets: number[];
  leftOut: number[];
}

export interface Campaign extends CampaignSettings {
  id: number;
  state: CampaignState;
  scheduledAt: Date | null;
  preparedAt: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
  /** A code: why it was paused by itself or, while it is on its way, why nothing leaves for now. */
  failure: string | null;
  createdAt: Date | null;
  version: number;
}

const columns = (institution: Institution) => sql`
  g.id, g.name, g.description, g.type, g.channel, g.state, g.performance_id as "performanceId", g.reason,
  g.organisation_id as "organisationId", g.sender_name as "senderName", g.reply_to as "replyTo",
  g.default_language as "defaultLanguage", g.tracked, g.rate_per_minute as "ratePerMinute",
  g.scheduled_at as "scheduledAt", g.prepared_at as "preparedAt", g.started_at as "startedAt", g.ended_at as "endedAt",
  g.failure, g.created_at as "createdAt", g.version,
  ${targetsOf(institution, false)} as targets, ${targetsOf(institution, true)} as "leftOut"`;

function targetsOf(institution: Institution, leftOut: boolean) {
  return sql`
    coalesce((select json_agg(t.target_id order by t.target_id) from campaign_targets t
               where t.institution_id = ${institution.id} and t.campaign_id = g.id and t.left_out = ${leftOut}), '[]')`;
}

/** A campaign of a list, with what became of it so far. */
export interface ListedCampaign {
  id: number;
  name: string;
  type: CampaignType;
  channel: Channel;
  state: CampaignState;
  scheduledAt: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
  recipients: number;
  sent: number;
  excluded: number;
  clicked: number;
}

/**
 * Campaigns, the newest first.
 * @param page.before the id of the last of the page before
 */
export async function selectCampaigns(
  database: Database,
  institution: Institution,
  { state, before, limit }: { state?: CampaignState | undefined; before?: number | undefined; limit: number },
): Promise<ListedCampaign[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<ListedCampaign>`
      select g.id, g.name, g.type, g.channel, g.state, g.scheduled_at as "scheduledAt", g.started_at as "startedAt",
             g.ended_at as "endedAt", n.recipients, n.sent, n.excluded, n.clicked
        from (select * from campaigns
               where institution_id = ${institution.id} and state <> 'imported'
                 and (${state ?? null}::text is null or state = ${state ?? null})
                 and id < ${before ?? Number.MAX_SAFE_INTEGER}
               order by id desc limit ${limit}) g
       cross join lateral (
         select count(*) filter (where r.state <> 'excluded')::integer as recipients,
                count(*) filter (where r.sent_at is not null)::integer as sent,
                count(*) filter (where r.state = 'excluded')::integer as excluded,
                count(*) filter (where r.clicked_at is not null)::integer as clicked
           from campaign_recipients r where r.institution_id = ${institution.id} and r.campaign_id = g.id) n
       order by g.id desc`.execute(tenant);
    return rows;
  });
}

/** @throws DomainError `unknown-campaign` */
export async function selectCampaign(
  database: Database,
  institution: Institution,
  campaignId: number,
): Promise<Campaign> {
  return await inInstitution(database, institution.id, (tenant) =>
    readCampaign(tenant, institution, campaignId),
  );
}

/** @param lock keeps others from changing it meanwhile @throws DomainError `unknown-campaign` */
export async function readCampaign(
  tenant: Tenant,
  institution: Institution,
  campaignId: number,
  { lock = false } = {},
): Promise<Campaign> {
  const { rows } = await sql<Campaign>`
    select ${columns(institution)} from campaigns g
     where g.institution_id = ${institution.id} and g.id = ${campaignId} and g.state <> 'imported'
           ${lock ? sql`for update` : sql``}`.execute(tenant);
  const [found] = rows;
  if (found === undefined) throw new DomainError('unknown-campaign', `there is no campaign ${campaignId}`);
  return found;
}

/** An audit line about a campaign. */
export async function auditCampaign(
  tenant: Tenant,
  institution: Institution,
  campaignId: number,
  action: string,
  { operatorId, now }: By,
  details: Record<string, string | number | boolean | null> = {},
): Promise<void> {
  await audit(tenant, institution.id, now, {
    actor: `operator:${operatorId}`,
    action,
    subject: `campaign:${campaignId}`,
    details,
  });
}
