import { type Config, readConfig } from '../config.ts';
import { connect, type Database, migrate, pendingMigrations } from '../database/database.ts';
import { embeddedTemplate } from '../database/template.ts';
import { DomainError } from '../errors.ts';
import { type Institution, selectInstitution } from '../institutions/institutions.ts';
import { isLedgerMissing, replayLedger } from '../retention/retention.ts';

export interface Session {
  config: Config;
  database: Database;
}

/**
 * Opens the database for a command and closes it afterwards. The embedded one is brought up to date; a server's
 * must be. Where the ledger is ahead of the database (a backup was restored), it is replayed before anything is
 * read or written (R14).
 * @throws DomainError `pending-migrations`
 */
export async function withDatabase(
  work: (session: Session) => Promise<void>,
  { replay = true, config = readConfig() }: { replay?: boolean; config?: Config } = {},
): Promise<void> {
  const database = await open(config);
  try {
    if (replay) {
      const { erased } = await replayLedger(database, config.ledgerFile, new Date());
      if (await isLedgerMissing(database, config.ledgerFile)) {
        console.error(`Warning: the ledger of erasures is missing (RAPPEL_LEDGER, ${config.ledgerFile}).`);
      }
      if (erased > 0)
        console.error(`The ledger was ahead of the database: ${erased} contacts were erased again.`);
    }
    await work({ config, database });
  } finally {
    await database.close();
  }
}

/** As `withDatabase`, for a command on one institution; `slug` may be left out where there is one only. */
export async function withInstitution(
  slug: string | undefined,
  work: (session: Session & { institution: Institution }) => Promise<void>,
): Promise<void> {
  await withDatabase(async (session) => {
    await work({ ...session, institution: await selectInstitution(session.database, slug) });
  });
}

/** Opens the database that the settings name and sees to its schema. */
export async function open(config: Config): Promise<Database> {
  if (config.databaseUrl !== undefined) {
    const database = await connect({ url: config.databaseUrl });
    try {
      const pending = await pendingMigrations(database);
      if (pending.length > 0) {
        throw new DomainError(
          'pending-migrations',
          `the database lacks ${pending.length} migrations: run rappel migrate`,
        );
      }
      return database;
    } catch (error) {
      await database.close();
      throw error;
    }
  }
  const database = await connect({ folder: config.dataFolder, template: await embeddedTemplate() });
  await migrate(database);
  return database;
}
