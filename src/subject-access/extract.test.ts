import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { onServer } from '../../test/helpers/database.ts';
import { type MarkedContact, markedContact } from '../../test/helpers/marked-contact.ts';
import { unzip } from '../../test/helpers/unzip.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { extractedColumns, personalDataMap } from '../personal-data/personal-data.ts';
import { writeExtract } from './subject-access.ts';
import { parts } from './words.ts';

const NOW = new Date('2024-05-01T10:00:00Z');

let web: Web;
let officer: Asker;
let me: MarkedContact;
let other: MarkedContact;
/** Somebody who bought two tickets, one of them for `me`. */
let buyer: number;

beforeAll(async () => {
  web = await Web.open();
  officer = await web.as('data-protection-officer');
  me = await markedContact(web.venue, 'me');
  other = await markedContact(web.venue, 'other');
  buyer = await web.venue.contact({ first_name: 'Buyer', last_name: 'buyer-mark' });
  await web.venue.order(buyer, '2015-01-01', [
    {
      state: 'sold',
      price_minor: 4242424,
      currency: 'CHF',
      cultural_contact_id: me.id,
      valid_until: '2016-06-06',
    },
    { state: 'sold', price_minor: 4343434, currency: 'CHF', beneficiary_last_name: 'guest-of-buyer' },
  ]);
  // whom a basket is for is not who fills it
  const basket_id = crypto.randomUUID();
  const organisation_id = await web.venue.organisation();
  const point_of_sale_id = await web.venue.insert('points_of_sale', {
    organisation_id,
    kind: 'box-office',
    name: 'counter of the basket',
  });
  const product_id = await web.venue.insert('products', { organisation_id, name: 'product in the basket' });
  await web.venue.insert('baskets', { id: basket_id, point_of_sale_id, created_at: NOW, expires_at: NOW });
  await web.venue.insert('basket_lines', {
    basket_id,
    product_id,
    amount_minor: 4545454,
    currency: 'CHF',
    cultural_contact_id: me.id,
    beneficiary_last_name: 'guest-of-basket',
  });
  await web.venue.insert('contact_friends', { contact_id: me.id, friend_id: buyer });
});
afterAll(() => web.close());

const filesOf = async (contact: number, locale: 'fr' | 'en' = 'fr') =>
  await unzip(await writeExtract(web.venue.database, web.venue.institution, contact, { now: NOW, locale }));
const textOf = (files: Map<string, Buffer>) => [...files.values()].map((file) => file.toString()).join('\n');
type Rows = Record<string, unknown>[];
type Parted = Partial<Record<'provided' | 'observed' | 'inferred', Record<string, Rows>>>;
const partedOf = (files: Map<string, Buffer>, name = 'data.json'): Parted =>
  JSON.parse(files.get(name)?.toString() ?? '');
/** The rows as a whole, whatever their values come from. */
function dataOf(files: Map<string, Buffer>): { tables: Record<string, Rows> } {
  const tables: Record<string, Rows> = {};
  const { provided, observed, inferred } = partedOf(files);
  for (const origin of [provided, observed, inferred]) {
    for (const [table, rows] of Object.entries(origin ?? {})) {
      tables[table] = rows.map((row, at) => ({ ...tables[table]?.[at], ...row }));
    }
  }
  return { tables };
}

