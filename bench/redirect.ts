import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { sql } from 'kysely';
import { type Database, inInstitution, migrate } from '../src/database/database.ts';
import { createInstitution, type Institution } from '../src/institutions/institutions.ts';
import { installJobs } from '../src/jobs/jobs.ts';
import { messageAddresses, openTokens } from '../src/tracking/tracking.ts';
import type { Figure } from './figures.ts';
import { type Server, settle, withOpen } from './server.ts';
import { startServer, stopServer } from './web-server.ts';

const RECIPIENTS = 100_000;
const CONNECTIONS = 50;
const SECONDS = 10;
const SECRET = 'a secret of the benchmark, long enough';

/** Tracked links (R32) from 50 connections: each redirect of another recipient, and its hit written before it leaves. */
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
      await ask(address, warm, 2);
      const result = await ask(address, paths, SECONDS);
      await withOpen(server, name, (database) => checkHits(database, result['3xx']));
      return figures(result);
    } finally {
      await stopServer(child);
    }
  } finally {
    await server.drop(name);
    await rm(folder, { recursive: true, force: true });
  }
}

async function ask(url: string, paths: string[], duration: number): Promise<autocannon.Result> {
  let connection = 0;
  const share = Math.floor(paths.length / CONNECTIONS);
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration,
    setupClient(client) {
      const own = paths.slice(connection * share, (connection + 1) * share);
      connection += 1;
      client.setRequests(
        own.map((path, at) => ({
          method: 'GET' as const,
          path,
          headers: {
            'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
            'x-forwarded-for': `10.${connection}.${at >> 8}.${at & 255}`,
          },
        })),
      );
    },
  });
  const others = result['2xx'] + result['4xx'] + result['5xx'] + result.errors;
  if (others > 0) throw new Error(`${others} answers were no redirect`);
  return result;
}

/** Whoever was redirected has a hit; one more for each connection may have been cut at the end. */
async function checkHits(database: Database, redirects: number): Promise<void> {
  const { rows } = await sql<{ hits: number }>`select count(*)::integer as hits from clicks`.execute(
    database.owner,
  );
  const hits = rows[0]?.hits ?? 0;
  if (hits < redirects) throw new Error(`${redirects} redirects left, and ${hits} hits were written`);
}

function figures({ requests, latency }: autocannon.Result): Figure[] {
  const what = 'redirects of tracked links, each hit durable';
  const from = `${CONNECTIONS} connections for ${SECONDS} s; median ${latency.p50} ms, the slowest ${latency.max} ms`;
  return [
    { what, value: requests.average, unit: 'redirects/s', limit: { atLeast: 3000 }, from },
    { what: `${what}, 99th percentile`, value: latency.p99, unit: 'ms', limit: { atMost: 25 }, from },
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
