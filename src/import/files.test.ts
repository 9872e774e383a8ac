import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { bring, IMPORTED_AT } from '../../test/helpers/bring.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { importFile } from './import.ts';

let venue: Venue;
venuePerTest((one) => {
  venue = one;
});

const table = async (name: string, columns: string) =>
  venue.rows(
    sql`select ${sql.raw(columns)} from ${sql.table(name)} t where institution_id = ${venue.id} order by 1, 2`,
  );

describe('what a file may look like', () => {
  it('a BOM, semicolons, CRLF and columns in any order are accepted', async () => {
    const text = '\ufeffkind;number;last_name\r\nindividual;1;"Rey; née Favre"\r\n';
    expect(await bring(venue, 'contacts', Buffer.from(text))).toMatchObject({ rows: 1, inserted: 1 });
    expect(await table('contacts', 'number, last_name')).toEqual([
      { number: '1', last_name: 'Rey; née Favre' },
    ]);
  });

  it('any text comes back as it was written', async () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .filter((value) => !value.includes('\0') && value.trim() !== '');
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(text, { minLength: 1, maxLength: 8 }), async (names) => {
        const rows = names.map((last_name, i) => ({ number: `P${i}`, kind: 'individual', last_name }));
        await bring(venue, 'contacts', Buffer.from(stringify(rows, { header: true })));
        const stored = await venue.rows<{ last_name: string }>(
          sql`select last_name from contacts where institution_id = ${venue.id} and number = any(${rows.map((row) => row.number)}::text[]) order by number`,
        );
        expect(stored.map((row) => row.last_name)).toEqual(names);
      }),
      { numRuns: 25 },
    );
  });

  it('importing a file again changes nothing; other values update; an absent column stays, an empty field clears', async () => {
    const file = [
      'number,kind,first_name,last_name,created_on',
      '1,individual,Marie,Rey,2015-01-01',
      '2,individual,Jean,Blanc,2015-01-01',
    ];
    expect(await bring(venue, 'contacts', file)).toMatchObject({ inserted: 2, updated: 0, unchanged: 0 });
    expect(await bring(venue, 'contacts', file)).toMatchObject({ inserted: 0, updated: 0, unchanged: 2 });
    expect(
      await bring(venue, 'contacts', ['number,kind,first_name', '1,individual,Anne', '2,individual,']),
    ).toMatchObject({ updated: 2 });
    expect(await table('contacts', 'number, first_name, last_name')).toEqual([
      { number: '1', first_name: 'Anne', last_name: 'Rey' },
      { number: '2', first_name: null, last_name: 'Blanc' },
    ]);
  });

  it('a dry run says the same and writes nothing', async () => {
    const file = ['number,kind', '1,individual'];
    expect(await bring(venue, 'contacts', file, { dryRun: true })).toMatchObject({ inserted: 1 });
    expect(await table('contacts', 'number, kind')).toEqual([]);
  });

  it('a relay may name a structure that comes later, and roles may have an end', async () => {
    await bring(venue, 'contacts', [
      'number,kind,structure_number,roles',
      'R,relay,S,',
      'S,structure,,partner',
      'G,individual,,guide:2019-12-31;partner',
    ]);
    expect(
      await venue.rows(sql`
        select c.number, s.number as structure from contacts c
          left join contacts s on s.institution_id = c.institution_id and s.id = c.structure_id
         where c.institution_id = ${venue.id} order by 1`),
    ).toEqual([
      { number: 'G', structure: null },
      { number: 'R', structure: 'S' },
      { number: 'S', structure: null },
    ]);
    expect(await table('contact_roles', 'role, valid_until')).toEqual([
      { role: 'guide', valid_until: '2019-12-31' },
      { role: 'partner', valid_until: null },
      { role: 'partner', valid_until: null },
    ]);
  });
});

