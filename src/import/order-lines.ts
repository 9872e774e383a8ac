import { sql } from 'kysely';
import type { ImportContext } from './kind.ts';
import { upsert, type Written } from './upsert.ts';

/** A line as it is written; undefined: the file has no such column. */
export interface WantedLine {
  order_id: number;
  line: string;
  organisation_id: number;
  product_id: number | null;
  performance_id: number | null;
  state: string;
  option_confirmed_on: string | null | undefined;
  sold_on: string | null | undefined;
  valid_until: string | null | undefined;
  cultural_contact_id: number | null;
  beneficiary_first_name: string | null | undefined;
  beneficiary_last_name: string | null | undefined;
  beneficiary_country: string | null | undefined;
  price_minor: string | null;
  currency: string | null;
}

/** @returns the lines that are new or changed */
export async function upsertOrderLines(
  context: ImportContext,
  lines: WantedLine[],
): Promise<{ order_id: number; line: string; inserted: boolean }[]> {
  return await upsert<{ order_id: number; line: string }>(
    context,
    'order_lines',
    columnsOf(context.present),
    lines,
    {
      returning: ['order_id', 'line'],
    },
  );
}

/** What a file with these columns writes; what it has no column for stays. */
function columnsOf(present: ReadonlySet<string>): Record<string, Written> {
  const confirmed = present.has('option_confirmed_on') ? 'excluded' : 'order_lines';
  const sold = present.has('sold_on') ? 'excluded' : 'order_lines';
  const columns: Record<string, Written> = {
    order_id: { type: 'bigint', on: 'key' },
    line: { type: 'text', on: 'key' },
    organisation_id: { type: 'bigint', on: present.has('organisation') ? undefined : 'new' },
    state: { type: 'text' },
    reached: {
      type: 'activity_source',
      derived: true,
      from: reached('r.state', 'r.option_confirmed_on', 'r.sold_on', { known: false }),
      to: reached('excluded.state', `${confirmed}.option_confirmed_on`, `${sold}.sold_on`, { known: true }),
    },
    option_confirmed_on: { type: 'date', on: present.has('option_confirmed_on') ? undefined : 'new' },
    sold_on: { type: 'date', on: present.has('sold_on') ? undefined : 'new' },
  };
  const plain = ['valid_until', 'beneficiary_first_name', 'beneficiary_last_name', 'beneficiary_country'];
  for (const name of plain.filter((one) => present.has(one))) {
    columns[name] = { type: name === 'valid_until' ? 'date' : 'text' };
  }
  const performances = present.has('performance_start') || present.has('performance_end');
  if (performances) columns.performance_id = { type: 'bigint' };
  if (present.has('product')) columns.product_id = { type: 'bigint' };
  else if (performances) columns.product_id = { type: 'bigint', to: stored('product_id') };
  // R9 may make a cultural contact of a beneficiary where the file names none
  if (present.has('cultural_contact')) columns.cultural_contact_id = { type: 'bigint' };
  else if (present.has('beneficiary_first_name') || present.has('beneficiary_last_name')) {
    columns.cultural_contact_id = {
      type: 'bigint',
      to: sql`coalesce(excluded.cultural_contact_id, order_lines.cultural_contact_id)`,
    };
  }
  if (present.has('price')) {
    columns.price_minor = { type: 'bigint' };
    columns.currency = { type: 'text' };
  } else if (present.has('currency')) {
    // a price that is kept is kept in its own currency
    columns.currency = {
      type: 'text',
      to: sql`case when order_lines.price_minor is null then excluded.currency else order_lines.currency end`,
    };
  }
  return columns;
}

const stored = (column: string) =>
  sql`coalesce(${sql.ref(`order_lines.${column}`)}, ${sql.ref(`excluded.${column}`)})`;

/**
 * The last state that a line reached by the person's act (R2: a cancelled or expired line counts with it). What we
 * know as sold and a file now cancels was a sale, whether the file says so or not (R7: it made a customer).
 * The constants are cast one by one, because Citus takes no function of a text here.
 */
function reached(state: string, confirmedOn: string, soldOn: string, { known }: { known: boolean }) {
  const [now, confirmed, sold] = [sql.ref(state), sql.ref(confirmedOn), sql.ref(soldOn)];
  const once = known ? sql`(${sold} is not null or order_lines.reached = 'sale')` : sql`${sold} is not null`;
  return sql`case when ${now} = 'sold' or ${now} = 'cancelled' and ${once} then 'sale'::activity_source
                  when ${now} = 'reserved' then 'reservation'::activity_source
                  when ${confirmed} is not null then 'option-confirmed'::activity_source
                  when ${now} = 'cancelled' then 'reservation'::activity_source
                  else 'option'::activity_source end`;
}
