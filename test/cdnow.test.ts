import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFile } from '../src/import/import.ts';
import { createInstitution, type Institution } from '../src/institutions/institutions.ts';
import { runRetention } from '../src/retention/retention.ts';
import { createTestDatabase, type TestDatabase } from './helpers/database.ts';

/** Real purchases: https://www.brucehardie.com/datasets (CDNOW), beside the project and not in it. */
const FILE =
  process.env.RAPPEL_CDNOW ??
  fileURLToPath(new URL('../../shared/data/cdnow/CDNOW_master.txt', import.meta.url));

const day = (text: string) => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;

async function* purchases(): AsyncGenerator<{ customer: string; on: string; dollars: string }> {
  for await (const line of createInterface({ input: createReadStream(FILE) })) {
    const [customer, date, , dollars] = line.trim().split(/\s+/) as [string, string, string, string];
    if (/^\d+$/.test(customer)) yield { customer, on: day(date), dollars };
  }
}

/** A contact for each customer, created on the first purchase (the file is in order of customer and date). */
async function* contactsCsv(): AsyncGenerator<string> {
  yield 'number,kind,created_on\n';
  let last = '';
  for await (const { customer, on } of purchases()) {
    if (customer !== last) yield `${customer},individual,${on}\n`;
    last = customer;
  }
}

/** Each row is a sold line of an undated product. */
async function* ordersCsv(): AsyncGenerator<string> {
  yield 'order_number,line,organisation,ordered_on,purchase_contact,state,product,price,currency\n';
  let row = 0;
  for await (const { customer, on, dollars } of purchases()) {
    row += 1;
    yield `${row},1,CDNOW,${on},${customer},sold,CD,${dollars},USD\n`;
  }
}

/** Counts straight from the file, with another tool: customers whose last purchase was before the cutoff. */
function countWithAwk(cutoff: string): number {
  const program = `NR > 1 && $2 > last[$1] { last[$1] = $2 } END { for (c in last) if (last[c] < ${cutoff.replaceAll('-', '')}) n++; print n + 0 }`;
  return Number(execFileSync('awk', [program, FILE], { encoding: 'utf8' }));
}

let test: TestDatabase;
let institution: Institution;

describe.runIf(existsSync(FILE))('CDNOW, 69,659 real purchases', () => {
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
    const expected = countWithAwk(run.cutoff);
    expect(run.counts).toMatchObject({
      contacts: 23_570,
      inactive: expected,
      anonymise: expected,
      delete: 0,
    });
  });
});
