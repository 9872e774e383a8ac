import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';

/** A seller inside an institution; it has points of sale, products, orders. */
export interface Organisation {
  id: number;
  name: string;
}

const named = z.string().trim().min(1).max(200);

/** @param only the ids to which an operator is bound; null: all */
export async function selectOrganisations(
  database: Database,
  institution: Institution,
  only: readonly number[] | null = null,
): Promise<Organisation[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Organisation>`
      select id, name from organisations
       where institution_id = ${institution.id} and (${only}::bigint[] is null or id = any(${only}::bigint[]))
       order by lower(name), id`.execute(tenant);
    return rows;
  });
}

/**
 * Creates an organisation, or renames one: what refers to it refers to it still.
 * @param id undefined: a new one
 * @throws DomainError `wrong-organisation`, `organisation-exists`, `unknown-organisation`
 */
export async function saveOrganisation(
  database: Database,
  institution: Institution,
  wanted: { id?: number; name: string },
  { now, actor }: { now: Date; actor: string },
): Promise<Organisation> {
  const parsed = named.safeParse(wanted.name);
  if (!parsed.success) throw new DomainError('wrong-organisation', 'an organisation has a name');
  const name = parsed.data;
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows: others } = await sql`
      select from organisations
       where institution_id = ${institution.id} and name = ${name} and id is distinct from ${wanted.id ?? null}::bigint`.execute(
      tenant,
    );
    if (others.length > 0) throw new DomainError('organisation-exists', 'there is one of this name');
    const { rows } =
      wanted.id === undefined
        ? await sql<{ id: number }>`
            insert into organisations (institution_id, name) values (${institution.id}, ${name})
            on conflict (institution_id, name) do nothing returning id`.execute(tenant)
        : await sql<{ id: number }>`
            update organisations set name = ${name}
             where institution_id = ${institution.id} and id = ${wanted.id} returning id`.execute(tenant);
    const id = rows[0]?.id;
    if (id === undefined) throw new DomainError('unknown-organisation', 'there is no such organisation');
    await audit(tenant, institution.id, now, {
      actor,
      action: wanted.id === undefined ? 'organisation.create' : 'organisation.rename',
      subject: `organisation:${id}`,
    });
    return { id, name };
  });
}
