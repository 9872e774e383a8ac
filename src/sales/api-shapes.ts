import { z } from 'zod';
import type { Person } from './people.ts';
import type {
  Attendee,
  Basket,
  BasketLine,
  OfferedPerformance,
  OfferedProduct,
  Order,
  OrderLine,
} from './sales.ts';

/** What the API shows and takes of sales. */
const instant = z.iso.datetime();
const id = z.int();
export const money = z.object({ amountMinor: z.int().describe('in minor units'), currency: z.string() });
const price = money.extend({ priceCategoryId: id, name: z.string() });
const kind = z.enum(['event', 'pass', 'gift-card', 'membership', 'merchandise', 'other']);
const when = z
  .object({ id, startsAt: instant.nullable(), endsAt: instant.nullable(), venue: z.string().nullable() })
  .nullable();

export const offered = z
  .object({
    ...{ id, name: z.string(), kind, description: z.string().nullable(), validUntil: z.string().nullable() },
    free: z.int().nullable().describe('null: as many as are wanted'),
    prices: z.array(price),
    performances: z.array(
      z.object({
        ...{ id, startsAt: instant.nullable(), endsAt: instant.nullable(), venue: z.string().nullable() },
        state: z.enum(['scheduled', 'cancelled']),
        sale: z.enum(['not-yet', 'open', 'over']),
        saleStartsAt: instant.nullable(),
        free: z.int(),
        prices: z.array(price),
      }),
    ),
  })
  .meta({ id: 'OfferedProduct' });

const shownAttendee = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('self') }),
  z.object({ kind: z.literal('contact'), number: z.string().nullable(), name: z.string().nullable() }),
  z.object({ kind: z.literal('beneficiary'), firstName: z.string(), lastName: z.string() }),
  z.object({ kind: z.literal('unnamed') }),
]);

/** Who a ticket is for, as a request says it. */
export const attendee = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('self') }).describe('who buys: the cultural contact (R9)'),
  z.object({ kind: z.literal('contact'), number: z.string().max(200) }),
  z.object({
    ...{ kind: z.literal('beneficiary'), firstName: z.string().max(100), lastName: z.string().max(100) },
  }),
  z.object({ kind: z.literal('unnamed') }),
]);

export const basket = z
  .object({
    id: z.uuid(),
    pointOfSaleId: id,
    expiresAt: instant.describe('the places are held until then'),
    lines: z.array(
      money.extend({
        ...{ id, productId: id, product: z.string(), kind, performance: when },
        priceCategory: z.string().nullable(),
      }),
    ),
    totals: z.array(money),
  })
  .meta({ id: 'Basket' });

const methods = ['cash', 'card-terminal', 'transfer', 'gift-card', 'balance'] as const;
export const method = z.enum(methods);
export const payment = money.extend({
  amountMinor: z.int().positive().max(1_000_000_000),
  method,
  giftCardCode: z.string().max(60).optional(),
});

const states = ['option', 'reserved', 'sold', 'expired', 'cancelled'] as const;
const person = z.object({ number: z.string(), name: z.string() }).nullable();
export const order = z
  .object({
    ...{ id, number: z.string(), organisationId: id, organisation: z.string() },
    ...{ pointOfSaleId: id.nullable(), orderedOn: z.string(), placedAt: instant.nullable() },
    purchaseContact: person.describe('null: nobody known, or not for these eyes'),
    lines: z.array(
      money.extend({
        ...{ id, line: z.string(), product: z.string().nullable(), kind: kind.nullable(), performance: when },
        ...{ priceCategory: z.string().nullable(), validUntil: z.string().nullable() },
        state: z.enum(states),
        ...{ optionConfirmedOn: z.string().nullable(), soldOn: z.string().nullable() },
        ...{ expiresAt: instant.nullable(), cancelledAt: instant.nullable() },
        cancelledBy: z.enum(['contact', 'operator', 'venue', 'expiry']).nullable(),
        attendee: shownAttendee,
        ticket: z.boolean().describe('there is one to print'),
        giftCardCode: z.string().nullable(),
      }),
    ),
    payments: z.array(
      money.extend({ id, kind: z.enum(['payment', 'refund']), method: z.string(), paidAt: instant }),
    ),
    due: z.array(money).describe('sold less paid; negative: to be given back'),
    toPay: z.array(money).describe('what it comes to if all that stands is sold'),
  })
  .meta({ id: 'Order' });

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

export const shownOffer = (products: OfferedProduct[]): z.infer<typeof offered>[] =>
  products.map((product) => ({
    ...product,
    performances: product.performances.map(shownOffered),
  }));

const shownOffered = (one: OfferedPerformance) => ({
  ...one,
  startsAt: iso(one.startsAt),
  endsAt: iso(one.endsAt),
  saleStartsAt: iso(one.saleStartsAt),
});

export const shownBasket = ({ expiresAt, lines, ...rest }: Basket): z.infer<typeof basket> => ({
  ...rest,
  expiresAt: expiresAt.toISOString(),
  lines: lines.map(({ performance, attendee: _, ...line }) => ({
    ...line,
    performance: shownPerformance(performance),
  })),
});

const shownPerformance = (performance: (BasketLine | OrderLine)['performance']) =>
  performance && { ...performance, startsAt: iso(performance.startsAt), endsAt: iso(performance.endsAt) };

export function shownOrder(
  { purchaseContactId, placedAt, lines, payments, ...rest }: Order,
  people: Map<number, Person>,
): z.infer<typeof order> {
  return {
    ...rest,
    placedAt: iso(placedAt),
    purchaseContact: (purchaseContactId !== null && people.get(purchaseContactId)) || null,
    lines: lines.map(({ productId: _, performance, expiresAt, cancelledAt, ticketCode, ...line }) => ({
      ...line,
      performance: shownPerformance(performance),
      expiresAt: iso(expiresAt),
      cancelledAt: iso(cancelledAt),
      attendee: shownPerson(line.attendee, people),
      ticket: ticketCode !== null,
    })),
    payments: payments.map(({ paidAt, ...one }) => ({ ...one, paidAt: paidAt.toISOString() })),
  };
}

function shownPerson(who: Attendee, people: Map<number, Person>): z.infer<typeof shownAttendee> {
  if (who.kind !== 'contact') return who;
  const { number = null, name = null } = people.get(who.contactId) ?? {};
  return { kind: 'contact', number, name };
}
