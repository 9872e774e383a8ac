import type { Offered } from './queries.ts';

/** What can be put into a basket: a performance, or a product without performances. */
export interface Choice {
  /** As it stands in the address: `p12` or `a7`. */
  key: string;
  product: number;
  performance: number | null;
  name: string;
  startsAt: string | null;
  venue: string | null;
  validUntil: string | null;
  /** null: as many as are wanted. */
  free: number | null;
  prices: Offered['prices'];
  sale: 'open' | 'not-yet' | 'over';
  saleStartsAt: string | null;
  cancelled: boolean;
}

/** In the order of the offer: by their start, what has none last. */
export function choicesOf(products: Offered[]): Choice[] {
  const choices = products.flatMap((product): Choice[] => {
    const { id, name, validUntil } = product;
    if (product.performances.length === 0) {
      const { free, prices } = product;
      return [
        {
          ...{ key: `a${id}`, product: id, performance: null, name, startsAt: null, venue: null, validUntil },
          ...{ free, prices, sale: 'open', saleStartsAt: null, cancelled: false },
        },
      ];
    }
    return product.performances.map(({ id: performance, state, startsAt, venue, ...rest }) => ({
      ...{ key: `p${performance}`, product: id, performance, name, startsAt, venue, validUntil },
      ...{ free: rest.free, prices: rest.prices, sale: rest.sale, saleStartsAt: rest.saleStartsAt },
      cancelled: state === 'cancelled',
    }));
  });
  return choices.sort((one, other) => (one.startsAt ?? '9999').localeCompare(other.startsAt ?? '9999'));
}

const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Each word of what is typed begins a word of the name or the day. */
export function fits(choice: Choice, typed: string, when: string): boolean {
  const words = plain(`${choice.name} ${choice.venue ?? ''} ${when}`).split(/[^\p{L}\d]+/u);
  return plain(typed)
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)));
}