describe('R21 the extract', () => {
  it('R21 has every column of the map that is about a contact, or the map says why not', () => {
    const missing = Object.entries(personalDataMap).flatMap(([table, { columns }]) => {
      const shown = new Set(extractedColumns.get(table)?.map(({ name }) => name));
      return Object.entries(columns)
        .filter(
          ([name, { about, nature, leftOut }]) =>
            about === 'contact' && nature !== 'kept' && leftOut === undefined && !shown.has(name),
        )
        .map(([name]) => `${table}.${name}`);
    });
    expect(missing).toEqual([]);
    const titled = new Set(parts.flatMap(({ tables }) => Object.keys(tables)));
    expect(
      [...extractedColumns.keys()].filter((table) => !titled.has(table)),
      'a title for each table',
    ).toEqual([]);
  });

  it('R21 shows each mark of its contact, in the data, in the tables and on the page, and none of another’s', async () => {
    const files = await filesOf(me.id);
    const data = dataOf(files);
    for (const [table, columns] of extractedColumns) {
      for (const { name, key } of columns) {
        const mark = me.marks.get(`${table}.${name}`);
        const values = data.tables[table]?.map((row) => row[key]);
        expect(values, `${table}.${name}`).toBeDefined();
        expect(values, `a row of ${table}: markedContact writes one`).not.toEqual([]);
        if (mark !== undefined) expect(values, `${table}.${name}`).toContain(mark);
        // what refers to something is put into words
        if (name.endsWith('_id')) expect(typeof values?.[0], `${table}.${name}`).not.toBe('number');
        if (table !== 'basket_lines' && name !== 'venue')
          expect(values?.[0], `${table}.${name}`).not.toBeNull();
      }
    }
    const page = files.get('vos-donnees.html')?.toString() ?? '';
    const csv = [...files]
      .filter(([name]) => name.endsWith('.csv'))
      .map(([, file]) => file.toString())
      .join('\n');
    for (const [column, mark] of me.marks) {
      expect(csv, column).toContain(String(mark));
      if (typeof mark === 'string' && mark.startsWith('me-')) {
        // a currency stands with its amount
        if (!column.endsWith('.currency')) expect(page, column).toContain(mark);
      }
    }
    expect(files.get('photo.webp')?.toString()).toBe('me-contactphotos-picture');
    expect(page).toContain('<img src="photo.webp"');

    const text = textOf(files);
    expect([...other.marks.values()].filter((mark) => text.includes(String(mark)))).toEqual([]);
    expect(text).not.toContain('of other');
  });

  it('R21 is about nobody else: not who paid, not whom somebody came with, not who works there', async () => {
    const files = await filesOf(me.id);
    const text = textOf(files);
    for (const third of [
      'buyer-mark',
      '4242424',
      '4343434',
      '4545454',
      'guest-of-',
      'guest first',
      'guest last',
      'operator of me',
      'operator-of-me',
    ]) {
      expect(text, third).not.toContain(third);
    }
    const lines = dataOf(files).tables.order_lines ?? [];
    expect(lines).toHaveLength(2);
    const given = lines.find(({ valid_until }) => valid_until === '2016-06-06');
    expect(given).toMatchObject({
      order: null,
      price_minor: null,
      currency: null,
      state: 'sold',
      cultural_contact: true,
    });
    // who bought it sees the price, and not whose seat it is
    const bought = dataOf(await filesOf(buyer)).tables.order_lines ?? [];
    expect(bought.map((line) => [line.price_minor, line.cultural_contact])).toEqual([
      [4242424, false],
      [4343434, false],
    ]);
    expect(textOf(await filesOf(buyer))).not.toContain(String(me.marks.get('contacts.last_name')));
  });

  it('R21 hands on to another service what was given and observed, and not what the institution concluded (art. 20)', async () => {
    const files = await filesOf(me.id);
    const whole = partedOf(files);
    const portable = partedOf(files, 'portable.json');
    expect(portable.provided).toEqual(whole.provided);
    expect(portable.observed).toEqual(whole.observed);
    expect(portable.inferred).toBeUndefined();
    const text = files.get('portable.json')?.toString() ?? '';
    for (const column of ['contacts.last_name', 'contact_criteria.value', 'clicks.url', 'orders.number']) {
      expect(text, column).toContain(String(me.marks.get(column)));
    }
    for (const column of ['contacts.remark', 'contact_notes.text', 'messages.body']) {
      expect(text, column).not.toContain(String(me.marks.get(column)));
      expect(JSON.stringify(whole.inferred), column).toContain(String(me.marks.get(column)));
    }
    for (const name of ['data', 'portable']) {
      const schema = JSON.parse(files.get(`${name}.schema.json`)?.toString() ?? '');
      const said = partedOf(files, `${name}.json`);
      for (const origin of ['provided', 'observed', 'inferred'] as const) {
        const keys = Object.keys(schema.properties[origin]?.properties ?? {});
        expect(keys, `${name} ${origin}`).toEqual(Object.keys(said[origin] ?? {}));
      }
    }
  });

  it('R21 costs what its own rows cost: each table is found by an index of the institution and the contact', async () => {
    const indexes = await web.venue.rows<{ start: string }>(sql`
      select t.relname || '.' || one.attname || ',' || two.attname as start
        from pg_index i
        join pg_class t on t.oid = i.indrelid
        join pg_attribute one on one.attrelid = t.oid and one.attnum = i.indkey[0]
        join pg_attribute two on two.attrelid = t.oid and two.attnum = i.indkey[1]`);
    const starts = new Set(indexes.map(({ start }) => start));
    const wanted = [...extractedColumns.keys()].flatMap((table) =>
      (personalDataMap[table]?.links ?? []).flatMap((link) =>
        'column' in link
          ? [`${table}.institution_id,${link.column}`]
          : [
              `${table}.institution_id,${link.through.column}`,
              `${link.through.table}.institution_id,${link.through.link}`,
            ],
      ),
    );
    expect(wanted.filter((index) => !starts.has(index))).toEqual([]);
  });

  it('R21 comes on paper too: a tagged PDF in its language, of the latest rows of what is long', async () => {
    const contact = await web.venue.contact({ last_name: 'Ångström' });
    for (let order = 0; order < 120; order += 1) await web.venue.order(contact, '2020-01-01', []);
    const files = await filesOf(contact);
    const pdf = files.get('vos-donnees.pdf')?.toString('latin1') ?? '';
    expect(pdf.slice(0, 8)).toBe('%PDF-1.7');
    for (const sign of [
      '/StructTreeRoot',
      '/Marked true',
      '/Lang (fr)',
      '/DisplayDocTitle true',
      'pdfuaid:part',
    ]) {
      expect(pdf, sign).toContain(sign);
    }
    expect(pdf.match(/\/S \/LI\b/g)?.length).toBeGreaterThan(100);
    expect(pdf.match(/\/S \/LI\b/g)?.length).toBeLessThan(120);
    expect((await filesOf(contact, 'en')).has('your-data.pdf')).toBe(true);
  });

  it('R21 comes in English too, harmless whatever was typed in', async () => {
    const contact = await web.venue.contact({
      remark: '<script>alert("1")</script>',
      last_name: '=1+1',
      country: 'CH',
    });
    const files = await filesOf(contact, 'en');
    const page = files.get('your-data.html')?.toString() ?? '';
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(page).not.toContain('<script');
    expect(page).toContain('Who you are');
    expect(files.get('csv/contacts.csv')?.toString()).toContain("'=1+1");
    const schema = JSON.parse(files.get('data.schema.json')?.toString() ?? '');
    expect(schema.properties.provided.properties.contacts.items.properties.last_name.title).toBe('Last name');
  });
});

