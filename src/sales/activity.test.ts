import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BY, minutesLater, NOW, Stall } from '../../test/helpers/stall.ts';
import { Venue } from '../../test/helpers/venue.ts';
import {
  cancelLines,
  confirmOption,
  expireDue,
  placeOrder,
  readBasket,
  sellLines,
  setAttendee,
  takePayment,
} from './sales.ts';

let venue: Venue;
let stall: Stall;
/** The play is on 12 September, four months after the sale. */
let play: { product: number; performance: number; quota: number };

beforeAll(async () => {
  venue = await Venue.open();
  stall = await Stall.open(venue);
  play = await stall.performance(1000);
});
afterAll(() => venue.close());

const days = (count: number) => minutesLater(count * 24 * 60);
const chf = (amountMinor: number) => ({ amountMinor, currency: 'CHF' });
const cash = (amountMinor: number) => ({ method: 'cash' as const, ...chf(amountMinor) });
const at = () => [venue.database, venue.institution] as const;

describe('each act gives its recency', () => {
  it('R1a R2 an option for a performance counts with its date, and when it expires with the day it was taken', async () => {
    const contact = await venue.contact();
    await stall.order(play, 'option', contact);
    expect(await stall.activity(contact)).toBe('2026-09-12 option');
    await expireDue(venue.database, days(8).now);
    expect(await stall.activity(contact)).toBe('2026-05-04 option');
  });

  it('R1b R2 confirming is an act of its own; expired, it counts with the day of confirmation', async () => {
    const contact = await venue.contact();
    const order = await stall.order(play, 'option', contact);
    const confirmed = await confirmOption(...at(), { orderId: order.id }, days(3));
    expect(confirmed.lines).toMatchObject([{ state: 'option', optionConfirmedOn: '2026-05-07' }]);
    expect(await stall.activity(contact)).toBe('2026-09-12 option-confirmed');
    await expireDue(venue.database, days(30).now);
    expect(await stall.activity(contact)).toBe('2026-05-07 option-confirmed');
    await expect(confirmOption(...at(), { orderId: order.id }, days(31))).rejects.toMatchObject({
      code: 'nothing-to-confirm',
    });
  });

  it('R1b an undated option that was confirmed counts with the day of confirmation', async () => {
    const contact = await venue.contact();
    const card = await stall.product('membership', 5000);
    const { id } = await stall.order({ product: card }, 'option', contact);
    expect(await stall.activity(contact)).toBe('2026-05-04 option');
    await confirmOption(...at(), { orderId: id }, days(2));
    expect(await stall.activity(contact)).toBe('2026-05-06 option-confirmed');
  });

  it('R1c R2 a reservation counts with the performance, and when it expires with the order', async () => {
    const contact = await venue.contact();
    const { id } = await stall.order(play, 'reservation', contact);
    expect(await stall.activity(contact)).toBe('2026-09-12 reservation');
    await expireDue(venue.database, days(15).now);
    expect(await stall.activity(contact)).toBe('2026-05-04 reservation');
    const [line] = await venue.rows(sql`select state, cancelled_by from order_lines where order_id = ${id}`);
    expect(line).toEqual({ state: 'cancelled', cancelled_by: 'expiry' });
  });

  it('R1c R2 a sale counts with the performance for who buys and who attends; cancelled, with the order', async () => {
    const [buyer, friend] = [await venue.contact(), await venue.contact()];
    const attendee = { kind: 'contact' as const, contactId: friend };
    const { id } = await stall.order(play, 'sale', buyer, { attendee });
    expect(await stall.activity(buyer)).toBe('2026-09-12 sale');
    expect(await stall.activity(friend)).toBe('2026-09-12 sale');
    await cancelLines(...at(), { orderId: id, cancelledBy: 'venue' }, days(5));
    expect(await stall.activity(buyer)).toBe('2026-05-04 sale');
    expect(await stall.activity(friend)).toBe('2026-05-04 sale');
  });

  it('R2 a pass counts with the end of its validity, what has none with the order', async () => {
    const [one, other] = [await venue.contact(), await venue.contact()];
    const pass = await stall.product('pass', 9000, { valid_until: '2027-06-30' });
    await stall.order({ product: pass }, 'sale', one);
    await stall.order({ product: await stall.product('merchandise', 900) }, 'sale', other);
    expect(await stall.activity(one)).toBe('2027-06-30 sale');
    expect(await stall.activity(other)).toBe('2026-05-04 sale');
  });

  it('R1 a payment alone is no activity', async () => {
    const contact = await venue.contact();
    const card = await stall.product('membership', 5000);
    const { id } = await stall.order({ product: card }, 'sale', contact);
    await takePayment(...at(), id, cash(5000), days(40));
    expect(await stall.activity(contact)).toBe('2026-05-04 sale');
  });

  it('R1c selling what was reserved makes it a sale', async () => {
    const contact = await venue.contact();
    const { id } = await stall.order(play, 'reservation', contact);
    const sold = await sellLines(...at(), { orderId: id, payments: [cash(3000)] }, days(2));
    expect(sold).toMatchObject({
      lines: [{ state: 'sold', soldOn: '2026-05-06', expiresAt: null }],
      due: [],
    });
    expect(sold.lines[0]?.ticketCode).toMatch(/^[0-9a-f-]{36}$/);
    expect(await stall.activity(contact)).toBe('2026-09-12 sale');
  });
});

describe('R9', () => {
  it('R9 who buys for herself is the cultural contact, also where she types in her own name', async () => {
    const ada = await venue.contact({ first_name: 'Ada', last_name: 'Lovelace' });
    const own = { kind: 'beneficiary' as const, firstName: ' ada', lastName: 'LOVELACE' };
    for (const attendee of [{ kind: 'self' as const }, own]) {
      const { lines } = await stall.order(play, 'sale', ada, { attendee });
      expect(lines[0]?.attendee).toEqual({ kind: 'self' });
    }
    const zoe = await venue.contact({ first_name: 'Zoé', last_name: 'Müller-Rey' });
    const typed = { kind: 'beneficiary' as const, firstName: 'Zoe', lastName: 'Müller Rey' };
    const hers = await stall.order(play, 'sale', zoe, { attendee: typed });
    expect(hers.lines[0]?.attendee).toEqual({ kind: 'self' });
    const { lines } = await stall.order(play, 'sale', ada, {
      attendee: { kind: 'beneficiary', firstName: 'Charles', lastName: 'Babbage' },
    });
    expect(lines[0]?.attendee).toEqual({ kind: 'beneficiary', firstName: 'Charles', lastName: 'Babbage' });
    const named = await venue.rows(
      sql`select id from order_lines where beneficiary_last_name ilike 'lovelace'`,
    );
    expect(named).toEqual([]);
  });

  it('R9 said in the basket, it is so in the order', async () => {
    const [ada, friend] = [await venue.contact(), await venue.contact()];
    const basketId = await stall.basket(play);
    const [line] = (await readBasket(...at(), basketId, NOW))?.lines ?? [];
    await setAttendee(...at(), basketId, line?.id as number, { kind: 'contact', contactId: friend }, BY);
    const wanted = { basketId, how: 'sale' as const, purchaseContactId: ada, placementKey: randomUUID() };
    const { lines } = await placeOrder(...at(), wanted, BY);
    expect(lines[0]?.attendee).toEqual({ kind: 'contact', contactId: friend });
  });
});
