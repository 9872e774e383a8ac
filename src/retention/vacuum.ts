import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { personalDataMap } from '../personal-data/personal-data.ts';

/** Takes dead rows out of the tables that erasing touches (R8): an erased row must not lie in the files for weeks. */
export async function vacuumErased(database: Database): Promise<void> {
  const tables = Object.entries(personalDataMap).filter(([, { links }]) => links.length > 0);
  // One statement; vacuum cannot stand in a transaction, and Kysely's own connection runs it outside of one.
  await sql`vacuum (analyze) ${sql.join(tables.map(([table]) => sql.table(table)))}`.execute(database.owner);
}
