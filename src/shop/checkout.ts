import { randomUUID } from 'node:crypto';
import { addFriend, dropFriend, selectFriends, tellOrder } from '../customers/customers.ts';
import { DomainError } from '../errors.ts';
import {
  type Attendee,
  type Basket,
  type BasketLine,
  keepBasket,
  placeOrder,
  readBasket,
  setAttendee,
  startOnlinePayment,
} from '../sales/sales.ts';
import { basketOf, byCustomer, idOf, minutesLeft } from './buying.ts';
import type { OwnVisit, Page } from './visit.ts';

/** Where a payment is made; a browser sends a form, and follows its redirects, no further than the page allows. */
export const paymentPages = ({ payments: { api } }: OwnVisit): string =>
  ['https://checkout.stripe.com', api].filter((page) => page !== undefined).join(' ');

/** Longer than a provider's page stays open. */
const HOLD_MINUTES = 45;

const isTicket = ({ kind }: BasketLine): boolean => kind === 'event' || kind === 'pass';

/** How a line's form names whom it is for. */
function whoOf({ customer }: OwnVisit, line: BasketLine, isFirst: boolean): string {
  const { attendee } = line;
  if (attendee.kind === 'contact') {
    return attendee.contactId === customer.contactId ? 'me' : `friend-${attendee.contactId}`;
  }
  if (attendee.kind === 'beneficiary') return 'name';
  return isFirst ? 'me' : 'nobody';
}

/** Who each ticket is for (R9, R19). */
export const names: Page<OwnVisit> = {
  async show(visit, _asked, trouble) {
    const basket = await basketOf(visit);
    if (basket === undefined || basket.lines.length === 0) return { to: '/basket' };
    const friends = await selectFriends(visit.database, visit.shop.institution, visit.customer);
    const tickets = basket.lines.filter(isTicket);
    if (tickets.length === 0) return { to: '/checkout' };
    const nobodyYet = tickets.every(({ attendee }) => attendee.kind === 'unnamed');
    return {
      page: 'names',
      data: {
        friends,
        minutes: minutesLeft(basket, visit.now),
        tickets: tickets.map((line, index) => ({
          line,
          number: index + 1,
          who: trouble?.typed[`who${line.id}`] ?? whoOf(visit, line, nobodyYet && index === 0),
          firstName: trouble?.typed[`first${line.id}`] ?? namedOf(line).firstName,
          lastName: trouble?.typed[`last${line.id}`] ?? namedOf(line).lastName,
          wrong: trouble?.fields.includes(String(line.id)) ?? false,
        })),
      },
    };
  },
  async act(visit, { form }) {
    const { database, shop } = visit;
    const basket = await basketOf(visit);
    if (basket === undefined) throw basketGone();
    const friends = await selectFriends(database, shop.institution, visit.customer);
    for (const line of basket.lines.filter(isTicket)) {
      const attendee = attendeeOf(visit, line, form, new Set(friends.map(({ id }) => id)));
      await setAttendee(database, shop.institution, basket.id, line.id, attendee, byCustomer(visit));
    }
    return { to: form.then === 'friends' ? '/friends?next=/names' : '/checkout' };
  },
};

const namedOf = ({ attendee }: BasketLine) =>
  attendee.kind === 'beneficiary' ? attendee : { firstName: '', lastName: '' };

/** Nobody but oneself and one's own friends may be named by a number. @throws DomainError `wrong-beneficiary`, `unknown-contact` */
function attendeeOf(
  { customer }: OwnVisit,
  { id }: BasketLine,
  form: Record<string, string>,
  friends: Set<number>,
): Attendee {
  const who = form[`who${id}`] ?? 'nobody';
  if (who === 'me') return { kind: 'contact', contactId: customer.contactId };
  if (who === 'name') {
    const firstName = (form[`first${id}`] ?? '').trim();
    const lastName = (form[`last${id}`] ?? '').trim();
    if (firstName === '' || lastName === '' || firstName.length > 100 || lastName.length > 100) {
      throw new DomainError('wrong-beneficiary', 'a name has a first and a last one', [String(id)]);
    }
    return { kind: 'beneficiary', firstName, lastName };
  }
  const friend = /^friend-(\d{1,15})$/.exec(who);
  if (friend === null) return { kind: 'unnamed' };
  const contactId = Number(friend[1]);
  if (!friends.has(contactId)) throw new DomainError('unknown-contact', 'there is no such friend');
  return { kind: 'contact', contactId };
}

const basketGone = () => new DomainError('unknown-basket', 'the basket has expired');

