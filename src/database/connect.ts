import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { Client } from './client.ts';
import { type EmbeddedDatabase, openEmbedded } from './embedded.ts';
import { lockFolder } from './folder-lock.ts';
import type { DB } from './schema.generated.ts';

/** An open database, embedded or on a server; the same driver, parsers and SQL for both. */
export interface Database {
  /**
   * Queries as the log-in, which may see every institution: for migrations, routing and locks only.
   * What concerns an institution goes through `inInstitution`.
   */
  owner: Kysely<DB>;
  pool: pg.Pool;
  /** Sends what is asked at once without waiting for the answer before (`askInInstitution`); undefined on the embedded engine. */
  pipelined: pg.Pool | undefined;
  /** The embedded engine; undefined on a server. It has one session: never open a transaction inside another. */
  embedded: EmbeddedDatabase | undefined;
  close(): Promise<void>;
}

export type ConnectionSettings =
  | { url: string; connections?: number }
  | { folder: string; template?: string | undefined }
  | { memory: true; template?: string | undefined };

const INT8 = 20;
const NUMERIC = 1700;
const DATE = 1082;

/** Ids and counts are numbers (they stay below 2^53), a date stays the text YYYY-MM-DD, whatever the machine's zone. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return safeInteger;
    if (oid === DATE || oid === NUMERIC) return String;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint out of range: ${text}`);
  return value;
}

/**
 * Opens the database; creates the embedded one where there is none.
 * @throws DomainError `database-in-use` where another process has the embedded folder open
 */
export async function connect(settings: ConnectionSettings): Promise<Database> {
  if ('url' in settings) {
    const options = {
      connectionString: settings.url,
      types,
      Client,
      application_name: 'rappel',
      connectionTimeoutMillis: 10_000,
    };
    const pool = new pg.Pool({ ...options, max: settings.connections ?? 10 });
    const pipelined = new pg.Pool({ ...options, max: 2, pipeline: true });
    return describe(pool, pipelined, undefined, () => pipelined.end());
  }
  const unlock = 'folder' in settings ? lockFolder(settings.folder) : () => {};
  try {
    const dataDir = 'folder' in settings ? join(settings.folder, 'postgresql') : 'memory://';
    const fresh = dataDir === 'memory://' || !existsSync(join(dataDir, 'PG_VERSION'));
    const embedded = await openEmbedded({ dataDir, template: fresh ? settings.template : undefined });
    const pool = new pg.Pool({
      stream: () => embedded.connection() as never,
      max: 1,
      idleTimeoutMillis: 0,
      types,
      Client,
    });
    return describe(pool, undefined, embedded, async () => {
      await embedded.close();
      unlock();
    });
  } catch (error) {
    unlock();
    throw error;
  }
}

function describe(
  pool: pg.Pool,
  pipelined: pg.Pool | undefined,
  embedded: EmbeddedDatabase | undefined,
  afterClosing: () => Promise<void>,
): Database {
  // A connection that the server closed: the query that uses it fails, the next one opens another. Without these
  // listeners the event alone would end the process.
  for (const one of [pool, pipelined]) {
    one?.on('error', () => {});
    one?.on('connect', (client) => client.on('error', () => {}));
  }
  const owner = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  return {
    owner,
    pool,
    pipelined,
    embedded,
    async close() {
      await owner.destroy();
      if (!pool.ended) await pool.end(); // Kysely ends it only where a query went through Kysely
      await afterClosing();
    },
  };
}
