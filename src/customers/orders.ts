import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Customer } from './shapes.ts';

/** An order as it stands in the list of one's own. */
export interface OrderSummary {
  number: string;
  orderedOn: string;
  organisation: string;
  lines: number;
  products: { name: string | null; startsAt: string | null }[];
  /** That of the line that has most to do: options before reservations before tickets. */
  state: 'option' | 'confirmed' | 'reserved' | 'sold' | 'expired' | 'cancelled';
  expiresAt: Date | null;
  tickets: number;
}

const MOST = 100;

/** What a customer bought, the latest first. */
export async function selectOrders(
  database: Database,
  institution: Institution,
  { contactId }: Pick<Customer, 'contactId'>,
): Promise<OrderSummary[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<OrderSummary>`
      with own as (
        select id, number, ordered_on, organisation_id from orders
         where institution_id = ${institution.id} and purchase_contact_id = ${contactId}
         order by ordered_on desc, id desc limit ${MOST}
      )
      select o.number, o.ordered_on as "orderedOn", g.name as organisation, l.*
        from own o
        join organisations g on g.institution_id = ${institution.id} and g.id = o.organisation_id
       cross join lateral (
         select count(*)::integer as lines,
                (array_agg(s.state order by array_position(array['option', 'confirmed', 'reserved', 'sold', 'expired', 'cancelled'], s.state)))[1]
                  as state,
                min(l.expires_at) filter (where l.state in ('option', 'reserved')) as "expiresAt",
                (count(*) filter (where l.state = 'sold' and l.ticket_code is not null))::integer as tickets,
                coalesce(json_agg(distinct jsonb_build_object('name', p.name, 'startsAt', f.starts_at)), '[]') as products
           from order_lines l
          cross join lateral (select case when l.state = 'option' and l.option_confirmed_on is not null then 'confirmed'
                                          else l.state::text end as state) s
           left join products p on p.institution_id = ${institution.id} and p.id = l.product_id
           left join performances f on f.institution_id = ${institution.id} and f.id = l.performance_id
          where l.institution_id = ${institution.id} and l.order_id = o.id) l
       order by o.ordered_on desc, o.id desc`.execute(tenant);
    return rows;
  });
}
