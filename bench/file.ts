import { sql } from 'kysely';
import {
  type Reader,
  selectContactFile,
  selectContactOrders,
  selectTimeline,
} from '../src/contact-file/contact-file.ts';
import type { Database } from '../src/database/database.ts';
import type { Institution } from '../src/institutions/institutions.ts';
import { type Figure, median, timed } from './figures.ts';
import type { Generated } from './generate.ts';
import { type Server, settle, withOpen } from './server.ts';

/** So often each file is opened; both in turn. */
const OPENINGS = 60;
export const FEW = 10;
export const MANY = 10_000;

/**
 * Opens the file of a contact with ten orders and of one with ten thousand, among all the others, and reads the first
 * page of their orders and of their timeline.
 */
export async function fileFigures(server: Server, generated: Generated, now: Date): Promise<Figure[]> {
  const copy = await server.copy(generated.name, 'file');
  const took: Record<string, { few: number[]; many: number[] }> = {};
  await withOpen(server, copy, async (database) => {
    const { institution } = generated;
    await addContact(database, institution, 'bench-few', FEW);
    await addContact(database, institution, 'bench-many', MANY);
    await settle(database);
    const reader: Reader = { operatorId: 1, permissions: ['contacts.read'], organisations: null, now };
    const page = { reader, limit: 50 };
    const parts: Record<string, (number: string) => Promise<unknown>> = {
      'contact file': (number: string) => selectContactFile(database, institution, number, { reader }),
      'its orders': (number: string) => selectContactOrders(database, institution, number, page),
      'its timeline': (number: string) => selectTimeline(database, institution, number, page),
    };
    for (const [name, read] of Object.entries(parts)) {
      const times = { few: [] as number[], many: [] as number[] };
      for (const number of ['bench-few', 'bench-many']) await read(number); // both once before the clock runs
      for (let opening = 0; opening < OPENINGS; opening++) {
        times.few.push((await timed(() => read('bench-few'))).took);
        times.many.push((await timed(() => read('bench-many'))).took);
      }
      took[name] = times;
    }
  });
  await server.drop(copy);
  return Object.entries(took).flatMap(([name, { few, many }]) => [
    {
      what: `${name}, ${MANY.toLocaleString('en')} orders / ${FEW}`,
      value: median(many) / median(few),
      unit: '',
      limit: { atMost: 2 },
      from: `medians ${milliseconds(median(many))} / ${milliseconds(median(few))}`,
    },
    {
      what: `${name}, ${MANY.toLocaleString('en')} orders, 95th percentile`,
      value: 1000 * (many.toSorted((one, other) => one - other)[Math.floor(0.95 * many.length)] as number),
      unit: 'ms',
      limit: { atMost: 100 },
      from: `${OPENINGS} openings`,
    },
  ]);
}

const milliseconds = (seconds: number) => `${(1000 * seconds).toFixed(1)} ms`;

/** A buyer that takes a seat of its own in each order. @returns the contact's id */
export async function addContact(
  database: Database,
  institution: Institution,
  number: string,
  orders: number,
): Promise<number> {
  await sql`
    with buyer as (
      insert into contacts (institution_id, number, kind, last_name, created_on)
      values (${institution.id}, ${number}, 'individual', 'Bench', '2015-01-01') returning id
    ), seller as (
      select p.organisation_id as id, min(p.id) as product
        from products p where p.institution_id = ${institution.id} group by 1 order by 1 limit 1
    ), placed as (
      insert into orders (institution_id, number, organisation_id, purchase_contact_id, ordered_on, activity_on,
                          activity_source, activity_organisation_id, has_sale)
      select ${institution.id}, ${number} || '-' || n, seller.id, buyer.id, day, day, 'sale', seller.id, true
        from buyer, seller, generate_series(1, ${orders}::integer) n,
             lateral (select date '2015-01-01' + n % 4000 as day) d
      returning id, organisation_id, purchase_contact_id, ordered_on
    )
    insert into order_lines (institution_id, order_id, line, organisation_id, product_id, state, reached, sold_on,
                             cultural_contact_id, attendance_on, price_minor, currency)
    select ${institution.id}, placed.id, line::text, placed.organisation_id, seller.product, 'sold', 'sale', placed.ordered_on,
           case line when 1 then placed.purchase_contact_id end, case line when 1 then placed.ordered_on end, 5000, 'CHF'
      from placed, seller, generate_series(1, 2) line`.execute(database.owner);
  const { rows } = await sql<{ id: number }>`
    select id from contacts where institution_id = ${institution.id} and number = ${number}`.execute(
    database.owner,
  );
  return rows[0]?.id as number;
}
