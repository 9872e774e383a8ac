import type { TestProject } from 'vitest/node';
import { connect, migrate } from '../../src/database/database.ts';
import { embeddedTemplate } from '../../src/database/template.ts';

/** Makes what every test file starts from: the embedded template, and a migrated template database on the server. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (project.name !== 'postgresql') {
    await embeddedTemplate();
    return async () => {};
  }
  const url = process.env.TEST_DATABASE_URL;
  if (url === undefined) throw new Error('TEST_DATABASE_URL is missing: run the tests with npm test');
  const name = `rappel_template_${process.pid}`;
  const server = await connect({ url, connections: 1 });
  await server.pool.query(`drop database if exists ${name}`);
  await server.pool.query(`create database ${name}`);
  const template = await connect({ url: withDatabaseName(url, name), connections: 1 });
  await migrate(template);
  await template.close();
  process.env.RAPPEL_TEST_TEMPLATE = name;
  return async () => {
    await server.pool.query(`drop database ${name} with (force)`);
    await server.close();
  };
}

function withDatabaseName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
