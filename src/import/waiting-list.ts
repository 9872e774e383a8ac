import { sql } from 'kysely';
import {
  checkPerformances,
  organisationIds,
  performanceIds,
  performanceKey,
  productIds,
  productKey,
} from './catalogue.ts';
import { type Columns, optional, type Row, required } from './columns.ts';
import { date, dateTime, oneOf, text } from './fields.ts';
import { type Changes, type ImportContext, type Importer, importKind } from './kind.ts';
import { type NamedContact, nameContacts } from './named-contacts.ts';

const columns = {
  contact_number: required(text(100)),
  organisation: required(text(300)),
  product: required(text(300)),
  performance_start: required(dateTime),
  performance_end: optional(dateTime),
  signed_up_on: required(date),
  state: required(oneOf('open', 'served', 'cancelled')),
} satisfies Columns;

type EntryRow = Row<typeof columns>;

/** Sign-ups for full performances (R1d). */
export const waitingList = importKind({
  columns,
  tables: ['waiting_list_entries', 'performances'],
  begin: async (context) => new WaitingListImporter(context),
});

class WaitingListImporter implements Importer<typeof columns> {
  readonly #context: ImportContext;

  constructor(context: ImportContext) {
    this.#context = context;
  }

  checkRow({ line, values }: EntryRow): void {
    const { problems, today } = this.#context;
    // R1d: it is activity, and a day to come would keep somebody for as long
    if (values.signed_up_on > today) {
      problems.add(line, 'signed_up_on', { code: 'day-to-come', about: { today } }, values.signed_up_on);
    }
  }

  async chunk(rows: EntryRow[]): Promise<() => Promise<Changes>> {
    await checkPerformances(this.#context, rows);
    const named = await nameContacts(this.#context, rows, ['contact_number']);
    return async () => await this.#write(named.rows, named.contacts);
  }

  async #write(rows: EntryRow[], contacts: Map<string, NamedContact>): Promise<Changes> {
    const organisations = await organisationIds(
      this.#context,
      new Set(rows.map(({ values }) => values.organisation)),
    );
    const product = ({ values }: EntryRow) => ({
      organisation_id: organisations.get(values.organisation) as number,
      name: values.product,
    });
    const products = await productIds(this.#context, rows.map(product));
    const performance = (row: EntryRow) => ({
      product_id: products.get(productKey(product(row))) as number,
      starts_at: row.values.performance_start,
      ends_at: row.values.performance_end ?? null,
    });
    const performances = await performanceIds(this.#context, rows.map(performance));
    return await this.#upsert(
      rows.map((row, position) => ({
        position,
        contact_id: contacts.get(row.values.contact_number)?.id,
        organisation_id: product(row).organisation_id,
        ...performance(row),
        performance_id: performances.get(performanceKey(performance(row))),
        signed_up_on: row.values.signed_up_on,
        state: row.values.state,
      })),
    );
  }

  /**
   * An entry is known by its contact, product, start and day; another end moves it to the performance that has it.
   */
  async #upsert(wanted: object[]): Promise<Changes> {
    const { tenant, institution, present } = this.#context;
    const moves = present.has('performance_end');
    const { rows } = await sql<Changes>`
      with wanted as materialized (
        select distinct on (contact_id, product_id, starts_at, signed_up_on) *
          from json_to_recordset(${JSON.stringify(wanted)}::json)
               as r(position integer, contact_id bigint, organisation_id bigint, product_id bigint,
                    starts_at timestamptz, performance_id bigint, signed_up_on date, state text)
         order by contact_id, product_id, starts_at, signed_up_on, position desc
      ), known as materialized (
        select distinct on (w.position) w.position, e.id,
               case when ${moves}::boolean then w.performance_id else e.performance_id end as performance_id, w.state
          from wanted w
          join waiting_list_entries e on e.institution_id = ${institution.id} and e.contact_id = w.contact_id
                                     and e.signed_up_on = w.signed_up_on
          join performances p on p.institution_id = ${institution.id} and p.id = e.performance_id
                             and p.product_id = w.product_id and p.starts_at = w.starts_at
         order by w.position, e.performance_id = w.performance_id desc, e.id
      ), updated as (
        update waiting_list_entries e
           set performance_id = k.performance_id, state = k.state
          from known k
         where e.institution_id = ${institution.id} and e.id = k.id
           and (e.performance_id, e.state) is distinct from (k.performance_id, k.state)
        returning 1
      ), inserted as (
        insert into waiting_list_entries
               (institution_id, contact_id, organisation_id, performance_id, signed_up_on, state)
        select ${institution.id}::bigint, contact_id, organisation_id, performance_id, signed_up_on, state
          from wanted w
         where not exists (select from known k where k.position = w.position)
        returning 1
      )
      select (select count(*) from inserted) as inserted, (select count(*) from updated) as updated`.execute(
      tenant,
    );
    return rows[0] as Changes;
  }
}
