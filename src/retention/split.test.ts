import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';

let venue: Venue;
venuePerTest((one) => {
  venue = one;
});

const sold = { state: 'sold' };
const DAY = '2021-06-15';

/** Journal of a real run as of DAY as `number → outcome/reason`; erased contacts are `''`. */
async function outcomes(mode: 'simulation' | 'real' = 'simulation'): Promise<Record<string, string>> {
  const lines = await venue.journal(await venue.run(mode, DAY));
  return Object.fromEntries(
    lines.map((line) => [line.contact_number, [line.outcome, line.reason].filter(Boolean).join(' ')]),
  );
}

describe('R4 cutoff', () => {
  it('R4 inactive means strictly before the cutoff', async () => {
    await venue.contact({ number: 'on', created_on: '2018-06-15' });
    await venue.contact({ number: 'before', created_on: '2018-06-14' });
    expect(await outcomes()).toEqual({ before: 'delete' });
  });

  it('R4 the months are of the calendar, clamped to the end of the month', async () => {
    expect((await venue.run('simulation', '2021-05-31', { months: 3 })).cutoff).toBe('2021-02-28');
    expect((await venue.run('simulation', '2020-05-31', { months: 3 })).cutoff).toBe('2020-02-29');
    expect((await venue.run('simulation', DAY)).cutoff).toBe('2018-06-15');
  });

  it('R4 the day of the run is that of the institution’s time zone and never in the future', async () => {
    const lateInNewYork = new Date('2021-06-15T22:30:00Z'); // the 16th in Zurich
    expect((await venue.run('simulation', '2021-06-16', { now: lateInNewYork })).asOf).toBe('2021-06-16');
    await expect(venue.run('simulation', '2021-06-17', { now: lateInNewYork })).rejects.toMatchObject({
      code: 'day-in-the-future',
    });
  });

  it.each([0, -5, 1.5, 100_000, Number.NaN])('R4 %s months are refused', async (months) => {
    await expect(venue.run('simulation', DAY, { months })).rejects.toMatchObject({ code: 'wrong-months' });
  });

  it('R4 a day that does not exist is refused', async () => {
    await expect(venue.run('simulation', '2021-02-30')).rejects.toMatchObject({ code: 'wrong-day' });
  });
});

describe('R5 debt or credit', () => {
  it('R5 a contact in debt or credit is spared and journalled, and erased once it is settled', async () => {
    const debtor = await venue.contact({ number: 'debtor' });
    const creditor = await venue.contact({ number: 'creditor' });
    await venue.balance(debtor, 1000);
    await venue.balance(creditor, -1);
    expect(await outcomes('real')).toEqual({ debtor: 'spare debt', creditor: 'spare credit' });
    await sql`update balances set amount_minor = 0 where institution_id = ${venue.id}`.execute(
      venue.database.owner,
    );
    const run = await venue.run('real', DAY);
    expect(run.counts).toMatchObject({ delete: 2 });
    expect(await venue.exists(debtor)).toBe(false);
  });

  it('R5 balances are never netted over organisations or currencies', async () => {
    const both = await venue.contact({ number: 'both' });
    await venue.balance(both, 1000);
    await venue.balance(both, -1000, 'CHF', 'Festival');
    const currencies = await venue.contact({ number: 'currencies' });
    await venue.balance(currencies, -500, 'EUR');
    await venue.balance(currencies, 500, 'CHF');
    expect(await outcomes()).toEqual({ both: 'spare debt', currencies: 'spare debt' });
  });
});

