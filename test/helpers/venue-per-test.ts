import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { Venue } from './venue.ts';

/**
 * A database for the tests of a file, and in it a venue of its own for each test: what the other tests left there
 * also shows that one institution does not see another's.
 * @param enter is given the venue before each test
 */
export function venuePerTest(enter: (venue: Venue) => void): void {
  let database: TestDatabase;
  let count = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(async () => {
    count += 1;
    enter(await Venue.in(database, { slug: `venue-${count}` }));
  });
  afterAll(() => database.remove());
}
