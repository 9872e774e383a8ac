import { type RawBuilder, sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type Compiled, compileQuery } from './compile.ts';
import { present, type Sql } from './condition.ts';
import { readQuery } from './query.ts';

/** Which targets somebody must be in one of, and which keep from it in any case. */
export interface Chosen {
  in: number[];
  leftOut: number[];
}

/**
 * Who is in targets: a statement `select contact_id …`, each contact once, to stand inside others of the same institution.
 * Dynamic targets are computed by it, of static ones it reads the members. Nobody, where `in` is empty.
 * @param now the day of "today minus N months"
 * @throws DomainError `unknown-target`, and `wrong-query` where a target names what is not there any more
 */
export async function membersOfTargets(
  tenant: Tenant,
  institution: Institution,
  chosen: Chosen,
  now: Date,
): Promise<RawBuilder<{ contact_id: number }>> {
  const select = await targetReader(tenant, institution, [...chosen.in, ...chosen.leftOut], now);
  const [first, ...more] = chosen.in.map(select);
  if (first === undefined) {
    return sql`select c.id as contact_id from contacts c where c.institution_id = ${institution.id} and false`;
  }
  const among = more.length === 0 ? first : sql`${first} union ${sql.join(more, sql` union `)}`;
  if (chosen.leftOut.length === 0) return sql`${among}`;
  return sql`(${among}) except (${sql.join(chosen.leftOut.map(select), sql` union `)})`;
}

async function targetReader(
  tenant: Tenant,
  institution: Institution,
  ids: number[],
  now: Date,
): Promise<(id: number) => Sql> {
  const { rows } = await sql<{ id: number } & KeptTarget>`
    select id, type, query from targets
     where institution_id = ${institution.id} and id = any(${ids}::bigint[])`.execute(tenant);
  const selects = new Map<number, Sql>();
  for (const target of rows) {
    const { condition } = await compileTarget(tenant, institution, target, now);
    selects.set(
      target.id,
      sql`select c.id as contact_id from contacts c where c.institution_id = ${institution.id} and ${condition}`,
    );
  }
  return (id) => {
    const found = selects.get(id);
    if (found === undefined) throw unknownTarget(id);
    return found;
  };
}

export interface KeptTarget {
  id: number;
  type: 'static' | 'dynamic';
  query: unknown;
}

/** Who is in it now, as a condition on `contacts c`: by the query of a dynamic one, by the members of a static one. */
export async function compileTarget(
  tenant: Tenant,
  institution: Institution,
  { id, type, query }: KeptTarget,
  now: Date,
): Promise<Compiled> {
  if (type === 'dynamic') return await compileQuery(tenant, institution, readQuery(query), now);
  const member = sql`select from target_members m
                      where m.institution_id = ${institution.id} and m.target_id = ${id} and m.contact_id = c.id`;
  return { condition: present(member).yes, reaches: [] };
}

export const unknownTarget = (id: number) => new DomainError('unknown-target', `there is no target ${id}`);