describe('R21 the extract in the back office', () => {
  it('R21 is taken by who may, audited, and among the accesses of the file', async () => {
    const answer = await officer(`/api/contacts/${me.number}/extract.zip?locale=en`);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/zip']);
    expect([...(await unzip(answer.rawPayload)).keys()]).toContain('your-data.html');
    const { items } = (await officer(`/api/contacts/${me.number}/audit`)).json();
    expect(items.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['contact.extract', 'open']),
    );
    const clerk = await web.as('box-office');
    expect((await clerk(`/api/contacts/${me.number}/extract.zip`)).statusCode).toBe(403);
  });

  it('R21 a confidential file is opened by nobody else, whatever they ask for', async () => {
    const support = await web.as('administrator');
    await web.venue.contact({ number: 'SECRET', confidentiality: 'confidential' });
    expect((await support('/api/contacts/SECRET/extract.zip')).statusCode).toBe(200);
    expect((await officer('/api/contacts/NOBODY/extract.zip')).statusCode).toBe(404);
  });

  it.runIf(onServer)(
    'R8 R21 an extract that meets an erasure waits for it, and then there is none',
    async () => {
      const contact = await web.venue.contact();
      const eraser = await web.venue.database.pool.connect();
      try {
        await eraser.query('begin');
        await eraser.query('delete from contacts where id = $1', [contact]);
        let over = false;
        const extract = filesOf(contact).finally(() => {
          over = true;
        });
        extract.catch(() => {});
        await vi.waitFor(async () => {
          const { rows } = await web.venue.database.pool.query(
            "select from pg_stat_activity where wait_event_type = 'Lock' and query like '%for share%'",
          );
          expect(rows.length).toBe(1);
        }, 30_000);
        expect(over).toBe(false);
        await eraser.query('commit');
        await expect(extract).rejects.toMatchObject({ code: 'unknown-contact' });
      } finally {
        eraser.release();
      }
    },
  );

  it('R8 there is no extract of who was erased', async () => {
    const contact = await web.venue.contact();
    await web.venue.database.pool.query('delete from contacts where id = $1', [contact]);
    await expect(filesOf(contact)).rejects.toMatchObject({ code: 'unknown-contact' });
  });
});
