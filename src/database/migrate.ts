import { readdir, readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { DomainError } from '../errors.ts';
import type { Database } from './connect.ts';

const folder = new URL('../../migrations/', import.meta.url);

/** The numbered SQL files of `migrations/`, in their order. */
export async function migrationFiles(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).sort();
}

/** @returns the names of the migrations that this database does not have yet */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('public.migrations') is not null as there`.execute(database.owner);
  const files = await migrationFiles();
  if (!rows[0]?.there) return files;
  const done = await sql<{ name: string }>`select name from migrations`.execute(database.owner);
  const known = new Set(done.rows.map((row) => row.name));
  const newer = [...known].filter((name) => !files.includes(name));
  if (newer.length > 0) {
    throw new DomainError('database-too-new', `the database was migrated by a newer Rappel (${newer[0]})`);
  }
  return files.filter((name) => !known.has(name));
}

/**
 * Brings the schema up to date: all pending files in one transaction, so that a failure leaves the schema as it was.
 * @returns the names of the migrations that were carried out
 */
export async function migrate(database: Database): Promise<string[]> {
  return await database.owner.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(hashtext('rappel.migrate'))`.execute(connection);
    try {
      const pending = await pendingMigrations({ ...database, owner: connection });
      if (pending.length === 0) return [];
      await connection.transaction().execute(async (transaction) => {
        await sql`create table if not exists migrations (
          name text primary key, carried_out_at timestamptz not null default now())`.execute(transaction);
        for (const name of pending) {
          await sql.raw(await readFile(new URL(name, folder), 'utf8')).execute(transaction);
          await sql`insert into migrations (name) values (${name})`.execute(transaction);
        }
      });
      return pending;
    } finally {
      await sql`select pg_advisory_unlock(hashtext('rappel.migrate'))`.execute(connection);
    }
  });
}
