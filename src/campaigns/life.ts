import { type RawBuilder, sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError, type Fact } from '../errors.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';
import { countAudience } from './audience.ts';
import { auditCampaign, type By, type Campaign, type CampaignState, readCampaign } from './campaign.ts';
import { type ContentProblem, checkContent, readContents } from './contents.ts';
import { languages } from './reasons.ts';

/** What an operator read before deciding. */
export interface ReadCampaign {
  id: number;
  version: number;
}

/**
 * Sends a campaign now: its recipients are written down next (`prepareCampaign`). Of two operators who press, one wins.
 * @param read.reached how many the page said it would reach; another number is told before it leaves
 * @throws DomainError `unknown-campaign`, `stale`, `campaign-on-its-way`, `campaign-without-targets`, `campaign-not-ready`,
 *   `campaign-reaches-nobody`, `volume-changed`
 */
export async function sendNow(
  database: Database,
  institution: Institution,
  read: ReadCampaign & { reached: number },
  by: By,
): Promise<Campaign> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const campaign = await lockToSend(tenant, institution, read);
    await checkReady(tenant, institution, campaign);
    const { reached } = await countAudience(tenant, institution, campaign, by.now);
    if (reached === 0) throw new DomainError('campaign-reaches-nobody', 'nobody would get it');
    if (reached !== read.reached)
      throw new DomainError('volume-changed', `it would reach ${reached} contacts, not ${read.reached}`);
    const moves = { from: UNSENT, to: 'preparing', action: 'campaign.send', set: NOT_SCHEDULED } as const;
    return await move(tenant, institution, campaign, { ...moves, details: { reached } }, by);
  });
}

/**
 * Has a campaign sent at a moment to come, to whoever is in its targets then.
 * @throws DomainError as `sendNow`, and `moment-past`
 */
export async function scheduleCampaign(
  database: Database,
  institution: Institution,
  read: ReadCampaign,
  at: Date,
  by: By,
): Promise<Campaign> {
  if (at <= by.now) throw new DomainError('moment-past', 'this moment is over');
  return await inInstitution(database, institution.id, async (tenant) => {
    const campaign = await lockToSend(tenant, institution, read);
    await checkReady(tenant, institution, campaign);
    const moves = { from: UNSENT, to: 'scheduled', action: 'campaign.schedule' } as const;
    return await move(tenant, institution, campaign, { ...moves, set: sql`scheduled_at = ${at}` }, by);
  });
}

/** Makes a scheduled campaign a draft again. @throws DomainError `unknown-campaign`, `campaign-moved-on` */
export async function takeBack(
  database: Database,
  institution: Institution,
  campaignId: number,
  by: By,
): Promise<Campaign> {
  const moves = {
    from: ['scheduled'],
    to: 'draft',
    action: 'campaign.take-back',
    set: NOT_SCHEDULED,
  } as const;
  return await change(database, institution, campaignId, moves, by);
}

/** Nothing more leaves until it goes on. @throws DomainError `unknown-campaign`, `campaign-moved-on` */
export async function pauseCampaign(
  database: Database,
  institution: Institution,
  campaignId: number,
  by: By,
): Promise<Campaign> {
  const moves = { from: ['sending'], to: 'paused', action: 'campaign.pause', set: NO_FAILURE } as const;
  return await change(database, institution, campaignId, moves, by);
}

/** @throws DomainError `unknown-campaign`, `campaign-moved-on` */
export async function resumeCampaign(
  database: Database,
  institution: Institution,
  campaignId: number,
  by: By,
): Promise<Campaign> {
  const moves = { from: ['paused'], to: 'sending', action: 'campaign.resume', set: NO_FAILURE } as const;
  return await change(database, institution, campaignId, moves, by);
}

/**
 * Ends a campaign for good: who has not got it yet gets nothing.
 * @throws DomainError `unknown-campaign`, `campaign-moved-on`
 */
export async function cancelCampaign(
  database: Database,
  institution: Institution,
  campaignId: number,
  by: By,
): Promise<Campaign> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const campaign = await readCampaign(tenant, institution, campaignId, { lock: true });
    const moves = {
      from: [...UNSENT, 'preparing', 'sending', 'paused'],
      to: 'cancelled',
      action: 'campaign.cancel',
      set: sql`ended_at = ${by.now}, scheduled_at = null`,
    } as const;
    const cancelled = await move(tenant, institution, campaign, moves, by);
    await sql`
      update campaign_recipients set state = 'cancelled'
       where institution_id = ${institution.id} and campaign_id = ${campaignId} and state = 'queued'`.execute(
      tenant,
    );
    return cancelled;
  });
}

/**
 * Sends what was scheduled and whose moment has come.
 * @returns the campaigns whose recipients are to be written down: those, and what a killed process left
 */
