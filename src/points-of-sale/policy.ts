import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';
import { type OutsideText, readOutside } from '../outside/outside.ts';
import { tellFailure } from './tell-failure.ts';

/** Reads the text at an address; by default that of the public internet, and nothing from inside the network. */
export type ReadText = (address: string) => Promise<OutsideText>;

/**
 * Looks at the policy of a point of sale: its text is kept with its hash, so that each approval names the text that was
 * approved (R18). Where it cannot be read the address alone is known, and the administrators are told, once.
 * The reading stands outside of any transaction: the other side may take its time.
 * @throws DomainError `unknown-point-of-sale`; what goes wrong at the address is no refusal but what was found
 */
export async function lookAtPolicy(
  database: Database,
  institution: Institution,
  pointOfSaleId: number,
  { now, read = readOutside }: { now: Date; read?: ReadText },
): Promise<void> {
  const address = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ address: string | null }>`
      select policy_address as address from points_of_sale
       where institution_id = ${institution.id} and id = ${pointOfSaleId}`.execute(tenant);
    if (rows[0] === undefined) {
      throw new DomainError('unknown-point-of-sale', 'there is no such point of sale');
    }
    return rows[0].address;
  });
  if (address === null) return;
  const found = await read(address).catch((error: unknown) => {
    if (error instanceof DomainError) return error.code;
    throw error;
  });
  await inInstitution(database, institution.id, async (tenant) => {
    const looked = { institution, pointOfSaleId, address, now };
    if (typeof found === 'string') await keepFailure(tenant, looked, found);
    else await keepText(tenant, looked, found);
  });
}

interface Looked {
  institution: Institution;
  pointOfSaleId: number;
  address: string;
  now: Date;
}

/** Nothing where the address was changed while it was read. */
async function keepText(
  tenant: Tenant,
  { institution, pointOfSaleId, address, now }: Looked,
  { content, contentType }: OutsideText,
): Promise<void> {
  const sha256 = createHash('sha256').update(content).digest();
  const { rows } = await sql<{ id: number }>`
    insert into policy_versions
      (institution_id, point_of_sale_id, address, sha256, content, content_type, first_read_at, last_read_at)
    values (${institution.id}, ${pointOfSaleId}, ${address}, ${sha256}, ${content}, ${contentType}, ${now}, ${now})
        on conflict (institution_id, point_of_sale_id, address, sha256)
        do update set last_read_at = excluded.last_read_at
    returning id`.execute(tenant);
  await sql`
    update points_of_sale
       set policy_version_id = ${rows[0]?.id as number}, policy_checked_at = ${now}, policy_failure = null
     where institution_id = ${institution.id} and id = ${pointOfSaleId} and policy_address = ${address}`.execute(
    tenant,
  );
}

async function keepFailure(
  tenant: Tenant,
  { institution, pointOfSaleId, address, now }: Looked,
  code: string,
): Promise<void> {
  const { rows } = await sql<{ name: string; before: string | null }>`
    with present as (
      select name, policy_failure from points_of_sale
       where institution_id = ${institution.id} and id = ${pointOfSaleId} and policy_address = ${address} for update
    ), kept as (
      update points_of_sale
         set policy_version_id = null, policy_checked_at = ${now}, policy_failure = ${code}
       where institution_id = ${institution.id} and id = ${pointOfSaleId} and policy_address = ${address}
    )
    select name, policy_failure as before from present`.execute(tenant);
  const [point] = rows;
  if (point === undefined || point.before !== null) return;
  await tellFailure(tenant, institution, { id: pointOfSaleId, name: point.name, code }, now);
}

/**
 * Looks at the policies that are due: each once a day, and one that could not be read each time this is called.
 * @param stop asked between two addresses
 */
export async function lookAtPolicies(
  database: Database,
  { now, read, stop = () => false }: { now: Date; read?: ReadText; stop?: () => boolean },
): Promise<void> {
  for (const institution of await selectInstitutions(database)) {
    const due = await inInstitution(database, institution.id, async (tenant) => {
      const { rows } = await sql<{ id: number }>`
        select id from points_of_sale
         where institution_id = ${institution.id} and policy_address is not null
           and (policy_failure is not null or policy_checked_at is null
                or policy_checked_at < ${now}::timestamptz - interval '23 hours')
         order by id`.execute(tenant);
      return rows;
    });
    for (const { id } of due) {
      if (stop()) return;
      await lookAtPolicy(database, institution, id, { now, ...(read === undefined ? {} : { read }) });
    }
  }
}
