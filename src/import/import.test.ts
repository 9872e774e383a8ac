import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { bring as bringTo, refusal } from '../../test/helpers/bring.ts';
import { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { type ImportOptions, importFile, type Kind } from './import.ts';

let venue: Venue;
venuePerTest((one) => {
  venue = one;
});

const bring = (kind: Kind, lines: string[], options: Partial<ImportOptions> = {}) =>
  bringTo(venue, kind, lines, options);
const errors = (kind: Kind, lines: string[]) => refusal(venue, kind, lines);

/** Every row of every table that an import writes, with where it physically stands: a rewritten row moves. */
async function everything(): Promise<unknown> {
  const tables = [
    'contacts',
    'contact_roles',
    'organisations',
    'products',
    'performances',
    'orders',
    'order_lines',
    'balances',
    'waiting_list_entries',
    'authorisation_changes',
    'contact_authorisations',
    'criteria',
    'criterion_changes',
    'contact_criteria',
    'campaigns',
    'clicks',
    'audit_log',
  ];
  const rows = tables.map((table) =>
    venue.rows(
      sql`select t.xmin, t.* from ${sql.table(table)} t where institution_id = ${venue.id} order by t::text`,
    ),
  );
  return await Promise.all(rows);
}

const files: [Kind, string[]][] = [
  [
    'contacts',
    [
      'number,kind,structure_number,roles,first_name,last_name',
      '1,individual,,guide:2019-12-31,Marie,Rey',
      '2,relay,S,,Jean,Blanc',
      'S,structure,,partner,,',
    ],
  ],
  [
    'orders',
    [
      'order_number,line,purchase_contact,state,option_confirmed_on,sold_on,product,performance_start,performance_end,beneficiary_first_name,beneficiary_last_name,price',
      'A,1,1,sold,,,CD,,,,,10',
      'A,2,1,cancelled,,,CD,,,,,10',
      'B,1,2,reserved,2016-01-01,,Carmen,2016-06-15T20:00,2016-06-15T23:00,Jean,Blanc,85.50',
      'C,1,1,expired,,,,,2016-06-15T23:00,Léa,Rey,',
    ],
  ],
  [
    'waiting-list',
    [
      'contact_number,organisation,product,performance_start,signed_up_on,state',
      '1,venue,Carmen,2016-06-15T20:00,2016-01-01,open',
    ],
  ],
  ['balances', ['contact_number,organisation,currency,amount', '1,venue,CHF,-1.05']],
  [
    'authorisations',
    [
      'contact_number,authorisation,value,changed_at,by,wording',
      '1,email,yes,2015-01-01T10:00,contact,v1',
      '1,email,no,2016-01-01T10:00:00+01:00,operator,',
    ],
  ],
  [
    'criteria',
    [
      'contact_number,organisation,criterion,value,changed_at,by',
      '1,,jazz,yes,2015-01-01T10:00,contact',
      '1,,jazz,,2016-01-01T10:00,contact',
      '1,venue,jazz,3,2016-01-01T10:00,',
    ],
  ],
  ['clicks', ['contact_number,campaign,url,clicked_at', '1,Spring,https://example.org,2018-03-04T00:30']],
];

it('importing all seven files again on another day rewrites no row', async () => {
  for (const [kind, lines] of files) await bring(kind, lines);
  const before = await everything();
  for (const [kind, lines] of files) {
    const again = await bring(kind, lines, { now: new Date('2022-02-02T10:00:00Z') });
    expect(again, kind).toMatchObject({ rows: lines.length - 1, unchanged: lines.length - 1 });
  }
  expect(await everything()).toEqual(before);
});

it('a file that breaks off leaves nothing', async () => {
  const broken = async function* () {
    yield 'number,kind\n';
    for (let i = 0; i < 6000; i += 1) yield `${i},individual\n`;
    throw new Error('the disk is gone');
  };
  const options = { now: new Date() };
  await expect(
    importFile(venue.database, venue.institution, 'contacts', Readable.from(broken()), options),
  ).rejects.toThrow('the disk is gone');
  expect(await venue.rows(sql`select from contacts where institution_id = ${venue.id}`)).toEqual([]);
});

it('a header alone is a file of no rows', async () => {
  expect(await bring('contacts', ['number,kind'])).toMatchObject({ rows: 0, inserted: 0 });
});

it('a value of an error is shown shortened, and a text that is too long is refused', async () => {
  const [detail] = await errors('contacts', ['number,kind,town', `1,individual,${'x'.repeat(300)}`]);
  expect(detail).toBe(`line 2, column town: "${'x'.repeat(40)}…" is longer than 200 characters`);
});

it('after the first error the rest of the file is still checked, unknown contacts too', async () => {
  const lines = Array.from({ length: 6000 }, () => 'nobody,S,CHF,1');
  lines[0] = 'nobody,S,CHF,much';
  const details = await errors('balances', ['contact_number,organisation,currency,amount', ...lines]);
  expect(details.slice(0, 2)).toEqual([
    'line 2, column amount: "much" is not an amount (digits, a point before the decimals)',
    'line 2, column contact_number: "nobody" is no known contact',
  ]);
  expect(details.at(-1)).toBe('… and 5,901 more');
});

it('of rows with one key the last one tells', async () => {
  await bring('contacts', ['number,kind,last_name', '1,individual,One', '1,individual,Two']);
  await bring('clicks', [
    'contact_number,url,clicked_at',
    '1,first,2018-03-04T10:00:00+01:00',
    '1,last,2018-03-04T09:00:00Z',
  ]);
  expect(
    await venue.rows(sql`
      select c.last_name, k.url from contacts c join clicks k on k.institution_id = c.institution_id
       where c.institution_id = ${venue.id}`),
  ).toEqual([{ last_name: 'Two', url: 'last' }]);
});

it('R6: a file sets a restriction (art. 18) and never lifts or puts off one', async () => {
  const header = 'number,kind,restricted_on';
  await bring('contacts', [header, '1,individual,2020-01-01', '2,individual,', '3,individual,2020-03-01']);
  const again = await bring('contacts', [
    header,
    '1,individual,',
    '2,individual,2020-02-02',
    '3,individual,2099-01-01',
  ]);
  expect(again).toMatchObject({ updated: 1, unchanged: 2 });
  expect(
    await venue.rows(sql`select number, restricted_on as since from contacts
                          where institution_id = ${venue.id} order by number`),
  ).toEqual([
    { number: '1', since: '2020-01-01' },
    { number: '2', since: '2020-02-02' },
    { number: '3', since: '2020-03-01' },
  ]);
});

describe('relays and structures', () => {
  const structures = () =>
    venue.rows(sql`
      select r.number, s.number as structure from contacts r
        left join contacts s on s.institution_id = r.institution_id and s.id = r.structure_id
       where r.institution_id = ${venue.id} and r.kind = 'relay' order by 1`);

  it('a relay moves to another structure, and without the column stays with it', async () => {
    await bring('contacts', ['number,kind,structure_number', 'R,relay,S', 'S,structure,', 'T,structure,']);
    expect(await bring('contacts', ['number,kind,structure_number', 'R,relay,T'])).toMatchObject({
      updated: 1,
    });
    expect(await bring('contacts', ['number,kind', 'R,relay'])).toMatchObject({ updated: 0 });
    expect(await structures()).toEqual([{ number: 'R', structure: 'T' }]);
    expect(await bring('contacts', ['number,kind,structure_number', 'R,relay,'])).toMatchObject({
      updated: 1,
    });
    expect(await structures()).toEqual([{ number: 'R', structure: null }]);
  });

  it('what a relay acts for must be a structure, in the file or before it', async () => {
    await bring('contacts', ['number,kind', 'I,individual']);
    expect(
      await errors('contacts', ['number,kind,structure_number', 'R,relay,I', 'Q,relay,R', 'P,relay,nowhere']),
    ).toEqual([
      'line 2, column structure_number: "I" is no structure (it is of kind individual)',
      'line 3, column structure_number: "R" is no structure (it is of kind relay)',
      'line 4, column structure_number: "nowhere" is no known contact',
    ]);
  });

  it('a structure of a later line is known, although an earlier error keeps it from being written', async () => {
    const details = await errors('contacts', [
      'number,kind,structure_number',
      'X,ghost,',
      'R,relay,S',
      'S,structure,',
    ]);
    expect(details).toHaveLength(1);
  });

  it('a structure stays one while relays act for it; a relay that becomes an individual leaves it', async () => {
    await bring('contacts', ['number,kind,structure_number', 'R,relay,S', 'S,structure,']);
    expect(await errors('contacts', ['number,kind', 'S,individual'])).toEqual([
      expect.stringMatching(/^line 2, column kind: .*relays/),
    ]);
    await bring('contacts', ['number,kind', 'S,individual', 'R,individual']);
    expect(await structures()).toEqual([]);
  });
});

describe('orders', () => {
  beforeEach(async () => {
    await bring('contacts', [
      'number,kind,first_name,last_name,created_on',
      '1,individual,Marie,Rey,2010-01-01',
      '2,individual,Jean,Blanc,2010-01-01',
    ]);
  });

  it('a sale that a file cancels without a day stays a sale, however often the file comes', async () => {
    await bring('orders', ['order_number,line,ordered_on,purchase_contact,state', 'A,1,2016-01-02,1,sold']);
    const cancelling = ['order_number,line,state', 'A,1,cancelled'];
    expect(await bring('orders', cancelling)).toMatchObject({ updated: 1 });
    expect(await bring('orders', cancelling)).toMatchObject({ updated: 0, unchanged: 1 });
    expect(await venue.rows(sql`select reached from order_lines where institution_id = ${venue.id}`)).toEqual(
      [{ reached: 'sale' }],
    );
  });

  it('the activity that is written with a new order is the one that refreshing finds', async () => {
    const cases = [
      'sold,,,,,,',
      'sold,2016-02-01,,,,,',
      'sold,,,2016-06-15T20:00,,,',
      'sold,,,,2017-08-31,,',
      'sold,,,,,2,',
      'sold,,,,,,Marie',
      'reserved,,,,,,',
      'cancelled,,2016-01-05,,,,',
      'option,,,,,,',
      'expired,2016-02-01,,,,,',
    ];
    const lines = cases.flatMap((one, i) => [
      `${i},1,S,2016-01-02,1,CD,${one}`,
      `${i}-${i},1,S,2016-01-02,1,CD,sold,,,,,,`,
      `${i}-${i},2,T,2016-01-02,1,CD,${one}`,
    ]);
    await bring('orders', [
      'order_number,line,organisation,ordered_on,purchase_contact,product,state,option_confirmed_on,sold_on,performance_start,valid_until,cultural_contact,beneficiary_first_name',
      ...lines,
    ]);
    const stored = () =>
      venue.rows<{ id: number }>(sql`
        select o.id, o.activity_on, o.activity_source, o.activity_organisation_id, o.has_sale,
               array_agg(l.attendance_on order by l.line) as attendance
          from orders o join order_lines l on l.institution_id = o.institution_id and l.order_id = o.id
         where o.institution_id = ${venue.id} group by o.institution_id, o.id order by o.id`);
    const written = await stored();
    await venue.refresh(...written.map(({ id }) => id));
    expect(written).toHaveLength(20);
    expect(written).toEqual(await stored());
  });

  it('what a file has no column for stays; the order’s organisation too', async () => {
    await bring('orders', [
      'order_number,line,organisation,ordered_on,purchase_contact,state,option_confirmed_on,product,price,currency',
      'A,1,Scène,2016-01-02,1,option,2016-01-09,Carmen,85.50,EUR',
    ]);
    expect(await bring('orders', ['order_number,line,state,product', 'A,1,expired,Carmen'])).toMatchObject({
      updated: 1,
    });
    expect(
      await venue.rows(sql`
        select o.ordered_on, g.name as organisation, l.state, l.reached, l.price_minor, l.currency, p.organisation_id = g.id as own
          from orders o
          join organisations g on g.institution_id = o.institution_id and g.id = o.organisation_id
          join order_lines l on l.institution_id = o.institution_id and l.order_id = o.id
          join products p on p.institution_id = l.institution_id and p.id = l.product_id
         where o.institution_id = ${venue.id}`),
    ).toEqual([
      {
        ordered_on: '2016-01-02',
        organisation: 'Scène',
        state: 'expired',
        reached: 'option-confirmed',
        price_minor: 8550,
        currency: 'EUR',
        own: true,
      },
    ]);
  });

  it('without a day an order is of the day of its sale, of its confirmation, or of the import', async () => {
    const header = 'order_number,line,purchase_contact,state,option_confirmed_on,sold_on';
    await bring(
      'orders',
      [header, 'A,1,1,sold,2016-01-01,2016-02-02', 'B,1,1,option,2016-01-01,', 'C,1,1,sold,,'],
      {
        now: new Date('2021-06-15T23:30:00Z'), // the 16th in Zurich
      },
    );
    expect(
      await venue.rows(sql`
        select o.number, o.ordered_on, g.name as organisation from orders o
          join organisations g on g.institution_id = o.institution_id and g.id = o.organisation_id
         where o.institution_id = ${venue.id} order by 1`),
    ).toEqual([
      { number: 'A', ordered_on: '2016-02-02', organisation: venue.institution.name },
      { number: 'B', ordered_on: '2016-01-01', organisation: venue.institution.name },
      { number: 'C', ordered_on: '2021-06-16', organisation: venue.institution.name },
    ]);
  });
});

it('waiting-list: without an end in the file an entry goes to the performance that starts then', async () => {
  await bring('contacts', ['number,kind', '1,individual']);
  await bring('orders', [
    'order_number,line,organisation,state,product,performance_start,performance_end',
    'A,1,S,sold,Carmen,2016-06-15T20:00,2016-06-15T23:00',
  ]);
  await bring('waiting-list', [
    'contact_number,organisation,product,performance_start,signed_up_on,state',
    '1,S,Carmen,2016-06-15T18:00:00Z,2016-01-01,served',
  ]);
  expect(await venue.rows(sql`select from performances where institution_id = ${venue.id}`)).toHaveLength(1);
});

it('criteria: an empty value takes the criterion away', async () => {
  await bring('contacts', ['number,kind', '1,individual']);
  const header = 'contact_number,criterion,value,changed_at,by';
  await bring('criteria', [header, '1,jazz,yes,2015-01-01T10:00,contact']);
  await bring('criteria', [header, '1,jazz,,2016-01-01T10:00,contact']);
  expect(await venue.rows(sql`select from contact_criteria where institution_id = ${venue.id}`)).toEqual([]);
  expect(
    await venue.rows(sql`
      select value_before, value_after from criterion_changes where institution_id = ${venue.id} order by changed_at`),
  ).toEqual([
    { value_before: null, value_after: 'yes' },
    { value_before: 'yes', value_after: null },
  ]);
});

it('authorisations: changes of one moment are one act', async () => {
  await bring('contacts', ['number,kind', '1,individual']);
  await bring('authorisations', [
    'contact_number,authorisation,value,changed_at,by',
    '1,email,no,2015-01-01T10:00,contact',
    '1,sms,yes,2015-01-01T10:00,contact',
    '1,sms,no,2016-01-01T10:00,contact',
  ]);
  expect(
    await venue.rows(sql`
      select authorisation, value_before, value_after, any_yes_after from authorisation_changes
       where institution_id = ${venue.id} order by changed_at, authorisation`),
  ).toEqual([
    { authorisation: 'email', value_before: 'none', value_after: 'no', any_yes_after: true },
    { authorisation: 'sms', value_before: 'none', value_after: 'yes', any_yes_after: true },
    { authorisation: 'sms', value_before: 'yes', value_after: 'no', any_yes_after: false },
  ]);
});

it('two imports of one file at once bring each row once', async () => {
  const lines = ['number,kind', ...Array.from({ length: 3000 }, (_, i) => `${i},individual`)];
  const results = await Promise.all([
    bring('contacts', lines),
    bring('contacts', lines.toReversed().slice(0, -1).toSpliced(0, 0, 'number,kind')),
  ]);
  expect(results.map(({ inserted }) => inserted).toSorted((a, b) => a - b)).toEqual([0, 3000]);
});

it('a statistic that knows nothing of a new institution is renewed on the way', async () => {
  const lines = (prefix: string, n: number) => [
    'number,kind',
    ...Array.from({ length: n }, (_, i) => `${prefix}${i},individual`),
  ];
  await bring('contacts', lines('A', 3000));
  venue = await Venue.in(venue.test, { slug: `${venue.institution.slug}-late` });
  expect(await bring('contacts', lines('B', 12_000))).toMatchObject({ inserted: 12_000 });
});
