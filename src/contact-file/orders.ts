import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { inOpenFile, ofReader, type Reader } from './open.ts';

/**
 * An order in which the contact bought or is expected, on one day: that of its latest activity with all its lines, and
 * any other day on which the contact has a seat in it with that seat.
 */
export interface ContactOrder {
  id: number;
  number: string;
  organisation: string;
  orderedOn: string;
  /** The day by which it is listed: of its activity (R2), or of an attendance. */
  day: string;
  /** What the contact is in it; both where it bought for itself. */
  as: ('purchase' | 'cultural')[];
  lines: OrderLine[];
  /** So many lines stand here; `lines` holds the first of them. */
  lineCount: number;
}

interface OrderLine {
  line: string;
  product: string | null;
  startsAt: string | null;
  endsAt: string | null;
  validUntil: string | null;
  state: 'option' | 'reserved' | 'sold' | 'expired' | 'cancelled';
  priceMinor: number | null;
  currency: string | null;
  /** This line is the contact's own seat. */
  own: boolean;
}

/** Where a page of orders goes on. */
export interface OrderCursor {
  day: string;
  id: number;
}

const LINES = 50;

/** Nobody has more own seats in one order on one day, on the average of a page. */
const SEATS = 20;

/**
 * The orders of a contact, the latest day first. Each of two indexes gives the next days in their order, and what both
 * give is one: whether an order is the contact's own is not asked of each line, which took eight times as long for ten
 * thousand orders. Lines are read for the orders of the page only.
 * @throws DomainError `unknown-contact`, `closed-contact`
 */
export async function selectContactOrders(
  database: Database,
  institution: Institution,
  number: string,
  { reader, after, limit }: { reader: Reader; after?: OrderCursor | undefined; limit: number },
): Promise<ContactOrder[]> {
  const institutionId = institution.id;
  const before = (day: ReturnType<typeof sql>, order: ReturnType<typeof sql>) =>
    after === undefined
      ? sql``
      : sql`and ${day} <= ${after.day}::date and (${day} < ${after.day}::date or ${order} < ${after.id})`;
  return await inOpenFile(database, institution, number, reader, async ({ tenant, id }) => {
    /** Lines that stand at this day. */
    const here = sql`((o.purchase_contact_id = ${id} and o.activity_on = page.day)
                      or (l.cultural_contact_id = ${id} and l.attendance_on = page.day)) ${ofReader(reader, sql`l.organisation_id`)}`;
    const { rows } = await sql<ContactOrder>`
      with bought as (
        select o.id, o.activity_on as day
          from orders o
         where o.institution_id = ${institutionId} and o.purchase_contact_id = ${id} and o.activity_on is not null
               ${before(sql`o.activity_on`, sql`o.id`)} ${ofReader(reader, sql`o.organisation_id`)}
         order by o.activity_on desc, o.id desc limit ${limit}
      ), attended as (
        select distinct on (day, order_id) order_id, day
          from (select l.order_id, l.attendance_on as day
                  from order_lines l
                 where l.institution_id = ${institutionId} and l.cultural_contact_id = ${id} and l.attendance_on is not null
                       ${before(sql`l.attendance_on`, sql`l.order_id`)} ${ofReader(reader, sql`l.organisation_id`)}
                 order by l.attendance_on desc, l.order_id desc limit ${SEATS * limit}) seats
         order by day desc, order_id desc limit ${limit}
      ), page as materialized (
        select * from (select * from bought union select * from attended) every
         order by day desc, id desc limit ${limit}
      )
      select o.id, o.number, org.name as organisation, o.ordered_on as "orderedOn", page.day, own.as, lines.items as lines,
             own.count as "lineCount"
        from page
        join orders o on o.institution_id = ${institutionId} and o.id = page.id
        join organisations org on org.institution_id = ${institutionId} and org.id = o.organisation_id
        cross join lateral (
          select count(*) filter (where ${here}) as count,
                 array_remove(array[case when o.purchase_contact_id = ${id} then 'purchase' end,
                                    case when bool_or(l.cultural_contact_id = ${id}) then 'cultural' end], null) as as
            from order_lines l
           where l.institution_id = ${institutionId} and l.order_id = page.id) own
        cross join lateral (
          select coalesce(json_agg(json_build_object(
                   'line', l.line, 'product', coalesce(p.name, q.name), 'startsAt', f.starts_at, 'endsAt', f.ends_at,
                   'validUntil', l.valid_until, 'state', l.state, 'priceMinor', l.price_minor, 'currency', l.currency,
                   'own', coalesce(l.cultural_contact_id = ${id}, false)) order by l.id), '[]') as items
            from (select * from order_lines l
                   where l.institution_id = ${institutionId} and l.order_id = page.id
                     and ${here}
                   order by l.id limit ${LINES}) l
            left join products p on p.institution_id = ${institutionId} and p.id = l.product_id
            left join performances f on f.institution_id = ${institutionId} and f.id = l.performance_id
            left join products q on q.institution_id = ${institutionId} and q.id = f.product_id) lines
       order by page.day desc, o.id desc`.execute(tenant);
    return rows;
  });
}
