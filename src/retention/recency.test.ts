import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Venue } from '../../test/helpers/venue.ts';

let venue: Venue;
beforeAll(async () => {
  venue = await Venue.open();
});
afterAll(() => venue.close());

/** Recency of a new contact for whom `act` did something, as a simulation of today's batch stores it. */
async function recencyAfter(act: (contact: number) => Promise<unknown>, created_on = '2010-01-01') {
  const contact = await venue.contact({ created_on });
  await act(contact);
  await venue.run('simulation', '2026-01-10', { months: 1 });
  return await venue.recency(contact);
}

const sold = { state: 'sold' };

describe('R1 what counts as activity', () => {
  it('R1a an option taken counts with the order date', async () => {
    const found = await recencyAfter((contact) => venue.order(contact, '2015-03-01', [{ state: 'option' }]));
    expect(found).toEqual({ recency: '2015-03-01', source: 'option', organisation: 'Grand Théâtre' });
  });

  it('R1b a confirmed option counts with the day of confirmation', async () => {
    const line = { state: 'option', option_confirmed_on: '2015-03-09' };
    const found = await recencyAfter((contact) => venue.order(contact, '2015-03-01', [line]));
    expect(found).toMatchObject({ recency: '2015-03-09', source: 'option-confirmed' });
  });

  it('R1b the confirmation still counts where the option became a sale', async () => {
    const line = { ...sold, option_confirmed_on: '2015-03-09', sold_on: '2015-03-20' };
    const found = await recencyAfter((contact) => venue.order(contact, '2015-03-01', [line]));
    expect(found).toMatchObject({ recency: '2015-03-09', source: 'option-confirmed' });
  });

  it('R1c a reservation and a sale count for the purchase contact', async () => {
    const reserved = await recencyAfter((contact) =>
      venue.order(contact, '2015-03-01', [{ state: 'reserved' }]),
    );
    expect(reserved).toMatchObject({ recency: '2015-03-01', source: 'reservation' });
    const bought = await recencyAfter((contact) => venue.order(contact, '2015-03-01', [sold]));
    expect(bought).toMatchObject({ recency: '2015-03-01', source: 'sale' });
  });

  it('R1c a reservation and a sale count for the cultural contact, an option does not', async () => {
    const buyer = await venue.contact();
    const of = (state: string) => (contact: number) =>
      venue.order(buyer, '2015-03-01', [{ state, cultural_contact_id: contact }]);
    expect(await recencyAfter(of('sold'))).toMatchObject({ recency: '2015-03-01', source: 'sale' });
    expect(await recencyAfter(of('reserved'))).toMatchObject({
      recency: '2015-03-01',
      source: 'reservation',
    });
    expect(await recencyAfter(of('option'))).toMatchObject({ recency: '2010-01-01', source: 'creation' });
  });

  it('R1 activity counts over all organisations, and the organisation that gave it is kept', async () => {
    const found = await recencyAfter(async (contact) => {
      await venue.order(contact, '2015-03-01', [sold]);
      await venue.order(contact, '2016-03-01', [sold], 'Festival');
    });
    expect(found).toEqual({ recency: '2016-03-01', source: 'sale', organisation: 'Festival' });
  });

  it('R1d a waiting list counts with the day of the sign-up', async () => {
    const performance = await venue.performance('2016-05-01T20:00:00+02');
    const organisation_id = await venue.organisation();
    const found = await recencyAfter((contact_id) =>
      venue.insert('waiting_list_entries', {
        contact_id,
        organisation_id,
        performance_id: performance,
        signed_up_on: '2016-01-05',
        state: 'cancelled',
      }),
    );
    expect(found).toEqual({ recency: '2016-01-05', source: 'waiting-list', organisation: 'Grand Théâtre' });
  });

  it('R1e an explicit click counts, another one does not', async () => {
    const click = (explicit: boolean) => (contact_id: number) =>
      venue.insert('clicks', {
        contact_id,
        clicked_at: '2017-02-03T10:00:00Z',
        clicked_on: '2017-02-03',
        explicit,
      });
    expect(await recencyAfter(click(true))).toEqual({
      recency: '2017-02-03',
      source: 'click',
      organisation: null,
    });
    expect(await recencyAfter(click(false))).toMatchObject({ source: 'creation' });
  });

  it('R1f a changed criterion counts where the contact changed it, not by an import, and not unchanged', async () => {
    const criterion_id = await venue.insert('criteria', {
      name: 'likes jazz',
      organisation_id: await venue.organisation(),
    });
    const change = (by: string, before: string | null) => (contact_id: number) =>
      venue.insert('criterion_changes', {
        contact_id,
        criterion_id,
        value_before: before,
        value_after: 'yes',
        changed_at: '2017-02-03T10:00:00Z',
        changed_on: '2017-02-03',
        changed_by: by,
      });
    expect(await recencyAfter(change('contact', 'no'))).toEqual({
      recency: '2017-02-03',
      source: 'criterion',
      organisation: 'Grand Théâtre',
    });
    expect(await recencyAfter(change('operator', null))).toMatchObject({ source: 'criterion' });
    expect(await recencyAfter(change('import', 'no'))).toMatchObject({ source: 'creation' });
    expect(await recencyAfter(change('contact', 'yes'))).toMatchObject({ source: 'creation' });
  });

  it('R1g changed authorisations count only where one of them is "yes" after the change', async () => {
    const change = (values: Record<string, unknown>) => (contact_id: number) =>
      venue.insert('authorisation_changes', {
        contact_id,
        authorisation: 'email',
        value_before: 'yes',
        value_after: 'no',
        any_yes_after: true,
        changed_at: '2017-02-03T10:00:00Z',
        changed_on: '2017-02-03',
        changed_by: 'contact',
        ...values,
      });
    expect(await recencyAfter(change({}))).toMatchObject({ recency: '2017-02-03', source: 'authorisation' });
    expect(await recencyAfter(change({ any_yes_after: false }))).toMatchObject({ source: 'creation' });
    expect(await recencyAfter(change({ changed_by: 'import' }))).toMatchObject({ source: 'creation' });
    expect(await recencyAfter(change({ value_after: 'yes' }))).toMatchObject({ source: 'creation' });
  });

  it('R1h the creation counts only where there is nothing else, even if it is later', async () => {
    expect(await recencyAfter(async () => {}, '2019-05-05')).toMatchObject({
      recency: '2019-05-05',
      source: 'creation',
    });
    const imported = await recencyAfter(
      (contact) => venue.order(contact, '2015-03-01', [sold]),
      '2025-11-30',
    );
    expect(imported).toMatchObject({ recency: '2015-03-01', source: 'sale' });
  });

  it('R1 a payment alone is no activity', async () => {
    const found = await recencyAfter(async (contact_id) =>
      venue.insert('payments', {
        contact_id,
        organisation_id: await venue.organisation(),
        amount_minor: 100,
        currency: 'CHF',
        method: 'cash',
        paid_at: '2020-01-01T10:00:00Z',
      }),
    );
    expect(found).toMatchObject({ source: 'creation' });
  });

  it('R1 of several activities on one day the one later in the table is the source', async () => {
    const found = await recencyAfter(async (contact_id) => {
      await venue.order(contact_id, '2017-02-03', [sold, { state: 'option' }]);
      await venue.insert('clicks', {
        contact_id,
        clicked_at: '2017-02-03T10:00:00Z',
        clicked_on: '2017-02-03',
      });
    });
    expect(found).toMatchObject({ recency: '2017-02-03', source: 'click' });
    const lines = await recencyAfter((contact) =>
      venue.order(contact, '2017-02-03', [sold, { state: 'option' }, { state: 'reserved' }]),
    );
    expect(lines).toMatchObject({ source: 'sale' });
  });
});

