import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { onServer } from '../../test/helpers/database.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { inInstitution } from '../database/database.ts';
import { cancelPerformance, previewTouched, reschedule, selectPerformance } from './catalogue.ts';

const NOW = new Date('2020-03-01T10:00:00Z');
const by = { actor: 'operator:1', organisations: null, now: NOW };

let venue: Venue;
venuePerTest((one) => {
  venue = one;
});

/** The recency of a contact as it is now, computed afresh: when it was active, and by what. */
async function recency(contact: number): Promise<string> {
  await sql`delete from contact_recency where institution_id = ${venue.id}`.execute(venue.database.owner);
  await venue.run('simulation', '2023-01-01', { months: 1 });
  const found = await venue.recency(contact);
  return `${found?.source} ${found?.recency}`;
}

/** Looks first, as the page does, and then moves the performance. */
async function move(id: number, startsAt: string, endsAt: string | null = null) {
  const { lines, waiting } = await previewTouched(venue.database, venue.institution, id);
  const { version } = await selectPerformance(venue.database, venue.institution, id);
  return await reschedule(
    venue.database,
    venue.institution,
    { id, version, reviewed: { lines, waiting } },
    { startsAt: new Date(startsAt), endsAt: endsAt === null ? null : new Date(endsAt) },
    by,
  );
}

async function cancel(id: number) {
  const { lines, waiting } = await previewTouched(venue.database, venue.institution, id);
  const { version } = await selectPerformance(venue.database, venue.institution, id);
  const known = { id, version, reviewed: { lines, waiting } };
  return await cancelPerformance(venue.database, venue.institution, known, by);
}

const sold = (performance_id: number, rest: Record<string, unknown> = {}) => ({
  state: 'sold',
  sold_on: '2020-01-10',
  performance_id,
  price_minor: 4500,
  currency: 'CHF',
  ...rest,
});
const balances = (contact: number) =>
  venue.rows<{ organisation: string; currency: string; amount: number }>(sql`
    select o.name as organisation, b.currency, b.amount_minor as amount from balances b
      join organisations o on o.institution_id = b.institution_id and o.id = b.organisation_id
     where b.institution_id = ${venue.id} and b.contact_id = ${contact} order by 1, 2`);

