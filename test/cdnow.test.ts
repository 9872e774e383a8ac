import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFile } from '../src/import/import.ts';
import { createInstitution, type Institution } from '../src/institutions/institutions.ts';
import { runRetention } from '../src/retention/retention.ts';
import { CDNOW, contactsCsv, inactiveByAwk, ordersCsv } from './helpers/cdnow.ts';
import { createTestDatabase, type TestDatabase } from './helpers/database.ts';

let test: TestDatabase;
let institution: Institution;

describe.runIf(existsSync(CDNOW))('CDNOW, 69,659 real purchases', () => {
  beforeAll(async () => {
    test = await createTestDatabase();
    institution = await createInstitution(test.database, {
      slug: 'cdnow',
      name: 'CDNOW',
      locale: 'en',
      timeZone: 'America/New_York',
      country: 'US',
    });
    const now = new Date('2001-01-01T12:00:00Z');
    const contacts = await importFile(test.database, institution, 'contacts', Readable.from(contactsCsv()), {
      now,
    });
    expect(contacts).toMatchObject({ rows: 23_570, inserted: 23_570 });
    const orders = await importFile(test.database, institution, 'orders', Readable.from(ordersCsv()), {
      now,
    });
    expect(orders).toMatchObject({ rows: 69_659, inserted: 69_659 });
  });
  afterAll(() => test.remove());

  it.each([
    ['1998-07-01', 1],
    ['1998-07-01', 6],
    ['1998-07-01', 12],
    ['1998-03-31', 1],
    ['2000-05-31', 36],
    ['2001-01-01', 30],
    ['2001-01-01', 36],
  ])('R4 as of %s, %i months: as many are inactive as the file itself says', async (asOf, months) => {
    const run = await runRetention(test.database, institution, {
      mode: 'simulation',
      asOf,
      months,
      now: new Date('2001-01-02T12:00:00Z'),
      ledgerFile: `${test.folder}/ledger`,
    });
    const expected = inactiveByAwk(run.cutoff);
    expect(run.counts).toMatchObject({
      contacts: 23_570,
      inactive: expected,
      anonymise: expected,
      delete: 0,
    });
  });
});