describe('R6 who is eligible', () => {
  it('R6 structures and active contacts are not in the journal', async () => {
    await venue.contact({ kind: 'structure', number: 'school' });
    await venue.contact({ number: 'active', created_on: '2021-01-01' });
    await venue.contact({ number: 'relay', kind: 'relay' });
    expect(await outcomes()).toEqual({ relay: 'delete' });
  });

  it('R6 a contact in another role is spared while that role is valid', async () => {
    const role = async (number: string, valid_until?: string) =>
      venue.insert('contact_roles', {
        contact_id: await venue.contact({ number }),
        role: 'guide',
        valid_until,
      });
    await role('forever');
    await role('today', DAY);
    await role('past', '2021-06-14');
    expect(await outcomes()).toEqual({ forever: 'spare role', today: 'spare role', past: 'delete' });
  });

  it('R6 who is restricted, or waits for a performance to come, is spared', async () => {
    await venue.contact({ number: 'restricted', restricted_on: '2020-01-01' });
    const waits = async (number: string, starts: string, state: string) =>
      venue.insert('waiting_list_entries', {
        contact_id: await venue.contact({ number }),
        organisation_id: await venue.organisation(),
        performance_id: await venue.performance(starts),
        signed_up_on: '2017-01-01',
        state,
      });
    await waits('tonight', '2021-06-15T20:00:00+02', 'open');
    await waits('played', '2021-06-14T20:00:00+02', 'open');
    await waits('gave up', '2022-06-14T20:00:00+02', 'cancelled');
    expect(await outcomes()).toEqual({
      restricted: 'spare restricted',
      tonight: 'spare waiting',
      played: 'delete',
      'gave up': 'delete',
    });
  });

  it('R6 a relay has its own recency: a colleague’s activity does not count', async () => {
    const structure_id = await venue.contact({ kind: 'structure' });
    await venue.contact({ number: 'idle', kind: 'relay', structure_id });
    const busy = await venue.contact({ number: 'busy', kind: 'relay', structure_id });
    await venue.order(busy, '2021-01-01', [sold]);
    expect(await outcomes()).toEqual({ idle: 'delete' });
  });

  it('R6 a structure with a balance keeps its most recently active relay, in whatever range it stands', async () => {
    const structure_id = await venue.contact({ kind: 'structure' });
    await venue.balance(structure_id, -300);
    await venue.contact({ number: 'older', kind: 'relay', structure_id, created_on: '2011-01-01' });
    await venue.contact({ number: 'latest', kind: 'relay', structure_id, created_on: '2012-01-01' });
    await venue.contact({ number: 'oldest', kind: 'relay', structure_id, created_on: '2010-01-01' });
    const expected = { older: 'delete', latest: 'spare sole-relay', oldest: 'delete' };
    expect(await outcomes()).toEqual(expected);
    const real = await venue.journal(await venue.run('real', DAY, { rangeSize: 1 }));
    expect(real.map((line) => line.outcome)).toEqual(['delete', 'spare', 'delete']);
  });

  it('R6 no relay is kept for a structure that has an active one, or no balance', async () => {
    const structure_id = await venue.contact({ kind: 'structure' });
    await venue.balance(structure_id, 300);
    await venue.contact({ number: 'idle', kind: 'relay', structure_id });
    await venue.contact({ number: 'active', kind: 'relay', structure_id, created_on: '2021-01-01' });
    const settled = await venue.contact({ kind: 'structure' });
    await venue.balance(settled, 0);
    await venue.contact({ number: 'of settled', kind: 'relay', structure_id: settled });
    expect(await outcomes()).toEqual({ idle: 'delete', 'of settled': 'delete' });
  });

  it('R6 of several reasons the first of the order is reported', async () => {
    const structure_id = await venue.contact({ kind: 'structure' });
    await venue.balance(structure_id, 300);
    const all = await venue.contact({ number: 'all', kind: 'relay', structure_id });
    await venue.balance(all, 5);
    await venue.balance(all, -5, 'EUR');
    const drop = async (statement: ReturnType<typeof sql>) => {
      await statement.execute(venue.database.owner);
      return (await outcomes()).all;
    };
    expect((await outcomes()).all).toBe('spare sole-relay');
    await venue.insert('waiting_list_entries', {
      contact_id: all,
      organisation_id: await venue.organisation(),
      performance_id: await venue.performance('2022-01-01T20:00:00Z'),
      signed_up_on: '2010-01-01',
      state: 'open',
    });
    expect((await outcomes()).all).toBe('spare waiting');
    await venue.insert('contact_roles', { contact_id: all, role: 'partner' });
    expect((await outcomes()).all).toBe('spare role');
    expect(await drop(sql`update contacts set restricted_on = '2021-01-01' where id = ${all}`)).toBe(
      'spare restricted',
    );
  });
});

describe('R7 prospect or customer', () => {
  it('R7 options and reservations alone leave a prospect; a sale, even cancelled, a ticket or a payment make a customer', async () => {
    const friend = await venue.active('2021-01-01');
    const of = async (number: string, line: Record<string, unknown>) =>
      venue.order(await venue.contact({ number }), '2015-01-01', [line]);
    await of('option', { state: 'option' });
    await of('expired', { state: 'expired' });
    await of('reserved', { state: 'reserved' });
    await of('cancelled reservation', { state: 'cancelled', reached: 'reservation' });
    await of('sold', sold);
    await of('cancelled sale', { state: 'cancelled', sold_on: '2015-01-02' });
    const guest = await venue.contact({ number: 'guest' });
    await venue.order(friend, '2015-01-01', [{ ...sold, cultural_contact_id: guest }]);
    await venue.insert('payments', {
      contact_id: await venue.contact({ number: 'paid' }),
      organisation_id: await venue.organisation(),
      amount_minor: 100,
      currency: 'CHF',
      method: 'cash',
      paid_at: '2015-01-01T10:00:00Z',
    });
    expect(await outcomes()).toEqual({
      option: 'delete',
      expired: 'delete',
      reserved: 'delete',
      'cancelled reservation': 'delete',
      sold: 'anonymise',
      'cancelled sale': 'anonymise',
      guest: 'anonymise',
      paid: 'anonymise',
    });
  });

  it('R7 with a prospect go its unhonoured lines, but those that name another contact stay without purchase contact', async () => {
    const prospect = await venue.contact();
    const friend = await venue.active('2021-01-01');
    const alone = await venue.order(prospect, '2015-01-01', [{ state: 'option' }]);
    const shared = await venue.order(prospect, '2015-01-01', [
      { state: 'reserved', cultural_contact_id: friend },
      { state: 'reserved', cultural_contact_id: prospect },
      { state: 'option' },
    ]);
    await venue.run('real', DAY);
    expect(
      await venue.rows(sql`select id, purchase_contact_id from orders where institution_id = ${venue.id}`),
    ).toEqual([{ id: shared, purchase_contact_id: null }]);
    expect(
      await venue.rows(
        sql`select order_id, line, cultural_contact_id from order_lines where institution_id = ${venue.id}`,
      ),
    ).toEqual([{ order_id: shared, line: '1', cultural_contact_id: friend }]);
    expect(alone).not.toBe(shared);
  });

  it('R7 a prospect named on somebody else’s reservation leaves the line to its purchase contact', async () => {
    const buyer = await venue.active('2021-01-01');
    const prospect = await venue.contact();
    await venue.order(buyer, '2015-01-01', [{ state: 'reserved', cultural_contact_id: prospect }]);
    await venue.run('real', DAY);
    expect(
      await venue.rows(
        sql`select o.purchase_contact_id, l.cultural_contact_id from orders o join order_lines l on l.order_id = o.id where o.institution_id = ${venue.id}`,
      ),
    ).toEqual([{ purchase_contact_id: buyer, cultural_contact_id: null }]);
  });
});

