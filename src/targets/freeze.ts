import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { compileQuery } from './compile.ts';
import { readQuery } from './query.ts';

/**
 * Writes the members of a static target down in place of those it had.
 * @param query as JSON text
 * @returns how many
 */
export async function freeze(
  tenant: Tenant,
  institution: Institution,
  id: number,
  query: string,
  now: Date,
): Promise<number> {
  const { condition } = await compileQuery(tenant, institution, readQuery(JSON.parse(query)), now);
  await sql`delete from target_members
             where institution_id = ${institution.id} and target_id = ${id}`.execute(tenant);
  const { rows } = await sql<{ members: number }>`
    with written as (
      insert into target_members (institution_id, target_id, contact_id)
      select c.institution_id, ${id}::bigint, c.id from contacts c
       where c.institution_id = ${institution.id} and ${condition}
      returning 1
    )
    update targets set volume = (select count(*) from written), counted_at = ${now}, frozen_at = ${now}
     where institution_id = ${institution.id} and id = ${id}
    returning volume as members`.execute(tenant);
  return rows[0]?.members ?? 0;
}
