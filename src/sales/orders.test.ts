import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BY, minutesLater, NOW, Stall } from '../../test/helpers/stall.ts';
import { Venue } from '../../test/helpers/venue.ts';
import {
  cancelLines,
  expireDue,
  placeOrder,
  previewCancel,
  putIn,
  readBasket,
  readOffer,
  recountQuotas,
  refund,
  takeOut,
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

describe('the offer', () => {
  it('shows what is on sale here, with prices and free places', async () => {
    const { product, performance } = await stall.performance(2);
    await stall.basket({ product, performance });
    const [offered] = await readOffer(...at(), stall.pointOfSale, { now: NOW, productId: product });
    expect(offered?.performances).toMatchObject([
      {
        id: performance,
        free: 1,
        sale: 'open',
        prices: [
          { name: 'Plein tarif', ...chf(3000) },
          { name: 'Tarif réduit', ...chf(2000) },
        ],
      },
    ]);
  });

  it('has a performance’s own price before the product’s', async () => {
    const { product, performance } = await stall.performance(2);
    await venue.insert('prices', {
      ...{ product_id: product, performance_id: performance, price_category_id: stall.full },
      ...{ amount_minor: 4500, currency: 'CHF' },
    });
    const [offered] = await readOffer(...at(), stall.pointOfSale, { now: NOW, performanceId: performance });
    expect(offered?.performances[0]?.prices.map((price) => price.amountMinor)).toEqual([4500, 2000]);
  });

  it('a quota of another point of sale is not open here, and its places are not sold here', async () => {
    const { product, performance, quota } = await stall.performance(1);
    const other = await Stall.open(venue);
    await venue.insert('quota_points_of_sale', { quota_id: quota, point_of_sale_id: other.pointOfSale });
    const [offered] = await readOffer(...at(), stall.pointOfSale, { now: NOW, productId: product });
    expect(offered?.performances[0]?.free).toBe(0);
    await expect(stall.basket({ product, performance })).rejects.toMatchObject({ code: 'sold-out' });
    await other.basket({ product, performance });
    expect(await stall.taken(quota)).toBe(1);
  });

  it('nothing is sold before the sale begins, of a draft, or of a cancelled performance', async () => {
    const later = await stall.performance(5);
    const cancelled = await stall.performance(5);
    const draft = await stall.performance(5, undefined, { state: 'draft' });
    await venue.rows(
      sql`update performances set sale_starts_at = '2026-06-01' where id = ${later.performance}`,
    );
    await venue.rows(sql`update performances set state = 'cancelled' where id = ${cancelled.performance}`);
    for (const one of [later, cancelled, draft]) {
      await expect(stall.basket(one)).rejects.toMatchObject({ code: 'not-on-sale' });
    }
  });
});

describe('a basket', () => {
  it('holds places for twenty minutes; then they are free, and the basket is gone', async () => {
    const { quota, ...what } = await stall.performance(3);
    const basket = await stall.basket(what, 2);
    expect(await stall.taken(quota)).toBe(2);
    await expireDue(venue.database, minutesLater(19).now);
    expect(await stall.taken(quota)).toBe(2);
    await expireDue(venue.database, minutesLater(21).now);
    expect(await stall.taken(quota)).toBe(0);
    expect(await readBasket(...at(), basket, minutesLater(21).now)).toBeUndefined();
  });

  it('whoever finds it sold out gets places whose time is over, before the schedule passes', async () => {
    const { quota, ...what } = await stall.performance(1);
    await stall.basket(what);
    await expect(stall.basket(what, 1, minutesLater(10))).rejects.toMatchObject({ code: 'sold-out' });
    await stall.basket(what, 1, minutesLater(25));
    expect(await stall.taken(quota)).toBe(1);
  });

  it('gives back what is taken out, once', async () => {
    const { quota, ...what } = await stall.performance(3);
    const basket = await stall.basket(what, 3);
    const [line] = (await readBasket(...at(), basket, NOW))?.lines ?? [];
    await takeOut(...at(), basket, [line?.id as number], BY);
    const left = await takeOut(...at(), basket, [line?.id as number], BY);
    expect(left).toMatchObject({ lines: [{}, {}], totals: [chf(6000)] });
    expect(await stall.taken(quota)).toBe(2);
  });

  it('takes all that is wanted or nothing', async () => {
    const { quota, ...what } = await stall.performance(3);
    const other = await stall.performance(1);
    const basket = await stall.basket(what, 1);
    const wanted = [
      { productId: what.product, performanceId: what.performance, priceCategoryId: stall.full, quantity: 2 },
      {
        productId: other.product,
        performanceId: other.performance,
        priceCategoryId: stall.full,
        quantity: 2,
      },
    ];
    await expect(putIn(...at(), basket, wanted, BY)).rejects.toMatchObject({ code: 'sold-out' });
    expect(await stall.taken(quota)).toBe(1);
    expect((await readBasket(...at(), basket, NOW))?.lines).toHaveLength(1);
  });

  it('fills several quotas where one has not enough', async () => {
    const { quota, ...what } = await stall.performance(2);
    const balcony = await venue.insert('quotas', {
      ...{ product_id: what.product, performance_id: what.performance, name: 'Balcon', capacity: 2 },
    });
    await stall.basket(what, 3);
    expect((await stall.taken(quota)) + (await stall.taken(balcony))).toBe(3);
  });
});

describe('money', () => {
  it('R5 a sale is owed, a payment lowers it, a cancelled sale is a credit, a refund pays it back', async () => {
    const contact = await venue.contact();
    const { id } = await stall.order(play, 'sale', contact, { quantity: 2 });
    expect(await stall.balance(contact)).toBe(6000);
    const [one] = (await takePayment(...at(), id, cash(6000), BY)).lines;
    expect(await stall.balance(contact)).toBe(0);
    const of = { orderId: id, lineIds: [one?.id as number] };
    expect(await previewCancel(...at(), of)).toMatchObject({ credit: [chf(3000)], refundable: [chf(3000)] });
    const cancelled = await cancelLines(...at(), { ...of, cancelledBy: 'operator' }, BY);
    expect(cancelled.due).toEqual([chf(-3000)]);
    expect(await stall.balance(contact)).toBe(-3000);
    await expect(refund(...at(), id, cash(3001), BY)).rejects.toMatchObject({ code: 'wrong-amount' });
    await refund(...at(), id, cash(3000), BY);
    expect(await stall.balance(contact)).toBe(0);
    await expect(refund(...at(), id, cash(1), BY)).rejects.toMatchObject({ code: 'wrong-amount' });
  });

  it('R5 a debt from a sale spares its contact', async () => {
    const contact = await venue.contact({ number: 'DEBTOR' });
    const card = await stall.product('membership', 5000);
    await stall.order({ product: card }, 'sale', contact);
    const run = await venue.run('simulation', '2031-01-01');
    const line = (await venue.journal(run)).find(({ contact_number }) => contact_number === 'DEBTOR');
    expect(line).toMatchObject({ outcome: 'spare', reason: 'debt' });
  });

  it('more than is to pay is not taken', async () => {
    const { id } = await stall.order(play, 'reservation', await venue.contact());
    await expect(takePayment(...at(), id, cash(3001), BY)).rejects.toMatchObject({ code: 'wrong-amount' });
    await expect(takePayment(...at(), id, cash(0), BY)).rejects.toMatchObject({ code: 'wrong-amount' });
    expect((await takePayment(...at(), id, cash(1000), BY)).toPay).toEqual([chf(2000)]);
  });

  it('a sale to nobody is paid at once, and paid back at once', async () => {
    await expect(stall.order(play, 'sale', null)).rejects.toMatchObject({ code: 'nobody-owes' });
    await expect(stall.order(play, 'option', null)).rejects.toMatchObject({ code: 'nobody-owes' });
    const { id } = await stall.order(play, 'sale', null, { payments: [cash(1000), cash(2000)] });
    const of = { orderId: id, cancelledBy: 'operator' as const };
    await expect(cancelLines(...at(), of, BY)).rejects.toMatchObject({ code: 'nobody-credited' });
    const cancelled = await cancelLines(...at(), { ...of, refund: 'cash' }, BY);
    expect(cancelled.payments.map(({ amountMinor }) => amountMinor)).toEqual([1000, 2000, -3000]);
  });

  it('a gift card that was sold pays, as far as it goes, and a cancelled payment fills it again', async () => {
    const contact = await venue.contact();
    const card = await stall.product('gift-card', 4000);
    const bought = await stall.order({ product: card }, 'sale', contact, { payments: [cash(4000)] });
    const code = bought.lines[0]?.giftCardCode as string;
    const pay = (amountMinor: number, giftCardCode = code) => ({
      ...{ method: 'gift-card' as const, ...chf(amountMinor), giftCardCode },
    });
    const typed = code.toLowerCase().replaceAll('-', ' ');
    const first = await stall.order(play, 'sale', contact, { payments: [pay(3000, typed)] });
    await expect(stall.order(play, 'sale', contact, { payments: [pay(3000)] })).rejects.toMatchObject({
      code: 'gift-card-spent',
    });
    await expect(stall.order(play, 'sale', contact, { payments: [pay(1, 'AAAA')] })).rejects.toMatchObject({
      code: 'unknown-gift-card',
    });
    const used = { orderId: bought.id, cancelledBy: 'operator' as const };
    await expect(cancelLines(...at(), used, BY)).rejects.toMatchObject({ code: 'gift-card-used' });
    await cancelLines(...at(), { orderId: first.id, cancelledBy: 'operator', refund: 'gift-card' }, BY);
    await stall.order(play, 'sale', contact, { payments: [pay(3000)] });
  });

  it('a credit pays for something else, and is not paid back as well', async () => {
    const contact = await venue.contact();
    const first = await stall.order(play, 'sale', contact, { payments: [cash(3000)] });
    await cancelLines(...at(), { orderId: first.id, cancelledBy: 'contact' }, BY);
    const credit = { method: 'balance' as const, ...chf(3000) };
    const second = await stall.order(play, 'sale', contact, { payments: [credit] });
    expect(second.due).toEqual([]);
    expect(await stall.balance(contact)).toBe(0);
    await expect(refund(...at(), first.id, cash(3000), BY)).rejects.toMatchObject({ code: 'wrong-amount' });
    await expect(stall.order(play, 'sale', contact, { payments: [credit] })).rejects.toMatchObject({
      code: 'not-enough-credit',
    });
  });
});

describe('an order', () => {
  it('the same form sent twice, also at once, is one order', async () => {
    const contact = await venue.contact();
    const basketId = await stall.basket(play);
    const wanted = { basketId, how: 'sale' as const, purchaseContactId: contact, placementKey: randomUUID() };
    const [one, other] = await Promise.all([
      placeOrder(...at(), wanted, BY),
      placeOrder(...at(), wanted, BY),
    ]);
    const again = await placeOrder(...at(), wanted, days(1));
    expect([other.id, again.id]).toEqual([one.id, one.id]);
    expect(await stall.balance(contact)).toBe(3000);
    const another = { ...wanted, purchaseContactId: await venue.contact() };
    await expect(placeOrder(...at(), another, BY)).rejects.toMatchObject({ code: 'placement-key-exists' });
  });

  it('an expired basket makes none', async () => {
    const basketId = await stall.basket(play);
    const wanted = {
      basketId,
      how: 'sale' as const,
      purchaseContactId: await venue.contact(),
      placementKey: randomUUID(),
    };
    await expect(placeOrder(...at(), wanted, minutesLater(30))).rejects.toMatchObject({
      code: 'unknown-basket',
    });
  });

  it('what nobody bought by the beginning of the performance is free', async () => {
    const soon = await stall.performance(5, '2026-05-05T18:00:00Z');
    const { lines } = await stall.order(soon, 'reservation', await venue.contact());
    expect(lines[0]?.expiresAt?.toISOString()).toBe('2026-05-05T18:00:00.000Z');
  });

  it('R7 a sale that was cancelled, and a payment alone, make a customer; what became no ticket does not', async () => {
    const [sold, paid, held] = [await venue.contact(), await venue.contact(), await venue.contact()];
    const card = { product: await stall.product('membership', 5000) };
    const { id } = await stall.order(card, 'sale', sold);
    await cancelLines(...at(), { orderId: id, cancelledBy: 'contact' }, BY);
    const reserved = await stall.order(card, 'reservation', paid);
    await takePayment(...at(), reserved.id, cash(5000), BY);
    await cancelLines(...at(), { orderId: reserved.id, cancelledBy: 'contact' }, BY);
    await refund(...at(), reserved.id, cash(5000), BY);
    await stall.order(card, 'option', held);
    await expireDue(venue.database, days(60).now);
    const journal = await venue.journal(await venue.run('simulation', '2031-01-01'));
    const outcome = async (contact: number) => {
      const [row] = await venue.rows(
        sql<{ number: string }>`select number from contacts where id = ${contact}`,
      );
      return journal.find(({ contact_number }) => contact_number === row?.number)?.outcome;
    };
    expect([await outcome(sold), await outcome(paid), await outcome(held)]).toEqual([
      'anonymise',
      'anonymise',
      'delete',
    ]);
  });

  it('R7 a prospect whose option was erased gives its place back, by the next count', async () => {
    const { quota, ...what } = await stall.performance(1);
    const contact = await venue.contact();
    await stall.order(what, 'option', contact);
    await expireDue(venue.database, NOW);
    // the option still stands when its contact is erased by hand
    await venue.rows(sql`update order_lines set expires_at = '2036-01-01' where quota_id = ${quota}`);
    await venue.run('real', '2031-01-01');
    expect(await venue.exists(contact)).toBe(false);
    expect(await stall.taken(quota)).toBe(1);
    await recountQuotas(venue.database, NOW);
    expect(await stall.taken(quota)).toBe(0);
  });
});
