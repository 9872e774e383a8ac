import { sql } from 'kysely';
import { beforeEach } from 'vitest';
import { refreshContactSearch } from '../../src/contacts/contacts.ts';
import { inInstitution } from '../../src/database/database.ts';
import { compileQuery } from '../../src/targets/compile.ts';
import { readQuery } from '../../src/targets/query.ts';
import type { Venue } from './venue.ts';
import { venuePerTest } from './venue-per-test.ts';

/** The day on which the queries of these tests are asked. */
export const NOW = new Date('2026-03-15T10:00:00Z');
type Rules = unknown[];
export const rule = (field: string, operator: string, value?: unknown) => ({ field, operator, value });
export const all = (...rules: Rules) => ({ combinator: 'all', rules });
export const none = (...rules: Rules) => ({ combinator: 'none', rules });
export const any = (...rules: Rules) => ({ combinator: 'any', rules });
export const notAll = (...rules: Rules) => ({ combinator: 'not-all', rules });

/**
 * A venue for each test, whose contacts are known by names of their own.
 * @param open is given it, and the ids by name
 */
export function targetsPerTest(open: (venue: Venue, ids: Record<string, number>) => void) {
  let venue: Venue;
  let ids: Record<string, number> = {};
  venuePerTest((one) => {
    venue = one;
  });
  beforeEach(() => {
    ids = {};
    open(venue, ids);
  });

  /** Writes contacts down by a name, which is what a query then gives back. */
  async function people(rows: Record<string, Record<string, unknown>>): Promise<void> {
    for (const [name, row] of Object.entries(rows)) ids[name] = await venue.contact(row);
    await inInstitution(venue.database, venue.id, (tenant) =>
      refreshContactSearch(tenant, venue.id, { after: 0, upTo: Number.MAX_SAFE_INTEGER }),
    );
  }

  async function found(query: unknown): Promise<string[]> {
    return await inInstitution(venue.database, venue.id, async (tenant) => {
      const { condition } = await compileQuery(tenant, venue.institution, readQuery(query), NOW);
      const { rows } = await sql<{ id: number }>`
        select c.id from contacts c where c.institution_id = ${venue.id} and ${condition}`.execute(tenant);
      const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
      return rows.map(({ id }) => names.get(id) ?? `contact ${id}`).sort();
    });
  }
  const where = (...given: Parameters<typeof rule>) => found(all(rule(...given)));
  return { people, found, where };
}
