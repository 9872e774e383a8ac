import { type RawBuilder, sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { viewOf } from '../personal-data/personal-data.ts';
import { type DomainQuery, nextContacts, planForAPage } from './domains.ts';
import { conditions } from './filters.ts';

/** So many contacts make a portion: a few megabytes, and a transaction of less than a second. */
const PORTION = 5000;

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
  let after = 0;
  for (;;) {
    const { portion, last } = await inInstitution(database, institution.id, async (tenant) => {
      await planForAPage(tenant);
      await sql.raw("set local datestyle = 'ISO'").execute(tenant);
      const range = await nextContacts(tenant, number, after, PORTION);
      if (range.last === null) return { portion: null, last: null };
      const from = sql`
        from ${sql.table(viewOf(domain))}
       where contact_id > ${number === undefined ? after : range.last - 1} and contact_id <= ${range.last} ${where}
       order by ${order}`;
      const portion = await read(tenant, from);
      return { portion, last: number !== undefined || range.count < PORTION ? null : range.last };
    });
    if (portion !== null) yield portion;
    if (last === null) return;
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
