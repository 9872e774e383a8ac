import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type BiDomain, biViews, viewOf } from '../personal-data/personal-data.ts';

export type DomainRow = Record<string, unknown>;

export interface DomainQuery {
  domain: BiDomain;
  /** Of one contact only, by its number. */
  number?: string | undefined;
}

/** The columns of a domain with what they are called. */
export function columnsOf(domain: BiDomain): { name: string; label: { fr: string; en: string } }[] {
  return Object.entries(biViews[domain]).map(([name, { label }]) => ({ name, label }));
}

/**
 * A page of a domain, as an outside tool reads it (R20): all rows of the next contacts, in the order of their ids.
 * @param contacts how many contacts a page has
 * @returns `next`: the page after this one goes on behind that contact; null: there is no more
 */
export async function selectDomain(
  database: Database,
  institution: Institution,
  { domain, number }: DomainQuery,
  { after = 0, contacts }: { after?: number; contacts: number },
): Promise<{ items: DomainRow[]; next: number | null }> {
  return await inInstitution(database, institution.id, async (tenant) => {
    await planForAPage(tenant);
    const ids = await nextContacts(tenant, number, after, contacts);
    const last = ids.at(-1);
    if (last === undefined) return { items: [], next: null };
    const order = domain === 'contact-activity' ? sql`contact_id, day, source, subject` : sql`contact_id`;
    const { rows } = await sql<DomainRow>`
      select * from ${sql.table(viewOf(domain))}
       where contact_id > ${after} and contact_id <= ${last} ${number === undefined ? sql`` : sql`and contact_id = ${last}`}
       order by ${order}`.execute(tenant);
    return { items: rows, next: number !== undefined || ids.length < contacts ? null : last };
  });
}

/**
 * A page is about few contacts: each is looked up by an index, and nothing of the institution is read whole for it. Left
 * to itself the planner made a hash of all contacts and orders for every page (60,000 contacts: 8 s instead of 1.6).
 */
async function planForAPage(tenant: Tenant): Promise<void> {
  await sql
    .raw('set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off')
    .execute(tenant);
}

/** The view says who may be shown, so it is asked; a comparison of ids reaches its index. */
async function nextContacts(
  tenant: Tenant,
  number: string | undefined,
  after: number,
  contacts: number,
): Promise<number[]> {
  const { rows } = await sql<{ contact_id: number }>`
    select contact_id from bi.contact_base
     where contact_id > ${after} ${number === undefined ? sql`` : sql`and number = ${number}`}
     order by contact_id limit ${contacts}`.execute(tenant);
  return rows.map(({ contact_id }) => contact_id);
}

const PORTION = 2000;

/**
 * A domain row by row, for an export; memory does not grow with it. The audit says who asked for what before the first
 * row is given, and at the end (however it comes) how many were.
 * @param columns which, by name
 * @throws DomainError `not-in-domain`
 */
export async function exportDomain(
  database: Database,
  institution: Institution,
  query: DomainQuery,
  columns: string[],
  { actor, clock }: { actor: string; clock: () => Date },
): Promise<AsyncGenerator<DomainRow>> {
  const known = Object.keys(biViews[query.domain]);
  if (columns.length === 0 || columns.some((column) => !known.includes(column))) {
    throw new DomainError('not-in-domain', `the columns of ${query.domain} are ${known.join(', ')}`);
  }
  const asked = { domain: query.domain, columns: columns.join(','), one: query.number !== undefined };
  const write = (action: string, details: Record<string, string | number | boolean>) =>
    inInstitution(database, institution.id, (tenant) =>
      audit(tenant, institution.id, clock(), { actor, action, details }),
    );
  await write('bi.export', asked);
  async function* rows() {
    let count = 0;
    let complete = false;
    try {
      for (let after: number | null = 0; after !== null; ) {
        const page = await selectDomain(database, institution, query, { after, contacts: PORTION });
        for (const row of page.items) {
          count += 1;
          yield row;
        }
        after = page.next;
      }
      complete = true;
    } finally {
      await write('bi.exported', { ...asked, rows: count, complete });
    }
  }
  return rows();
}