/** Somebody for whom one buys, with the notice to inform them (R19). */
export const friends: Page<OwnVisit> = {
  async show({ database, shop, customer }, { query, form }, trouble) {
    return {
      page: 'friends',
      data: {
        friends: await selectFriends(database, shop.institution, customer),
        typed: trouble?.typed ?? {},
        next: form.next ?? query.next ?? '',
      },
    };
  },
  async act({ database, shop, customer, now }, { form }) {
    if (form.drop !== undefined) {
      await dropFriend(database, shop.institution, customer, idOf(form.drop));
      return { to: '/friends?said=saved' };
    }
    const { firstName = '', lastName = '' } = form;
    const wanted = { firstName, lastName, noticeRead: form.notice === 'yes' };
    await addFriend(database, shop.institution, customer, wanted, now);
    return { to: form.next === '/names' ? '/names' : '/friends?said=saved' };
  },
};

type Way = 'option' | 'reservation' | 'online' | 'free';
const HOW = { option: 'option', reservation: 'reservation', online: 'reservation', free: 'sale' } as const;

const isFree = ({ totals }: Basket): boolean => totals.every(({ amountMinor }) => amountMinor === 0);

function waysOf({ shop }: OwnVisit, basket: Basket): Way[] {
  // What costs nothing is neither paid nor waits for anything.
  if (isFree(basket)) return ['free'];
  return [
    ...(shop.onlinePayment ? (['online'] as const) : []),
    ...(shop.payAtCounter ? (['reservation'] as const) : []),
    ...(shop.optionDays > 0 ? (['option'] as const) : []),
  ];
}

/** The last look at what is ordered, with the policy at hand (R18). */
export const checkout: Page<OwnVisit> = {
  async show(visit, _asked, trouble) {
    const { database, shop, now } = visit;
    const present = await basketOf(visit);
    if (present === undefined || present.lines.length === 0) return { to: '/basket' };
    const basket = await keepBasket(database, shop.institution, present.id, now);
    const offered = waysOf(visit, basket);
    return {
      page: 'checkout',
      data: {
        basketPage: basket,
        lines: await namedLines(visit, basket),
        minutes: minutesLeft(basket, now),
        ways: offered,
        way: trouble?.typed.how ?? offered[0],
        placementKey: trouble?.typed.key ?? randomUUID(),
      },
      ...(offered.includes('online') ? { formAction: paymentPages(visit) } : {}),
    };
  },
  async act(visit, { form }) {
    const { database, shop, customer, now } = visit;
    const basketId = uuidOf(form.basket);
    const present = await readBasket(database, shop.institution, basketId, now);
    // Where it is gone it may be an order already, whose form is sent a second time.
    const ways = present === undefined ? (Object.keys(HOW) as Way[]) : waysOf(visit, present);
    const way = ways.find((one) => one === form.how);
    if (way === undefined) throw new DomainError('nothing-chosen', 'choose how');
    // The form names its basket: sent a second time, the cookie is gone and the order is the same.
    const order = await placeOrder(
      database,
      shop.institution,
      {
        basketId,
        pointOfSaleId: shop.pointOfSaleId,
        how: HOW[way],
        purchaseContactId: customer.contactId,
        placementKey: uuidOf(form.key),
        ...(way === 'online' ? { holdMinutes: HOLD_MINUTES } : {}),
      },
      byCustomer(visit),
    );
    if (order.purchaseContactId !== customer.contactId) throw basketGone();
    await tellOrder(database, shop.institution, order.id, now);
    await visit.deliver();
    const kept = { basket: null };
    const page = `/orders/${encodeURIComponent(order.number)}`;
    if (way !== 'online') return { to: `${page}?said=placed`, kept };
    try {
      return { outside: await payOnline(visit, order), kept };
    } catch (error) {
      // The order stands, and may be paid from its page.
      if (error instanceof DomainError) return { to: `${page}?said=not-paid`, kept };
      throw error;
    }
  },
};

/** @returns the address where it is paid */
export async function payOnline(
  visit: OwnVisit,
  { id, number }: { id: number; number: string },
): Promise<string> {
  const { database, shop, place, publicUrl, locale, payments } = visit;
  const page = `${publicUrl}${place.path}/orders/${encodeURIComponent(number)}`;
  const wanted = {
    orderId: id,
    successUrl: `${page}?said=paid`,
    cancelUrl: `${page}?said=pay-later`,
    locale,
  };
  const by = byCustomer(visit);
  return (await startOnlinePayment(database, shop.institution, wanted, payments, by)).address;
}

/** @throws DomainError `unknown-basket` */
function uuidOf(text: string | undefined): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? '')) throw basketGone();
  return text as string;
}

async function namedLines(visit: OwnVisit, basket: Basket) {
  const friends = await selectFriends(visit.database, visit.shop.institution, visit.customer);
  const nameOf = new Map(friends.map(({ id, name }) => [id, name]));
  return basket.lines.map((line) => {
    const { attendee } = line;
    const me = attendee.kind === 'contact' && attendee.contactId === visit.customer.contactId;
    const name =
      attendee.kind === 'contact'
        ? (nameOf.get(attendee.contactId) ?? '')
        : attendee.kind === 'beneficiary'
          ? `${attendee.firstName} ${attendee.lastName}`
          : '';
    return { line, me, name, ticket: isTicket(line) };
  });
}
