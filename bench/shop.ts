import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { sql } from 'kysely';
import { type Database, inInstitution, migrate } from '../src/database/database.ts';
import { createInstitution, type Institution } from '../src/institutions/institutions.ts';
import { installJobs } from '../src/jobs/jobs.ts';
import { openBasket } from '../src/sales/sales.ts';
import type { Figure } from './figures.ts';
import { type Server, settle, withOpen } from './server.ts';
import { startServer, stopServer } from './web-server.ts';

const PERFORMANCES = 60;
const CONNECTIONS = 50;
const SECONDS = 10;
/** Networks that ask: nobody is to reach the limit of requests from one address. */
const NETWORKS = 200;

/** The pages of a shop over HTTP, from 50 connections: what everybody sees, and what is made for one visitor. */
export async function shopFigures(server: Server, now: Date): Promise<Figure[]> {
  const name = await server.create('shop');
  const folder = await mkdtemp(join(tmpdir(), 'rappel-bench-'));
  try {
    let stage = { performance: 0, pointOfSale: 0, basket: '' };
    await withOpen(server, name, async (database) => {
      await migrate(database);
      await installJobs(database);
      const wanted = { slug: 'shop', name: 'Shop', locale: 'fr', timeZone: 'Europe/Zurich', country: 'CH' };
      stage = await prepare(database, await createInstitution(database, wanted), now);
      await settle(database);
    });
    const { address, child } = await startServer({ DATABASE_URL: server.url(name), RAPPEL_DATA: folder });
    try {
      const page = `/shop/bench/performances/${stage.performance}`;
      const cookie = `rappel_basket_${stage.pointOfSale}=${stage.basket}`;
      await ask(address, ['/shop/bench'], undefined, 2);
      const cached = await ask(address, ['/shop/bench', page], undefined);
      const uncached = await ask(address, [page], cookie);
      const basket = await ask(address, ['/shop/bench/basket'], cookie);
      return [
        ...figures('programme and performance for whoever is not signed in, kept for 3 s', cached, 2000),
        ...figures('performance with a basket, not kept', uncached, 300),
        ...figures('basket, not kept', basket, 300),
      ];
    } finally {
      await stopServer(child);
    }
  } finally {
    await server.drop(name);
    await rm(folder, { recursive: true, force: true });
  }
}

async function ask(
  url: string,
  paths: string[],
  cookie: string | undefined,
  duration = SECONDS,
): Promise<autocannon.Result> {
  const requests = Array.from({ length: NETWORKS }, (_, network) => ({
    method: 'GET' as const,
    path: paths[network % paths.length] as string,
    headers: {
      'accept-language': 'fr',
      'x-forwarded-for': `10.0.${network >> 8}.${network & 255}`,
      ...(cookie === undefined ? {} : { cookie }),
    },
  }));
  const result = await autocannon({ url, connections: CONNECTIONS, duration, requests });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${result.non2xx} answers were no success, ${result.errors} failed`);
  }
  return result;
}

function figures(what: string, { requests, latency }: autocannon.Result, least: number): Figure[] {
  const from = `${CONNECTIONS} connections for ${SECONDS} s; 99th percentile ${latency.p99} ms, the slowest ${latency.max} ms`;
  return [
    { what: `shop: ${what}`, value: requests.average, unit: 'requests/s', limit: { atLeast: least }, from },
    { what: `shop: ${what}, 99th percentile`, value: latency.p99, unit: 'ms', limit: { atMost: 300 }, from },
  ];
}

async function prepare(database: Database, institution: Institution, now: Date) {
  const i = institution.id;
  const made = await inInstitution(database, i, async (tenant) => {
    const one = async (statement: ReturnType<typeof sql<{ id: number }>>) =>
      ((await statement.execute(tenant)).rows[0] as { id: number }).id;
    const organisation = await one(sql`
      insert into organisations (institution_id, name) values (${i}, 'Théâtre') returning id`);
    const pointOfSale = await one(sql`
      insert into points_of_sale (institution_id, organisation_id, kind, name, slug)
      values (${i}, ${organisation}, 'shop', 'Billetterie', 'bench') returning id`);
    const price = await one(sql`
      insert into price_categories (institution_id, name, position) values (${i}, 'Plein tarif', 1) returning id`);
    await sql`insert into price_categories (institution_id, name, position)
              values (${i}, 'Réduit', 2), (${i}, 'Enfant', 3)`.execute(tenant);
    await sql`
      insert into products (institution_id, organisation_id, name, kind, state)
      select ${i}::bigint, ${organisation}, 'Spectacle ' || n, 'event', 'on-sale' from generate_series(1, 12) n`.execute(
      tenant,
    );
    await sql`
      insert into prices (institution_id, product_id, price_category_id, amount_minor, currency)
      select ${i}::bigint, p.id, c.id, 5000 - c.position * 1000, 'CHF' from products p
        join price_categories c on c.institution_id = ${i} where p.institution_id = ${i}`.execute(tenant);
    await sql`
      insert into performances (institution_id, product_id, starts_at, ends_at, venue)
      select ${i}::bigint, p.id, ${now}::timestamptz + make_interval(days => n::integer * 3),
             ${now}::timestamptz + make_interval(days => n::integer * 3, hours => 2), 'Grande salle'
        from generate_series(1, ${PERFORMANCES}) n
        join (select id, row_number() over (order by id) as place from products where institution_id = ${i}) p
          on p.place = 1 + n % 12`.execute(tenant);
    await sql`
      insert into quotas (institution_id, product_id, performance_id, name, capacity)
      select ${i}::bigint, product_id, id, 'Salle', 400 from performances where institution_id = ${i}`.execute(
      tenant,
    );
    const { rows } = await sql<{ performance: number; product: number }>`
      select id as performance, product_id as product from performances
       where institution_id = ${i} order by id limit 1`.execute(tenant);
    const first = rows[0] as { performance: number; product: number };
    return { pointOfSale, price, ...first };
  });
  await sql`insert into shop_addresses (slug, institution, point_of_sale)
            values ('bench', ${i}, ${made.pointOfSale})`.execute(database.owner);
  const by = { now, actor: 'customer' };
  const wanted = [
    { productId: made.product, performanceId: made.performance, priceCategoryId: made.price, quantity: 2 },
  ];
  const basket = await openBasket(database, institution, made.pointOfSale, by, wanted);
  return { performance: made.performance, pointOfSale: made.pointOfSale, basket: basket.id };
}
