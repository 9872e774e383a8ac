import { sql } from 'kysely';
import { DomainError } from '../errors.ts';
import type { Database } from './connect.ts';

/**
 * Distributes the tables over a Citus cluster: `institutions` is copied to every node, each table that has an
 * `institution_id` is spread by it, side by side, and what belongs to no institution stays on the coordinator.
 * Nothing is distributed twice.
 * @returns the tables that were distributed
 * @throws DomainError `no-citus` where the extension is missing
 */
export async function distribute(database: Database): Promise<string[]> {
  const { rows: extension } = await sql`select from pg_extension where extname = 'citus'`.execute(
    database.owner,
  );
  if (extension.length === 0)
    throw new DomainError('no-citus', 'the server has no extension citus: create extension citus');
  // The nodes talk to each other under the role of the transaction (tried on Citus 13.2), so it must be able to log in;
  // who may do so from where is the business of pg_hba.conf.
  await sql`alter role rappel_app login`.execute(database.owner);
  return await database.owner.transaction().execute(async (transaction) => {
    await sql`set local citus.multi_shard_modify_mode = 'sequential'`.execute(transaction);
    const { rows: tables } = await sql<{ name: string }>`
      select c.relname as name
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'institution_id' and not a.attisdropped
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
         and not exists (select from pg_dist_partition p where p.logicalrelid = c.oid)
       order by c.oid`.execute(transaction);
    if (tables.length === 0) return [];
    // A table with an identity column cannot be distributed while it refers to another kind of table (Citus 13.2):
    // the foreign keys are put aside and put back.
    const { rows: keys } = await sql<{ relation: string; name: string; definition: string }>`
      select conrelid::regclass::text as relation, conname as name, pg_get_constraintdef(oid) as definition
        from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace
       order by oid`.execute(transaction);
    for (const key of keys) {
      await sql`alter table ${sql.table(key.relation)} drop constraint ${sql.ref(key.name)}`.execute(
        transaction,
      );
    }
    await sql`select create_reference_table('institutions')`.execute(transaction);
    for (const { name } of tables) {
      const beside = name === tables[0]?.name ? 'default' : tables[0]?.name;
      await sql`select create_distributed_table(${name}, 'institution_id', colocate_with => ${beside})`.execute(
        transaction,
      );
    }
    for (const key of keys) {
      await sql`alter table ${sql.table(key.relation)} add constraint ${sql.ref(key.name)} ${sql.raw(key.definition)}`.execute(
        transaction,
      );
    }
    return tables.map(({ name }) => name);
  });
}
