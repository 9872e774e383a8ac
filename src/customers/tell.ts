import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';
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
}

/**
 * Tells customers what happened since: orders placed in a shop, places that came free for who waits. Each is told once,
 * whoever looks and however often; what a killed process left untold, the next look tells. For all institutions.
 * @returns the institutions where something is to be handed over
 */
export async function tellWhatHappened(database: Database, now: Date): Promise<Institution[]> {
  const told: Institution[] = [];
  for (const institution of await selectInstitutions(database)) {
    const orders = await tellOrders(database, institution, now, undefined);
    const offers = await tellOffers(database, institution, now);
    if (orders + offers > 0) told.push(institution);
  }
  return told;
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

async function tellOrders(
  database: Database,
  institution: Institution,
  now: Date,
  orderId: number | undefined,
): Promise<number> {
  const untold = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Untold>`
      select o.id as "orderId", a.contact_id as "contactId", a.email, a.locale, p.slug
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
  { contactId, email, locale, slug }: Untold,
  order: Order,
  now: Date,
): Promise<void> {
  const held = order.lines.map(({ expiresAt }) => expiresAt).filter((at) => at !== null);
  const until = held[0] === undefined ? '' : spokenMoment(locale, institution, held[0]);
  const state = (['option', 'reserved'] as const).find((one) =>
    order.lines.some((line) => line.state === one),
  );
  const next = letter(locale, state ?? 'sold', { until }).body;
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

function spokenLine(locale: Locale, institution: Institution, line: OrderLine): string {
  const when = line.performance?.startsAt;
  return [
    `• ${line.product ?? ''}`,
    ...(when ? [spokenMoment(locale, institution, when)] : []),
    ...(line.priceCategory === null ? [] : [line.priceCategory]),
    spokenMoney(locale, line),
  ].join(' – ');
}

interface Offer {
  entryId: number;
  contactId: number;
  email: string;
  locale: Locale;
  product: string;
  startsAt: Date | null;
  offeredAt: Date;
  until: Date;
  slug: string;
}

/** Who waits and has an account is told of places that came free for them, at the shop where they may be taken. */
async function tellOffers(database: Database, institution: Institution, now: Date): Promise<number> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Offer>`
      select e.id as "entryId", e.contact_id as "contactId", a.email, a.locale, p.name as product,
             f.starts_at as "startsAt", e.offered_at as "offeredAt", e.offer_expires_at as until, s.slug
        from waiting_list_entries e
        join customer_accounts a on a.institution_id = ${institution.id} and a.contact_id = e.contact_id
        join performances f on f.institution_id = ${institution.id} and f.id = e.performance_id
        join products p on p.institution_id = ${institution.id} and p.id = f.product_id
        join lateral (select slug from points_of_sale s
                       where s.institution_id = ${institution.id} and s.organisation_id = e.organisation_id
                         and s.kind = 'shop' and s.state = 'open' order by s.id limit 1) s on true
       where e.institution_id = ${institution.id} and e.state = 'open' and e.offer_expires_at > ${now}
         and not exists (select from messages m
                          where m.institution_id = ${institution.id} and m.contact_id = e.contact_id
                            and m.kind = 'place-free'
                            and m.about = 'entry:' || e.id || ':' || floor(extract(epoch from e.offered_at))::bigint)
       order by e.id limit 500`.execute(tenant);
    for (const one of rows) {
      const when = one.startsAt === null ? '' : ` (${spokenMoment(one.locale, institution, one.startsAt)})`;
      await tellCustomer(
        tenant,
        { institution, path: `/shop/${one.slug}` },
        {
          contactId: one.contactId,
          to: { name: null, address: one.email },
          kind: 'place-free',
          about: `entry:${one.entryId}:${Math.floor(Number(one.offeredAt) / 1000)}`,
          ...letter(one.locale, 'offer', {
            institution: institution.name,
            product: one.product,
            when,
            until: spokenMoment(one.locale, institution, one.until),
          }),
          page: `/account#waiting`,
          expiresAt: one.until,
          now,
        },
      );
    }
    return rows.length;
  });
}

/** Removes what is over: sign-ups nobody confirmed, sessions, links. For all institutions. */
export async function sweepCustomers(database: Database, now: Date): Promise<void> {
  for (const { id } of await selectInstitutions(database)) {
    await inInstitution(database, id, async (tenant) => {
      for (const table of ['customer_sign_ups', 'customer_sessions', 'customer_links']) {
        await sql`delete from ${sql.table(table)} where institution_id = ${id} and expires_at <= ${now}`.execute(
          tenant,
        );
      }
    });
  }
}
