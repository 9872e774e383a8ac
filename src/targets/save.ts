import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { countMembers } from './count.ts';
import { freeze } from './freeze.ts';
import { compileTarget, unknownTarget } from './members.ts';
import { readQuery } from './query.ts';
import type { TargetType } from './select.ts';

export interface WantedTarget {
  code: string;
  name: string;
  type: TargetType;
  description: string;
  query: unknown;
}

export interface Editing {
  actor: string;
  now: Date;
}

/** A target as it was read. */
export interface Known {
  id: number;
  version: number;
}

/**
 * Writes a target down and counts it; the members of a static one are written down at once.
 * @returns its id
 * @throws DomainError `wrong-target`, `target-exists` (the code), `wrong-query`, `query-too-large`
 */
export async function createTarget(
  database: Database,
  institution: Institution,
  given: WantedTarget,
  by: Editing,
): Promise<number> {
  const wanted = checked(given);
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      insert into targets (institution_id, code, name, type, description, query, created_at)
      values (${institution.id}, ${wanted.code}, ${wanted.name}, ${wanted.type}, ${wanted.description},
              ${wanted.query}::jsonb, ${by.now})
          on conflict (institution_id, code) do nothing returning id`.execute(tenant);
    const id = rows[0]?.id;
    if (id === undefined) throw codeExists();
    await take(tenant, institution, id, wanted, by);
    await tell(tenant, institution, by, 'target.create', id, { type: wanted.type });
    return id;
  });
}

/**
 * Changes a target. A static one with another query is frozen anew.
 * @throws DomainError as `createTarget`, and `unknown-target`, `stale`
 */
export async function editTarget(
  database: Database,
  institution: Institution,
  known: Known,
  given: WantedTarget,
  by: Editing,
): Promise<void> {
  const wanted = checked(given);
  await inInstitution(database, institution.id, async (tenant) => {
    const present = await lockTarget(tenant, institution, known);
    const { rows: others } = await sql`
      select from targets
       where institution_id = ${institution.id} and code = ${wanted.code} and id <> ${known.id}`.execute(
      tenant,
    );
    if (others.length > 0) throw codeExists();
    const { rows } = await sql<{ requeried: boolean }>`
      update targets
         set code = ${wanted.code}, name = ${wanted.name}, type = ${wanted.type}, description = ${wanted.description},
             query = ${wanted.query}::jsonb, version = version + 1,
             frozen_at = case when ${wanted.type === 'static'}::boolean then frozen_at end
       where institution_id = ${institution.id} and id = ${known.id}
      returning query <> ${present.query}::jsonb as requeried`.execute(tenant);
    const requeried = rows[0]?.requeried === true;
    if (requeried || present.type !== wanted.type) await take(tenant, institution, known.id, wanted, by);
    await tell(tenant, institution, by, 'target.edit', known.id, { type: wanted.type, requeried });
  });
}

/**
 * Writes a copy down under another name; that of a static target has the same members.
 * @returns its id
 * @throws DomainError `unknown-target`, `wrong-target`, `target-exists`
 */
export async function duplicateTarget(
  database: Database,
  institution: Institution,
  id: number,
  named: { code: string; name: string },
  by: Editing,
): Promise<number> {
  const { code, name } = checkedNames(named);
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows: known } = await sql`
      select from targets where institution_id = ${institution.id} and id = ${id}`.execute(tenant);
    if (known.length === 0) throw unknownTarget(id);
    const { rows } = await sql<{ id: number }>`
      insert into targets
        (institution_id, code, name, type, description, query, volume, counted_at, frozen_at, created_at)
      select institution_id, ${code}, ${name}, type, description, query, volume, counted_at, frozen_at, ${by.now}
        from targets where institution_id = ${institution.id} and id = ${id}
          on conflict (institution_id, code) do nothing returning id`.execute(tenant);
    const copy = rows[0]?.id;
    if (copy === undefined) throw codeExists();
    await sql`
      insert into target_members (institution_id, target_id, contact_id)
      select institution_id, ${copy}::bigint, contact_id from target_members
       where institution_id = ${institution.id} and target_id = ${id}`.execute(tenant);
    await tell(tenant, institution, by, 'target.duplicate', copy, { of: id });
    return copy;
  });
}

/** Writes the members of a static target down anew. @throws DomainError `unknown-target`, `stale`, `not-static`, `wrong-query` */
export async function freezeTarget(
  database: Database,
  institution: Institution,
  known: Known,
  by: Editing,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const present = await lockTarget(tenant, institution, known);
    if (present.type !== 'static') {
      throw new DomainError('not-static', 'a dynamic target is computed at each use, and is not frozen');
    }
    const members = await freeze(tenant, institution, known.id, present.query, by.now);
    await sql`update targets set version = version + 1
               where institution_id = ${institution.id} and id = ${known.id}`.execute(tenant);
    await tell(tenant, institution, by, 'target.freeze', known.id, { members });
  });
}

/** Puts a target away, or takes it back. @throws DomainError `unknown-target`, `stale` */
export async function archiveTarget(
  database: Database,
  institution: Institution,
  known: Known,
  archived: boolean,
  by: Editing,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    await lockTarget(tenant, institution, known);
    await sql`
      update targets set archived_at = ${archived ? by.now : null}, version = version + 1
       where institution_id = ${institution.id} and id = ${known.id}`.execute(tenant);
    await tell(tenant, institution, by, archived ? 'target.archive' : 'target.restore', known.id, {});
  });
}

/** Counts it, and writes down who is in it or forgets who was, as its type wants it. */
async function take(
  tenant: Tenant,
  institution: Institution,
  id: number,
  { type, query }: { type: TargetType; query: string },
  { now }: Editing,
): Promise<void> {
  if (type === 'static') {
    await freeze(tenant, institution, id, query, now);
    return;
  }
  await sql`delete from target_members
             where institution_id = ${institution.id} and target_id = ${id}`.execute(tenant);
  const { condition } = await compileTarget(tenant, institution, { id, type, query: JSON.parse(query) }, now);
  const volume = await countMembers(tenant, institution, condition);
  await sql`
    update targets set volume = ${volume}, counted_at = ${now}
     where institution_id = ${institution.id} and id = ${id}`.execute(tenant);
}

async function lockTarget(
  tenant: Tenant,
  institution: Institution,
  { id, version }: Known,
): Promise<{ type: TargetType; query: string }> {
  const { rows } = await sql<{ type: TargetType; query: string; version: number }>`
    select type, query::text as query, version from targets
     where institution_id = ${institution.id} and id = ${id} for update`.execute(tenant);
  const [found] = rows;
  if (found === undefined) throw unknownTarget(id);
  if (found.version !== version) {
    throw new DomainError('stale', 'somebody else has changed it since it was read: nothing is saved');
  }
  return found;
}

const wrong = (sentence: string) => new DomainError('wrong-target', sentence);

function checked(given: WantedTarget): Omit<WantedTarget, 'query'> & { query: string } {
  if (given.description.length > 2000) throw wrong('a description has 2000 letters at most');
  return { ...given, ...checkedNames(given), query: JSON.stringify(readQuery(given.query)) };
}

function checkedNames(given: { code: string; name: string }): { code: string; name: string } {
  const name = given.name.trim();
  const code = given.code.trim();
  if (name === '' || name.length > 200) throw wrong('a target has a name of 1 to 200 letters');
  if (!/^[\p{L}\d._-]{1,40}$/u.test(code)) {
    throw wrong('a code has 1 to 40 letters, digits, points, hyphens and underscores');
  }
  return { code, name };
}

const codeExists = () => new DomainError('target-exists', 'a target has this code already');

async function tell(
  tenant: Tenant,
  institution: Institution,
  { actor, now }: Editing,
  action: string,
  id: number,
  details: Record<string, string | number | boolean>,
): Promise<void> {
  await audit(tenant, institution.id, now, { actor, action, subject: `target:${id}`, details });
}
