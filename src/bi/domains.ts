import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type BiDomain, viewOf } from '../personal-data/personal-data.ts';
import { conditions, type Filter } from './filters.ts';

export type DomainRow = Record<string, unknown>;

export interface DomainQuery {
  domain: BiDomain;
  /** Of one contact only, by its number. */
  number?: string | undefined;
  filters?: readonly Filter[];
}

/** Where a page is narrowed, so many contacts are looked at before it is given, found or not: about a second. */
const LOOKED_AT = 20_000;

/**
 * A page of a domain, as an outside tool reads it (R20): all rows of the next contacts, in the order of their ids.
 * @param contacts how many contacts a page has at most; narrowed by filters it may be fewer, or none, before the end
 * @returns `next`: the page after this one goes on behind that contact; null: there is no more
 * @throws DomainError `not-in-domain`, `wrong-filter`
 */
export async function selectDomain(
  database: Database,
  institution: Institution,
  { domain, number, filters = [] }: DomainQuery,
  { after = 0, contacts }: { after?: number; contacts: number },
): Promise<{ items: DomainRow[]; next: number | null }> {
  const where = conditions(institution, domain, filters);
  return await inInstitution(database, institution.id, async (tenant) => {
    await planForAPage(tenant);
    const looked = filters.length === 0 ? contacts : LOOKED_AT;
    const range = await nextContacts(tenant, number, after, looked);
    if (range.last === null) return { items: [], next: null };
    let { last } = range;
    let next = number !== undefined || range.count < looked ? null : last;
    if (filters.length > 0) {
      const { rows } = await sql<{ last: number | null; count: number }>`
        select max(contact_id) as last, count(*)::integer as count from (
          select distinct contact_id from ${sql.table(viewOf(domain))}
           where contact_id > ${after} and contact_id <= ${last} ${where} order by contact_id limit ${contacts}) x`.execute(
        tenant,
      );
      const found = rows[0];
      if (found === undefined || found.last === null) return { items: [], next };
      if (found.count === contacts) next = last = found.last;
    }
    const order = domain === 'contact-activity' ? sql`contact_id, day, source, subject` : sql`contact_id`;
    const { rows: items } = await sql<DomainRow>`
      select * from ${sql.table(viewOf(domain))}
       where contact_id > ${number === undefined ? after : last - 1} and contact_id <= ${last} ${where}
       order by ${order}`.execute(tenant);
    return { items, next };
  });
}

/**
 * A page is about few contacts: each is looked up by an index, and nothing of the institution is read whole for it. Left
 * to itself the planner made a hash of all contacts and orders for every page (60,000 contacts: 8 s instead of 1.6).
 */
export async function planForAPage(tenant: Tenant): Promise<void> {
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
): Promise<{ last: number | null; count: number }> {
  const { rows } = await sql<{ last: number | null; count: number }>`
    select max(contact_id) as last, count(*)::integer as count from (
      select contact_id from bi.contact_base
       where contact_id > ${after} ${number === undefined ? sql`` : sql`and number = ${number}`}
       order by contact_id limit ${contacts}) x`.execute(tenant);
  return rows[0] as { last: number | null; count: number };
}
