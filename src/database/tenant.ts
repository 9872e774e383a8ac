import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
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
 * One statement in a transaction of its own, as `inInstitution` has it, in one way to the server and back: beginning, statement
 * and end are sent together. For what somebody waits for thousands of times a second; nothing comes back.
 */
export async function askInInstitution(
  database: Database,
  institutionId: number,
  statement: RawBuilder<unknown>,
): Promise<void> {
  if (database.pipelined === undefined) {
    await inInstitution(database, institutionId, (tenant) => statement.execute(tenant));
    return;
  }
  const { sql: text, parameters } = statement.compile(database.owner);
  const client = await database.pipelined.connect();
  // Where the first fails, the transaction that it began is broken: the second does nothing, the third takes it back.
  const [entered, done, ended] = await Promise.allSettled([
    // of a prepared statement the one plan: PostgreSQL would weigh planning anew, which took longer than the statement
    client.query(`begin; ${entering(institutionId)}; set local plan_cache_mode = force_generic_plan`),
    client.query(text, [...parameters]),
    client.query('commit'),
  ]);
  const failed = [entered, done, ended].find((one) => one.status === 'rejected');
  client.release(failed !== undefined);
  if (failed !== undefined) throw failed.reason;
}

/**
 * Literal `set local`, in one way to the server: what `set_config()` sets does not reach the workers of a Citus
 * cluster (tried on 13.2: the role then sees no rows), and elsewhere the first setting means nothing. Nothing is compiled:
 * it takes longer than the statements of a page, and a run's are made for each range.
 */
function entering(institutionId: number): string {
  if (!Number.isSafeInteger(institutionId)) throw new TypeError('an institution is named by its id');
  return `set local citus.propagate_set_commands = 'local';
          set local jit = off;
          set local role rappel_app;
          set local rappel.institution_id = '${institutionId}'`;
}

async function enter(transaction: Kysely<DB>, institutionId: number): Promise<void> {
  await sql.raw(entering(institutionId)).execute(transaction);
}
