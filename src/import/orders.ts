import { sql } from 'kysely';
import { refreshOrderActivity } from '../orders/orders.ts';
import {
  checkPerformances,
  organisationIds,
  performanceIds,
  performanceKey,
  productIds,
  productKey,
} from './catalogue.ts';
import { minorUnits, tooPrecise } from './fields.ts';
import { type Changes, type ImportContext, type Importer, importKind, lastOf } from './kind.ts';
import { type NamedContact, nameContacts } from './named-contacts.ts';
import { type LineRow, type LineValues, orderColumns } from './order-columns.ts';
import { upsertOrderLines, type WantedLine } from './order-lines.ts';
import { upsertOrders, type WrittenOrder } from './order-records.ts';
import { ownTickets } from './own-tickets.ts';

/** A performance needs a product; where the file names none, it is this one of the organisation. */
const UNNAMED_PRODUCT = '—';

/** Orders, a row per line. They are taken as settled: they move no balance. */
export const orders = importKind({
  columns: orderColumns,
  tables: ['orders', 'order_lines', 'performances'],
  begin: async (context) => new OrdersImporter(context),
});

class OrdersImporter implements Importer<typeof orderColumns> {
  readonly #context: ImportContext;

  constructor(context: ImportContext) {
    this.#context = context;
  }

  checkRow({ line, values }: LineRow): void {
    if (!values.price) return;
    const code = values.currency ?? this.#context.institution.currency;
    if (minorUnits(values.price, code) === undefined) {
      this.#context.problems.add(line, 'price', tooPrecise(code), values.price);
    }
  }

  async chunk(rows: LineRow[]): Promise<() => Promise<Changes>> {
    await checkPerformances(this.#context, rows);
    const named = await nameContacts(this.#context, rows, ['purchase_contact', 'cultural_contact']);
    return async () => await this.#write(named.rows, named.contacts);
  }

  async #write(rows: LineRow[], contacts: Map<string, NamedContact>): Promise<Changes> {
    if (rows.length === 0) return { inserted: 0, updated: 0 };
    const organisationOf = await this.#organisations(rows);
    const orders = await upsertOrders(this.#context, rows, organisationOf, contacts);
    const orderIds = new Map(orders.map(({ id, number }) => [number, id]));
    const productOf = await this.#products(rows, organisationOf);
    const performanceOf = await this.#performances(rows, productOf);
    const buyerOf = await ownTickets(this.#context, rows, contacts);
    const lines = rows.map(({ values }): WantedLine => {
      const buyer = buyerOf(values);
      const code = values.currency ?? (values.price ? this.#context.institution.currency : null);
      return {
        order_id: orderIds.get(values.order_number) as number,
        line: values.line,
        organisation_id: organisationOf(values),
        product_id: productOf(values),
        performance_id: performanceOf(values),
        state: values.state,
        option_confirmed_on: values.option_confirmed_on,
        sold_on: values.sold_on,
        valid_until: values.valid_until,
        cultural_contact_id: buyer ?? contacts.get(values.cultural_contact ?? '')?.id ?? null,
        beneficiary_first_name: buyer === undefined ? values.beneficiary_first_name : null,
        beneficiary_last_name: buyer === undefined ? values.beneficiary_last_name : null,
        beneficiary_country: buyer === undefined ? values.beneficiary_country : null,
        price_minor: values.price ? (minorUnits(values.price, code as string) as string) : null,
        currency: code,
      };
    });
    return await this.#writeLines(lastOf(lines, lineKey), orders);
  }

  async #writeLines(lines: WantedLine[], orders: WrittenOrder[]): Promise<Changes> {
    const written = await upsertOrderLines(this.#context, lines);
    const writtenKeys = new Set(written.map(lineKey));
    const changedOrders = new Set(orders.filter(({ inserted }) => inserted === false).map(({ id }) => id));
    const known = new Set(orders.filter(({ activityKnown }) => activityKnown).map(({ id }) => id));
    const touched = new Set(
      [...changedOrders, ...written.map((line) => line.order_id)].filter((id) => !known.has(id)),
    );
    if (touched.size > 0) {
      await refreshOrderActivity(this.#context.tenant, this.#context.institution.id, [...touched]);
    }
    const inserted = written.filter((line) => line.inserted).length;
    // a row is changed by what it says of its order, too
    const byOrder = lines.filter(
      (line) => changedOrders.has(line.order_id) && !writtenKeys.has(lineKey(line)),
    ).length;
    return { inserted, updated: written.length - inserted + byOrder };
  }

  /** @returns the organisation's id by row; where the file does not say, the order's own or the institution's */
  async #organisations(rows: LineRow[]): Promise<(values: LineValues) => number> {
    const { tenant, institution, present } = this.#context;
    const names = new Set(rows.map(({ values }) => values.organisation ?? institution.name));
    const ids = await organisationIds(this.#context, names);
    const byName = (values: LineValues) => ids.get(values.organisation ?? institution.name) as number;
    if (present.has('organisation')) return byName;
    const numbers = rows.map(({ values }) => values.order_number);
    const known = await sql<{ number: string; organisation: number }>`
      select number, organisation_id as organisation from orders
       where institution_id = ${institution.id} and number = any(${numbers}::text[])`.execute(tenant);
    const byOrder = new Map(known.rows.map(({ number, organisation }) => [number, organisation]));
    return (values) => byOrder.get(values.order_number) ?? byName(values);
  }

  async #products(
    rows: LineRow[],
    organisationOf: (values: LineValues) => number,
  ): Promise<(values: LineValues) => number | null> {
    const named = (values: LineValues) => {
      const name =
        values.product ?? (values.performance_start || values.performance_end ? UNNAMED_PRODUCT : undefined);
      return name === undefined ? undefined : { organisation_id: organisationOf(values), name };
    };
    const ids = await productIds(
      this.#context,
      rows.flatMap(({ values }) => named(values) ?? []),
    );
    return (values) => {
      const product = named(values);
      return product === undefined ? null : (ids.get(productKey(product)) as number);
    };
  }

  async #performances(
    rows: LineRow[],
    productOf: (values: LineValues) => number | null,
  ): Promise<(values: LineValues) => number | null> {
    const named = (values: LineValues) => ({
      product_id: productOf(values) as number,
      starts_at: values.performance_start ?? null,
      ends_at: values.performance_end ?? null,
    });
    const dated = rows.filter(({ values }) => values.performance_start || values.performance_end);
    const ids = await performanceIds(
      this.#context,
      dated.map(({ values }) => named(values)),
    );
    return (values) => ids.get(performanceKey(named(values))) ?? null;
  }
}

const lineKey = (line: { order_id: number; line: string }): string => `${line.order_id} ${line.line}`;
