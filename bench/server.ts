import { connect, type Database } from '../src/database/database.ts';

/** The PostgreSQL server of the benchmark, and the databases that it makes there and removes again. */
export interface Server {
  /** An empty database. @returns its name */
  create(subject: string): Promise<string>;
  /** A copy of a database that nobody has open. @returns its name */
  copy(template: string, subject: string): Promise<string>;
  drop(name: string): Promise<void>;
  /** @param settings of the server for this connection, such as `{ jit: 'off' }` */
  open(name: string, settings?: Record<string, string>): Promise<Database>;
  url(name: string): string;
  version(): Promise<string>;
  /** Drops every database that is left and closes. */
  close(): Promise<void>;
}

/** @param url a superuser's */
export async function benchServer(url: string): Promise<Server> {
  const server = await connect({ url, connections: 1 });
  const left = new Set<string>();
  let count = 0;
  const make = async (subject: string, how: string) => {
    const name = `rappel_bench_${process.pid}_${++count}_${subject.replaceAll(/\W/g, '_')}`;
    left.add(name);
    await server.pool.query(`create database ${name} ${how}`);
    return name;
  };
  const drop = async (name: string) => {
    await server.pool.query(`drop database if exists ${name} with (force)`);
    left.delete(name);
  };
  const urlOf = (name: string) => {
    const changed = new URL(url);
    changed.pathname = `/${name}`;
    return changed.href;
  };
  return {
    create: (subject) => make(subject, ''),
    copy: (template, subject) => make(subject, `template ${template} strategy file_copy`),
    drop,
    url: urlOf,
    async open(name, settings = {}) {
      const changed = new URL(urlOf(name));
      const options = Object.entries(settings).map(([key, value]) => `-c ${key}=${value}`);
      if (options.length > 0) changed.searchParams.set('options', options.join(' '));
      return await connect({ url: changed.href.replaceAll('+', '%20'), connections: 10 });
    },
    async version() {
      const { rows } = await server.pool.query('show server_version');
      return rows[0].server_version;
    },
    async close() {
      for (const name of left) await drop(name);
      await server.close();
    },
  };
}

/** Rows where they belong, statistics up to date, dirty pages written: every measurement starts from here. */
export async function settle(database: Database): Promise<void> {
  await database.pool.query('vacuum analyze');
  await database.pool.query('checkpoint');
}

/** Opens a database for `work` and closes it after it. */
export async function withOpen(
  server: Server,
  name: string,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  const database = await server.open(name);
  try {
    await work(database);
  } finally {
    await database.close();
  }
}
