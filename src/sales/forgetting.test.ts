import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { Stall } from '../../test/helpers/stall.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';

let venue: Venue;
venuePerTest((entered) => {
  venue = entered;
});

const BY = { actor: 'operator:1', now: new Date('2020-01-01T10:00:00Z') };

describe('R8 the orders of somebody who was anonymised', () => {
  it('R8 are not tied to each other by the gift card that paid them; what was paid, and by what, stays', async () => {
    const stall = await Stall.open(venue);
    const buyer = await venue.contact({ created_on: '2015-01-01' });
    const card = await stall.product('gift-card', 9000);
    const bought = await stall.order({ product: card }, 'sale', buyer, {
      by: BY,
      payments: [{ method: 'cash', amountMinor: 9000, currency: 'CHF' }],
    });
    const giftCardCode = bought.lines[0]?.giftCardCode as string;
    const record = await stall.product('merchandise', 3000);
    const payments = [{ method: 'gift-card' as const, amountMinor: 3000, currency: 'CHF', giftCardCode }];
    for (let n = 0; n < 2; n += 1)
      await stall.order({ product: record }, 'sale', buyer, { by: BY, payments });
    const paid = sql`select method, amount_minor::int as amount, gift_card_id is not null as card from payments
                      where institution_id = ${venue.id} order by id`;
    expect(await venue.rows(paid)).toMatchObject([{ card: false }, { card: true }, { card: true }]);
    await venue.run('real', '2026-11-24');
    expect(await venue.exists(buyer)).toBe(false);
    expect(await venue.rows(paid)).toEqual([
      { method: 'cash', amount: 9000, card: false },
      { method: 'gift-card', amount: 3000, card: false },
      { method: 'gift-card', amount: 3000, card: false },
    ]);
  });
});
