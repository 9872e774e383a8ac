import { sql } from 'kysely';
import type { ImportContext } from './kind.ts';
import type { NamedContact } from './named-contacts.ts';
import type { LineRow, LineValues } from './order-columns.ts';
import { upsert, type Written } from './upsert.ts';

export interface WrittenOrder {
  id: number;
  number: string;
  /** Undefined where the order was there already and says the same. */
  inserted?: boolean;
  /** The order is new and its activity was written with it: nothing is left to refresh. */
  activityKnown: boolean;
}

interface WantedOrder {
  number: string;
  organisation_id: number;
  purchase_contact_id: number | null;
  ordered_on: string;
  /** False: the file does not say when; `ordered_on` is then for a new order only. */
  dated: boolean;
  /** All its lines are plain sales. */
  plain: boolean;
}

/** The orders that rows speak of. Of several lines of one order the last one tells. */
export async function upsertOrders(
  context: ImportContext,
  rows: LineRow[],
  organisationOf: (values: LineValues) => number,
  contacts: Map<string, NamedContact>,
): Promise<WrittenOrder[]> {
  const orders = new Map<string, WantedOrder>();
  for (const { values } of rows) {
    const before = orders.get(values.order_number);
    const organisation_id = organisationOf(values);
    orders.set(values.order_number, {
      number: values.order_number,
      organisation_id,
      purchase_contact_id: contacts.get(values.purchase_contact ?? '')?.id ?? null,
      ordered_on:
        values.ordered_on ??
        before?.ordered_on ??
        values.sold_on ??
        values.option_confirmed_on ??
        context.today,
      dated: Boolean(values.ordered_on) || before?.dated === true,
      plain:
        isPlainSale(values) &&
        (before === undefined || (before.plain && before.organisation_id === organisation_id)),
    });
  }
  const written: WrittenOrder[] = [];
  for (const dated of [true, false]) {
    const some = [...orders.values()].filter((order) => order.dated === dated);
    const upserted = await upsert<{ id: number; number: string }>(
      context,
      'orders',
      columnsOf(context.present, { dated }),
      some,
      { returning: ['id', 'number'] },
    );
    for (const order of upserted) {
      written.push({ ...order, activityKnown: order.inserted && orders.get(order.number)?.plain === true });
      orders.delete(order.number);
    }
  }
  return [...written, ...(await selectOrders(context, [...orders.keys()]))];
}

/**
 * A sale of something undated to its buyer. Most lines of a shop's history are such, and what refreshOrderActivity
 * finds for them is known beforehand (R2: the order date): the order is written once and not looked at again, which
 * took a sixth of the time of an import.
 */
function isPlainSale(values: LineValues): boolean {
  return (
    values.state === 'sold' &&
    !values.option_confirmed_on &&
    !values.performance_start &&
    !values.performance_end &&
    !values.valid_until &&
    !values.cultural_contact &&
    !values.beneficiary_first_name &&
    !values.beneficiary_last_name
  );
}

function columnsOf(present: ReadonlySet<string>, { dated }: { dated: boolean }): Record<string, Written> {
  const columns: Record<string, Written> = {
    number: { type: 'text', on: 'key' },
    organisation_id: { type: 'bigint', on: present.has('organisation') ? undefined : 'new' },
    ordered_on: { type: 'date', on: dated ? undefined : 'new' },
    activity_source: activity(sql`'sale'::activity_source`),
    activity_on: activity(sql`r.ordered_on`),
    activity_organisation_id: activity(sql`r.organisation_id`),
    plain: { type: 'boolean', aside: true },
    has_sale: { type: 'boolean', on: 'new', from: sql`r.plain`, derived: true },
  };
  if (present.has('purchase_contact')) columns.purchase_contact_id = { type: 'bigint' };
  return columns;
}

function activity(ofPlainSale: ReturnType<typeof sql>): Written {
  return { type: '', on: 'new', derived: true, from: sql`case when r.plain then ${ofPlainSale} end` };
}

/** Orders that were there already and say the same. */
async function selectOrders(
  { tenant, institution }: ImportContext,
  numbers: string[],
): Promise<WrittenOrder[]> {
  if (numbers.length === 0) return [];
  const { rows } = await sql<{ id: number; number: string }>`
    select id, number from orders
     where institution_id = ${institution.id} and number = any(${numbers}::text[])`.execute(tenant);
  return rows.map((order) => ({ ...order, activityKnown: false }));
}
