import type { LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import { hashPassword } from '../../src/credentials/credentials.ts';
import type { Server } from '../../src/http/http.ts';
import type { Venue } from './venue.ts';

/** A shop with a play of some performances, whose rows are written directly. */
export interface OpenedShop {
  slug: string;
  path: string;
  pointOfSaleId: number;
  productId: number;
  performanceIds: number[];
  quotaIds: number[];
  priceCategoryIds: number[];
}

/** @returns the id of the point of sale */
export async function addShop(
  venue: Venue,
  {
    slug,
    policy,
    values,
  }: { slug: string; policy?: string | undefined; values?: Record<string, unknown> | undefined },
): Promise<number> {
  const pointOfSaleId = await venue.insert('points_of_sale', {
    organisation_id: await venue.organisation(),
    kind: 'shop',
    name: `Billetterie ${slug}`,
    slug,
    policy_address: policy,
    ...values,
  });
  await sql`insert into shop_addresses (slug, institution, point_of_sale)
            values (${slug}, ${venue.id}, ${pointOfSaleId})`.execute(venue.database.owner);
  return pointOfSaleId;
}

export async function openShopFor(
  venue: Venue,
  wanted: {
    slug?: string;
    policy?: string;
    capacities?: number[];
    days?: string[];
    values?: Record<string, unknown>;
  } = {},
): Promise<OpenedShop> {
  const { slug = `shop-${venue.id}`, policy, capacities = [20, 20], days } = wanted;
  const organisation_id = await venue.organisation();
  const pointOfSaleId = await addShop(venue, { slug, policy, values: wanted.values });
  const productId = await venue.insert('products', {
    organisation_id,
    name: 'Le Misanthrope',
    kind: 'event',
    state: 'on-sale',
  });
  const priceCategoryIds = [
    await venue.insert('price_categories', { name: 'Plein tarif', position: 1 }),
    await venue.insert('price_categories', { name: 'Réduit', position: 2 }),
  ];
  for (const [index, price_category_id] of priceCategoryIds.entries()) {
    const amount_minor = 4500 - index * 1500;
    await venue.insert('prices', { product_id: productId, price_category_id, amount_minor, currency: 'CHF' });
  }
  const performanceIds: number[] = [];
  const quotaIds: number[] = [];
  for (const [index, capacity] of capacities.entries()) {
    const start = new Date(Date.now() + (20 + index * 7) * 24 * 3_600_000);
    start.setUTCHours(19, 0, 0, 0);
    const starts_at = days?.[index] ?? start.toISOString();
    const performance_id = await venue.insert('performances', {
      product_id: productId,
      starts_at,
      ends_at: new Date(Date.parse(starts_at) + 2 * 3_600_000).toISOString(),
      venue: 'Grande salle',
    });
    performanceIds.push(performance_id);
    quotaIds.push(
      await venue.insert('quotas', { product_id: productId, performance_id, name: 'Salle', capacity }),
    );
  }
  return {
    slug,
    path: `/shop/${slug}`,
    pointOfSaleId,
    productId,
    performanceIds,
    quotaIds,
    priceCategoryIds,
  };
}

/** A browser without JavaScript in front of a shop: keeps cookies, follows redirects, fills in forms as they stand. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly #server: Server;
  readonly #path: string;
  /** The last answer. */
  status = 0;
  html = '';
  /** Where the last answer came from, below the shop's address. */
  at = '';
  body: Uint8Array = new Uint8Array();
  headers: Record<string, unknown> = {};

  constructor(server: Server, path: string) {
    this.#server = server;
    this.#path = path;
  }

  async open(page: string, headers: Record<string, string> = {}): Promise<this> {
    return await this.#go({ method: 'GET', url: `${this.#path}${page}`, headers });
  }

  /** Sends a form with the token of the page that is shown. */
  async send(page: string, form: Record<string, string>): Promise<this> {
    const csrf = /name="csrf" value="([^"]+)"/.exec(this.html)?.[1] ?? '';
    return await this.#go({
      method: 'POST',
      url: `${this.#path}${page}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ csrf, ...form }).toString(),
    });
  }

  /** What the page says, without its markup. */
  get text(): string {
    return this.html
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll('&#39;', '’')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .replaceAll(/\s+/g, ' ');
  }

  /** The value of a hidden field. */
  hidden(name: string): string {
    return new RegExp(`name="${name}" value="([^"]*)"`).exec(this.html)?.[1] ?? '';
  }

  async #go(asked: {
    method: 'GET' | 'POST';
    url: string;
    headers: Record<string, string>;
    payload?: string;
  }): Promise<this> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { 'accept-language': 'fr-CH,fr;q=0.9', ...asked.headers, ...(cookie ? { cookie } : {}) };
    const answer: LightMyRequestResponse = await this.#server.inject({ ...asked, headers });
    for (const { name, value, maxAge, expires } of answer.cookies as {
      name: string;
      value: string;
      maxAge?: number;
      expires?: Date;
    }[]) {
      if (maxAge === 0 || (expires !== undefined && expires < new Date())) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const to = answer.headers.location as string | undefined;
    if (to?.startsWith('/')) return await this.#go({ method: 'GET', url: to, headers: {} });
    this.status = answer.statusCode;
    this.html = answer.body;
    this.body = answer.rawPayload;
    this.headers = answer.headers;
    this.at = (to ?? asked.url).replace(this.#path, '');
    return this;
  }
}

const PASSWORD = 'une phrase assez longue';
let hash: Promise<string> | undefined;

/** Somebody known since 2010 with an account, signed in to a shop; the account is written directly, without letters. */
export async function customerAt(
  venue: Venue,
  server: Server,
  { path }: OpenedShop,
  number: string,
  values: Record<string, unknown> = {},
): Promise<{ contact: number; someone: Visitor }> {
  const email = `${number}@example.org`.toLowerCase();
  const contact = await venue.contact({ number, first_name: 'Ada', last_name: number, email, ...values });
  hash ??= hashPassword(PASSWORD, { email, name: number });
  await venue.insert('customer_accounts', {
    contact_id: contact,
    email,
    password_hash: await hash,
    created_at: '2010-01-01T10:00:00Z',
  });
  const someone = new Visitor(server, path);
  await someone.open('/sign-in');
  await someone.send('/sign-in', { email, password: PASSWORD });
  return { contact, someone };
}

/** Puts places at the full price into the basket of whoever visits. */
export const chooseIn = (
  { priceCategoryIds }: OpenedShop,
  someone: Visitor,
  what: string,
  quantity = 1,
): Promise<Visitor> => someone.send(what, { [`q${priceCategoryIds[0]}`]: String(quantity) });

/** Orders what is in the basket of whoever visits. @returns the number of the order */
export async function placeIn(someone: Visitor, how: 'option' | 'reservation' | 'online'): Promise<string> {
  await someone.open('/checkout');
  await someone.send('/checkout', { how, basket: someone.hidden('basket'), key: someone.hidden('key') });
  const number = /^\/orders\/([^?]+)/.exec(someone.at)?.[1];
  if (number === undefined) throw new Error(`nothing was ordered: ${someone.at} ${someone.text}`);
  return number;
}
