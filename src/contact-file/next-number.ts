import { sql } from 'kysely';
import { hashNumber } from '../contacts/contacts.ts';
import type { Tenant } from '../database/database.ts';

/**
 * The next number for a contact made here: one more than the last that was given, and than every number of digits that
 * came by an import. The row of the counter stays locked until the transaction ends, so no number is given twice; a
 * number that was erased is not given to somebody else.
 */
export async function nextNumber(tenant: Tenant, institutionId: number): Promise<string> {
  let last = await takeNext(tenant, institutionId);
  while (!(await isFree(tenant, institutionId, String(last)))) {
    last = Math.max(last, await highest(tenant, institutionId)) + 1;
    await sql`update contact_numbers set last = ${last} where institution_id = ${institutionId}`.execute(
      tenant,
    );
  }
  return String(last);
}

async function takeNext(tenant: Tenant, institutionId: number): Promise<number> {
  const next = await sql<{ last: number }>`
    update contact_numbers set last = last + 1 where institution_id = ${institutionId} returning last`.execute(
    tenant,
  );
  if (next.rows[0] !== undefined) return next.rows[0].last;
  const first = (await highest(tenant, institutionId)) + 1;
  const { rows } = await sql<{ last: number }>`
    insert into contact_numbers (institution_id, last) values (${institutionId}, ${first})
        on conflict (institution_id) do update set last = contact_numbers.last + 1 returning last`.execute(
    tenant,
  );
  return (rows[0] as { last: number }).last;
}

/** Looked for once per institution, and again where an import brought the next number: it reads every number. */
async function highest(tenant: Tenant, institutionId: number): Promise<number> {
  const { rows } = await sql<{ highest: number }>`
    select coalesce(max(number::bigint) filter (where number ~ '^[0-9]{1,12}$'), 0) as highest
      from contacts where institution_id = ${institutionId}`.execute(tenant);
  return (rows[0] as { highest: number }).highest;
}

async function isFree(tenant: Tenant, institutionId: number, number: string): Promise<boolean> {
  const { rows } = await sql<{ key: Buffer; taken: boolean }>`
    select i.erased_number_key as key,
           exists (select from contacts c where c.institution_id = ${institutionId} and c.number = ${number}) as taken
      from institutions i where i.id = ${institutionId}`.execute(tenant);
  const { key, taken } = rows[0] as { key: Buffer; taken: boolean };
  if (taken) return false;
  const erased = await sql`
    select from erased_numbers
     where institution_id = ${institutionId} and number_hash = ${hashNumber(key, number)}`.execute(tenant);
  return erased.rows.length === 0;
}
