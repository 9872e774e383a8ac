import { sql } from 'kysely';
import { openContact } from '../contacts/contacts.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import type { Permission } from '../operators/operators.ts';

/** Who reads or changes a file, and how far. */
export interface Reader {
  operatorId: number;
  permissions: readonly Permission[];
  /** Ids of the organisations whose orders and balances may be shown; null: all. */
  organisations: number[] | null;
  now: Date;
}

/** A contact whose file this reader may open. */
export interface OpenFile {
  tenant: Tenant;
  institution: Institution;
  id: number;
  number: string;
  kind: 'individual' | 'structure' | 'relay';
  reader: Reader;
}

/**
 * Runs `work` in a transaction on a contact's file, and writes down that this operator opened it: one narrow row per
 * operator, contact and day (who saw what, without a line for every click).
 * @param lock keeps others from changing the contact meanwhile
 * @throws DomainError of `openContact`
 */
export async function inOpenFile<T>(
  database: Database,
  institution: Institution,
  number: string,
  reader: Reader,
  work: (file: OpenFile) => Promise<T>,
  { lock = false } = {},
): Promise<T> {
  return await inInstitution(database, institution.id, async (tenant) => {
    await planForOne(tenant);
    const asked = { number, permissions: reader.permissions };
    const found = await openContact(tenant, institution.id, asked, lock ? { lock: 'update' } : {});
    await sql`
      insert into file_openings (institution_id, contact_id, opened_on, operator_id, opened_at)
      values (${institution.id}, ${found.id}, ${today(institution, reader.now)}, ${reader.operatorId}, ${reader.now})
          on conflict do nothing`.execute(tenant);
    return await work({ tenant, institution, id: found.id, number, kind: found.kind, reader });
  });
}

/**
 * A file is about one contact: no table is worth reading whole. For a contact with ten thousand orders the planner
 * thought otherwise and read all orders of the institution to find one (166 ms instead of less than one); and nothing
 * here is worth compiling.
 */
async function planForOne(tenant: Tenant): Promise<void> {
  await sql.raw('set local enable_seqscan = off; set local jit = off').execute(tenant);
}

/** Narrows a statement to the organisations that the reader works for. @param column an SQL expression */
export function ofReader(
  { organisations }: Pick<Reader, 'organisations'>,
  column: ReturnType<typeof sql>,
): ReturnType<typeof sql> {
  return organisations === null ? sql`` : sql`and ${column} = any(${organisations}::bigint[])`;
}

/** Who opened a file is kept for a year, and then by nobody. */
export async function forgetOldOpenings(database: Database, now: Date): Promise<void> {
  await sql`delete from file_openings where opened_on < (${now}::timestamptz - interval '1 year')::date`.execute(
    database.owner,
  );
}
