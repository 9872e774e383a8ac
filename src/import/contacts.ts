import { sql } from 'kysely';
import { refreshContactSearch } from '../contacts/contacts.ts';
import { type Columns, optional, type Row, required, type Values } from './columns.ts';
import { type ContactRoles, knownRoles, readRoles, replaceRoles } from './contact-roles.ts';
import { country, date, email, oneOf, text } from './fields.ts';
import { type Changes, type ImportContext, type Importer, importKind, lastOf } from './kind.ts';
import { checkOpen, type NamedContact, selectErasedNumbers, selectNamedContacts } from './named-contacts.ts';
import { Structures } from './structures.ts';
import { upsert, type Written } from './upsert.ts';

const columns = {
  number: required(text(100)),
  kind: required(oneOf('individual', 'structure', 'relay')),
  structure_number: optional(text(100)),
  roles: optional(text(1000)),
  restricted_on: optional(date),
  title: optional(text(100)),
  first_name: optional(text(200)),
  last_name: optional(text(200)),
  company_name: optional(text(300)),
  email: optional(email),
  phone: optional(text(100)),
  mobile: optional(text(100)),
  birth_date: optional(date),
  language: optional(text(50)),
  street: optional(text(500)),
  postcode: optional(text(50)),
  town: optional(text(200)),
  country: optional(country),
  created_on: optional(date),
  valid_until: optional(date),
  remark: optional(text(50_000)),
} satisfies Columns;

type ContactRow = Row<typeof columns>;

const DATES = new Set(['restricted_on', 'birth_date', 'created_on', 'valid_until']);
const ELSEWHERE = new Set(['number', 'kind', 'structure_number', 'roles', 'created_on']);

/** R6, GDPR art. 18: a file restricts the processing of a contact. It neither lifts that nor puts it off. */
const restriction: Written = {
  type: 'date',
  to: sql`least(contacts.restricted_on, excluded.restricted_on)`,
};

/** The contact base: individuals, structures, and the relays that act for them. */
export const contacts = importKind({
  columns,
  tables: ['contacts', 'contact_search', 'contact_roles'],
  begin: async (context) =>
    new ContactsImporter(context, await knownRoles(context), await Structures.begin(context)),
});

class ContactsImporter implements Importer<typeof columns> {
  readonly #context: ImportContext;
  readonly #roles: ReadonlySet<string>;
  readonly #structures: Structures;

  constructor(context: ImportContext, roles: ReadonlySet<string>, structures: Structures) {
    this.#context = context;
    this.#roles = roles;
    this.#structures = structures;
  }

  checkRow({ line, values }: ContactRow): void {
    const { problems, today } = this.#context;
    // R1h: it is activity where there is no other, and a day to come would keep somebody for as long
    if (values.created_on && values.created_on > today) {
      problems.add(line, 'created_on', { code: 'day-to-come', about: { today } }, values.created_on);
    }
    if (values.structure_number && values.kind !== 'relay') {
      problems.add(line, 'structure_number', { code: 'for-a-relay-only' }, values.structure_number);
    }
    if (values.roles) {
      const { refused } = readRoles(values.roles, this.#roles);
      for (const { role, reason } of refused) problems.add(line, 'roles', reason, role);
    }
  }

  async chunk(rows: ContactRow[]): Promise<() => Promise<Changes>> {
    const known = await selectNamedContacts(this.#context, numbersOf(rows), 'update');
    for (const { line, values } of rows) {
      checkOpen(this.#context, { line, column: 'number' }, known.get(values.number));
    }
    const kept = await this.#withoutGone(rows, known);
    const last = lastOf(kept, ({ values }) => values.number);
    await this.#structures.remember(last, known);
    return async () => await this.#write(last);
  }

  async finish(): Promise<Changes> {
    return await this.#structures.resolve();
  }

  /** Neither who was erased nor who was merged into another comes back by a file. */
  async #withoutGone(rows: ContactRow[], known: Map<string, NamedContact>): Promise<ContactRow[]> {
    const unknown = [...numbersOf(rows)].filter((number) => !known.has(number));
    const erased = await selectErasedNumbers(this.#context, unknown);
    return rows.filter(({ line, values }) => {
      const isGone = erased.has(values.number) || known.get(values.number)?.merged === true;
      if (!isGone && !erased.has(values.structure_number ?? '')) return true;
      this.#context.refused.add(line);
      return false;
    });
  }

  async #write(rows: ContactRow[]): Promise<Changes> {
    const given = rows.filter(({ values }) => values.created_on);
    const notGiven = rows.filter(({ values }) => !values.created_on);
    const written = [
      ...(await this.#upsert(given, { type: 'date' })),
      // R1h: a missing date of creation is the day of the import, and stays what it is when the file comes again
      ...(await this.#upsert(notGiven, {
        type: 'date',
        on: 'new',
        derived: true,
        from: sql`${this.#context.today}::date`,
      })),
    ];
    const { tenant, institution } = this.#context;
    await refreshContactSearch(tenant, institution.id, { ids: written.map(({ id }) => id) });
    const changed = new Map(written.map(({ number, inserted }) => [number, inserted]));
    for (const number of await this.#writeRoles(rows)) if (!changed.has(number)) changed.set(number, false);
    await this.#structures.countOnce(changed.keys());
    const inserted = written.filter((row) => row.inserted).length;
    return { inserted, updated: changed.size - inserted };
  }

  async #upsert(
    rows: ContactRow[],
    createdOn: Written,
  ): Promise<{ number: string; id: number; inserted: boolean }[]> {
    const plain = [...this.#context.present].filter((name) => !ELSEWHERE.has(name));
    const written: Record<string, Written> = {
      number: { type: 'text', on: 'key' },
      kind: { type: 'text' },
      ...Object.fromEntries(plain.map((name) => [name, { type: DATES.has(name) ? 'date' : 'text' }])),
      ...(this.#context.present.has('restricted_on') ? { restricted_on: restriction } : {}),
      created_on: createdOn,
      // who is no relay any more acts for no structure; a relay's structure is set at the end of the file
      structure_id: {
        type: 'bigint',
        derived: true,
        from: sql`null`,
        to: sql`case when excluded.kind = 'relay' then contacts.structure_id end`,
      },
    };
    const values = rows.map((row) => row.values);
    return await upsert<{ number: string; id: number }>(this.#context, 'contacts', written, values, {
      returning: ['number', 'id'],
    });
  }

  /** @returns the numbers of the contacts whose roles changed */
  async #writeRoles(rows: { values: Values<typeof columns> }[]): Promise<string[]> {
    if (!this.#context.present.has('roles')) return [];
    const wanted: ContactRoles[] = rows.map(({ values }) => ({
      number: values.number,
      roles: readRoles(values.roles ?? '', this.#roles).roles,
    }));
    return await replaceRoles(this.#context, wanted);
  }
}

function numbersOf(rows: ContactRow[]): Set<string> {
  const numbers = new Set<string>();
  for (const { values } of rows) {
    if (values.number) numbers.add(values.number);
    if (values.structure_number) numbers.add(values.structure_number);
  }
  return numbers;
}
