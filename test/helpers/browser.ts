import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { installJobs } from '../../src/jobs/jobs.ts';
import { createTestDatabase, onServer, type TestDatabase } from './database.ts';

const rappel = fileURLToPath(new URL('../../bin/rappel', import.meta.url));
const axe = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'));

/** A started Rappel with an empty database, and a browser in front of it. */
export class Journey {
  readonly address: string;
  /** The link of the first start; undefined where somebody can sign in. */
  readonly setUpLink: string | undefined;
  readonly #browser: Browser;
  readonly #server: ChildProcess;
  readonly #test: TestDatabase;

  private constructor(
    test: TestDatabase,
    server: ChildProcess,
    browser: Browser,
    address: string,
    setUpLink: string | undefined,
  ) {
    this.#test = test;
    this.#server = server;
    this.#browser = browser;
    this.address = address;
    this.setUpLink = setUpLink;
  }

  /** @param settings environment variables of the server, beside those of every test */
  static async begin(settings: Record<string, string> = {}): Promise<Journey> {
    const test = await createTestDatabase('folder');
    await installJobs(test.database);
    await test.database.close();
    const { server, address, setUpLink } = await serve(test, settings);
    const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
      existsSync,
    );
    if (executablePath === undefined) throw new Error('Chromium is missing: run the tests with npm test');
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    return new Journey(test, server, browser, address, setUpLink);
  }

  async page(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      locale: 'fr-CH',
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
      ...options,
    });
    context.setDefaultTimeout(10_000);
    return await context.newPage();
  }

  async end(): Promise<void> {
    await this.#browser.close();
    this.#server.kill('SIGTERM');
    if (this.#server.exitCode === null) await once(this.#server, 'exit');
    await this.#test.remove();
  }
}

async function serve(test: TestDatabase, settings: Record<string, string>) {
  const server = spawn(rappel, ['serve'], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      ...test.environment,
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
