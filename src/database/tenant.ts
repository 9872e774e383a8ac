import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './connect.ts';
import type { DB } from './schema.generated.ts';

/** A transaction that sees one institution only. */
export type Tenant = Transaction<DB>;

/**
 * Runs `work` in one transaction under the database role that cannot bypass row level security, with the
 * institution set: a forgotten `where` reads nothing instead of somebody else's contacts. Every statement
 * names its institution all the same, so that Citus can route it.
 */
export async function inInstitution<T>(
  database: Database,
  institutionId: number,
  work: (tenant: Tenant) => Promise<T>,
): Promise<T> {
  return await database.owner.transaction().execute(async (tenant) => {
    await enter(tenant, institutionId);
    return await work(tenant);
  });
}

/**
 * Literal `set local`, in one way to the server: what `set_config()` sets does not reach the workers of a Citus
 * cluster (tried on 13.2: the role then sees no rows), and elsewhere the first setting means nothing. Nothing is compiled:
 * it takes longer than the statements of a page, and a run's are made for each range.
 */
async function enter(transaction: Kysely<DB>, institutionId: number): Promise<void> {
  if (!Number.isSafeInteger(institutionId)) throw new TypeError('an institution is named by its id');
  await sql
    .raw(
      `set local citus.propagate_set_commands = 'local';
       set local jit = off;
       set local role rappel_app;
       set local rappel.institution_id = '${institutionId}'`,
    )
    .execute(transaction);
}
