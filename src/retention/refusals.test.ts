import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { eraseContact } from './retention.ts';

let venue: Venue;
venuePerTest((one) => {
  venue = one;
});

const DAY = '2021-06-15';
const NOW = new Date(`${DAY}T10:00:00Z`);

async function contact(values: Record<string, unknown>, refused: string[], answer = 'no'): Promise<number> {
  const contact_id = await venue.contact(values);
  for (const authorisation of refused) {
    await venue.insert('contact_authorisations', { contact_id, authorisation, value: answer });
  }
  return contact_id;
}

/** What the filter of campaigns asks: whether an address is not written to again. */
async function suppressed(channel: string, ...addresses: string[]): Promise<string[]> {
  const rows = await venue.rows<{ address: string }>(sql`
    select address from unnest(${addresses}::text[]) as address, institutions i
     where i.id = ${venue.id}
       and exists (select from suppressions s
                    where s.institution_id = ${venue.id} and s.channel = ${channel}
                      and s.address_hash = address_hash(i.erased_number_key, address))`);
  return rows.map(({ address }) => address);
}

it('R23 who refused and is erased by the batch is not written to again, whatever a file brings back', async () => {
  await contact({ email: 'Marie@Example.org ', mobile: '+41 79 1', phone: '+41 22 1' }, ['institution']);
  await contact({ email: 'luc@example.org', mobile: '+41 79 2', phone: '+41 22 2' }, ['sms', 'partners']);
  await contact({ email: 'ada@example.org' }, ['institution', 'email'], 'none');
  await contact({ email: 'yes@example.org' }, ['institution', 'email'], 'yes');
  await venue.active('2021-01-01', { email: 'stays@example.org' });
  await venue.run('real', DAY);
  const mails = [
    'marie@example.org',
    'luc@example.org',
    'ada@example.org',
    'yes@example.org',
    'stays@example.org',
  ];
  expect(await suppressed('email', ...mails)).toEqual(['marie@example.org']);
  expect((await suppressed('sms', '+41 79 1', '+41 79 2')).sort()).toEqual(['+41 79 1', '+41 79 2']);
  expect((await suppressed('phone', '+41 22 1', '+41 79 1', '+41 22 2')).sort()).toEqual([
    '+41 22 1',
    '+41 79 1',
  ]);
});

it('R23 so is who is erased by hand, and a bounced address that refused counts as refused', async () => {
  const address = { street: 'Rue Basse 1', postcode: '1204', town: 'Genève' };
  await contact({ number: 'M1', email: 'marie@example.org', ...address }, ['email', 'post']);
  await contact({ number: 'M2', email: 'MARIE@example.org' }, ['email']);
  await venue.rows(sql`
    insert into suppressions (institution_id, channel, address_hash, reason, suppressed_on)
    select id, 'email', address_hash(erased_number_key, 'marie@example.org'), 'bounced', '2020-01-01'
      from institutions where id = ${venue.id}`);
  const by = { now: NOW, ledgerFile: venue.ledgerFile };
  await eraseContact(venue.database, venue.institution, 'M1', by);
  await eraseContact(venue.database, venue.institution, 'M2', by);
  expect(
    await venue.rows(sql`select channel, reason, suppressed_on from suppressions
                          where institution_id = ${venue.id} order by channel`),
  ).toEqual([
    { channel: 'email', reason: 'refused', suppressed_on: '2020-01-01' },
    { channel: 'post', reason: 'refused', suppressed_on: DAY },
  ]);
  expect(await suppressed('post', 'Rue Basse 1, 1204, Genève')).toHaveLength(1);
});

it('R23 a telephone number is kept back however it is written', async () => {
  await venue.rows(sql`update institutions set country = 'CH' where id = ${venue.id}`);
  await contact({ number: 'M1', mobile: '079 123 45 67', phone: '+41 (0)22 345 67 89' }, ['institution']);
  const by = { now: NOW, ledgerFile: venue.ledgerFile };
  await eraseContact(venue.database, venue.institution, 'M1', by);
  expect(await suppressed('sms', '+41791234567', '079 123 45 67')).toEqual(['+41791234567']);
  expect((await suppressed('phone', '+41791234567', '+41223456789')).sort()).toEqual([
    '+41223456789',
    '+41791234567',
  ]);
});

it('R10 a simulation suppresses nobody', async () => {
  await contact({ email: 'marie@example.org' }, ['institution']);
  await venue.run('simulation', DAY);
  expect(await suppressed('email', 'marie@example.org')).toEqual([]);
});
