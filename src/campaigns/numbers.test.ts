import { sql } from 'kysely';
import { getCountries, getExampleNumber, parsePhoneNumber } from 'libphonenumber-js';
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import { expect, it } from 'vitest';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';

let venue: Venue;
venuePerTest((one) => {
  venue = one;
});

async function keys(written: { typed: string; home: string }[]): Promise<(string | null)[]> {
  const rows = await venue.rows<{ key: string | null }>(sql`
    select phone_key(w.typed, w.home) as key
      from unnest(${written.map(({ typed }) => typed)}::text[], ${written.map(({ home }) => home)}::text[])
           with ordinality as w(typed, home, place) order by w.place`);
  return rows.map(({ key }) => key);
}

it('a number of any country is read as libphonenumber reads it, however it is written', async () => {
  const written = getCountries().flatMap((home) => {
    const number = getExampleNumber(home, examples);
    if (number === undefined) return [];
    return [
      number.number,
      number.formatNational(),
      number.formatInternational(),
      number.formatInternational().slice(1),
      number.nationalNumber,
      number.number.slice(0, -3),
      `${number.number}1234`,
    ].map((typed) => ({ typed, home }));
  });
  const read = written.map(({ typed, home }) => {
    const number = parsePhoneNumberOrNot(typed, home);
    return number?.isValid() ? number.number : null;
  });
  expect(written.length).toBeGreaterThan(1500);
  const found = await keys(written);
  const others = written.flatMap((one, at) =>
    found[at] === read[at] ? [] : [{ ...one, found: found[at], read: read[at] }],
  );
  expect(others).toEqual([]);
});

function parsePhoneNumberOrNot(typed: string, home: string) {
  try {
    return parsePhoneNumber(typed, home as 'FR');
  } catch {
    return undefined;
  }
}

it('what people write around a number changes nothing, and what is none is null', async () => {
  const typed = [
    '06 12 34 56 78',
    '06.12.34.56.78',
    '(06) 12-34-56-78',
    '+33 (0)6 12 34 56 78',
    '0033612345678',
    '33 6 12 34 56 78',
    '06 12 34 56 78 poste 12',
    '06\u00a012\u00a034\u00a056\u00a078',
  ];
  expect(await keys(typed.map((one) => ({ typed: one, home: 'FR' })))).toEqual(
    typed.map(() => '+33612345678'),
  );
  const none = [
    '',
    ' ',
    '06',
    '06 12 34 56',
    'pas de portable',
    '+',
    '0000000000',
    '+999 123456789',
    '06 12 34 56 78 9',
  ];
  expect(await keys(none.map((one) => ({ typed: one, home: 'FR' })))).toEqual(none.map(() => null));
  expect(
    await keys([
      { typed: '079 123 45 67', home: 'CH' },
      { typed: '079 123 45 67', home: 'XX' },
    ]),
  ).toEqual(['+41791234567', null]);
});
