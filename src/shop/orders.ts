import { selectFriends } from '../customers/customers.ts';
import { DomainError } from '../errors.ts';
import {
  cancelLines,
  confirmOption,
  joinWaitingList,
  leaveWaitingList,
  type Order,
  type OrderLine,
  readOrder,
  takeOffer,
} from '../sales/sales.ts';
import { ticketsOf, ticketsPdf } from '../tickets/tickets.ts';
import { byCustomer, idOf } from './buying.ts';
import { paymentPages, payOnline } from './checkout.ts';
import type { Asked, OwnVisit, Page } from './visit.ts';

/** An order of one's own; anybody else's is not there. @throws DomainError `not-found` */
async function ownOrder({ database, shop, customer }: OwnVisit, { params }: Asked): Promise<Order> {
  const order = await readOrder(database, shop.institution, { number: params.number ?? '' });
  if (order === undefined || order.purchaseContactId !== customer.contactId) {
    throw new DomainError('not-found', 'there is no such order');
  }
  return order;
}

const pageOf = (order: Order, said?: string): string =>
  `/orders/${encodeURIComponent(order.number)}${said === undefined ? '' : `?said=${said}`}`;

/** Of an option that was not confirmed; a confirmed one stands like a reservation. */
const isOpenOption = ({ state, optionConfirmedOn }: OrderLine): boolean =>
  state === 'option' && optionConfirmedOn === null;

export const order: Page<OwnVisit> = {
  async show(visit, asked) {
    const found = await ownOrder(visit, asked);
    const friends = await selectFriends(visit.database, visit.shop.institution, visit.customer);
    const nameOf = new Map(friends.map(({ id, name }) => [id, name]));
    const { contactId } = visit.customer;
    const standing = found.lines.filter(({ state }) => state === 'option' || state === 'reserved');
    const mayPay = visit.shop.onlinePayment && found.toPay.some(({ amountMinor }) => amountMinor > 0);
    const until = standing.map(({ expiresAt }) => expiresAt).find((at) => at !== null);
    return {
      page: 'order',
      data: {
        order: found,
        lines: found.lines.map((line) => ({
          line,
          state: line.state === 'option' && !isOpenOption(line) ? 'confirmed' : line.state,
          me:
            line.attendee.kind === 'self' ||
            (line.attendee.kind === 'contact' && line.attendee.contactId === contactId),
          name:
            line.attendee.kind === 'contact'
              ? (nameOf.get(line.attendee.contactId) ?? '')
              : line.attendee.kind === 'beneficiary'
                ? `${line.attendee.firstName} ${line.attendee.lastName}`
                : '',
        })),
        option: found.lines.some(isOpenOption),
        reserved: standing.length > 0 && !found.lines.some(isOpenOption),
        until: until ?? null,
        mayGiveUp: standing.length > 0,
        tickets: ticketsOf(found).length,
        mayPay,
        // what was paid and could not be sold (too late, another amount), or was cancelled since
        credit: found.due
          .filter(({ amountMinor }) => amountMinor < 0)
          .map(({ amountMinor, currency }) => ({ amountMinor: -amountMinor, currency })),
      },
      // the browser may come back before the provider has told, or after
      ...(asked.query.said === 'paid' && ticketsOf(found).length > 0 && found.toPay.length === 0
        ? { said: 'paid-now' }
        : {}),
      formAction: paymentPages(visit),
    };
  },
};

/** Confirming (R1b), giving up, paying: each leads back to the order, where what it came to stands. */
const actOn = (act: (visit: OwnVisit, order: Order) => Promise<string>): Page<OwnVisit> => ({
  show: async (visit, asked) => ({ to: pageOf(await ownOrder(visit, asked)) }),
  async act(visit, asked) {
    return { to: pageOf(await ownOrder(visit, asked), await act(visit, await ownOrder(visit, asked))) };
  },
});

export const confirmOrder = actOn(async (visit, { id, lines }) => {
  if (lines.some(isOpenOption)) {
    await confirmOption(visit.database, visit.shop.institution, { orderId: id }, byCustomer(visit));
  }
  return 'confirmed';
});

export const giveUp = actOn(async (visit, { id, lines }) => {
  const lineIds = lines
    .filter(({ state }) => state === 'option' || state === 'reserved')
    .map((line) => line.id);
  if (lineIds.length > 0) {
    const of = { orderId: id, lineIds, cancelledBy: 'contact' as const };
    await cancelLines(visit.database, visit.shop.institution, of, byCustomer(visit));
  }
  return 'given-up';
});

export const pay: Page<OwnVisit> = {
  show: async (visit, asked) => ({ to: pageOf(await ownOrder(visit, asked)) }),
  async act(visit, asked) {
    const found = await ownOrder(visit, asked);
    try {
      return { outside: await payOnline(visit, found) };
    } catch (error) {
      if (error instanceof DomainError) return { to: pageOf(found, 'not-paid') };
      throw error;
    }
  },
};

/** Drawn when asked for, and kept nowhere (R8). */
export const tickets: Page<OwnVisit> = {
  async show(visit, asked) {
    const found = await ownOrder(visit, asked);
    if (ticketsOf(found).length === 0) return { to: pageOf(found) };
    const { contactId, firstName, lastName } = visit.customer;
    const friends = await selectFriends(visit.database, visit.shop.institution, visit.customer);
    const names = new Map(friends.map(({ id, name }) => [id, name]));
    names.set(contactId, [firstName, lastName].filter(Boolean).join(' '));
    return {
      file: await ticketsPdf({ institution: visit.shop.institution, locale: visit.locale, names }, found),
      type: 'application/pdf',
      name: `${found.number.replaceAll(/[^\w-]/g, '_')}.pdf`,
    };
  },
};

/** R1d: signing up is the person's act. */
export const waiting: Page<OwnVisit> = {
  show: (_visit, { params }) => ({ to: `/performances/${idOf(params.id)}` }),
  async act(visit, { params, form }) {
    const quantity = Number(form.quantity);
    const wanted = {
      contactId: visit.customer.contactId,
      performanceId: idOf(params.id),
      quantity: Number.isInteger(quantity) && quantity >= 1 && quantity <= 10 ? quantity : 1,
      priceCategoryId: idOf(form.price),
    };
    await joinWaitingList(visit.database, visit.shop.institution, wanted, byCustomer(visit));
    return { to: '/account?said=waiting#waiting' };
  },
};

export const leaveWaiting: Page<OwnVisit> = {
  show: () => ({ to: '/account' }),
  async act(visit, { form }) {
    const of = { entryId: idOf(form.entry), contactId: visit.customer.contactId };
    await leaveWaitingList(visit.database, visit.shop.institution, of, byCustomer(visit));
    return { to: '/account?said=left' };
  },
};

/** Takes the places that were offered, into the basket of the visit. */
export const takePlace: Page<OwnVisit> = {
  show: () => ({ to: '/account' }),
  async act(visit, { form }) {
    const { database, shop, customer } = visit;
    const of = {
      entryId: idOf(form.entry),
      contactId: customer.contactId,
      pointOfSaleId: shop.pointOfSaleId,
    };
    const basket = await takeOffer(database, shop.institution, of, byCustomer(visit));
    return { to: '/basket', kept: { basket: basket.id } };
  },
};
