import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { type Database, inInstitution, migrate } from '../src/database/database.ts';
import { createInstitution, type Institution } from '../src/institutions/institutions.ts';
import { installJobs } from '../src/jobs/jobs.ts';
import { messageAddresses, openTokens } from '../src/tracking/tracking.ts';
import type { Figure } from './figures.ts';
import { type Server, settle, withOpen } from './server.ts';
import { startServer, stopServer } from './web-server.ts';

const RECIPIENTS = 100_000;
/** As many as keep the machine busy, and no more: beyond, who asks at once waits for its processors and not for us. */
const CONNECTIONS = 24;
const SECONDS = 10;
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const SECRET = 'a secret of the benchmark, long enough';

/** Tracked links (R32): each redirect of another recipient, and its hit written before it leaves. */
export async function redirectFigures(server: Server, now: Date): Promise<Figure[]> {
  const name = await server.create('redirect');
  const folder = await mkdtemp(join(tmpdir(), 'rappel-bench-'));
  try {
    let paths: string[] = [];
    await withOpen(server, name, async (database) => {
      await migrate(database);
      await installJobs(database);
      const wanted = { slug: 'links', name: 'Links', locale: 'fr', timeZone: 'Europe/Zurich', country: 'CH' };
      paths = await prepare(database, await createInstitution(database, wanted), now);
      await settle(database);
    });
    const { address, child } = await startServer({
      DATABASE_URL: server.url(name),
      RAPPEL_DATA: folder,
      RAPPEL_SECRET: SECRET,
    });
    try {
      const warm = paths.splice(0, 2000);
      await ask(address, warm, 2, folder);
      const result = await ask(address, paths, SECONDS, folder);
      await withOpen(server, name, (database) => checkHits(database, result.requests));
      return figures(result);
    } finally {
      await stopServer(child);
    }
  } finally {
    await server.drop(name);
    await rm(folder, { recursive: true, force: true });
  }
}

interface Asked {
  requests: number;
  seconds: number;
  errors: number;
  /** Of the answers, in milliseconds. */
  median: number;
  p99: number;
  most: number;
}

/** By wrk, which takes a tenth of the processor that a client in Node.js takes: server and client share the machine. */
async function ask(url: string, paths: string[], duration: number, folder: string): Promise<Asked> {
  const list = join(folder, 'paths');
  await writeFile(list, paths.join('\n'));
  const connections = ['--threads', '1', '--connections', String(CONNECTIONS)];
  const script = ['--script', fileURLToPath(new URL('redirect.lua', import.meta.url))];
  const headers = ['--header', `user-agent: ${BROWSER}`];
  const { stdout } = await promisify(execFile)('wrk', [
    ...connections,
    '--duration',
    `${duration}s`,
    ...headers,
    ...script,
    url,
    list,
  ]).catch((error) => {
    if (error.code === 'ENOENT') throw new Error('wrk is needed (Debian, Ubuntu: apt-get install wrk)');
    throw error;
  });
  const asked = JSON.parse(stdout.trim().split('\n').at(-1) as string) as Asked;
  if (asked.errors > 0) throw new Error(`${asked.errors} answers were no redirect`);
  return asked;
}

/** Whoever was redirected has a hit; one more for each connection may have been cut at the end. */
async function checkHits(database: Database, redirects: number): Promise<void> {
  const { rows } = await sql<{ hits: number }>`select count(*)::integer as hits from clicks`.execute(
    database.owner,
  );
  const hits = rows[0]?.hits ?? 0;
  if (hits < redirects) throw new Error(`${redirects} redirects left, and ${hits} hits were written`);
}

function figures({ requests, seconds, median, p99, most }: Asked): Figure[] {
  const what = 'redirects of tracked links, each hit durable';
  const from = `${CONNECTIONS} connections for ${SECONDS} s; median ${median} ms, the slowest ${most} ms`;
  return [
    { what, value: requests / seconds, unit: 'redirects/s', limit: { atLeast: 3000 }, from },
    { what: `${what}, 99th percentile`, value: p99, unit: 'ms', limit: { atMost: 25 }, from },
  ];
}

/** @returns paths of tracked links, each of another recipient */
async function prepare(database: Database, institution: Institution, now: Date): Promise<string[]> {
  const i = institution.id;
  const made = await inInstitution(database, i, async (tenant) => {
    await sql`
      insert into contacts (institution_id, number, kind, created_on)
      select ${i}::bigint, n::text, 'individual', ${now}::timestamptz::date from generate_series(1, ${RECIPIENTS}) n`.execute(
      tenant,
    );
    const { rows: campaigns } = await sql<{ id: number }>`
      insert into campaigns (institution_id, name, state) values (${i}, 'Bench', 'sent') returning id`.execute(
      tenant,
    );
    const campaign = campaigns[0]?.id as number;
    const { rows: links } = await sql<{ id: number }>`
      insert into campaign_links (institution_id, campaign_id, url)
      values (${i}, ${campaign}, 'https://theatre.example/season') returning id`.execute(tenant);
    const { rows: recipients } = await sql<{ id: number }>`
      insert into campaign_recipients (institution_id, campaign_id, contact_id, state, sent_at)
      select ${i}::bigint, ${campaign}::bigint, id, 'sent', ${now}::timestamptz from contacts where institution_id = ${i}
      returning id`.execute(tenant);
    return { link: links[0]?.id as number, recipients };
  });
  const addresses = messageAddresses('', openTokens(SECRET));
  return made.recipients.map(({ id }) => addresses.link({ institution: i, recipient: id, link: made.link }));
}
