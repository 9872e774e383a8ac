import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { addDays, daysBetween, planSeasons } from './seasons.ts';
import { PASSES, UNDATED, VENUES } from './venues.ts';

/** How far back the demo reaches, and how far its programme is published, in days. */
export const DAYS_BACK = 3000;
const DAYS_AHEAD = 400;
/** One performance of this many is full and has a waiting list. */
const FULL_EVERY = 9;

/** Performances in the order of venue and day, as arrays that a statement indexes from 1. */
export interface Programme {
  ids: number[];
  products: number[];
  /** YYYY-MM-DD. */
  days: string[];
  /** For each venue and each day of the demo, the position of the first performance on that day or later. */
  firstFrom: number[];
  /** The position of each venue's last performance. */
  last: number[];
}

/** What the contacts of the demo can buy, wait for, click and say. Arrays by venue are in the order of `VENUES`. */
export interface Catalogue {
  institution: Institution;
  today: string;
  firstDay: string;
  /** How many days `firstFrom` has for each venue. */
  days: number;
  organisations: number[];
  passes: number[];
  undated: number[];
  programme: Programme;
  full: Programme;
  /** Put off for years and still to come: the first people who wait for it signed up long ago. */
  postponed: number;
  /** One newsletter a month, the first in the month of `firstDay`. */
  campaigns: number[];
  criteria: number[];
}

const CRITERIA = [
  'Aime le jazz',
  'Aime la danse',
  'Aime le théâtre classique',
  'Vient en famille',
  'Fréquence de la newsletter',
];

/** Writes organisations, products, performances, campaigns, criteria and roles of the demo. */
export async function createCatalogue(
  tenant: Tenant,
  institution: Institution,
  { today, random }: { today: string; random: () => number },
): Promise<Catalogue> {
  const { id } = institution;
  const firstDay = addDays(today, -DAYS_BACK);
  const days = DAYS_BACK + DAYS_AHEAD;
  await sql`
    insert into roles (institution_id, name)
    select ${id}, name from unnest(array['supplier', 'guide', 'partner']) as name on conflict do nothing`.execute(
    tenant,
  );
  const organisations = await named(tenant, id, 'organisations', VENUES);
  const planned = planSeasons(firstDay, addDays(firstDay, days), random);
  const postponed = {
    venue: 0,
    product: 'Tétralogie (reportée)',
    day: addDays(today, 150),
    start: '18:00',
    end: '22:30',
  };
  const offered = [...planned, postponed];
  const products = new Map<string, number>();
  for (const [venue, organisation] of organisations.entries()) {
    const names = [
      ...new Set([
        at(PASSES, venue),
        at(UNDATED, venue),
        ...offered.filter((one) => one.venue === venue).map((one) => one.product),
      ]),
    ];
    const ids = await named(tenant, id, 'products', names, organisation);
    for (const [index, name] of names.entries()) products.set(`${venue}:${name}`, at(ids, index));
  }
  const productOf = (venue: number, name: string) => products.get(`${venue}:${name}`) as number;
  const sorted = offered.sort((a, b) => a.venue - b.venue); // stable: by day within a venue
  const { rows: performances } = await sql<{ id: number }>`
    insert into performances (institution_id, product_id, starts_at, ends_at)
    select ${id}, product, (day + starts) at time zone ${institution.timeZone}, (day + ends) at time zone ${institution.timeZone}
      from unnest(${sorted.map((one) => productOf(one.venue, one.product))}::bigint[], ${sorted.map((one) => one.day)}::date[],
                  ${sorted.map((one) => one.start)}::time[], ${sorted.map((one) => one.end)}::time[])
        as planned (product, day, starts, ends)
    on conflict (institution_id, product_id, starts_at, ends_at) do update set product_id = excluded.product_id
    returning id`.execute(tenant);
  const all = sorted.map((one, index) => ({
    id: at(performances, index).id,
    venue: one.venue,
    product: productOf(one.venue, one.product),
    day: one.day,
    postponed: one === postponed,
  }));
  const regular = all.filter((one) => !one.postponed);
  return {
    institution,
    today,
    firstDay,
    days,
    organisations,
    passes: PASSES.map((name, venue) => productOf(venue, name)),
    undated: UNDATED.map((name, venue) => productOf(venue, name)),
    programme: programmeOf(regular, firstDay, days),
    full: programmeOf(
      regular.filter((_, index) => index % FULL_EVERY === 4),
      firstDay,
      days,
    ),
    postponed: at(all, sorted.indexOf(postponed)).id,
    campaigns: await named(
      tenant,
      id,
      'campaigns',
      monthsOf(firstDay, today).map((month) => `Newsletter ${month}`),
    ),
    criteria: await named(tenant, id, 'criteria', CRITERIA),
  };
}

/** What is sure to be there. @throws TypeError where it is not */
function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new TypeError(`nothing stands at ${index}`);
  return found;
}

interface Offered {
  id: number;
  venue: number;
  product: number;
  day: string;
}

function programmeOf(performances: Offered[], firstDay: string, days: number): Programme {
  const firstFrom: number[] = [];
  const last: number[] = [];
  let position = 1;
  for (const venue of VENUES.keys()) {
    const own = performances.filter((one) => one.venue === venue);
    const end = position + own.length - 1;
    for (let day = 0; day < days; day++) {
      while (position < end && daysBetween(firstDay, at(performances, position - 1).day) < day) position++;
      firstFrom.push(position);
    }
    last.push(end);
    position = end + 1;
  }
  return {
    ids: performances.map((one) => one.id),
    products: performances.map((one) => one.product),
    days: performances.map((one) => one.day),
    firstFrom,
    last,
  };
}

/** Inserts rows that have a name and gives their ids in the order of the names; those that are there already are taken. */
async function named(
  tenant: Tenant,
  institutionId: number,
  table: 'organisations' | 'products' | 'campaigns' | 'criteria',
  names: string[],
  organisation?: number,
): Promise<number[]> {
  const owned = organisation === undefined ? sql`` : sql`, organisation_id`;
  await sql`
    insert into ${sql.table(table)} (institution_id, name ${owned})
    select ${institutionId}, name ${organisation === undefined ? sql`` : sql`, ${organisation}`}
      from unnest(${names}::text[]) with ordinality as wanted (name, place) order by place
    on conflict do nothing`.execute(tenant);
  const { rows } = await sql<{ id: number }>`
    select t.id
      from unnest(${names}::text[]) with ordinality as wanted (name, place)
      join ${sql.table(table)} t on t.institution_id = ${institutionId} and t.name = wanted.name
           ${organisation === undefined ? sql`` : sql`and t.organisation_id = ${organisation}`}
     order by place`.execute(tenant);
  return rows.map((row) => row.id);
}

/** The months from one day to another, as YYYY-MM. */
function monthsOf(from: string, to: string): string[] {
  const months: string[] = [];
  for (let year = Number(from.slice(0, 4)), month = Number(from.slice(5, 7)); ; month++) {
    if (month > 12) [year, month] = [year + 1, 1];
    const name = `${year}-${String(month).padStart(2, '0')}`;
    if (name > to.slice(0, 7)) return months;
    months.push(name);
  }
}
