import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Database } from '../../src/database/database.ts';
import { embeddedTemplate } from '../../src/database/template.ts';

/** An empty, migrated database of the kind that the running Vitest project is about. */
export interface TestDatabase {
  database: Database;
  /** The variables with which a `rappel` process opens the same database (embedded: only after `database.close()`). */
  environment: Record<string, string>;
  /** A folder of its own, removed with the database. */
  folder: string;
  remove(): Promise<void>;
}

export const onServer = process.env.RAPPEL_TEST_DATABASE === 'postgresql';

/** @param where `memory` (the default) or `folder`: an embedded database that processes can open */
export async function createTestDatabase(where: 'memory' | 'folder' = 'memory'): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'rappel-test-'));
  const environment: Record<string, string> = { RAPPEL_DATA: folder };
  if (!onServer) {
    const template = await embeddedTemplate();
    const database = await connect(where === 'memory' ? { memory: true, template } : { folder, template });
    let open = true;
    const close = database.close;
    database.close = async () => {
      if (open) await close();
      open = false;
    };
    return {
      database,
      environment,
      folder,
      async remove() {
        await database.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  }
  const name = `rappel_test_${randomBytes(6).toString('hex')}`;
  const server = await connect({ url: process.env.TEST_DATABASE_URL as string, connections: 1 });
  await server.pool.query(`create database ${name} template ${process.env.RAPPEL_TEST_TEMPLATE}`);
  const url = new URL(process.env.TEST_DATABASE_URL as string);
  url.pathname = `/${name}`;
  const database = await connect({ url: url.href, connections: 4 });
  let open = true;
  const close = database.close;
  database.close = async () => {
    if (open) await close();
    open = false;
  };
  return {
    database,
    environment: { ...environment, DATABASE_URL: url.href },
    folder,
    async remove() {
      await database.close();
      await server.pool.query(`drop database ${name} with (force)`);
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