describe('R8 what anonymised means', () => {
  it('R8 the record goes altogether and no order refers to a person any more', async () => {
    const customer = await venue.contact({
      first_name: 'Marie',
      postcode: '1201',
      town: 'Genève',
      country: 'CH',
      remark: 'x',
    });
    await venue.order(customer, '2015-01-01', [
      { ...sold, cultural_contact_id: customer, price_minor: 4500, currency: 'CHF' },
    ]);
    await venue.order(customer, '2016-01-01', [sold]);
    const run = await venue.run('real', DAY);
    expect(run.counts).toMatchObject({ anonymise: 1, delete: 0 });
    expect(await venue.exists(customer)).toBe(false);
    expect(
      await venue.rows(
        sql`select purchase_contact_id, has_sale from orders where institution_id = ${venue.id}`,
      ),
    ).toEqual([
      { purchase_contact_id: null, has_sale: true },
      { purchase_contact_id: null, has_sale: true },
    ]);
    expect(
      await venue.rows(
        sql`select cultural_contact_id, price_minor from order_lines where institution_id = ${venue.id} order by id limit 1`,
      ),
    ).toEqual([{ cultural_contact_id: null, price_minor: 4500 }]);
    expect(await venue.recency(customer)).toBeUndefined();
  });

  it('R8 an order keeps country, town and postcode while enough living contacts share them, and a coarser one else', async () => {
    const living = async (count: number, place: Record<string, string>) => {
      for (let i = 0; i < count; i++)
        await venue.contact({ created_on: '2021-01-01', country: 'CH', ...place });
    };
    await living(10, { postcode: '1201', town: 'Genève' });
    await living(9, { postcode: '1033', town: 'Cheseaux' });
    await living(1, { postcode: '1034', town: 'Boussens' });
    const buys = async (place: Record<string, string>) =>
      venue.order(await venue.contact({ country: 'CH', ...place }), '2015-01-01', [sold]);
    await buys({ postcode: '1201', town: 'Genève' });
    await buys({ postcode: '1033', town: 'Cheseaux' });
    await buys({ postcode: '9999', town: 'Weiler' });
    await venue.run('real', DAY);
    expect(
      await venue.rows(
        sql`select purchaser_country as country, purchaser_postcode as postcode, purchaser_town as town from orders where institution_id = ${venue.id} order by id`,
      ),
    ).toEqual([
      { country: 'CH', postcode: '1201', town: 'Genève' },
      { country: 'CH', postcode: '10…', town: null },
      { country: 'CH', postcode: null, town: null },
    ]);
  });

  it('R8 a later run coarsens what is no longer shared by enough', async () => {
    for (let i = 0; i < 10; i++)
      await venue.contact({ created_on: '2019-01-01', country: 'CH', postcode: '1201' });
    await venue.order(await venue.contact({ country: 'CH', postcode: '1201' }), '2015-01-01', [sold]);
    await venue.run('real', DAY);
    const postcode = () =>
      venue.rows(sql`select purchaser_postcode as postcode from orders where institution_id = ${venue.id}`);
    expect(await postcode()).toEqual([{ postcode: '1201' }]);
    await venue.run('real', '2023-01-01');
    expect(await postcode()).toEqual([{ postcode: null }]);
  });
});

describe('R9 beneficiaries', () => {
  it('R9 are not anonymised with the purchaser', async () => {
    const beneficiary = {
      beneficiary_first_name: 'Léa',
      beneficiary_last_name: 'Rey',
      beneficiary_country: 'CH',
    };
    await venue.order(await venue.contact(), '2015-01-01', [{ ...sold, ...beneficiary }]);
    await venue.run('real', DAY);
    expect(
      await venue.rows(
        sql`select beneficiary_first_name, beneficiary_last_name, beneficiary_country from order_lines where institution_id = ${venue.id}`,
      ),
    ).toEqual([beneficiary]);
  });
});