describe('the seven files', () => {
  beforeEach(async () => {
    await bring(venue, 'contacts', [
      'number,kind,first_name,last_name,created_on',
      '1,individual,Marie,Rey,2010-01-01',
      '2,individual,Jean,Blanc,2010-01-01',
    ]);
  });
  const idOf = async (number: string) =>
    (
      await venue.rows<{ id: number }>(
        sql`select id from contacts where institution_id = ${venue.id} and number = ${number}`,
      )
    )[0]?.id as number;
  const recencyOf = async (number: string) => {
    await venue.run('simulation', '2021-06-15', { months: 1 });
    return await venue.recency(await idOf(number));
  };

  it('orders: lines are dated in the institution’s time zone, wherever the server stands', async () => {
    await bring(venue, 'orders', [
      'order_number,line,organisation,ordered_on,purchase_contact,state,product,performance_start,performance_end,price,currency,cultural_contact',
      'A,1,Scène,2016-01-02,1,sold,Carmen,2016-06-15T23:30,2016-06-16T01:30,85.50,CHF,2',
    ]);
    expect(await recencyOf('1')).toEqual({ recency: '2016-06-16', source: 'sale', organisation: 'Scène' });
    expect(await recencyOf('2')).toEqual({ recency: '2016-06-16', source: 'sale', organisation: 'Scène' });
    expect(await table('order_lines', 'price_minor, currency')).toEqual([
      { price_minor: 8550, currency: 'CHF' },
    ]);
  });

  it('orders: what refreshing the activity would say is what the import stored', async () => {
    await bring(venue, 'orders', [
      'order_number,line,organisation,ordered_on,purchase_contact,state,option_confirmed_on,sold_on,product,valid_until',
      'A,1,S,2016-01-02,1,sold,,,CD,',
      'A,2,S,2016-01-02,1,option,2016-02-01,,CD,',
      'B,1,S,2016-01-02,1,cancelled,,2016-01-03,CD,2018-01-01',
      'C,1,S,2016-01-02,1,expired,2016-01-09,,CD,',
      'D,1,S,2016-01-02,1,sold,,,Pass,2017-08-31',
    ]);
    expect(await table('orders', 'number, activity_on, activity_source, has_sale')).toEqual([
      { number: 'A', activity_on: '2016-02-01', activity_source: 'option-confirmed', has_sale: true },
      { number: 'B', activity_on: '2016-01-02', activity_source: 'sale', has_sale: true },
      { number: 'C', activity_on: '2016-01-09', activity_source: 'option-confirmed', has_sale: false },
      { number: 'D', activity_on: '2017-08-31', activity_source: 'sale', has_sale: true },
    ]);
  });

  it('R7 orders: a sale that a later file cancels stays a sale', async () => {
    await bring(venue, 'orders', [
      'order_number,line,ordered_on,purchase_contact,state',
      'A,1,2016-01-02,1,sold',
    ]);
    await bring(venue, 'orders', ['order_number,line,state', 'A,1,cancelled']);
    expect(await table('order_lines', 'state, reached')).toEqual([{ state: 'cancelled', reached: 'sale' }]);
    expect(await table('orders', 'number, has_sale')).toEqual([{ number: 'A', has_sale: true }]);
  });

  it('R9 orders: a beneficiary with the purchase contact’s own name becomes the cultural contact', async () => {
    await bring(venue, 'orders', [
      'order_number,line,ordered_on,purchase_contact,state,beneficiary_first_name,beneficiary_last_name',
      'A,1,2016-01-02,1,sold, marie ,REY',
      'A,2,2016-01-02,1,sold,Léa,Rey',
      'A,3,2016-01-02,1,sold,Màrie,Rey-',
    ]);
    const own = await idOf('1');
    expect(await table('order_lines', 'line, cultural_contact_id, beneficiary_first_name')).toEqual([
      { line: '1', cultural_contact_id: own, beneficiary_first_name: null },
      { line: '2', cultural_contact_id: null, beneficiary_first_name: 'Léa' },
      { line: '3', cultural_contact_id: own, beneficiary_first_name: null },
    ]);
  });

  it('waiting-list: an entry is known by contact, product, start and day; another end moves it', async () => {
    const header = 'contact_number,organisation,product,performance_start,performance_end,signed_up_on,state';
    await bring(venue, 'waiting-list', [
      header,
      '1,S,Carmen,2022-01-01T20:00,2022-01-01T22:00,2017-05-05,open',
    ]);
    expect(
      await bring(venue, 'waiting-list', [
        header,
        '1,S,Carmen,2022-01-01T20:00,2022-01-01T23:00,2017-05-05,open',
      ]),
    ).toMatchObject({ inserted: 0, updated: 1 });
    expect(await recencyOf('1')).toEqual({
      recency: '2017-05-05',
      source: 'waiting-list',
      organisation: 'S',
    });
  });

  it('R5 balances: amounts are kept in minor units', async () => {
    await bring(venue, 'balances', [
      'contact_number,organisation,currency,amount',
      '1,S,CHF,-0.05',
      '1,S,JPY,1200',
      '2,S,KWD,1.005',
    ]);
    expect(await table('balances', 'currency, amount_minor')).toEqual([
      { currency: 'CHF', amount_minor: -5 },
      { currency: 'JPY', amount_minor: 1200 },
      { currency: 'KWD', amount_minor: 1005 },
    ]);
  });

  it('R1g authorisations: a row counts where it changes the value and leaves a "yes", in order of time', async () => {
    await bring(venue, 'authorisations', [
      'contact_number,authorisation,value,changed_at,by',
      '1,email,yes,2015-01-01T10:00,contact',
      '1,sms,yes,2016-01-01T10:00,import',
      '1,email,no,2017-01-01T10:00,operator',
      '1,email,no,2018-01-01T10:00,contact',
      '2,email,yes,2015-01-01T10:00,contact',
      '2,email,no,2016-01-01T10:00,contact',
    ]);
    expect(await recencyOf('1')).toMatchObject({ recency: '2017-01-01', source: 'authorisation' });
    expect(await recencyOf('2')).toMatchObject({ recency: '2015-01-01', source: 'authorisation' });
    expect(await table('contact_authorisations', 'contact_id, authorisation, value')).toHaveLength(3);
  });

  it('R1g authorisations: a row that comes later but is older changes what the following one means', async () => {
    const header = 'contact_number,authorisation,value,changed_at,by';
    await bring(venue, 'authorisations', [header, '1,email,yes,2018-01-01T10:00,contact']);
    expect(await recencyOf('1')).toMatchObject({ recency: '2018-01-01' });
    await bring(venue, 'authorisations', [header, '1,email,yes,2016-01-01T10:00,contact']);
    expect(await recencyOf('1')).toMatchObject({ recency: '2016-01-01' });
  });

  it('R1f criteria: a row by contact or operator counts where it changes the value; an import never', async () => {
    await bring(venue, 'criteria', [
      'contact_number,organisation,criterion,value,changed_at,by',
      '1,,jazz,yes,2015-01-01T10:00,contact',
      '1,,jazz,yes,2016-01-01T10:00,contact',
      '1,,jazz,no,2017-01-01T10:00,import',
      '2,S,dance,3,2016-01-01T10:00,operator',
    ]);
    expect(await recencyOf('1')).toEqual({ recency: '2015-01-01', source: 'criterion', organisation: null });
    expect(await recencyOf('2')).toEqual({ recency: '2016-01-01', source: 'criterion', organisation: 'S' });
    expect(await table('contact_criteria', 'value, criterion_id')).toMatchObject([
      { value: '3' },
      { value: 'no' },
    ]);
  });

  it('R1e clicks: an imported click counts as explicit', async () => {
    await bring(venue, 'clicks', [
      'contact_number,campaign,url,clicked_at',
      '1,Spring,https://example.org/x,2018-03-04T00:30',
    ]);
    expect(await recencyOf('1')).toEqual({ recency: '2018-03-04', source: 'click', organisation: null });
  });

  it('rows of an erased contact are refused and counted, the rest of the file goes in', async () => {
    await bring(venue, 'orders', [
      'order_number,line,ordered_on,purchase_contact,state',
      'A,1,2021-06-01,2,sold',
    ]);
    await venue.run('real', '2021-06-15');
    const contacts = await bring(venue, 'contacts', [
      'number,kind',
      '1,individual',
      '2,individual',
      '3,individual',
    ]);
    expect(contacts).toMatchObject({ inserted: 1, refused: { count: 1, lines: [2] } });
    const orders = await bring(venue, 'orders', [
      'order_number,line,ordered_on,purchase_contact,cultural_contact,state',
      'B,1,2021-06-01,2,,sold',
      'B,2,2021-06-01,2,1,sold',
      'C,1,2021-06-01,1,,sold',
    ]);
    expect(orders).toMatchObject({ inserted: 1, refused: { count: 2, lines: [3, 4] } });
    const balances = await bring(venue, 'balances', [
      'contact_number,organisation,currency,amount',
      '1,S,CHF,1',
      '2,S,CHF,1',
    ]);
    expect(balances).toMatchObject({ inserted: 1, refused: { count: 1 } });
  });
});

it('a path is read, and one that cannot be is refused in one line', async () => {
  const path = join(venue.test.folder, 'contacts.csv');
  await writeFile(path, 'number,kind\n1,individual\n');
  expect(
    await importFile(venue.database, venue.institution, 'contacts', path, { now: IMPORTED_AT }),
  ).toMatchObject({
    inserted: 1,
  });
  await expect(
    importFile(venue.database, venue.institution, 'contacts', `${path}.gone`, { now: IMPORTED_AT }),
  ).rejects.toMatchObject({ code: 'unreadable-file' });
});
