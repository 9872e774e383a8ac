import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, onServer, type TestDatabase } from '../../test/helpers/database.ts';
import { installJobs } from '../jobs/jobs.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const secret = 'a secret that is long enough to be one';

interface Serve {
  process: ChildProcess;
  out(): string;
  err(): string;
  /** Resolves with what it printed to open. */
  ready: Promise<string>;
  exit: Promise<number | null>;
}

let test: TestDatabase;
let started: ChildProcess[];

// One database for all: each test opens it in a process of its own.
beforeAll(async () => {
  test = await createTestDatabase('folder');
  await installJobs(test.database);
  await test.database.close();
});
afterAll(() => test.remove());
beforeEach(() => {
  started = [];
});
afterEach(async () => {
  for (const process of started) process.kill('SIGKILL');
  await Promise.all(
    started.map((process) => process.exitCode ?? process.signalCode ?? once(process, 'exit')),
  );
});

function serve(options: string[] = [], environment: Record<string, string> = {}): Serve {
  const child = spawn(process.execPath, [main, 'serve', ...options], {
    env: {
      PATH: process.env.PATH,
      NODE_OPTIONS: process.env.NODE_OPTIONS,
      PORT: '0',
      ...test.environment,
      ...(onServer ? { RAPPEL_SECRET: secret } : {}),
      ...environment,
    },
  });
  started.push(child);
  const texts = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    texts.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    texts.err += chunk;
  });
  const exit = once(child, 'close').then(([code]) => code as number | null);
  const printed = vi.waitFor(() => {
    const line = texts.out.split('\n')[0];
    if (line === undefined || line === '') throw new Error(`not ready: ${texts.err}`);
    return line.replace('Rappel is ready: ', '');
  }, 30_000);
  const ended = exit.then((code) => {
    throw new Error(`ended with ${code}: ${texts.err}`);
  });
  const ready = Promise.race([printed, ended]);
  for (const one of [printed, ended, ready]) one.catch(() => {});
  return { process: child, out: () => texts.out, err: () => texts.err, ready, exit };
}

/** What a person reads on stderr: not the log. */
const lines = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('{'));

describe('rappel serve', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says what to open, answers, and ends with 0 on %s',
    async (signal) => {
      const server = serve();
      const address = await server.ready;
      expect(address).toMatch(/^http:\/\/localhost:\d+$/);
      expect((await fetch(`${address}/ready`)).status).toBe(200);
      server.process.kill(signal);
      expect(await server.exit).toBe(0);
      expect(lines(server.err())).toEqual([]);
    },
  );

  it.each([
    [['--no-worker'], 200],
    [['--worker-only'], undefined],
  ])('%j splits web server and worker, and ends with 0', async (options, status) => {
    const server = serve(options);
    const line = await server.ready;
    if (status === undefined) expect(line).toBe('Rappel is working on its jobs.');
    else expect((await fetch(`${line}/health`)).status).toBe(status);
    server.process.kill('SIGTERM');
    expect(await server.exit).toBe(0);
  });

  it('--no-worker and --worker-only together are a wrong usage', async () => {
    const server = serve(['--no-worker', '--worker-only']);
    expect(await server.exit).toBe(2);
    expect(server.err()).toContain('cannot be used with');
  });

  it('says which PORT is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const server = serve([], { PORT: String(port) });
    expect(await server.exit).toBe(1);
    expect(lines(server.err())).toEqual([expect.stringContaining(`PORT ${port} on 127.0.0.1 is taken`)]);
    other.close();
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['HOST', '192.0.2.1'],
    ['RAPPEL_SECRET', 'short'],
    ['DATABASE_URL', 'mysql://localhost'],
  ])('a wrong %s stops the start with one line that names it: %s', async (variable, value) => {
    const server = serve([], { [variable]: value });
    expect(await server.exit).toBe(1);
    expect(lines(server.err())).toEqual([expect.stringContaining(`rappel: ${variable} `)]);
    expect(server.out()).toBe('');
  });

  it('waits for an open request at the first signal, and for nothing at the second', async () => {
    const server = serve();
    const { port } = new URL(await server.ready);
    const client = connect(Number(port), '127.0.0.1', () => client.write('GET / HTTP/1.1\r\nHost: half'));
    client.on('error', () => {});
    await wait(200);
    server.process.kill('SIGTERM');
    await wait(500);
    expect(server.process.exitCode).toBe(null);
    server.process.kill('SIGTERM');
    expect(await server.exit).toBe(143);
  });
});

describe.runIf(!onServer)('rappel serve on the embedded database', () => {
  it('a second one on the same folder says so and exits 1; after SIGKILL the folder opens at once', async () => {
    const first = serve();
    await first.ready;
    const second = serve();
    expect(await second.exit).toBe(1);
    expect(lines(second.err())).toEqual([expect.stringContaining('another process uses the database')]);
    first.process.kill('SIGKILL');
    await first.exit;
    expect((await fetch(`${await serve().ready}/health`)).status).toBe(200);
  });

  it('creates its secret once, for the owner alone, and keeps it', async () => {
    const file = join(test.folder, 'secret');
    await rm(file, { force: true });
    const secrets: string[] = [];
    for (let start = 0; start < 2; start++) {
      const server = serve();
      await server.ready;
      secrets.push(await readFile(file, 'utf8'));
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      server.process.kill('SIGTERM');
      await server.exit;
    }
    expect(secrets[0]?.trim().length).toBeGreaterThanOrEqual(32);
    expect(secrets[1]).toBe(secrets[0]);
  });

  it('creates no secret where one is set', async () => {
    await rm(join(test.folder, 'secret'), { force: true });
    await serve([], { RAPPEL_SECRET: secret }).ready;
    await expect(stat(join(test.folder, 'secret'))).rejects.toThrow('ENOENT');
  });

  it('starts where there is no database yet', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rappel-fresh-'));
    const server = serve([], { RAPPEL_DATA: join(folder, 'data') });
    expect((await fetch(`${await server.ready}/ready`)).status).toBe(200);
    server.process.kill('SIGTERM');
    await server.exit;
    await rm(folder, { recursive: true });
  });
});

describe.runIf(onServer)('rappel serve on a database server', () => {
  it('needs RAPPEL_SECRET, and names it', async () => {
    const server = serve([], { RAPPEL_SECRET: '' });
    expect(await server.exit).toBe(1);
    expect(lines(server.err())).toEqual([expect.stringContaining('RAPPEL_SECRET is needed')]);
  });
});
