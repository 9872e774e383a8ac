import { join } from 'node:path';
import { sql } from 'kysely';
import { type Database, inInstitution } from '../../src/database/database.ts';
import { createInstitution, type Institution } from '../../src/institutions/institutions.ts';
import { refreshOrderActivity } from '../../src/orders/orders.ts';
import {
  type JournalLine,
  type RunOptions,
  type RunSummary,
  readJournal,
  runRetention,
} from '../../src/retention/retention.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** A venue for tests of rules: rows are written directly, so that a test shows all that matters to it. */
export class Venue {
  readonly test: TestDatabase;
  readonly institution: Institution;
  readonly ledgerFile: string;
  #count = 0;

  private constructor(test: TestDatabase, institution: Institution) {
    this.test = test;
    this.institution = institution;
    this.ledgerFile = join(test.folder, 'erasures.ledger');
  }

  static async open(
    options: { slug?: string; timeZone?: string; where?: 'memory' | 'folder' } = {},
  ): Promise<Venue> {
    const test = await createTestDatabase(options.where);
    return await Venue.in(test, options);
  }

  /** Another institution in the same database. */
  static async in(test: TestDatabase, { slug = 'theatre', timeZone = 'Europe/Zurich' } = {}): Promise<Venue> {
    const wanted = { slug, name: slug, locale: 'fr', timeZone, country: 'CH' };
    return new Venue(test, await createInstitution(test.database, wanted));
  }

  get database(): Database {
    return this.test.database;
  }

  get id(): number {
    return this.institution.id;
  }

  async close(): Promise<void> {
    await this.test.remove();
  }

  /** Inserts a row of an institution's table and gives its id back (undefined where it has none). */
  async insert(table: string, row: Record<string, unknown>): Promise<number> {
    const entries = Object.entries(row).filter(([, value]) => value !== undefined);
    return await inInstitution(this.database, this.id, async (tenant) => {
      const { rows } = await sql<{ id: number }>`
        insert into ${sql.table(table)} (institution_id${sql.join(
          entries.map(([name]) => sql`, ${sql.ref(name)}`),
          sql``,
        )})
        values (${this.id}${sql.join(
          entries.map(([, value]) => sql`, ${value}`),
          sql``,
        )}) returning *`.execute(tenant);
      return rows[0]?.id as number;
    });
  }

  async organisation(name = 'Grand Théâtre'): Promise<number> {
    const { rows } = await sql<{ id: number }>`
      select id from organisations where institution_id = ${this.id} and name = ${name}`.execute(
      this.database.owner,
    );
    return rows[0]?.id ?? (await this.insert('organisations', { name }));
  }

  /** @returns the id; the number is `C<n>` unless given */
  async contact(values: Record<string, unknown> = {}): Promise<number> {
    this.#count += 1;
    return await this.insert('contacts', {
      number: `C${this.#count}`,
      kind: 'individual',
      created_on: '2010-01-01',
      ...values,
    });
  }

  /** A contact that clicked on a day, whatever else it did. */
  async active(day: string, values: Record<string, unknown> = {}): Promise<number> {
    const contact_id = await this.contact(values);
    await this.insert('clicks', { contact_id, clicked_at: `${day}T10:00:00Z`, clicked_on: day });
    return contact_id;
  }

  async performance(starts: string | null, ends: string | null = null): Promise<number> {
    this.#count += 1;
    const product = await this.insert('products', {
      organisation_id: await this.organisation(),
      name: `Play ${this.#count}`,
    });
    return await this.insert('performances', { product_id: product, starts_at: starts, ends_at: ends });
  }

  /** An order of one line per entry of `lines`; `state` and `reached` are given or follow each other. */
  async order(
    purchaseContact: number | null,
    orderedOn: string,
    lines: Record<string, unknown>[],
    organisationName?: string,
  ): Promise<number> {
    this.#count += 1;
    const organisation_id = await this.organisation(organisationName);
    const order = await this.insert('orders', {
      number: `O${this.#count}`,
      organisation_id,
      purchase_contact_id: purchaseContact,
      ordered_on: orderedOn,
    });
    for (const [index, line] of lines.entries()) {
      await this.insert('order_lines', {
        order_id: order,
        line: String(index + 1),
        organisation_id,
        reached: reachedBy(line),
        ...line,
      });
    }
    await this.refresh(order);
    return order;
  }

  async refresh(...orders: number[]): Promise<void> {
    await inInstitution(this.database, this.id, (tenant) => refreshOrderActivity(tenant, this.id, orders));
  }

  async balance(
    contact: number,
    amountMinor: number,
    currency = 'CHF',
    organisationName?: string,
  ): Promise<void> {
    await this.insert('balances', {
      contact_id: contact,
      organisation_id: await this.organisation(organisationName),
      currency,
      amount_minor: amountMinor,
    });
  }

  /** A run as of a day, 36 months unless said otherwise. */
  async run(
    mode: 'simulation' | 'real',
    asOf: string,
    options: Partial<RunOptions> = {},
  ): Promise<RunSummary> {
    return await runRetention(this.database, this.institution, {
      mode,
      asOf,
      now: new Date(`${asOf}T10:00:00Z`),
      ledgerFile: this.ledgerFile,
      ...options,
    });
  }

  async journal(run: { run: number }): Promise<JournalLine[]> {
    const lines: JournalLine[] = [];
    for await (const portion of readJournal(this.database, this.institution, run.run)) lines.push(...portion);
    return lines;
  }

  /** The stored GDPR recency of a contact. */
  async recency(
    contact: number,
  ): Promise<{ recency: string; source: string; organisation: string | null } | undefined> {
    const { rows } = await sql<{ recency: string; source: string; organisation: string | null }>`
      select r.recency, r.source, o.name as organisation from contact_recency r
        left join organisations o on o.institution_id = r.institution_id and o.id = r.organisation_id
       where r.institution_id = ${this.id} and r.contact_id = ${contact}`.execute(this.database.owner);
    return rows[0];
  }

  /** Rows of a query as the owner: what is really there. */
  async rows<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> {
    return (await query.execute(this.database.owner)).rows;
  }

  async exists(contact: number): Promise<boolean> {
    return (
      (await this.rows(sql`select from contacts where institution_id = ${this.id} and id = ${contact}`))
        .length > 0
    );
  }
}

function reachedBy(line: Record<string, unknown>): string {
  switch (line.state) {
    case 'sold':
      return 'sale';
    case 'reserved':
      return 'reservation';
    default:
      return line.sold_on ? 'sale' : line.option_confirmed_on ? 'option-confirmed' : 'option';
  }
}
