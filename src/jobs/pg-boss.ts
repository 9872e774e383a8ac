import { type ConstructorOptions, type Db, PgBoss } from 'pg-boss';
import packageJson from 'pg-boss/package.json' with { type: 'json' };
import type { Database } from '../database/database.ts';

const HOUR = 3600;

/** On the embedded database pg-boss shares the one session: it asks seldom (docs/operations.md has what was measured). */
const FRUGAL = {
  cronMonitorIntervalSeconds: 45,
  cronWorkerIntervalSeconds: 45,
  bamIntervalSeconds: HOUR,
  reindex: false,
  monitorVacuum: false,
};

/** pg-boss on our own pool, so that one path serves both databases and the jobs run as the log-in. */
export function pgBoss(database: Database, options: ConstructorOptions = {}): PgBoss {
  const embedded = database.embedded !== undefined;
  return new PgBoss({
    db: overPool(database),
    backend: embedded ? 'pglite' : 'postgres',
    flowIntervalSeconds: HOUR, // looks for jobs that wait for other jobs: there are none
    registerInstance: false,
    openTelemetry: { enabled: false },
    ...(embedded ? FRUGAL : {}),
    ...options,
  });
}

/** Whether the tables of the jobs are there, and those of this very version. */
export async function isInstalled(boss: PgBoss): Promise<boolean> {
  return (await boss.isInstalled()) && (await boss.schemaVersion()) === packageJson.pgboss.schema;
}

/**
 * A statement that fails inside the begin and commit that pg-boss writes around some would leave the embedded
 * database's one session in a failed transaction, whoever asks next.
 */
function overPool({ pool }: Database): Db {
  return {
    async executeSql(text, values) {
      const client = await pool.connect();
      let gone: Error | undefined;
      try {
        return await client.query(text, values);
      } catch (error) {
        await client.query('rollback').catch((failure: Error) => {
          gone = failure;
        });
        throw error;
      } finally {
        client.release(gone);
      }
    },
  };
}
