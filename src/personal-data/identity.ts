import { type RawBuilder, sql } from 'kysely';
import { personalDataMap } from './map.ts';

/**
 * What the sealed log keeps of a contact (R12), as a JSON text: the columns of its record that the map calls
 * identifying, its internal id (which the journal names) and the numbers of its orders.
 * @param contactId an SQL expression; the record's alias is `c`
 */
export function identityOf(institutionId: number, contactId: RawBuilder<unknown>): RawBuilder<string> {
  const identifying = Object.entries(personalDataMap.contacts?.columns ?? {})
    .filter(
      ([, column]) => column.about === 'contact' && column.nature !== 'kept' && column.leftOut === undefined,
    )
    .flatMap(([name]) => [sql.lit(name), sql`c.${sql.ref(name)}`]);
  return sql<string>`jsonb_strip_nulls(jsonb_build_object(
    'contact_id', ${contactId}, ${sql.join(identifying)},
    'order_numbers', (select jsonb_agg(o.number) from orders o
                       where o.institution_id = ${institutionId} and o.purchase_contact_id = ${contactId})))::text`;
}
