import { type RawBuilder, sql } from 'kysely';
import { type ContactRights, type ListedContact, listed } from '../contacts/contacts.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type Compiled, compileQuery } from './compile.ts';
import type { Sql } from './condition.ts';
import { compileTarget, type KeptTarget, unknownTarget } from './members.ts';
import { readQuery } from './query.ts';
import { findStale, type Stale } from './stale.ts';

export const channels = ['email', 'sms', 'phone', 'post'] as const;
export type Channel = (typeof channels)[number];

/** A target by its id, or a query that nobody has saved. */
export type Counted = { target: number } | { query: unknown };

export interface TargetCount {
  volume: number;
  /** Of these, whom a marketing campaign over the channel leaves out in any case (R23, R25): each counted once. */
  excluded: {
    /** Refuse marketing in general. */
    general: number;
    /** Refuse this channel only. */
    channel: number;
    /** Gave no answer, where the institution leaves these out. */
    unanswered: number;
  };
  /** Some of them. */
  sample: ListedContact[];
  stale: Stale | null;
}

const SAMPLE = 10;

/**
 * How many contacts a target has, whom a campaign would leave out, and a few of them as whoever asks may see them.
 * @throws DomainError `unknown-target`, `wrong-query`, `query-too-large`
 */
export async function countTarget(
  database: Database,
  institution: Institution,
  counted: Counted,
  { channel, rights, now }: { channel: Channel; rights: ContactRights; now: Date },
): Promise<TargetCount> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const compiled = await compile(tenant, institution, counted, now);
    const { condition } = compiled;
    const volume = await countMembers(tenant, institution, condition);
    if ('target' in counted) await keepVolume(tenant, institution, counted.target, volume, now);
    return {
      volume,
      excluded: await countExcluded(tenant, institution, condition, channel),
      sample: await selectSample(tenant, institution, condition, rights),
      stale: await findStale(tenant, institution, compiled, now),
    };
  });
}

/** What the list shows of a dynamic target is what it had when somebody last looked. */
async function keepVolume(
  tenant: Tenant,
  institution: Institution,
  id: number,
  volume: number,
  now: Date,
): Promise<void> {
  await sql`
    update targets set volume = ${volume}, counted_at = ${now}
     where institution_id = ${institution.id} and id = ${id} and type = 'dynamic'`.execute(tenant);
}

/** @param condition on `contacts c` */
export async function countMembers(
  tenant: Tenant,
  institution: Institution,
  condition: Sql,
): Promise<number> {
  const { rows } = await membersCount(institution, condition).execute(tenant);
  return rows[0]?.volume ?? 0;
}

const membersCount = (institution: Institution, condition: Sql): RawBuilder<{ volume: number }> =>
  sql`select count(*)::integer as volume from contacts c where c.institution_id = ${institution.id} and ${condition}`;

async function compile(
  tenant: Tenant,
  institution: Institution,
  counted: Counted,
  now: Date,
): Promise<Compiled> {
  if ('query' in counted) return await compileQuery(tenant, institution, readQuery(counted.query), now);
  const { rows } = await sql<KeptTarget>`
    select id, type, query from targets
     where institution_id = ${institution.id} and id = ${counted.target}`.execute(tenant);
  if (rows[0] === undefined) throw unknownTarget(counted.target);
  return await compileTarget(tenant, institution, rows[0], now);
}

/** From those who refuse to the target: they are the fewer. */
async function countExcluded(
  tenant: Tenant,
  institution: Institution,
  condition: Sql,
  channel: Channel,
): Promise<TargetCount['excluded']> {
  const { rows } = await sql<{ general: number; channel: number }>`
    select count(*) filter (where general)::integer as general,
           count(*) filter (where not general)::integer as channel
      from (select bool_or(a.authorisation = 'institution') as general
              from contacts c
              join contact_authorisations a on a.institution_id = ${institution.id} and a.contact_id = c.id
                   and a.authorisation in ('institution', ${channel}) and a.value = 'no'
             where c.institution_id = ${institution.id} and ${condition} group by c.id) refused`.execute(
    tenant,
  );
  const { general = 0, channel: byChannel = 0 } = rows[0] ?? {};
  return {
    general,
    channel: byChannel,
    unanswered: await countUnanswered(tenant, institution, condition, channel),
  };
}

/** R25: where the setting says so, who gave no answer is left out as if it had refused. */
async function countUnanswered(
  tenant: Tenant,
  institution: Institution,
  condition: Sql,
  channel: Channel,
): Promise<number> {
  const { rows: settings } = await sql<{ filters: boolean }>`
    select filter_unanswered as filters from institutions where id = ${institution.id}`.execute(tenant);
  if (settings[0]?.filters !== true) return 0;
  const mine = sql`select from contact_authorisations a where a.institution_id = ${institution.id} and a.contact_id = c.id`;
  return await countMembers(
    tenant,
    institution,
    sql`${condition} and not exists (${mine} and a.authorisation = 'institution' and a.value in ('yes', 'no'))
        and not exists (${mine} and a.authorisation = ${channel} and a.value = 'no')`,
  );
}

/** Of contacts that are not free to all nothing is told, not even that they fit, to whoever may not open them. */
async function selectSample(
  tenant: Tenant,
  institution: Institution,
  condition: Sql,
  rights: ContactRights,
): Promise<ListedContact[]> {
  const { rows } = await sql<ListedContact>`
    select ${listed(rights)} from contacts c
      left join contact_recency r on r.institution_id = ${institution.id} and r.contact_id = c.id
     where c.institution_id = ${institution.id} and ${condition}
       ${rights.confidential ? sql`` : sql`and c.confidentiality <> 'confidential'`}
       ${rights.restricted ? sql`` : sql`and c.confidentiality <> 'restricted'`}
     order by c.id limit ${SAMPLE}`.execute(tenant);
  return rows;
}