describe('R2 which date an order line takes', () => {
  it('R2 a dated product counts with the end of its validity, even in the future', async () => {
    const evening = await venue.performance('2015-06-15T20:00:00+02', '2015-06-16T01:00:00+02');
    expect(
      await recencyAfter((c) => venue.order(c, '2015-03-01', [{ ...sold, performance_id: evening }])),
    ).toMatchObject({
      recency: '2015-06-16',
    });
    expect(
      await recencyAfter((c) => venue.order(c, '2015-03-01', [{ ...sold, valid_until: '2031-08-31' }])),
    ).toMatchObject({
      recency: '2031-08-31',
    });
  });

  it('R2 a line dated by a start alone counts with the start', async () => {
    const start = await venue.performance('2015-06-15T20:00:00+02');
    expect(
      await recencyAfter((c) => venue.order(c, '2015-03-01', [{ ...sold, performance_id: start }])),
    ).toMatchObject({
      recency: '2015-06-15',
    });
  });

  it('R2 nothing counts earlier than the order date', async () => {
    expect(
      await recencyAfter((c) => venue.order(c, '2015-03-01', [{ ...sold, valid_until: '2014-01-01' }])),
    ).toMatchObject({
      recency: '2015-03-01',
    });
  });

  it('R2 what expired or was cancelled counts with the person’s own act, and its source is the last state reached', async () => {
    const dated = { performance_id: await venue.performance('2018-06-15T20:00:00+02') };
    const of = (line: Record<string, unknown>) =>
      recencyAfter((c) => venue.order(c, '2015-03-01', [{ ...dated, ...line }]));
    expect(await of({ state: 'expired' })).toMatchObject({ recency: '2015-03-01', source: 'option' });
    expect(await of({ state: 'expired', option_confirmed_on: '2015-03-08' })).toMatchObject({
      recency: '2015-03-08',
      source: 'option-confirmed',
    });
    expect(await of({ state: 'cancelled', reached: 'reservation' })).toMatchObject({
      recency: '2015-03-01',
      source: 'reservation',
    });
    expect(await of({ state: 'cancelled', sold_on: '2015-03-05' })).toMatchObject({
      recency: '2015-03-01',
      source: 'sale',
    });
  });

  it('R2 a rescheduled performance moves the date of its lines', async () => {
    const performance = await venue.performance('2015-06-15T20:00:00+02');
    let order = 0;
    const found = await recencyAfter(async (contact) => {
      order = await venue.order(contact, '2015-03-01', [{ ...sold, performance_id: performance }]);
      await sql`update performances set starts_at = '2016-06-15T20:00:00+02'
                 where institution_id = ${venue.id} and id = ${performance}`.execute(venue.database.owner);
      await venue.refresh(order);
    });
    expect(found).toMatchObject({ recency: '2016-06-15' });
  });

  it('R2 date-times become days in the institution’s time zone', async () => {
    const lateInZurich = await venue.performance('2015-06-15T23:30:00Z');
    expect(
      await recencyAfter((c) => venue.order(c, '2015-03-01', [{ ...sold, performance_id: lateInZurich }])),
    ).toMatchObject({
      recency: '2015-06-16',
    });
  });
});

