import { sql } from 'kysely';
import { type CriterionType, selectCriteriaOf } from '../criteria/criteria.ts';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';

interface Named {
  id: number;
  name: string;
}

/** What the conditions of a target can name. */
export interface TargetChoices {
  organisations: Named[];
  criteria: (Named & { type: CriterionType; choices: string[]; organisation: string | null })[];
  roles: string[];
  products: (Named & { organisation: string })[];
  /** The latest first. */
  performances: { id: number; product: string; startsAt: Date | null }[];
  campaigns: Named[];
  currencies: string[];
}

/** So many of each are chosen from; of performances and campaigns the latest. */
const MOST = 1000;

/** @param seen the organisations whose criteria whoever asks may see, beside the institution's; null: all */
export async function selectTargetChoices(
  database: Database,
  institution: Institution,
  seen: number[] | null,
): Promise<TargetChoices> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows: organisations } = await sql<Named>`
      select id, name from organisations where institution_id = ${institution.id} order by name`.execute(
      tenant,
    );
    const { rows: products } = await sql<Named & { organisation: string }>`
      select p.id, p.name, o.name as organisation from products p
        join organisations o on o.institution_id = ${institution.id} and o.id = p.organisation_id
       where p.institution_id = ${institution.id} order by p.name, p.id limit ${MOST}`.execute(tenant);
    const { rows: performances } = await sql<{ id: number; product: string; startsAt: Date | null }>`
      select f.id, p.name as product, coalesce(f.starts_at, f.ends_at) as "startsAt" from performances f
        join products p on p.institution_id = ${institution.id} and p.id = f.product_id
       where f.institution_id = ${institution.id}
       order by f.starts_at desc nulls last, f.id desc limit ${MOST}`.execute(tenant);
    const { rows: campaigns } = await sql<Named>`
      select id, name from campaigns where institution_id = ${institution.id} order by id desc limit ${MOST}`.execute(
      tenant,
    );
    const { rows: roles } = await sql<{ name: string }>`
      select name from roles where institution_id = ${institution.id} order by name`.execute(tenant);
    const { rows: currencies } = await sql<{ currency: string }>`
      select currency from institutions where id = ${institution.id}
       union select currency from prices where institution_id = ${institution.id}`.execute(tenant);
    const criteria = await selectCriteriaOf(tenant, institution, seen);
    return {
      organisations,
      criteria: criteria.map(({ id, name, type, choices, organisation }) => ({
        ...{ id, name, type, choices, organisation: organisation?.name ?? null },
      })),
      roles: roles.map(({ name }) => name),
      products,
      performances,
      campaigns,
      currencies: currencies.map(({ currency }) => currency).sort(),
    };
  });
}
