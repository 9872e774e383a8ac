import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import {
  type Attendee,
  type NewPayment,
  type Order,
  openBasket,
  placeOrder,
  putIn,
} from '../../src/sales/sales.ts';
import type { Venue } from './venue.ts';

/** The moment at which tests sell. */
export const NOW = new Date('2026-05-04T18:00:00Z');
export const BY = { now: NOW, actor: 'operator:1' };
export const minutesLater = (minutes: number) => ({ ...BY, now: new Date(NOW.getTime() + minutes * 60_000) });

/** A point of sale of a venue that has something to sell, written directly. */
export class Stall {
  readonly venue: Venue;
  readonly organisation: number;
  readonly pointOfSale: number;
  /** Full price, 30.00; reduced, 20.00. */
  readonly full: number;
  readonly reduced: number;

  private constructor(venue: Venue, ids: Pick<Stall, 'organisation' | 'pointOfSale' | 'full' | 'reduced'>) {
    this.venue = venue;
    this.organisation = ids.organisation;
    this.pointOfSale = ids.pointOfSale;
    this.full = ids.full;
    this.reduced = ids.reduced;
  }

  static async open(venue: Venue, values: Record<string, unknown> = {}): Promise<Stall> {
    const organisation = await venue.organisation();
    const pointOfSale = await venue.insert('points_of_sale', {
      organisation_id: organisation,
      kind: 'box-office',
      name: `Guichet ${randomUUID().slice(0, 8)}`,
      ...values,
    });
    const category = async (name: string, position: number) => {
      const [known] = await venue.rows(
        sql<{
          id: number;
        }>`select id from price_categories where institution_id = ${venue.id} and name = ${name}`,
      );
      return known?.id ?? (await venue.insert('price_categories', { name, position }));
    };
    const full = await category('Plein tarif', 0);
    const reduced = await category('Tarif réduit', 1);
    return new Stall(venue, { organisation, pointOfSale, full, reduced });
  }

  /** A performance with one quota. */
  async performance(
    capacity: number,
    startsAt = '2026-09-12T18:30:00Z',
    values: Record<string, unknown> = {},
  ): Promise<{ product: number; performance: number; quota: number }> {
    const product = await this.product('event', undefined, values);
    const performance = await this.venue.insert('performances', { product_id: product, starts_at: startsAt });
    const quota = await this.venue.insert('quotas', {
      ...{ product_id: product, performance_id: performance, name: 'Salle', capacity },
    });
    return { product, performance, quota };
  }

  /** A product with prices. */
  async product(
    kind: string,
    price: number | undefined = undefined,
    values: Record<string, unknown> = {},
  ): Promise<number> {
    const product = await this.venue.insert('products', {
      organisation_id: this.organisation,
      name: `Le Cid ${randomUUID().slice(0, 8)}`,
      kind,
      state: 'on-sale',
      ...values,
    });
    const prices =
      price === undefined
        ? [
            [this.full, 3000],
            [this.reduced, 2000],
          ]
        : [[this.full, price]];
    for (const [category, amount] of prices) {
      await this.venue.insert('prices', {
        ...{ product_id: product, price_category_id: category, amount_minor: amount, currency: 'CHF' },
      });
    }
    return product;
  }

  /** A basket with tickets at full price. @returns its id */
  async basket(what: { product: number; performance?: number }, quantity = 1, by = BY): Promise<string> {
    const { database, institution } = this.venue;
    const { id } = await openBasket(database, institution, this.pointOfSale, by);
    const wanted = { productId: what.product, performanceId: what.performance ?? null };
    await putIn(database, institution, id, [{ ...wanted, priceCategoryId: this.full, quantity }], by);
    return id;
  }

  async order(
    what: { product: number; performance?: number },
    how: 'option' | 'reservation' | 'sale',
    purchaseContactId: number | null,
    options: { quantity?: number; attendee?: Attendee; payments?: NewPayment[]; by?: typeof BY } = {},
  ): Promise<Order> {
    const { quantity = 1, attendee, payments, by = BY } = options;
    const { database, institution } = this.venue;
    const basketId = await this.basket(what, quantity, by);
    const lines = await this.venue.rows(
      sql<{ id: number }>`select id from basket_lines where basket_id = ${basketId} order by id`,
    );
    const wanted = {
      ...{ basketId, how, purchaseContactId, placementKey: randomUUID() },
      ...(attendee ? { attendees: Object.fromEntries(lines.map(({ id }) => [id, attendee])) } : {}),
      ...(payments ? { payments } : {}),
    };
    return await placeOrder(database, institution, wanted, by);
  }

  async taken(quota: number): Promise<number> {
    const [row] = await this.venue.rows(
      sql<{
        taken: number;
      }>`select taken from quotas where institution_id = ${this.venue.id} and id = ${quota}`,
    );
    return row?.taken ?? -1;
  }

  async balance(contact: number): Promise<number> {
    const [row] = await this.venue.rows(
      sql<{ amount: number }>`
        select amount_minor as amount from balances
         where institution_id = ${this.venue.id} and contact_id = ${contact} and currency = 'CHF'`,
    );
    return row?.amount ?? 0;
  }

  /** The latest activity of a contact, as a run finds it. */
  async activity(contact: number): Promise<string | undefined> {
    const [row] = await this.venue.rows(
      sql<{ day: string; source: string }>`
        select day, source from activity
         where institution_id = ${this.venue.id} and contact_id = ${contact} order by day desc, source desc limit 1`,
    );
    return row && `${row.day} ${row.source}`;
  }
}