describe('a performance that is rescheduled', () => {
  it('R2 moves the date of its lines, for who bought and for who attends', async () => {
    const [buyer, guest] = [await venue.contact(), await venue.contact()];
    const performance = await venue.performance('2020-06-01T18:00:00Z', '2020-06-01T20:00:00Z');
    await venue.order(buyer, '2020-01-10', [sold(performance, { cultural_contact_id: guest })]);
    expect([await recency(buyer), await recency(guest)]).toEqual(['sale 2020-06-01', 'sale 2020-06-01']);
    await move(performance, '2021-05-30T18:00:00Z', '2021-05-30T23:30:00Z');
    // 23:30 in UTC is the next day in the institution's time zone
    expect([await recency(buyer), await recency(guest)]).toEqual(['sale 2021-05-31', 'sale 2021-05-31']);
    await move(performance, '2020-04-02T18:00:00Z');
    expect([await recency(buyer), await recency(guest)]).toEqual(['sale 2020-04-02', 'sale 2020-04-02']);
  });

  it('R2 moves options and reservations too, and nobody who cancelled before', async () => {
    const [optioned, reserved, gone] = [await venue.contact(), await venue.contact(), await venue.contact()];
    const performance = await venue.performance('2020-06-01T18:00:00Z');
    await venue.order(optioned, '2020-01-10', [{ state: 'option', performance_id: performance }]);
    await venue.order(reserved, '2020-01-10', [{ state: 'reserved', performance_id: performance }]);
    await venue.order(gone, '2020-01-10', [sold(performance, { state: 'cancelled' })]);
    await move(performance, '2021-06-01T18:00:00Z');
    expect([await recency(optioned), await recency(reserved), await recency(gone)]).toEqual([
      'option 2021-06-01',
      'reservation 2021-06-01',
      'sale 2020-01-10',
    ]);
  });

  it('R2 never counts earlier than the order, wherever it is moved', async () => {
    const buyer = await venue.contact();
    const performance = await venue.performance('2020-06-01T18:00:00Z');
    await venue.order(buyer, '2020-01-10', [sold(performance)]);
    await move(performance, '2019-06-01T18:00:00Z');
    expect(await recency(buyer)).toBe('sale 2020-01-10');
  });

  it('R1 is no act of anybody: who has a later one keeps it, and the day of the moving counts for nobody', async () => {
    const buyer = await venue.active('2022-02-02');
    const performance = await venue.performance('2020-06-01T18:00:00Z');
    await venue.order(buyer, '2020-01-10', [sold(performance)]);
    await move(performance, '2020-09-01T18:00:00Z');
    expect(await recency(buyer)).toBe('click 2022-02-02');
  });

  it('R2 moves every order, beyond one range of them', async () => {
    const performance = await venue.performance('2020-06-01T18:00:00Z');
    const organisation = await venue.organisation();
    await sql`
      with made as (
        insert into orders (institution_id, number, organisation_id, ordered_on, activity_on, activity_source)
        select ${venue.id}::bigint, 'M' || n, ${organisation}::bigint, date '2020-01-10', date '2020-06-01', 'sale'
          from generate_series(1, 2100) n returning id
      )
      insert into order_lines (institution_id, order_id, line, organisation_id, performance_id, state, reached)
      select ${venue.id}::bigint, id, '1', ${organisation}::bigint, ${performance}::bigint, 'sold', 'sale' from made`.execute(
      venue.database.owner,
    );
    expect(await move(performance, '2021-06-01T18:00:00Z')).toMatchObject({ orders: 2100, lines: 2100 });
    const days = await venue.rows(sql`
      select activity_on as day, count(*)::integer as n from orders where institution_id = ${venue.id} group by 1`);
    expect(days).toEqual([{ day: '2021-06-01', n: 2100 }]);
  });

  it('refuses a moment that another has, an end before the start, and a count that is not what was reviewed', async () => {
    const performance = await venue.performance('2020-06-01T18:00:00Z');
    const [{ product_id }] = (await venue.rows<{ product_id: number }>(
      sql`select product_id from performances where institution_id = ${venue.id} and id = ${performance}`,
    )) as [{ product_id: number }];
    await venue.insert('performances', { product_id, starts_at: '2020-07-01T18:00:00Z' });
    await expect(move(performance, '2020-07-01T18:00:00Z')).rejects.toMatchObject({
      code: 'performance-exists',
    });
    await expect(move(performance, '2020-08-01T18:00:00Z', '2020-08-01T17:00:00Z')).rejects.toMatchObject({
      code: 'end-before-start',
    });
    await venue.order(await venue.contact(), '2020-01-10', [sold(performance)]);
    const known = { id: performance, version: 1, reviewed: { lines: 0, waiting: 0 } };
    const later = { startsAt: new Date('2020-08-01T18:00:00Z'), endsAt: null };
    await expect(reschedule(venue.database, venue.institution, known, later, by)).rejects.toMatchObject({
      code: 'changed-meanwhile',
    });
    const stale = { ...known, version: 2, reviewed: { lines: 1, waiting: 0 } };
    await expect(reschedule(venue.database, venue.institution, stale, later, by)).rejects.toMatchObject({
      code: 'stale',
    });
    expect(await selectPerformance(venue.database, venue.institution, performance)).toMatchObject({
      startsAt: new Date('2020-06-01T18:00:00Z'),
    });
  });
});

