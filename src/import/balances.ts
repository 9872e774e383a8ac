import { organisationIds } from './catalogue.ts';
import { type Columns, optional, type Row, required } from './columns.ts';
import { currency, decimal, minorUnits, text, tooPrecise } from './fields.ts';
import { type Changes, type ImportContext, type Importer, importKind, lastOf } from './kind.ts';
import { type NamedContact, nameContacts } from './named-contacts.ts';
import { changesOf, upsert } from './upsert.ts';

const columns = {
  contact_number: required(text(100)),
  organisation: required(text(300)),
  currency: required(currency),
  amount: optional(decimal),
} satisfies Columns;

type BalanceRow = Row<typeof columns>;

/** What contacts owe organisations (positive) or are owed by them (negative), R5. */
export const balances = importKind({
  columns,
  tables: ['balances'],
  begin: async (context) => new BalancesImporter(context),
});

class BalancesImporter implements Importer<typeof columns> {
  readonly #context: ImportContext;

  constructor(context: ImportContext) {
    this.#context = context;
  }

  checkRow({ line, values }: BalanceRow): void {
    if (!values.amount || !values.currency) return;
    if (minorUnits(values.amount, values.currency) === undefined) {
      this.#context.problems.add(line, 'amount', tooPrecise(values.currency), values.amount);
    }
  }

  async chunk(rows: BalanceRow[]): Promise<() => Promise<Changes>> {
    const named = await nameContacts(this.#context, rows, ['contact_number']);
    return async () => await this.#write(named.rows, named.contacts);
  }

  async #write(rows: BalanceRow[], contacts: Map<string, NamedContact>): Promise<Changes> {
    const organisations = await organisationIds(
      this.#context,
      new Set(rows.map(({ values }) => values.organisation)),
    );
    const wanted = rows.map(({ values }) => ({
      contact_id: contacts.get(values.contact_number)?.id,
      organisation_id: organisations.get(values.organisation),
      currency: values.currency,
      amount_minor: minorUnits(values.amount ?? '0', values.currency),
    }));
    const last = lastOf(wanted, (row) => `${row.contact_id} ${row.organisation_id} ${row.currency}`);
    const amount = this.#context.present.has('amount') ? undefined : 'new';
    const written = await upsert(
      this.#context,
      'balances',
      {
        contact_id: { type: 'bigint', on: 'key' },
        organisation_id: { type: 'bigint', on: 'key' },
        currency: { type: 'text', on: 'key' },
        amount_minor: { type: 'bigint', on: amount },
      },
      last,
    );
    return changesOf(written);
  }
}