describe('R3 it is computed lazily', () => {
  it('R3 the example of the source: 15 June stays stored on 1 August, because it is recent enough', async () => {
    const contact = await venue.contact();
    const first = await venue.performance('2018-06-15T20:00:00+02');
    const second = await venue.performance('2018-09-01T20:00:00+02');
    await venue.order(contact, '2018-05-01', [{ ...sold, performance_id: first }]);
    await venue.run('simulation', '2018-07-01');
    expect(await venue.recency(contact)).toMatchObject({ recency: '2018-06-15' });
    await venue.order(contact, '2018-07-20', [{ ...sold, performance_id: second }]);
    await venue.run('simulation', '2018-08-01');
    expect(await venue.recency(contact)).toMatchObject({ recency: '2018-06-15' });
    await venue.run('simulation', '2021-07-01');
    expect(await venue.recency(contact)).toMatchObject({ recency: '2018-09-01' });
  });

  it('R3 a simulation recomputes only what is empty or older than its cutoff', async () => {
    await venue.run('simulation', '2026-01-10', { months: 36 });
    const again = await venue.run('simulation', '2026-01-10', { months: 36 });
    expect(again.counts.recomputed).toBe(again.counts.inactive);
    expect(again.counts.contacts).toBeGreaterThan(again.counts.recomputed);
  });

  it('R3 a real run recomputes each candidate before it erases', async () => {
    const contact = await venue.contact({ created_on: '2012-01-01' });
    await venue.run('simulation', '2026-01-10');
    await venue.order(contact, '2026-01-09', [sold]);
    await venue.run('real', '2026-01-10');
    expect(await venue.exists(contact)).toBe(true);
    expect(await venue.recency(contact)).toMatchObject({ recency: '2026-01-09', source: 'sale' });
  });
});