describe('a performance that is cancelled', () => {
  it('R2 leaves each line the date of the person’s own act, and R1 its cancelling is no activity', async () => {
    const [buyer, guest, optioned, confirmed] = [
      await venue.contact(),
      await venue.contact(),
      await venue.contact(),
      await venue.contact(),
    ];
    const performance = await venue.performance('2021-06-01T18:00:00Z');
    await venue.order(buyer, '2020-01-10', [sold(performance, { cultural_contact_id: guest })]);
    await venue.order(optioned, '2020-01-11', [{ state: 'option', performance_id: performance }]);
    await venue.order(confirmed, '2020-01-12', [
      { state: 'option', option_confirmed_on: '2020-02-02', performance_id: performance },
    ]);
    expect(await recency(buyer)).toBe('sale 2021-06-01');
    expect(await cancel(performance)).toMatchObject({ orders: 3, lines: 3, tickets: 1, persons: 4 });
    expect([
      await recency(buyer),
      await recency(guest),
      await recency(optioned),
      await recency(confirmed),
    ]).toEqual(['sale 2020-01-10', 'sale 2020-01-10', 'option 2020-01-11', 'option-confirmed 2020-02-02']);
    const lines = await venue.rows(sql`
      select state, cancelled_by as by, cancelled_at as at from order_lines where institution_id = ${venue.id}`);
    expect(lines).toEqual(Array(3).fill({ state: 'cancelled', by: 'venue', at: NOW }));
  });

  it('R1d leaves who waited the day of the sign-up, and R6 nobody waits for it any more', async () => {
    const waiting = await venue.contact();
    const performance = await venue.performance('2024-06-01T18:00:00Z');
    await venue.insert('waiting_list_entries', {
      contact_id: waiting,
      organisation_id: await venue.organisation(),
      performance_id: performance,
      signed_up_on: '2019-05-05',
      state: 'open',
    });
    expect(await recency(waiting)).toBe('waiting-list 2019-05-05');
    expect(await venue.journal(await venue.run('simulation', '2023-01-01'))).toMatchObject([
      { outcome: 'spare', reason: 'waiting' },
    ]);
    expect(await cancel(performance)).toMatchObject({ waiting: 1 });
    expect(await recency(waiting)).toBe('waiting-list 2019-05-05');
    expect(await venue.journal(await venue.run('simulation', '2023-01-01'))).toMatchObject([
      { outcome: 'delete' },
    ]);
  });

  it('R5 credits what was sold to who bought, per organisation and currency, and nothing else', async () => {
    const [buyer, other] = [await venue.contact(), await venue.contact()];
    const performance = await venue.performance('2021-06-01T18:00:00Z');
    await venue.balance(buyer, 1000, 'EUR');
    await venue.order(buyer, '2020-01-10', [
      sold(performance),
      sold(performance, { price_minor: 2000, cultural_contact_id: other }),
      sold(performance, { price_minor: 300, currency: 'EUR' }),
      sold(performance, { price_minor: null, currency: null }),
      { ...sold(performance), state: 'reserved', sold_on: undefined },
    ]);
    await venue.order(buyer, '2020-01-11', [sold(performance, { price_minor: 700 })], 'Festival');
    await venue.order(null, '2020-01-11', [sold(performance)]);
    const preview = await previewTouched(venue.database, venue.institution, performance);
    expect(preview).toEqual({
      reach: { told: 0, withoutEmail: 2, unnamed: 1 },
      orders: 3,
      lines: 7,
      tickets: 6,
      persons: 2,
      waiting: 0,
      credits: [
        { currency: 'CHF', amountMinor: 7200 },
        { currency: 'EUR', amountMinor: 300 },
      ],
    });
    await cancel(performance);
    expect(await balances(buyer)).toEqual([
      { organisation: 'Festival', currency: 'CHF', amount: -700 },
      { organisation: 'Grand Théâtre', currency: 'CHF', amount: -6500 },
      { organisation: 'Grand Théâtre', currency: 'EUR', amount: 700 },
    ]);
    expect(await balances(other)).toEqual([]);
  });

  it('keeps the code of a ticket, by which the order tells what was sold here from what was imported', async () => {
    const performance = await venue.performance('2021-06-01T18:00:00Z');
    const ticket_code = '6f9619ff-8b86-4011-b42d-00cf4fc964ff';
    await venue.order(await venue.contact(), '2020-01-10', [sold(performance, { ticket_code })]);
    await cancel(performance);
    const lines = await venue.rows(sql`
      select state, ticket_code from order_lines where institution_id = ${venue.id}`);
    expect(lines).toEqual([{ state: 'cancelled', ticket_code }]);
  });

  it.runIf(onServer)(
    'waits for a sale that is on its way, which is then more than was reviewed',
    async () => {
      const performance = await venue.performance('2021-06-01T18:00:00Z');
      const organisation_id = await venue.organisation();
      let cancelled: Promise<unknown> | undefined;
      await inInstitution(venue.database, venue.id, async (tenant) => {
        await sql`
        with made as (
          insert into orders (institution_id, number, organisation_id, ordered_on)
          values (${venue.id}, 'W1', ${organisation_id}, '2020-01-10') returning id
        )
        insert into order_lines (institution_id, order_id, line, organisation_id, performance_id, state, reached)
        select ${venue.id}::bigint, id, '1', ${organisation_id}::bigint, ${performance}::bigint, 'sold', 'sale' from made`.execute(
          tenant,
        );
        cancelled = cancel(performance).catch((error: unknown) => error);
        await expect
          .poll(() => venue.rows(sql`select from pg_locks where not granted`).then((rows) => rows.length))
          .toBeGreaterThan(0);
      });
      expect(await cancelled).toMatchObject({ code: 'changed-meanwhile' });
      expect(await cancel(performance)).toMatchObject({ lines: 1 });
    },
  );

  it('gives the places back, empties baskets, and happens once', async () => {
    const buyer = await venue.contact();
    const performance = await venue.performance('2021-06-01T18:00:00Z');
    const product_id = (
      await venue.rows<{ id: number }>(sql`
        select product_id as id from performances where institution_id = ${venue.id} and id = ${performance}`)
    )[0]?.id;
    const quota_id = await venue.insert('quotas', {
      product_id,
      performance_id: performance,
      name: 'Salle',
      capacity: 10,
      taken: 4,
    });
    const category = await venue.insert('price_categories', { name: 'Plein tarif' });
    const organisation_id = await venue.organisation();
    const point = await venue.insert('points_of_sale', {
      organisation_id,
      kind: 'box-office',
      name: 'Caisse',
    });
    const basket = { point_of_sale_id: point, created_at: NOW, expires_at: NOW };
    await venue.insert('baskets', { id: 'd3b07384-d9a0-4c9b-8f3e-2f4f5f6f7f8f', ...basket });
    await venue.insert('basket_lines', {
      basket_id: 'd3b07384-d9a0-4c9b-8f3e-2f4f5f6f7f8f',
      product_id,
      performance_id: performance,
      quota_id,
      price_category_id: category,
      amount_minor: 4500,
      currency: 'CHF',
    });
    await venue.order(buyer, '2020-01-10', [sold(performance, { quota_id })]);
    await venue.insert('waiting_list_entries', {
      contact_id: buyer,
      organisation_id,
      performance_id: performance,
      signed_up_on: '2019-05-05',
      state: 'open',
      quantity: 2,
      quota_id,
      offered_at: NOW,
      offer_expires_at: NOW,
    });
    await cancel(performance);
    const left = await venue.rows(sql`
      select (select taken from quotas where institution_id = ${venue.id}) as taken,
             (select count(*)::integer from basket_lines where institution_id = ${venue.id}) as held,
             (select state from waiting_list_entries where institution_id = ${venue.id}) as waiting`);
    expect(left).toEqual([{ taken: 0, held: 0, waiting: 'cancelled' }]);
    await expect(cancel(performance)).rejects.toMatchObject({ code: 'performance-cancelled' });
    await expect(move(performance, '2022-06-01T18:00:00Z')).rejects.toMatchObject({
      code: 'performance-cancelled',
    });
    expect(await balances(buyer)).toEqual([
      { organisation: 'Grand Théâtre', currency: 'CHF', amount: -4500 },
    ]);
  });
});
