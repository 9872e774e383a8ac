import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { refusal } from '../../test/helpers/bring.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import type { Kind } from './import.ts';

let venue: Venue;
venuePerTest((one) => {
  venue = one;
});

async function errors(kind: Kind, content: string[] | Buffer): Promise<readonly string[]> {
  const details = await refusal(venue, kind, content);
  const written = await venue.rows(sql`
    select number from contacts where institution_id = ${venue.id}
     union all select number from orders where institution_id = ${venue.id}`);
  expect(written, 'nothing was written').toEqual([]);
  return details;
}

describe('a file that is not right is refused as a whole, with each error by line and column', () => {
  it.each<[string, Kind, string[] | Buffer, RegExp[]]>([
    ['an empty file', 'contacts', Buffer.from(''), [/^line 1: .*empty/]],
    [
      'an unknown column',
      'contacts',
      ['number,kind,shoe_size', 'X1,individual,42'],
      [/^line 1: "shoe_size" is not a column/],
    ],
    [
      'a column twice',
      'contacts',
      ['number,kind,kind', 'X1,individual,individual'],
      [/^line 1: "kind" stands twice/],
    ],
    [
      'a missing column',
      'contacts',
      ['number,first_name', 'X1,Marie'],
      [/^line 1: the column kind is missing/],
    ],
    ['an empty key', 'contacts', ['number,kind', ',individual'], [/^line 2, column number: is empty/]],
    [
      'an unknown kind',
      'contacts',
      ['number,kind', 'X1,ghost'],
      [/^line 2, column kind: "ghost" is none of/],
    ],
    [
      'a day that is none',
      'contacts',
      ['number,kind,created_on', 'X1,individual,2018-02-30'],
      [/^line 2, column created_on: "2018-02-30" is not a date/],
    ],
    [
      'a day of another form',
      'contacts',
      ['number,kind,created_on', 'X1,individual,15.06.2018'],
      [/column created_on/],
    ],
    ['an unknown country', 'contacts', ['number,kind,country', 'X1,individual,XX'], [/column country/]],
    ['an unknown role', 'contacts', ['number,kind,roles', 'X1,individual,wizard'], [/column roles.*wizard/]],
    [
      'an unknown structure',
      'contacts',
      ['number,kind,structure_number', 'X1,relay,nowhere'],
      [/^line 2, column structure_number/],
    ],
    [
      'a structure of an individual',
      'contacts',
      ['number,kind,structure_number', 'X1,individual,nowhere'],
      [/column structure_number/],
    ],
    [
      'too many fields',
      'contacts',
      ['number,kind', 'X1,individual,more'],
      [/^line 2: 3 fields where the header has 2/],
    ],
    ['too few fields', 'contacts', ['number,kind,email', 'X1,individual'], [/^line 2: 2 fields/]],
    [
      'Latin-1',
      'contacts',
      Buffer.from('number,kind,last_name\nX1,individual,Fran\xe7ois\n', 'latin1'),
      [/^line 2.*UTF-8/],
    ],
    ['an unclosed quote', 'contacts', ['number,kind,last_name', 'X1,individual,"Rey'], [/^line 2/]],
    [
      'an unknown contact',
      'balances',
      ['contact_number,organisation,currency,amount', 'nobody,A,CHF,1'],
      [/^line 2, column contact_number: "nobody" is no known contact/],
    ],
    [
      'an amount with a comma',
      'balances',
      ['contact_number,organisation,currency,amount', 'nobody,A,CHF,"1,5"'],
      [/column amount/],
    ],
    [
      'more decimals than the currency has',
      'balances',
      ['contact_number,organisation,currency,amount', 'nobody,A,JPY,1.5'],
      [/column amount.*JPY/],
    ],
    [
      'an unknown currency',
      'balances',
      ['contact_number,organisation,currency,amount', 'nobody,A,XYZ,1'],
      [/column currency/],
    ],
    [
      'a performance that ends before it starts',
      'orders',
      [
        'order_number,line,state,product,performance_start,performance_end',
        'A,1,sold,P,2018-06-15T20:00,2018-06-15T19:00',
      ],
      [/^line 2, column performance_end/],
    ],
    [
      'a date-time that is none',
      'orders',
      ['order_number,line,state,product,performance_start', 'A,1,sold,P,2018-06-15T25:00'],
      [/column performance_start/],
    ],
    ['an unknown state', 'orders', ['order_number,line,state', 'A,1,gone'], [/column state/]],
    [
      'an unknown authorisation',
      'authorisations',
      ['contact_number,authorisation,value,changed_at', 'nobody,telepathy,yes,2018-01-01T10:00'],
      [/column authorisation/],
    ],
  ])('%s', async (_, kind, content, expected) => {
    const details = await errors(kind, content);
    for (const pattern of expected) expect(details.join('\n')).toMatch(new RegExp(pattern.source, 'm'));
  });

  it('names the line where a record starts, also after quoted line breaks', async () => {
    const details = await errors('contacts', [
      'number,kind,remark',
      'X1,individual,"one',
      'two',
      'three"',
      'X2,ghost,',
    ]);
    expect(details).toEqual([expect.stringMatching(/^line 5, column kind/)]);
  });

  it('shows the first hundred errors and counts the others', async () => {
    const details = await errors('contacts', [
      'number,kind',
      ...Array.from({ length: 250 }, (_, i) => `X${i},ghost`),
    ]);
    expect(details).toHaveLength(101);
    expect(details.at(-1)).toContain('150 more');
  });

  it('a good row before a bad one is not written', async () => {
    await errors('contacts', [
      'number,kind',
      ...Array.from({ length: 6000 }, (_, i) => `X${i},individual`),
      'X,ghost',
    ]);
  });
});
