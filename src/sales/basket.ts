import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { attendeeColumns, attendeeOf } from './attendees.ts';
import { lockContacts } from './locks.ts';
import { countPlaces } from './quotas.ts';
import { releasePlaces } from './release.ts';
import type { Attendee, Basket, BasketLine, By } from './shapes.ts';
import { totalsOf } from './totals.ts';

const MINUTE = 60_000;
/** How long places are held after the last sign of life, and at most after the basket was opened. */
const HOLD = 20 * MINUTE;
const LONGEST_HOLD = 60 * MINUTE;

const heldFrom = (now: Date) => new Date(now.getTime() + HOLD);

/** @throws DomainError `unknown-point-of-sale`, `point-of-sale-closed` */
export async function insertBasket(
  tenant: Tenant,
  institutionId: number,
  pointOfSaleId: number,
  now: Date,
): Promise<Pick<Basket, 'id' | 'pointOfSaleId' | 'expiresAt'>> {
  const { rows } = await sql<{ id: string }>`
    insert into baskets (institution_id, point_of_sale_id, created_at, expires_at)
    select ${institutionId}::bigint, s.id, ${now}::timestamptz, ${heldFrom(now)}::timestamptz
      from points_of_sale s
     where s.institution_id = ${institutionId} and s.id = ${pointOfSaleId} and s.state = 'open'
    returning id`.execute(tenant);
  if (rows[0] !== undefined) return { id: rows[0].id, pointOfSaleId, expiresAt: heldFrom(now) };
  const closed = await sql`
    select from points_of_sale where institution_id = ${institutionId} and id = ${pointOfSaleId}`.execute(
    tenant,
  );
  if (closed.rows.length > 0) throw new DomainError('point-of-sale-closed', 'this point of sale is closed');
  throw new DomainError('unknown-point-of-sale', 'there is no such point of sale');
}

/** @returns undefined where there is none, or it has expired */
export async function readBasket(
  database: Database,
  institution: Institution,
  basketId: string,
  now: Date,
): Promise<Basket | undefined> {
  return await inInstitution(database, institution.id, (tenant) =>
    selectBasket(tenant, institution.id, basketId, now),
  );
}

/**
 * Takes lines out; what is not there is out already.
 * @throws DomainError `unknown-basket`
 */
export async function takeOut(
  database: Database,
  institution: Institution,
  basketId: string,
  lineIds: readonly number[],
  { now }: By,
): Promise<Basket> {
  return await inInstitution(database, institution.id, async (tenant) => {
    await lockBasket(tenant, institution.id, basketId, now);
    const { rows } = await sql<{ quotaId: number | null }>`
      delete from basket_lines
       where institution_id = ${institution.id} and basket_id = ${basketId} and id = any(${lineIds}::bigint[])
      returning quota_id as "quotaId"`.execute(tenant);
    await releasePlaces(tenant, institution, countPlaces(rows), now);
    return (await selectBasket(tenant, institution.id, basketId, now)) as Basket;
  });
}

/**
 * Says who a line is for.
 * @throws DomainError `unknown-basket`, `unknown-basket-line`, `wrong-beneficiary`, `unknown-contact`
 */
export async function setAttendee(
  database: Database,
  institution: Institution,
  basketId: string,
  lineId: number,
  attendee: Attendee,
  { now }: By,
): Promise<Basket> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { contactId, firstName, lastName } = attendeeColumns(attendee, null);
    const known = await lockContacts(tenant, institution.id, [contactId]);
    if (contactId !== null && !known.has(contactId)) {
      throw new DomainError('unknown-contact', 'there is no such contact');
    }
    await lockBasket(tenant, institution.id, basketId, now);
    const { rows } = await sql`
      update basket_lines
         set cultural_contact_id = ${contactId}, beneficiary_first_name = ${firstName},
             beneficiary_last_name = ${lastName}
       where institution_id = ${institution.id} and basket_id = ${basketId} and id = ${lineId} returning id`.execute(
      tenant,
    );
    if (rows.length === 0) throw new DomainError('unknown-basket-line', 'this line is not in the basket');
    return (await selectBasket(tenant, institution.id, basketId, now)) as Basket;
  });
}

