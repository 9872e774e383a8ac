import { type RawBuilder, sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type BiDomain, viewOf } from '../personal-data/personal-data.ts';
import { type DomainQuery, planForAPage } from './domains.ts';
import { conditions } from './filters.ts';

/**
 * So many contacts make a portion: a few megabytes of worksheet, and a transaction of less than a second. Portions of 5,000
 * contacts with all their activity took an export to 356 MB.
 */
const PORTION: Record<BiDomain, number> = {
  'contact-base': 3000,
  'contact-profile': 3000,
  'contact-activity': 1000,
};

/** A portion is read while the one before it is written, and on a server one more. */
const AT_ONCE = { server: 2, embedded: 1 };

/**
 * A domain in portions, each in a transaction of its own: whoever downloads slowly holds neither a connection nor the rows
 * that a run of the retention batch wants gone (R8), and who is erased meanwhile is in no later portion.
 * @param read reads a portion; `from` is what follows the columns in its `select`, the order included
 */
export async function* portions<T extends { rows: number }>(
  database: Database,
  institution: Institution,
  { domain, number, filters = [] }: DomainQuery,
  read: (tenant: Tenant, from: RawBuilder<unknown>) => Promise<T>,
): AsyncGenerator<T> {
  const where = conditions(institution, domain, filters);
  const order = domain === 'contact-activity' ? sql`contact_id, day, source, subject` : sql`contact_id`;
  const portion = (after: number, last: number) =>
    inInstitution(database, institution.id, async (tenant) => {
      await planForAPage(tenant);
      await sql.raw("set local datestyle = 'ISO'").execute(tenant);
      return await read(
        tenant,
        sql`from ${sql.table(viewOf(domain))}
           where contact_id > ${after} and contact_id <= ${last} ${where} order by ${order}`,
      );
    });
  const reading: Promise<T>[] = [];
  for await (const [after, last] of ranges(database, institution, number, PORTION[domain])) {
    const next = portion(after, last);
    next.catch(() => {}); // it is told when its turn comes; nobody may be left to hear it
    reading.push(next);
    if (reading.length > (database.embedded ? AT_ONCE.embedded : AT_ONCE.server))
      yield await (reading.shift() as Promise<T>);
  }
  for (const next of reading) yield await next;
}

/** Ids of contacts, each range `(after, last]`; who is among them and may be shown, the view says. */
async function* ranges(
  database: Database,
  institution: Institution,
  number: string | undefined,
  contacts: number,
): AsyncGenerator<[after: number, last: number]> {
  const next = (after: number) =>
    inInstitution(database, institution.id, async (tenant) => {
      const { rows } = await sql<{ last: number | null }>`
        select max(id) as last from (
          select id from contacts
           where institution_id = ${institution.id} and id > ${after}
                 ${number === undefined ? sql`` : sql`and number = ${number}`} order by id limit ${contacts}) x`.execute(
        tenant,
      );
      return rows[0]?.last ?? null;
    });
  let after = 0;
  for (let last = await next(after); last !== null; last = await next(after)) {
    yield [number === undefined ? after : last - 1, last];
    after = last;
  }
}

/**
 * @param most more are refused whole, before the first row: a file that ends somewhere looks like all there is
 * @throws DomainError `too-many-rows`, `not-in-domain`, `wrong-filter`
 */
export async function refuseTooMany(
  database: Database,
  institution: Institution,
  { domain, number, filters = [] }: DomainQuery,
  most: number,
): Promise<void> {
  const where = conditions(institution, domain, filters);
  if (number !== undefined) return;
  const count = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from (
        select from ${sql.table(viewOf(domain))} where true ${where} limit ${most + 1}) x`.execute(tenant);
    return rows[0]?.count ?? 0;
  });
  if (count > most) {
    const said = `an export has at most ${most} rows`;
    throw new DomainError('too-many-rows', said, [said], [{ code: 'too-many-rows', about: { most } }]);
  }
}
