import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { inInstitution } from '../database/database.ts';
import { createDemo } from '../demo/demo.ts';
import { type ContactFilter, conditionsOf } from './contact-filter.ts';
import { type ListPage, selectList } from './list-contacts.ts';
import type { Place } from './list-cursor.ts';

let venue: Venue;
venuePerTest((one) => {
  venue = one;
});

const FILTERS: ContactFilter[] = [
  {},
  { kind: 'structure' },
  { to: '2021-01-01', answer: 'yes' },
  { town: 'Lausanne', bought: 'prospect' },
  { balance: 'debt' },
  { role: 'guide' },
  { country: 'FR', email: 'with' },
];
const rights = { confidential: true, restricted: true };

/** The ids of a list from its first page to its last, and whether each page had only as many rows as asked. */
async function walked(
  page: Omit<ListPage, 'conditions' | 'rights' | 'after'>,
  most: { sorted: number; walked: number },
) {
  const ids: number[] = [];
  const lengths: number[] = [];
  let after: Place | undefined;
  await inInstitution(venue.database, venue.id, async (tenant) => {
    const conditions = [sql`c.institution_id = ${venue.id}`, ...conditionsOf(venue.id, page.filter)];
    do {
      const { rows, next } = await selectList(tenant, venue.id, { ...page, conditions, rights, after }, most);
      ids.push(...rows.map(({ id }) => id));
      lengths.push(rows.length);
      after = next ?? undefined;
    } while (after !== undefined);
  });
  return { ids, lengths };
}

it('is the same list whether its filter is put in order or its order is walked a few contacts at a time', async () => {
  const now = new Date('2026-03-10T09:00:00Z');
  await createDemo(venue.database, venue.institution, { contacts: 300, seed: 1, now });
  await venue.run('simulation', '2026-03-10');
  let short = 0;
  for (const filter of FILTERS) {
    for (const sort of ['name', 'number', 'created', 'recency'] as const) {
      for (const descending of [false, true]) {
        const page = { filter, sort, descending };
        const whole = await walked({ ...page, limit: 1000 }, { sorted: 1000, walked: 1000 });
        const bit = await walked({ ...page, limit: 20 }, { sorted: 20, walked: 60 });
        expect(bit.ids, JSON.stringify(page)).toEqual(whole.ids);
        expect(new Set(whole.ids).size).toBe(whole.ids.length);
        expect(Math.max(...bit.lengths)).toBeLessThanOrEqual(20);
        short += bit.lengths.slice(0, -1).filter((length) => length < 20).length;
      }
    }
  }
  expect(short, 'pages that ended short and went on').toBeGreaterThan(20);
});
