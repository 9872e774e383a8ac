import { type RawBuilder, sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { unknownTarget } from './members.ts';
import type { Group } from './query.ts';

export const targetTypes = ['static', 'dynamic'] as const;
export type TargetType = (typeof targetTypes)[number];

/** A set of contacts (R28). */
export interface Target {
  id: number;
  code: string;
  name: string;
  type: TargetType;
  description: string;
  query: Group;
  /** As last counted; null where a restored base never counted it. */
  volume: number | null;
  countedAt: Date | null;
  /** Of a static one: when its members were written down. */
  frozenAt: Date | null;
  archivedAt: Date | null;
  /** How many campaigns name it. */
  campaigns: number;
  /** Changes with each change: who saves gives back what was read. */
  version: number;
}

/** So many are listed; an institution has a few dozen. */
const MOST = 1000;

/** By name. @param archived those put away instead */
export async function selectTargets(
  database: Database,
  institution: Institution,
  { archived = false }: { archived?: boolean | undefined } = {},
): Promise<Target[]> {
  const fits = archived ? sql`t.archived_at is not null` : sql`t.archived_at is null`;
  return await inInstitution(database, institution.id, (tenant) => select(tenant, institution, fits));
}

/** @throws DomainError `unknown-target` */
export async function selectTarget(
  database: Database,
  institution: Institution,
  id: number,
): Promise<Target> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const [found] = await select(tenant, institution, sql`t.id = ${id}`);
    if (found === undefined) throw unknownTarget(id);
    return found;
  });
}

async function select(
  tenant: Tenant,
  institution: Institution,
  fits: RawBuilder<unknown>,
): Promise<Target[]> {
  const { rows } = await sql<Target>`
    select t.id, t.code, t.name, t.type, t.description, t.query, t.volume, t.counted_at as "countedAt",
           t.frozen_at as "frozenAt", t.archived_at as "archivedAt", t.version,
           (select count(*) from campaign_targets g
             where g.institution_id = ${institution.id} and g.target_id = t.id)::integer as campaigns
      from targets t
     where t.institution_id = ${institution.id} and ${fits}
     order by lower(t.name), t.id limit ${MOST}`.execute(tenant);
  return rows;
}
