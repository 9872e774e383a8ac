import { sql } from 'kysely';
import { type Database, inInstitution, refreshStatistics, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import {
  createInstitution,
  type Institution,
  selectInstitution,
  selectInstitutions,
  today,
} from '../institutions/institutions.ts';
import { createAuthorisations, createCriteria } from './answers.ts';
import { createCatalogue } from './catalogue.ts';
import { drawWith } from './draw.ts';
import { createClicks, createWaitingLists } from './interests.ts';
import type { Making } from './making.ts';
import { createOffer } from './offer.ts';
import { createPeople, type Range } from './people.ts';
import { createPurchases } from './purchases.ts';
import { createBalances, createRoles } from './standing.ts';

export interface DemoSize {
  /** How many contacts, of all kinds. */
  contacts: number;
  /** The same seed, size and day give the same demo. */
  seed: number;
  /** The demo ends here and reaches some eight years back. */
  now: Date;
  onProgress?: (contacts: number) => void;
}

/** Contacts per statement: a million contacts are made at the same pace from 5,000 to 50,000. */
const CONTACTS_PER_RANGE = 20_000;

/**
 * The institution that the demo goes into: the one named, the only one, or a new one where there is none.
 * @throws DomainError `unknown-institution`, `which-institution`
 */
export async function demoInstitution(database: Database, slug: string | undefined): Promise<Institution> {
  const institutions = await selectInstitutions(database);
  if (slug !== undefined || institutions.length > 0) return await selectInstitution(database, slug);
  return await createInstitution(database, {
    slug: 'demo',
    name: 'Fédération des scènes du Léman',
    locale: 'fr',
    timeZone: 'Europe/Zurich',
    country: 'CH',
  });
}

/**
 * Fills an institution with a plausible venue: a theatre, a festival and a museum shop with their audience. One
 * transaction: an interrupted demo leaves nothing.
 * @throws DomainError `demo-refused` where the institution has contacts
 */
export async function createDemo(
  database: Database,
  institution: Institution,
  size: DemoSize,
): Promise<void> {
  checkSize(size);
  await inInstitution(database, institution.id, async (tenant) => {
    const making = await begin(tenant, institution, size);
    for (const range of rangesOf(size.contacts)) {
      await createRange(tenant, making, range);
      size.onProgress?.(range.from + range.count);
    }
    await createOffer(tenant, making.catalogue);
  });
  await refreshStatistics(database);
}

/**
 * The same data in a transaction per range, so that a million contacts can be made on several connections at once.
 * For benchmarks: interrupted, it leaves what it has made.
 */
export async function createDemoInParts(
  database: Database,
  institution: Institution,
  size: DemoSize & { connections: number },
): Promise<void> {
  checkSize(size);
  const making = await inInstitution(database, institution.id, (tenant) => begin(tenant, institution, size));
  const ranges = rangesOf(size.contacts);
  let done = 0;
  const work = async () => {
    for (let range = ranges.shift(); range !== undefined; range = ranges.shift()) {
      const next = range;
      await inInstitution(database, institution.id, (tenant) => createRange(tenant, making, next));
      done += next.count;
      size.onProgress?.(done);
    }
  };
  await Promise.all(Array.from({ length: size.connections }, work));
}

async function begin(tenant: Tenant, institution: Institution, { seed, now }: DemoSize): Promise<Making> {
  await refuseWhereContacts(tenant, institution);
  const catalogue = await createCatalogue(tenant, institution, {
    today: today(institution, now),
    random: randomWith(seed),
  });
  return { draw: drawWith(seed), catalogue };
}

async function createRange(tenant: Tenant, making: Making, range: Range): Promise<void> {
  const people = await createPeople(tenant, making, range);
  await createPurchases(tenant, making, people);
  await createWaitingLists(tenant, making, people);
  await createClicks(tenant, making, people);
  await createCriteria(tenant, making, people);
  await createAuthorisations(tenant, making, people);
  await createRoles(tenant, making, people);
  await createBalances(tenant, making, people);
}

function rangesOf(contacts: number): Range[] {
  return Array.from({ length: Math.ceil(contacts / CONTACTS_PER_RANGE) }, (_, index) => {
    const from = index * CONTACTS_PER_RANGE;
    return { from, count: Math.min(CONTACTS_PER_RANGE, contacts - from) };
  });
}

function checkSize({ contacts, seed }: DemoSize): void {
  if (!Number.isSafeInteger(contacts) || contacts < 1 || contacts > 10_000_000) {
    throw new DomainError('demo-refused', 'the number of contacts is a whole number from 1 to 10,000,000');
  }
  if (!Number.isSafeInteger(seed)) throw new DomainError('demo-refused', 'the seed is a whole number');
}

async function refuseWhereContacts(tenant: Tenant, { id, slug }: Institution): Promise<void> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from contacts where institution_id = ${id}) as found`.execute(tenant);
  if (rows[0]?.found) {
    throw new DomainError(
      'demo-refused',
      `${slug} has contacts already: a demo goes into an institution without any`,
    );
  }
}

/** Mulberry32: a few thousand numbers for the programme, the same on every machine. */
function randomWith(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
