import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type Order, type OrderLine, readOrder } from '../sales/sales.ts';
import { letter } from './letters.ts';
import type { Locale } from './shapes.ts';
import { spokenMoment, spokenMoney } from './speech.ts';
import { tellCustomer } from './tell-one.ts';

/** What is older was told, or its telling does not matter any more. */
const LATELY = '2 days';

interface Untold {
  orderId: number;
  contactId: number;
  email: string;
  locale: Locale;
  slug: string;
  /** Whether the shop is paid online, too. */
  online: boolean;
}

/** Confirms an order by mail, at once after it was placed; the order stands whether or not that can be done. */
export async function tellOrder(
  database: Database,
  institution: Institution,
  orderId: number,
  now: Date,
): Promise<void> {
  await tellOrders(database, institution, now, orderId);
}

/** @param orderId only this one; undefined: whatever was not told */
export async function tellOrders(
  database: Database,
  institution: Institution,
  now: Date,
  orderId: number | undefined,
): Promise<number> {
  const untold = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Untold>`
      select o.id as "orderId", a.contact_id as "contactId", a.email, a.locale, p.slug,
             p.online_payment as online
        from orders o
        join points_of_sale p on p.institution_id = ${institution.id} and p.id = o.point_of_sale_id and p.kind = 'shop'
        join customer_accounts a on a.institution_id = ${institution.id} and a.contact_id = o.purchase_contact_id
       where o.institution_id = ${institution.id} and o.placed_at > ${now}::timestamptz - ${LATELY}::interval
         and ${orderId === undefined ? sql`true` : sql`o.id = ${orderId}`}
         and not exists (select from messages m
                          where m.institution_id = ${institution.id} and m.contact_id = a.contact_id
                            and m.kind = 'order-placed' and m.about = 'order:' || o.id)
       order by o.id limit 500`.execute(tenant);
    return rows;
  });
  for (const one of untold) {
    const order = await readOrder(database, institution, { id: one.orderId });
    if (order !== undefined) await writeOrder(database, institution, one, order, now);
  }
  return untold.length;
}

async function writeOrder(
  database: Database,
  institution: Institution,
  { contactId, email, locale, slug, online }: Untold,
  order: Order,
  now: Date,
): Promise<void> {
  const held = order.lines.map(({ expiresAt }) => expiresAt).filter((at) => at !== null);
  const until = held[0] === undefined ? '' : spokenMoment(locale, institution, held[0]);
  const state = (['option', 'reserved'] as const).find((one) =>
    order.lines.some((line) => line.state === one),
  );
  const next = letter(locale, state === 'reserved' && online ? 'payable' : (state ?? 'sold'), { until }).body;
  const lines = order.lines.map((line) => spokenLine(locale, institution, line)).join('\n');
  const words = letter(locale, 'order', { institution: institution.name, number: order.number, lines, next });
  await inInstitution(database, institution.id, (tenant) =>
    tellCustomer(
      tenant,
      { institution, path: `/shop/${slug}` },
      {
        contactId,
        to: { name: null, address: email },
        kind: 'order-placed',
        about: `order:${order.id}`,
        ...words,
        page: `/orders/${encodeURIComponent(order.number)}`,
        now,
      },
    ),
  );
}

/**
 * Sends the tickets' address to who paid after the order was confirmed, online or at a counter: once, when nothing of
 * the order is left to pay.
 */
export async function tellPaid(database: Database, institution: Institution, now: Date): Promise<number> {
  const i = institution.id;
  const untold = await inInstitution(database, i, async (tenant) => {
    const { rows } = await sql<Untold>`
      select o.id as "orderId", a.contact_id as "contactId", a.email, a.locale, p.slug, p.online_payment as online
        from (select distinct order_id as id from payments
               where institution_id = ${i} and kind = 'payment' and paid_at > ${now}::timestamptz - ${LATELY}::interval) paid
        join orders o on o.institution_id = ${i} and o.id = paid.id
        join points_of_sale p on p.institution_id = ${i} and p.id = o.point_of_sale_id and p.kind = 'shop'
        join customer_accounts a on a.institution_id = ${i} and a.contact_id = o.purchase_contact_id
       where exists (select from messages m join payments y on y.institution_id = ${i} and y.order_id = o.id
                                                           and y.kind = 'payment' and y.paid_at > m.created_at
                      where m.institution_id = ${i} and m.contact_id = a.contact_id
                        and m.kind = 'order-placed' and m.about = 'order:' || o.id)
         and not exists (select from messages m
                          where m.institution_id = ${i} and m.contact_id = a.contact_id
                            and m.kind = 'order-paid' and m.about = 'order:' || o.id)
       order by o.id limit 500`.execute(tenant);
    return rows;
  });
  let told = 0;
  for (const one of untold) {
    const order = await readOrder(database, institution, { id: one.orderId });
    if (order === undefined || order.toPay.length > 0) continue;
    if (!order.lines.some(({ state }) => state === 'sold')) continue;
    await writePaid(database, institution, one, order, now);
    told += 1;
  }
  return told;
}

async function writePaid(
  database: Database,
  institution: Institution,
  { contactId, email, locale, slug }: Untold,
  order: Order,
  now: Date,
): Promise<void> {
  const lines = order.lines
    .filter(({ state }) => state === 'sold')
    .map((line) => spokenLine(locale, institution, line))
    .join('\n');
  const words = letter(locale, 'paid', { institution: institution.name, number: order.number, lines });
  await inInstitution(database, institution.id, (tenant) =>
    tellCustomer(
      tenant,
      { institution, path: `/shop/${slug}` },
      {
        contactId,
        to: { name: null, address: email },
        ...{ kind: 'order-paid', about: `order:${order.id}`, ...words, now },
        page: `/orders/${encodeURIComponent(order.number)}`,
      },
    ),
  );
}

function spokenLine(locale: Locale, institution: Institution, line: OrderLine): string {
  const when = line.performance?.startsAt;
  return [
    `• ${line.product ?? ''}`,
    ...(when ? [spokenMoment(locale, institution, when)] : []),
    ...(line.priceCategory === null ? [] : [line.priceCategory]),
    spokenMoney(locale, line),
  ].join(' – ');
}
