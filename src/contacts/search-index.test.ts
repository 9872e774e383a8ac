import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { bring } from '../../test/helpers/bring.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { createDemo } from '../demo/demo.ts';

let venue: Venue;
venuePerTest((one) => {
  venue = one;
});

/** How many contacts are not found by what they are, and how many rows find nobody. */
async function wrong() {
  const [counted] = await venue.rows(sql`
    select (select count(*) from contacts where institution_id = ${venue.id}) as contacts,
           (select count(*) from (select * from contact_search_source where institution_id = ${venue.id}
                                  except select institution_id, contact_id, name_key, town_key, postcode_key, words
                                    from contact_search) missing) as missing,
           (select count(*) from contact_search s where s.institution_id = ${venue.id}
               and not exists (select from contacts c where c.institution_id = ${venue.id} and c.id = s.contact_id))
             as left_over`);
  return counted;
}

it('an import lets be found what it brings, and what it changes', async () => {
  const header = 'number,kind,first_name,last_name,town,created_on';
  await bring(venue, 'contacts', [
    header,
    '1,individual,Ada,Rey,Nyon,2020-01-01',
    '2,individual,Bo,Roux,,2020-01-01',
  ]);
  expect(await wrong()).toEqual({ contacts: 2, missing: 0, left_over: 0 });
  await bring(venue, 'contacts', [header, '1,individual,Ada,Reymond,Genève,2020-01-01']);
  expect(await wrong()).toEqual({ contacts: 2, missing: 0, left_over: 0 });
  expect(
    await venue.rows(sql`select name_key, town_key from contact_search where institution_id = ${venue.id}
                               order by contact_id`),
  ).toEqual([
    { name_key: 'reymond ada', town_key: 'geneve' },
    { name_key: 'roux bo', town_key: null },
  ]);
});

it('R8 the demo is found, and whom a real run erases is not', async () => {
  const now = new Date('2026-03-10T09:00:00Z');
  await createDemo(venue.database, venue.institution, { contacts: 300, seed: 1, now });
  expect(await wrong()).toEqual({ contacts: 300, missing: 0, left_over: 0 });
  const { counts } = await venue.run('real', '2026-03-10');
  const gone = counts.delete + counts.anonymise;
  expect(gone).toBeGreaterThan(20);
  expect(await wrong()).toEqual({ contacts: 300 - gone, missing: 0, left_over: 0 });
});