export async function startDue(
  database: Database,
  now: Date,
): Promise<{ institution: Institution; campaign: number }[]> {
  const started: { institution: Institution; campaign: number }[] = [];
  for (const institution of await selectInstitutions(database)) {
    const rows = await inInstitution(database, institution.id, async (tenant) => {
      await sql`
        update campaigns set state = 'preparing'
         where institution_id = ${institution.id} and state = 'scheduled' and scheduled_at <= ${now}`.execute(
        tenant,
      );
      const { rows: found } = await sql<{ id: number }>`
        select id from campaigns where institution_id = ${institution.id} and state = 'preparing' order by id`.execute(
        tenant,
      );
      return found;
    });
    started.push(...rows.map(({ id }) => ({ institution, campaign: id })));
  }
  return started;
}

/** Everything wrong with the texts of a campaign; none: it may be sent. */
async function checkCampaign(
  tenant: Tenant,
  institution: Institution,
  { id, channel, defaultLanguage }: Campaign,
): Promise<ContentProblem[]> {
  const contents = await readContents(tenant, institution, id);
  const missing: ContentProblem[] =
    contents[defaultLanguage] === undefined
      ? [{ language: defaultLanguage, part: 'body', code: 'empty', line: null, column: null, about: null }]
      : [];
  const found: ContentProblem[] = [];
  for (const language of languages) {
    const content = contents[language];
    if (content !== undefined) found.push(...(await checkContent(channel, content, language)));
  }
  return [...missing, ...found];
}

/** @throws DomainError `unknown-campaign` */
export async function checkSaved(
  database: Database,
  institution: Institution,
  campaignId: number,
): Promise<ContentProblem[]> {
  return await inInstitution(database, institution.id, async (tenant) =>
    checkCampaign(tenant, institution, await readCampaign(tenant, institution, campaignId)),
  );
}

/** @throws DomainError `stale`, `campaign-on-its-way` */
async function lockToSend(tenant: Tenant, institution: Institution, read: ReadCampaign): Promise<Campaign> {
  const found = await readCampaign(tenant, institution, read.id, { lock: true });
  if (found.state !== 'draft' && found.state !== 'scheduled')
    throw new DomainError('campaign-on-its-way', 'somebody sent or ended this campaign already');
  if (found.version !== read.version)
    throw new DomainError('stale', 'this campaign was changed by somebody else since it was read');
  return found;
}

/** @throws DomainError `campaign-without-targets`, `campaign-not-ready` with what is wrong in its texts */
async function checkReady(tenant: Tenant, institution: Institution, campaign: Campaign): Promise<void> {
  if (campaign.targets.length === 0 && campaign.type !== 'purchase-information')
    throw new DomainError('campaign-without-targets', 'it names no target');
  const problems = await checkCampaign(tenant, institution, campaign);
  if (problems.length > 0) {
    throw new DomainError(
      'campaign-not-ready',
      'its text has mistakes',
      problems.map(({ language, part, line, column, about }) =>
        [language, part, line && `line ${line}`, column && `column ${column}`, about]
          .filter(Boolean)
          .join(', '),
      ),
      problems.map(factOf),
    );
  }
}

function factOf({ language, part, code, line, about }: ContentProblem): Fact {
  return {
    code,
    ...(line === null ? {} : { line }),
    about: { language, part, ...(about === null ? {} : { about }) },
  };
}

/** A step in the life of a campaign, as the audit calls it. */
interface Step {
  from: readonly CampaignState[];
  to: CampaignState;
  action: string;
  /** What else of the campaign changes with it. */
  set: RawBuilder<unknown>;
  details?: Record<string, number>;
}

const UNSENT = ['draft', 'scheduled'] as const satisfies CampaignState[];
const NOT_SCHEDULED = sql`scheduled_at = null`;
const NO_FAILURE = sql`failure = null`;

/** @throws DomainError `unknown-campaign`, `campaign-moved-on` */
async function change(
  database: Database,
  institution: Institution,
  campaignId: number,
  step: Step,
  by: By,
): Promise<Campaign> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const campaign = await readCampaign(tenant, institution, campaignId, { lock: true });
    return await move(tenant, institution, campaign, step, by);
  });
}

/** @throws DomainError `campaign-moved-on` where it is in none of these states any more */
async function move(
  tenant: Tenant,
  institution: Institution,
  { id }: Campaign,
  { from, to, action, set, details = {} }: Step,
  by: By,
): Promise<Campaign> {
  const { rows } = await sql`
    update campaigns set state = ${to}, ${set}, version = version + 1
     where institution_id = ${institution.id} and id = ${id} and state = any(${[...from]}::text[]) returning id`.execute(
    tenant,
  );
  if (rows.length === 0)
    throw new DomainError('campaign-moved-on', 'somebody else, or time, moved this campaign on meanwhile');
  await auditCampaign(tenant, institution, id, action, by, details);
  return await readCampaign(tenant, institution, id);
}