/**
 * Holds the places twenty minutes from now on, but never longer than an hour after the basket was opened.
 * @throws DomainError `unknown-basket`
 */
export async function keepBasket(
  database: Database,
  institution: Institution,
  basketId: string,
  now: Date,
): Promise<Basket> {
  return await inInstitution(database, institution.id, async (tenant) => {
    await lockBasket(tenant, institution.id, basketId, now);
    await sql`
      update baskets
         set expires_at = greatest(expires_at, least(${new Date(now.getTime() + HOLD)}::timestamptz,
                                   created_at + ${LONGEST_HOLD / 1000} * interval '1 second'))
       where institution_id = ${institution.id} and id = ${basketId}`.execute(tenant);
    return (await selectBasket(tenant, institution.id, basketId, now)) as Basket;
  });
}

/** Where a basket is sold, and how long what it becomes may stand. */
export interface LockedBasket {
  id: string;
  pointOfSaleId: number;
  expiresAt: Date;
  organisationId: number;
  optionDays: number;
  reservationDays: number;
}

/**
 * Keeps everybody else away from a basket until the transaction ends.
 * @throws DomainError `unknown-basket`, also where it has expired
 */
export async function lockBasket(
  tenant: Tenant,
  institutionId: number,
  basketId: string,
  now: Date,
): Promise<LockedBasket> {
  const { rows } = await sql<LockedBasket>`
    select b.id, s.id as "pointOfSaleId", b.expires_at as "expiresAt", s.organisation_id as "organisationId",
           s.option_days as "optionDays", s.reservation_days as "reservationDays"
      from baskets b
      join points_of_sale s on s.institution_id = ${institutionId} and s.id = b.point_of_sale_id
     where b.institution_id = ${institutionId} and b.id = ${basketId} and b.expires_at > ${now}
       for no key update of b`.execute(tenant);
  if (rows[0] === undefined)
    throw new DomainError('unknown-basket', 'the basket has expired, or there is none');
  return rows[0];
}

type BasketRow = Omit<BasketLine, 'attendee'> & {
  contactId: number | null;
  firstName: string | null;
  lastName: string | null;
  performanceId: number | null;
  startsAt: Date | null;
  endsAt: Date | null;
  venue: string | null;
};

export async function selectBasket(
  tenant: Tenant,
  i: number,
  basketId: string,
  now: Date,
): Promise<Basket | undefined> {
  const { rows } = await sql<Omit<Basket, 'lines' | 'totals'>>`
    select id, point_of_sale_id as "pointOfSaleId", expires_at as "expiresAt" from baskets
     where institution_id = ${i} and id = ${basketId} and expires_at > ${now}`.execute(tenant);
  if (rows[0] === undefined) return undefined;
  return { ...rows[0], ...(await selectBasketLines(tenant, i, basketId)) };
}

export async function selectBasketLines(
  tenant: Tenant,
  i: number,
  basketId: string,
): Promise<Pick<Basket, 'lines' | 'totals'>> {
  const lines = await sql<BasketRow>`
    select l.id, l.product_id as "productId", p.name as product, p.kind, l.performance_id as "performanceId",
           f.starts_at as "startsAt", f.ends_at as "endsAt", f.venue, c.name as "priceCategory",
           l.amount_minor as "amountMinor", l.currency, l.cultural_contact_id as "contactId",
           l.beneficiary_first_name as "firstName", l.beneficiary_last_name as "lastName"
      from basket_lines l
      join products p on p.institution_id = ${i} and p.id = l.product_id
      left join performances f on f.institution_id = ${i} and f.id = l.performance_id
      left join price_categories c on c.institution_id = ${i} and c.id = l.price_category_id
     where l.institution_id = ${i} and l.basket_id = ${basketId}
     order by l.id`.execute(tenant);
  return {
    lines: lines.rows.map(
      ({ contactId, firstName, lastName, performanceId, startsAt, endsAt, venue, ...line }) => ({
        ...line,
        performance: performanceId === null ? null : { id: performanceId, startsAt, endsAt, venue },
        attendee: attendeeOf({ contactId, firstName, lastName }, null),
      }),
    ),
    totals: totalsOf(lines.rows),
  };
}
