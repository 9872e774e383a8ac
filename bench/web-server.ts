import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database } from '../src/database/database.ts';
import type { Institution } from '../src/institutions/institutions.ts';
import { createOperator } from '../src/operators/operators.ts';

const rappel = fileURLToPath(new URL('../bin/rappel', import.meta.url));

const ADMINISTRATOR = {
  name: 'Bench',
  email: 'bench@example.org',
  password: 'a phrase that is long enough',
  profile: 'administrator',
  locale: 'en',
} as const;

/** `rappel serve`, in a process of its own as its users have it. */
export interface WebServer {
  address: string;
  /** Asks as an administrator. @throws where the answer is no success */
  ask<T>(path: string, body?: object): Promise<T>;
  /** For whoever asks by itself. */
  cookie: string;
  stop(): Promise<void>;
}

/** Somebody who can sign in. */
export async function addAdministrator(database: Database, institution: Institution): Promise<void> {
  await createOperator(database, institution, ADMINISTRATOR, { now: new Date(), actor: 'command-line' });
}

/** Starts the server and waits until it says that it is ready. */
export async function startServer(environment: Record<string, string>): Promise<{
  address: string;
  child: ChildProcess;
}> {
  // its log goes where a system's does: reading it would take from who asks
  const log = join(mkdtempSync(join(tmpdir(), 'rappel-log-')), 'log');
  const child = spawn(rappel, ['serve'], {
    env: {
      ...process.env,
      PORT: '0',
      RAPPEL_SECRET: 'a secret of the benchmark, long enough',
      ...environment,
    },
    stdio: ['ignore', 'pipe', openSync(log, 'w')],
  });
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      said += chunk;
      const found = /Rappel is ready: (\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) =>
      reject(new Error(`rappel serve ended with ${code}: ${readFileSync(log, 'utf8').slice(-2000)}`)),
    );
  });
  return { address, child };
}

export async function stopServer(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  if (child.exitCode === null) await ended;
}

/** A started server, and a session on it. */
export async function serveAndSignIn(environment: Record<string, string>): Promise<WebServer> {
  const { address, child } = await startServer(environment);
  const { email, password } = ADMINISTRATOR;
  const answer = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const cookie = answer.headers.get('set-cookie')?.split(';', 1)[0];
  if (cookie === undefined) throw new Error(`no session: ${answer.status} ${await answer.text()}`);
  return {
    address,
    cookie,
    async ask<T>(path: string, body?: object) {
      const response = await fetch(`${address}${path}`, {
        headers: { cookie, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
    stop: () => stopServer(child),
  };
}

interface Run {
  run: number;
  state: string;
  counts: { delete: number; anonymise: number };
}

/** Waits for a run, asking seldom. @returns it, ended */
export async function untilEnded(server: WebServer, id: number): Promise<Run> {
  for (;;) {
    const run = await server.ask<Run>(`/api/runs/${id}`);
    if (run.state !== 'running') return run;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** Simulates, and waits for the end. */
export async function simulate(server: WebServer): Promise<Run> {
  const { run } = await server.ask<Run>('/api/runs/simulations', { months: 36 });
  return await untilEnded(server, run);
}
