import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../src/database/database.ts';
import { inInstitution, migrate } from '../src/database/database.ts';
import { DomainError } from '../src/errors.ts';
import { createInstitution, type Institution } from '../src/institutions/institutions.ts';
import { openBasket, placeOrder } from '../src/sales/sales.ts';
import type { Figure } from './figures.ts';
import { type Server, withOpen } from './server.ts';

const BUYERS = 1000;
const SEATS = 300;
const ROUNDS = 5;

interface Stage {
  database: Database;
  institution: Institution;
  pointOfSale: number;
  product: number;
  performance: number;
  quota: number;
  price: number;
  contacts: number[];
}

/**
 * An on-sale: a thousand buyers at the same moment, each for a seat of one quota of 300, through basket and order with
 * its payment. Whoever does not get one is told `sold-out`; anything else (a deadlock, a lost connection) stops it.
 */
export async function rushFigures(server: Server, now: Date): Promise<Figure[]> {
  const name = await server.create('rush');
  const slowest: number[] = [];
  const whole: number[] = [];
  await withOpen(server, name, async (database) => {
    await migrate(database);
    const wanted = { slug: 'rush', name: 'Rush', locale: 'fr', timeZone: 'Europe/Zurich', country: 'CH' };
    const institution = await createInstitution(database, wanted);
    for (let round = 0; round < ROUNDS; round++) {
      const stage = await prepare(database, institution, round, now);
      const start = performance.now();
      const answers = await Promise.all(stage.contacts.map((contact) => buy(stage, contact, now)));
      whole.push((performance.now() - start) / 1000);
      slowest.push(Math.max(...answers.map(({ took }) => took)) / 1000);
      await check(
        stage,
        answers.map(({ outcome }) => outcome),
      );
    }
  });
  await server.drop(name);
  const seconds = (values: number[]) => `${values.map((value) => value.toFixed(2)).join(', ')} s`;
  return [
    {
      what: `rush: ${BUYERS.toLocaleString('en')} buyers at once for ${SEATS} seats, exactly ${SEATS} sold, no error but sold out; the slowest answer`,
      value: Math.max(...slowest),
      unit: 's',
      limit: { atMost: 10 },
      from: `${ROUNDS} times: ${seconds(slowest)}; all together in ${seconds(whole)}`,
    },
  ];
}

async function prepare(
  database: Database,
  institution: Institution,
  round: number,
  now: Date,
): Promise<Stage> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const i = institution.id;
    const one = async (statement: ReturnType<typeof sql<{ id: number }>>) =>
      ((await statement.execute(tenant)).rows[0] as { id: number }).id;
    const organisation = await one(sql`
      insert into organisations (institution_id, name) values (${i}, ${`Rush ${round}`}) returning id`);
    const pointOfSale = await one(sql`
      insert into points_of_sale (institution_id, organisation_id, kind, name)
      values (${i}, ${organisation}, 'box-office', 'Counter') returning id`);
    const product = await one(sql`
      insert into products (institution_id, organisation_id, name, kind, state)
      values (${i}, ${organisation}, 'The concert of the year', 'event', 'on-sale') returning id`);
    const performance = await one(sql`
      insert into performances (institution_id, product_id, starts_at)
      values (${i}, ${product}, ${new Date(now.getTime() + 100 * 24 * 3_600_000)}) returning id`);
    const quota = await one(sql`
      insert into quotas (institution_id, product_id, performance_id, name, capacity)
      values (${i}, ${product}, ${performance}, 'Hall', ${SEATS}) returning id`);
    const price = await one(sql`
      insert into price_categories (institution_id, name) values (${i}, ${`Full ${round}`}) returning id`);
    await sql`
      insert into prices (institution_id, product_id, price_category_id, amount_minor, currency)
      values (${i}, ${product}, ${price}, 9000, 'CHF')`.execute(tenant);
    const { rows } = await sql<{ id: number }>`
      insert into contacts (institution_id, number, kind, created_on)
      select ${i}, ${`R${round}-`} || n, 'individual', '2020-01-01' from generate_series(1, ${BUYERS}::integer) n
      returning id`.execute(tenant);
    const contacts = rows.map(({ id }) => id);
    return { database, institution, pointOfSale, product, performance, quota, price, contacts };
  });
}

async function buy(stage: Stage, contact: number, now: Date): Promise<{ took: number; outcome: string }> {
  const start = performance.now();
  const by = { now, actor: 'customer' };
  const at = [stage.database, stage.institution] as const;
  let outcome = 'sold';
  try {
    const { product, performance: show, price } = stage;
    const ticket = { productId: product, performanceId: show, priceCategoryId: price, quantity: 1 };
    const { id } = await openBasket(...at, stage.pointOfSale, by, [ticket]);
    const payments = [{ method: 'card-terminal' as const, amountMinor: 9000, currency: 'CHF' }];
    const wanted = { basketId: id, how: 'sale' as const, purchaseContactId: contact, payments };
    await placeOrder(...at, { ...wanted, placementKey: randomUUID() }, by);
  } catch (error) {
    outcome = error instanceof DomainError ? error.code : String(error);
  }
  return { took: performance.now() - start, outcome };
}

/** @throws Error where more or fewer were sold than there are seats, or anybody met something else than `sold-out` */
async function check({ database, institution, quota }: Stage, outcomes: string[]): Promise<void> {
  const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
  const { rows } = await sql<{ taken: number; sold: number }>`
    select taken, (select count(*) from order_lines
                    where institution_id = ${institution.id} and quota_id = ${quota} and state = 'sold')::integer as sold
      from quotas where institution_id = ${institution.id} and id = ${quota}`.execute(database.owner);
  const { taken, sold } = rows[0] as { taken: number; sold: number };
  const others = outcomes.filter((outcome) => outcome !== 'sold' && outcome !== 'sold-out');
  if (taken !== SEATS || sold !== SEATS || count('sold') !== SEATS || others.length > 0) {
    throw new Error(
      `rush: ${sold} sold, ${taken} taken, other answers: ${[...new Set(others)].join(', ') || 'none'}`,
    );
  }
}
