import { type RawBuilder, sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { membersOf, selectFiltered } from './audience.ts';
import { type Filtered, reasonOf } from './filter.ts';
import { writeLinks } from './links.ts';
import { languages } from './reasons.ts';

/** So many contacts of the file go through one statement: on the embedded database the thread it runs on is blocked as long. */
const RANGE = 5_000;

export interface Preparing {
  now: Date;
  /** As RAPPEL_PUBLIC_URL, without a slash at its end. */
  publicUrl: string;
  /** Aborted: it ends after the range it is at, and is gone on with by whoever prepares it next. */
  signal?: AbortSignal | undefined;
  /** How many contacts of the file a statement looks at; for tests. */
  range?: number;
}

/**
 * Writes down who gets a campaign and why the others of its targets get nothing (R27), in ranges of contact ids, each in a
 * transaction of its own; then the links of its text; then it is `sending`. Killed in between and done again it goes on after
 * the last range, and nobody is written down twice. Nothing where the campaign is not `preparing` any more.
 * @returns whether it is wholly prepared
 */
export async function prepareCampaign(
  database: Database,
  institution: Institution,
  campaignId: number,
  { now, publicUrl, signal, range = RANGE }: Preparing,
): Promise<boolean> {
  for (;;) {
    if (signal?.aborted) return false;
    const step = await inInstitution(database, institution.id, (tenant) =>
      writeRange(tenant, institution, campaignId, now, range),
    );
    if (step === 'stopped') return false;
    if (step === 'end') break;
  }
  // Without it the planner takes the campaign for a few rows: asking again at the moment of leaving (reasonAtLeaving) read
  // all recipients for each, 8 ms instead of 0.1 among 20,000. On a server the background does it too, but later.
  await sql`analyze campaign_recipients`.execute(database.owner);
  return await inInstitution(database, institution.id, async (tenant) => {
    const campaign = await lockPreparing(tenant, institution, campaignId);
    if (campaign === undefined) return false;
    if (campaign.channel === 'email') await keepOnePerAddress(tenant, institution, campaign);
    await writeLinks(tenant, institution, campaign.id, publicUrl);
    await sql`
      update campaigns set state = 'sending', prepared_at = ${now}, started_at = coalesce(started_at, ${now}),
                           prepared_to = null
       where institution_id = ${institution.id} and id = ${campaignId}`.execute(tenant);
    const { rows } = await sql<{ queued: number; excluded: number }>`
      select count(*) filter (where state = 'queued')::integer as queued,
             count(*) filter (where state = 'excluded')::integer as excluded
        from campaign_recipients
       where institution_id = ${institution.id} and campaign_id = ${campaignId}`.execute(tenant);
    await audit(tenant, institution.id, now, {
      actor: 'system',
      action: 'campaign.prepare',
      subject: `campaign:${campaignId}`,
      details: rows[0] ?? {},
    });
    return true;
  });
}

/** Locked, so that a campaign is cancelled before a range or after it. */
async function lockPreparing(
  tenant: Tenant,
  institution: Institution,
  campaignId: number,
): Promise<Filtered | undefined> {
  const { rows } = await sql`
    select from campaigns where institution_id = ${institution.id} and id = ${campaignId} and state = 'preparing'
       for update`.execute(tenant);
  return rows.length === 0 ? undefined : await selectFiltered(tenant, institution, campaignId);
}

/** The next contacts of the file, those of them that are of the targets. */
async function writeRange(
  tenant: Tenant,
  institution: Institution,
  campaignId: number,
  now: Date,
  range: number,
): Promise<'more' | 'end' | 'stopped'> {
  const campaign = await lockPreparing(tenant, institution, campaignId);
  if (campaign === undefined) return 'stopped';
  const { rows } = await sql<{ after: number; upTo: number | null }>`
    select p.after, (select max(id) from (select c.id from contacts c
                                           where c.institution_id = ${institution.id} and c.id > p.after
                                           order by c.id limit ${range}) next) as "upTo"
      from (select coalesce(g.prepared_to, 0) as after from campaigns g
             where g.institution_id = ${institution.id} and g.id = ${campaignId}) p`.execute(tenant);
  const { after = 0, upTo = null } = rows[0] ?? {};
  if (upTo === null) return 'end';
  const members = await membersOf(tenant, institution, campaign, now);
  await sql`
    insert into campaign_recipients (institution_id, campaign_id, contact_id, state, reason, language)
    select ${institution.id}, ${campaignId}, id, case when reason is null then 'queued' else 'excluded' end, reason, language
      from (select c.id, ${reasonOf(institution, campaign, now)} as reason,
                   ${languageOf(institution, campaignId)} as language
              from contacts c
             where c.institution_id = ${institution.id} and c.id > ${after} and c.id <= ${upTo}
               -- as an array, which is made once: joined, tables without statistics made nested loops of it (6 minutes for 2,000)
               and c.id = any(array(select contact_id from (${members}) m
                                     where m.contact_id > ${after} and m.contact_id <= ${upTo}))
           ) judged
     order by id
        on conflict (institution_id, campaign_id, contact_id) do nothing`.execute(tenant);
  await sql`
    update campaigns set prepared_to = ${upTo}
     where institution_id = ${institution.id} and id = ${campaignId}`.execute(tenant);
  return 'more';
}

/** The contact's own, where the campaign is written in it, or else the campaign's. */
function languageOf(institution: Institution, campaignId: number): RawBuilder<unknown> {
  return sql`
    coalesce((select t.language from campaign_contents t
               where t.institution_id = ${institution.id} and t.campaign_id = ${campaignId}
                 and t.language = left(lower(c.language), 2) and t.language in (${sql.join(languages)})
                 and t.body <> ''),
             (select g.default_language from campaigns g
               where g.institution_id = ${institution.id} and g.id = ${campaignId}))`;
}

/** R26: the first of the file gets it. */
async function keepOnePerAddress(
  tenant: Tenant,
  institution: Institution,
  campaign: Filtered,
): Promise<void> {
  await sql`
    update campaign_recipients r set state = 'excluded', reason = 'same-address'
      from (select p.id, row_number() over (partition by c.email_key order by c.id) as place
              from campaign_recipients p
              join contacts c on c.institution_id = ${institution.id} and c.id = p.contact_id
             where p.institution_id = ${institution.id} and p.campaign_id = ${campaign.id} and p.state = 'queued') placed
     where r.institution_id = ${institution.id} and r.id = placed.id and placed.place > 1`.execute(tenant);
}
