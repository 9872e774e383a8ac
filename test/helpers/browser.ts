import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { connect, type Database } from '../../src/database/database.ts';
import { installJobs } from '../../src/jobs/jobs.ts';
import { createTestDatabase, onServer, type TestDatabase } from './database.ts';

const rappel = fileURLToPath(new URL('../../bin/rappel', import.meta.url));
const axe = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));

/** A camera that shows a test picture, and nobody asks whether it may. */
const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** A started Rappel with an empty database, and a browser in front of it. */
export class Journey {
  readonly address: string;
  /** The link of the first start; undefined where somebody can sign in. */
  readonly setUpLink: string | undefined;
  readonly #browser: Browser;
  #server: ChildProcess;
  readonly #test: TestDatabase;
  readonly #settings: Record<string, string>;

  private constructor(
    test: TestDatabase,
    settings: Record<string, string>,
    server: ChildProcess,
    browser: Browser,
    address: string,
    setUpLink: string | undefined,
  ) {
    this.#test = test;
    this.#settings = settings;
    this.#server = server;
    this.#browser = browser;
    this.address = address;
    this.setUpLink = setUpLink;
  }

  /**
   * @param settings of the server, beside those of its database
   * @param prepare writes into the database before the server opens it
   */
  static async begin(
    settings: Record<string, string> = {},
    prepare: (test: TestDatabase) => Promise<unknown> = async () => {},
  ): Promise<Journey> {
    const test = await createTestDatabase('folder');
    await installJobs(test.database);
    await prepare(test);
    await test.database.close();
    const { server, address, setUpLink } = await serve(test, settings);
    const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
      existsSync,
    );
    if (executablePath === undefined) throw new Error('Chromium is missing: run the tests with npm test');
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', ...CAMERA] });
    return new Journey(test, settings, server, browser, address, setUpLink);
  }

  async page(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      locale: 'fr-CH',
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
      ...options,
    });
    context.setDefaultTimeout(30_000);
    return await context.newPage();
  }

  /** Ends the server, and waits until it has. */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.#server.exitCode !== null || this.#server.signalCode !== null) return;
    const ended = once(this.#server, 'exit');
    this.#server.kill(signal);
    await ended;
  }

  /** Starts it again, at the same address. @param options of `rappel serve` */
  async start(...options: string[]): Promise<void> {
    const { server } = await serve(this.#test, this.#settings, new URL(this.address).port, options);
    this.#server = server;
  }

  /** Works on the database while the server is stopped. */
  async onDatabase(work: (database: Database) => Promise<void>): Promise<void> {
    const { DATABASE_URL: url } = this.#test.environment;
    const database = await connect(url === undefined ? { folder: this.#test.folder } : { url });
    try {
      await work(database);
    } finally {
      await database.close();
    }
  }

  async end(): Promise<void> {
    await this.#browser.close();
    await this.stop('SIGTERM');
    await this.#test.remove();
  }
}

async function serve(
  test: TestDatabase,
  settings: Record<string, string>,
  port = '0',
  options: string[] = [],
) {
  const server = spawn(rappel, ['serve', ...options], {
    env: {
      PATH: process.env.PATH,
      PORT: port,
      ...test.environment,
      ...settings,
      ...(onServer ? { RAPPEL_SECRET: 'a secret that is long enough to be one' } : {}),
      ...settings,
    },
  });
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    server.stdout.on('data', (chunk) => {
      said += chunk;
      const found = /Rappel is ready: (\S+)/.exec(said);
      if (found !== null) resolve(found[1] as string);
    });
    server.stderr.on('data', (chunk) => {
      said += chunk;
    });
    server.once('exit', () => reject(new Error(said)));
  });
  return { server, address, setUpLink: /(\S+\/set-up\?token=\S+)/.exec(said)?.[1] };
}

/** What axe finds against WCAG 2.2 AA, one line each. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // evaluated by the debugger, which the page's content security policy does not concern
  await page.evaluate(await readFile(axe, 'utf8'));
  return await page.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as {
        axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

/**
 * What a page looks like, for whoever wants to see it (RAPPEL_SCREENSHOTS, a folder); and that anybody can use it: the
 * test fails at its end where axe finds something.
 */
export async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.RAPPEL_SCREENSHOTS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  expect.soft(await accessibilityProblems(page), name).toEqual([]);
}

/** A demo with its administrator, who is signed in on this page afterwards. */
export async function setUpDemo(journey: Journey, page: Page, contacts: number): Promise<void> {
  const token = new URL(journey.setUpLink as string).searchParams.get('token');
  const administrator = {
    name: 'Administration',
    email: 'admin@example.org',
    password: 'une phrase assez longue',
  };
  const data = { token, demo: { contacts }, administrator };
  const answer = await page.request.post(`${journey.address}/api/set-up`, { data, timeout: 90_000 });
  expect(answer.ok(), await answer.text()).toBe(true);
  await page.goto(journey.address);
}
