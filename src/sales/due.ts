import { sql } from 'kysely';

/** Whether a basket, an option, a reservation or an offer that holds places of a performance is over. @param performance an SQL expression */
export const isAnythingDue = (i: number, performance: ReturnType<typeof sql>, now: Date) => sql<boolean>`
  (exists (select from baskets due
             join basket_lines held on held.institution_id = ${i} and held.basket_id = due.id
            where due.institution_id = ${i} and due.expires_at <= ${now} and held.performance_id = ${performance})
   or exists (select from order_lines due
               where due.institution_id = ${i} and due.state in ('option', 'reserved') and due.expires_at <= ${now}
                 and due.performance_id = ${performance})
   or exists (select from waiting_list_entries due
               where due.institution_id = ${i} and due.state = 'open' and due.offer_expires_at <= ${now}
                 and due.performance_id = ${performance}))`;
