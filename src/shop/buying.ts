import { DomainError } from '../errors.ts';
import {
  type Basket,
  type OfferedPerformance,
  type OfferedProduct,
  openBasket,
  putIn,
  readBasket,
  readOffer,
  takeOut,
  type WantedPlaces,
} from '../sales/sales.ts';
import type { Asked, Page, Visit } from './visit.ts';

/** Who sits before the browser; without an id, as the audit keeps it. */
export const byCustomer = ({ now }: Visit) => ({ now, actor: 'customer' });

/** What the visit has in its basket; undefined where there is none, or it has expired. */
export async function basketOf({ database, shop, basketId, now }: Visit): Promise<Basket | undefined> {
  if (basketId === undefined) return undefined;
  const basket = await readBasket(database, shop.institution, basketId, now);
  return basket?.pointOfSaleId === shop.pointOfSaleId ? basket : undefined;
}

interface Listed {
  product: OfferedProduct;
  performance: OfferedPerformance;
  from: OfferedPerformance['prices'][number] | undefined;
  month: string;
}

const monthOf = (timeZone: string, at: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit' }).format(at);

const cheapest = (prices: OfferedPerformance['prices']) =>
  prices.reduce<OfferedPerformance['prices'][number] | undefined>(
    (least, price) => (least === undefined || price.amountMinor < least.amountMinor ? price : least),
    undefined,
  );

/** What is to come, by day, and what has no day. */
export const programme: Page = {
  async show({ database, shop, now }, { query }) {
    const offer = await readOffer(database, shop.institution, shop.pointOfSaleId, { now });
    const { timeZone } = shop.institution;
    const all: Listed[] = offer
      .flatMap((product) =>
        product.performances.map((performance) => ({
          product,
          performance,
          from: cheapest(performance.prices),
          month: performance.startsAt === null ? '' : monthOf(timeZone, performance.startsAt),
        })),
      )
      .sort((one, other) => Number(one.performance.startsAt) - Number(other.performance.startsAt));
    const months = [...new Set(all.map(({ month }) => month))].filter((month) => month !== '');
    const month = months.includes(query.month ?? '') ? query.month : undefined;
    const undated = offer
      .filter(({ performances, prices }) => performances.length === 0 && prices.length > 0)
      .map((product) => ({ product, from: cheapest(product.prices) }));
    const shown = all.filter((one) => month === undefined || one.month === month);
    return {
      page: 'programme',
      data: {
        months: months.map((one) => ({
          month: one,
          at: new Date(`${one}-15T12:00:00Z`),
          chosen: one === month,
        })),
        month: month ?? null,
        groups: grouped(shown),
        undated: month === undefined ? undated : [],
      },
    };
  },
};

function grouped(listed: Listed[]): { at: Date | null; items: Listed[] }[] {
  const groups = new Map<string, Listed[]>();
  for (const one of listed) groups.set(one.month, [...(groups.get(one.month) ?? []), one]);
  return [...groups.values()].map((items) => ({ at: items[0]?.performance.startsAt ?? null, items }));
}

const notFound = () => new DomainError('not-found', 'there is no such page');

/** An id in an address. @throws DomainError `not-found` */
export function idOf(text: string | undefined): number {
  if (text === undefined || !/^[1-9]\d{0,14}$/.test(text)) throw notFound();
  return Number(text);
}

const MOST_OF_A_PRICE = 10;

/** A performance with its prices, or what has none; the form puts places into the basket. */
const offered = (kind: 'performance' | 'product'): Page => ({
  async show(visit, { params }, trouble) {
    const { database, shop, now } = visit;
    const id = idOf(params.id);
    const only = kind === 'performance' ? { performanceId: id } : { productId: id };
    const offer = await readOffer(database, shop.institution, shop.pointOfSaleId, { now, ...only });
    const product = offer[0];
    const performance = kind === 'performance' ? product?.performances.find((one) => one.id === id) : null;
    if (product === undefined || performance === undefined) throw notFound();
    if (kind === 'product' && product.performances.length > 0) {
      return { page: 'product', data: { product } };
    }
    const free = performance === null ? (product.free ?? MOST_OF_A_PRICE) : performance.free;
    const most = Math.min(free, MOST_OF_A_PRICE);
    return {
      page: 'performance',
      data: {
        product,
        performance,
        prices: performance?.prices ?? product.prices,
        free,
        few: free > 0 && free <= 10,
        canBuy:
          free > 0 &&
          (performance === null || performance.sale === 'open') &&
          performance?.state !== 'cancelled',
        soldOut:
          free === 0 &&
          (performance === null || performance.sale === 'open') &&
          performance?.state !== 'cancelled',
        quantities: Array.from({ length: most + 1 }, (_, quantity) => quantity),
        typed: trouble?.typed ?? {},
      },
    };
  },
  async act(visit, { params, form }) {
    const { database, shop, now } = visit;
    const id = idOf(params.id);
    const only = kind === 'performance' ? { performanceId: id } : { productId: id };
    const [product] = await readOffer(database, shop.institution, shop.pointOfSaleId, { now, ...only });
    if (product === undefined) throw notFound();
    const wanted = wantedOf(form).map(({ priceCategoryId, quantity }) => ({
      productId: product.id,
      performanceId: kind === 'performance' ? id : null,
      priceCategoryId,
      quantity,
    }));
    if (wanted.length === 0) throw new DomainError('nothing-chosen', 'choose a place at least');
    return { to: '/basket', kept: { basket: (await putIntoBasket(visit, wanted)).id } };
  },
});
export const performance = offered('performance');
export const product = offered('product');

/** `q12=2`: two at the price 12. */
function wantedOf(form: Asked['form']): { priceCategoryId: number; quantity: number }[] {
  return Object.entries(form)
    .map(([name, value]) => ({ match: /^q([1-9]\d{0,14})$/.exec(name), quantity: Number(value) }))
    .filter(
      ({ match, quantity }) =>
        match !== null && Number.isInteger(quantity) && quantity > 0 && quantity <= MOST_OF_A_PRICE,
    )
    .map(({ match, quantity }) => ({ priceCategoryId: Number(match?.[1]), quantity }));
}

async function putIntoBasket(visit: Visit, wanted: WantedPlaces[]): Promise<Basket> {
  const { database, shop } = visit;
  const by = byCustomer(visit);
  const present = await basketOf(visit);
  return present === undefined
    ? await openBasket(database, shop.institution, shop.pointOfSaleId, by, wanted)
    : await putIn(database, shop.institution, present.id, wanted, by);
}

/** Minutes until the places are free again, rounded up so that the last one is not nought. */
export const minutesLeft = (basket: Basket, now: Date): number =>
  Math.max(1, Math.ceil((Number(basket.expiresAt) - Number(now)) / 60_000));

export const basket: Page = {
  async show(visit) {
    const found = await basketOf(visit);
    const expired = visit.basketId !== undefined && found === undefined;
    return {
      page: 'basket',
      data: {
        basketPage: found ?? null,
        minutes: found === undefined ? 0 : minutesLeft(found, visit.now),
        expired,
      },
      ...(expired ? { kept: { basket: null } } : {}),
    };
  },
};

/** A line that is taken out; what is out already does no harm. */
export const takeLineOut: Page = {
  show: () => ({ to: '/basket' }),
  async act(visit, { form }) {
    const { database, shop, basketId } = visit;
    if ((await basketOf(visit)) !== undefined) {
      await takeOut(database, shop.institution, basketId as string, [idOf(form.line)], byCustomer(visit));
    }
    return { to: '/basket' };
  },
};
