import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { chromium } from 'playwright-core';
import { connect } from '../src/database/database.ts';
import { embeddedTemplate } from '../src/database/template.ts';
import { createDemo, demoInstitution } from '../src/demo/demo.ts';
import { installJobs } from '../src/jobs/jobs.ts';
import { type Figure, timed } from './figures.ts';
import type { Generated } from './generate.ts';
import { type Server, settle, withOpen } from './server.ts';
import {
  addAdministrator,
  serveAndSignIn,
  simulate,
  startServer,
  stopServer,
  untilEnded,
  type WebServer,
} from './web-server.ts';

/** Requests a second: below the limit of a thousand a minute, together with what else the benchmark asks. */
const RATE = 12;
const EMBEDDED_CONTACTS = 20_000;

interface Answers {
  p99: number;
  worst: number;
  count: number;
}

/** Asks addresses in turn, at a steady rate, while `work` goes on; a slow answer delays no other. */
async function whileWorking(
  server: WebServer,
  paths: string[],
  work: () => Promise<unknown>,
): Promise<Answers> {
  const requests = paths.map((path) => ({
    method: 'GET' as const,
    path,
    headers: { cookie: server.cookie },
  }));
  let finished: autocannon.Result | undefined;
  const instance = autocannon(
    { url: server.address, connections: 4, overallRate: RATE, duration: 3600, timeout: 60, requests },
    (error, result) => {
      if (error) throw error;
      finished = result;
    },
  );
  const ended = new Promise<void>((resolve) => instance.once('done', () => resolve()));
  try {
    await work();
  } finally {
    instance.stop?.();
    await ended;
  }
  const result = finished as unknown as autocannon.Result;
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${result.non2xx} answers were no success, ${result.errors} failed`);
  }
  return { p99: result.latency.p99, worst: result.latency.max, count: result.requests.total };
}

const seconds = (many: number) => new Promise((resolve) => setTimeout(resolve, many * 1000));

/** The contact list of a server database: at rest, and while a real run erases. */
export async function serverFigures(server: Server, generated: Generated): Promise<Figure[]> {
  const copy = await server.copy(generated.name, 'http');
  const folder = await mkdtemp(join(tmpdir(), 'rappel-bench-'));
  try {
    await withOpen(server, copy, async (database) => {
      await addAdministrator(database, generated.institution);
      await installJobs(database);
      await settle(database);
    });
    const web = await serveAndSignIn({ DATABASE_URL: server.url(copy), RAPPEL_DATA: folder });
    try {
      const contacts = generated.contacts.toLocaleString('en');
      const lists = await firstAndSecondPages(web, ['/api/contacts', '/api/contacts?sort=recency']);
      const filters = ['/api/contacts?q=mar', '/api/contacts?q=c1', '/api/contacts?kind=relay'];
      const rest = await whileWorking(web, [...lists, ...filters], () => seconds(30));
      const { run, counts } = await simulate(web);
      const erased = counts.delete + counts.anonymise;
      const busy = await whileWorking(web, lists, async () => {
        const real = await web.ask<{ run: number }>(`/api/runs/${run}/real`, { confirm: erased });
        const { state } = await untilEnded(web, real.run);
        if (state !== 'completed') throw new Error(`the real run ended as ${state}`);
      });
      return [
        figure(`contact list and filters of ${contacts}, 99th percentile`, rest, 300),
        figure(
          `contact list of ${contacts} while a real run erases ${erased.toLocaleString('en')}, 99th percentile`,
          busy,
          250,
        ),
      ];
    } finally {
      await web.stop();
    }
  } finally {
    await server.drop(copy);
    await rm(folder, { recursive: true, force: true });
  }
}

/** The pages of lists as somebody walks through them: each list, and what follows it. */
async function firstAndSecondPages(web: WebServer, lists: string[]): Promise<string[]> {
  const pages = await Promise.all(
    lists.map(async (list) => {
      const { next } = await web.ask<{ next: string }>(list);
      return [list, `${list}${list.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}`];
    }),
  );
  return pages.flat();
}

function figure(what: string, { p99, worst, count }: Answers, most: number): Figure {
  const from = `${count.toLocaleString('en')} answers, ${RATE} a second; the slowest ${worst.toFixed(0)} ms`;
  return { what, value: p99, unit: 'ms', limit: { atMost: most }, from };
}

/** The embedded database: how soon the first page is there, how big it is, and whether a run leaves it answering. */
export async function embeddedHttpFigures(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rappel-bench-'));
  try {
    const none = await firstPage(folder);
    const existing = await firstPage(folder);
    const database = await connect({ folder, template: await embeddedTemplate() });
    const institution = await demoInstitution(database, undefined);
    await createDemo(database, institution, { contacts: EMBEDDED_CONTACTS, seed: 1, now: new Date() });
    await addAdministrator(database, institution);
    await database.close();
    const web = await serveAndSignIn({ RAPPEL_DATA: folder, DATABASE_URL: '' });
    try {
      const health = await healthDuring(web, () => simulate(web));
      const size = await firstLoad(web.address);
      return [
        start('no embedded database', none, 10),
        start('an existing embedded database', existing, 3),
        {
          what: `embedded: /health while a run works on ${EMBEDDED_CONTACTS.toLocaleString('en')}, the slowest answer`,
          value: health.worst,
          unit: 'ms',
          limit: { atMost: 200 },
          from: `${health.count.toLocaleString('en')} answers`,
        },
        ...size,
      ];
    } finally {
      await web.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const start = (on: string, took: number, most: number): Figure => ({
  what: `from the command to the first page, on ${on}`,
  value: took,
  unit: 's',
  limit: { atMost: most },
  from: 'once installed and built',
});

/** @returns seconds */
async function firstPage(folder: string): Promise<number> {
  const { took, result } = await timed(async () => {
    const { address, child } = await startServer({ RAPPEL_DATA: folder, DATABASE_URL: '' });
    const answer = await fetch(address, { headers: { accept: 'text/html' } });
    if (!answer.ok || !(await answer.text()).includes('<script')) throw new Error('no page came');
    return child;
  });
  await stopServer(result);
  return took;
}

async function healthDuring(
  web: WebServer,
  work: () => Promise<unknown>,
): Promise<{ worst: number; count: number }> {
  let worst = 0;
  let count = 0;
  let working = true;
  const asking = (async () => {
    while (working) {
      const { took } = await timed(async () => (await fetch(`${web.address}/health`)).text());
      worst = Math.max(worst, took * 1000);
      count += 1;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  try {
    await work();
  } finally {
    working = false;
    await asking;
  }
  return { worst, count };
}

/** What a browser fetches before somebody can sign in, as it comes over the wire. None where there is no Chromium. */
async function firstLoad(address: string): Promise<Figure[]> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    existsSync,
  );
  if (executablePath === undefined) return [];
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const protocol = await page.context().newCDPSession(page);
    await protocol.send('Network.enable');
    let bytes = 0;
    let files = 0;
    protocol.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
      files += 1;
    });
    await page.goto(address, { waitUntil: 'networkidle' });
    return [
      {
        what: 'first load of the back office, compressed',
        value: bytes / 1000,
        unit: 'kB',
        limit: { atMost: 400 },
        from: `${files} files`,
      },
    ];
  } finally {
    await browser.close();
  }
}
