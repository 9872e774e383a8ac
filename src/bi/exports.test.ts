import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unzip } from '../../test/helpers/unzip.ts';
import { Venue } from '../../test/helpers/venue.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { biDomains, viewOf } from '../personal-data/personal-data.ts';
import { columnsOf } from './bi.ts';

let web: Web;
let marketing: Asker;
let officer: Asker;

const FORMULAS = ['=1+1', '+1+1', '-1+1', '@SUM(1)', '\t=1+1', '\r=1+1', '\n=1+1', '＝1+1'];

beforeAll(async () => {
  web = await Web.open();
  marketing = await web.as('marketing');
  officer = await web.as('data-protection-officer');
  const elsewhere = await Venue.in(web.venue.test, { slug: 'elsewhere' });
  await elsewhere.contact({ number: 'THEIRS', last_name: 'Theirs', town: 'Lausanne' });
  for (const [at, formula] of FORMULAS.entries()) {
    await web.venue.contact({ number: `F${at}`, last_name: formula, town: 'Formula' });
  }
  await web.venue.contact({
    number: 'A',
    last_name: 'Müller & <Söhne>, "A"\u0001',
    birth_date: '1980-02-29',
    created_on: '2020-01-31',
    town: 'Lausanne',
  });
  await web.venue.contact({
    number: 'B',
    last_name: 'Old',
    birth_date: '1899-12-31',
    created_on: '2021-06-01',
    town: 'LAUSANNE',
  });
  const buyer = await web.venue.contact({
    number: 'C',
    last_name: 'Buyer',
    created_on: '2021-06-15',
    town: null,
  });
  await web.venue.order(buyer, '2022-03-01', [
    { state: 'sold', price_minor: 1000, currency: 'CHF' },
    { state: 'sold', price_minor: 2500, currency: 'CHF' },
  ]);
  await web.venue.order(buyer, '2022-04-01', [{ state: 'sold', price_minor: 700, currency: 'EUR' }]);
});
afterAll(() => web.close());

const base = '/api/bi/domains/contact-base';
const inAddress = (parts: Record<string, unknown>) =>
  new URLSearchParams(
    Object.entries(parts).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ).toString();
const where = (...filters: unknown[]) => inAddress({ filters });
const numbers = async (...filters: unknown[]) =>
  (await marketing(`${base}?${where(...filters)}`)).json().items.map((row: { number: string }) => row.number);

describe('R20 filters of a domain', () => {
  it('R20 leave the rows for which all hold, of each type', async () => {
    expect(await numbers({ column: 'town', is: 'one-of', values: ['lausanne'] })).toEqual(['A', 'B']);
    expect(await numbers({ column: 'last_name', is: 'contains', values: ['söhne'] })).toEqual(['A']);
    expect(await numbers({ column: 'last_name', is: 'contains', values: ['%'] })).toEqual([]);
    expect(
      await numbers(
        { column: 'created_on', is: 'from', values: ['2021-06-01'] },
        { column: 'created_on', is: 'to', values: ['2021-06-15'] },
      ),
    ).toEqual(['B', 'C']);
    expect(await numbers({ column: 'status', is: 'one-of', values: ['customer'] })).toEqual(['C']);
    expect(
      await numbers(
        { column: 'birth_date', is: 'given' },
        { column: 'birth_date', is: 'from', values: ['1900-01-01'] },
      ),
    ).toEqual(['A']);
    expect(await numbers({ column: 'roles', is: 'given' })).toEqual([]);
    const dear = where({ column: 'price_minor', is: 'from', values: ['1000'] });
    expect((await marketing(`/api/bi/domains/contact-activity?${dear}`)).json().items.length).toBe(2);
  });

  it('R20 are refused where they name no column, are not of its type, or are SQL', async () => {
    for (const filter of [
      { column: 'remark', is: 'given' },
      { column: 'town; drop table contacts', is: 'given' },
      { column: 'created_on', is: 'from', values: ['2021-02-31'] },
      { column: 'created_on', is: 'from', values: [] },
      { column: 'town', is: 'from', values: ['a'] },
    ]) {
      const answer = await marketing(`${base}?${where(filter)}`);
      expect(answer.statusCode, JSON.stringify(filter)).toBe(422);
    }
    expect((await marketing(`${base}?filters=no`)).statusCode).toBe(400);
    expect(await numbers({ column: 'town', is: 'one-of', values: ["' or true --"] })).toEqual([]);
  });

  it('R20 the types of columns are those of the views', async () => {
    const kinds: Record<string, string> = {
      bigint: 'number',
      integer: 'number',
      date: 'day',
      'timestamp with time zone': 'moment',
      'text[]': 'list',
      jsonb: 'json',
      text: 'text',
    };
    for (const domain of biDomains) {
      const rows = await web.venue.rows(sql<{ name: string; type: string }>`
        select attname as name, format_type(atttypid, null) as type from pg_attribute
         where attrelid = ${viewOf(domain)}::regclass and attnum > 0 order by attnum`);
      expect(columnsOf(domain).map(({ name, type }) => [name, type === 'code' ? 'text' : type])).toEqual(
        rows.map(({ name, type }) => [name, kinds[type] ?? type]),
      );
    }
  });
});

describe('R20 groups of a domain', () => {
  const groups = async (domain: string, parts: Record<string, unknown>) =>
    await marketing(`/api/bi/domains/${domain}/groups?${inAddress(parts)}`);

  it('R20 are counted and summed by the database, by time or the largest first', async () => {
    const byTown = await groups('contact-base', {
      filters: [{ column: 'number', is: 'one-of', values: ['A', 'B', 'C', 'THEIRS'] }],
      groups: [{ column: 'created_on', by: 'year' }],
      measures: [{ what: 'contacts' }, { what: 'max', column: 'created_on' }],
    });
    expect(byTown.json()).toEqual({
      items: [
        { groups: ['2020-01-01'], measures: [1, '2020-01-31'] },
        { groups: ['2021-01-01'], measures: [2, '2021-06-15'] },
      ],
      more: false,
    });
    const money = await groups('contact-activity', {
      groups: [{ column: 'currency' }],
      measures: [
        { what: 'sum', column: 'price_minor' },
        { what: 'rows' },
        { what: 'distinct', column: 'number' },
      ],
      filters: [{ column: 'source', is: 'one-of', values: ['sale'] }],
    });
    expect(money.json().items).toEqual([
      { groups: ['CHF'], measures: [3500, 2, 1] },
      { groups: ['EUR'], measures: [700, 1, 1] },
    ]);
    expect((await groups('contact-base', {})).json().items).toEqual([
      { groups: [], measures: [FORMULAS.length + 3] },
    ]);
  });

  it('R20 of the profile are by criterion, too, whatever it is called', async () => {
    const { venue } = web;
    const jazz = `likes "jazz", 'all' of it`;
    await venue.rows(sql`
      with k as (insert into criteria (institution_id, name) values (${venue.id}, ${jazz}) returning id)
      insert into contact_criteria (institution_id, contact_id, criterion_id, value)
      select ${venue.id}, c.id, k.id, case c.number when 'A' then 'no' else 'yes' end from contacts c, k
       where c.institution_id = ${venue.id} and c.number in ('A', 'B', 'C') returning 1`);
    const column = `criteria:${jazz}`;
    const { items } = (await marketing('/api/bi/domains')).json();
    expect(items[1].columns.map(({ name }: { name: string }) => name)).toContain(column);
    const given = [{ column, is: 'given' }];
    const found = await groups('contact-profile', { groups: [{ column }], filters: given });
    expect(found.json().items).toEqual([
      { groups: ['yes'], measures: [2] },
      { groups: ['no'], measures: [1] },
    ]);
    const no = where({ column, is: 'one-of', values: ['NO'] });
    const rows = (await marketing(`/api/bi/domains/contact-profile?${no}`)).json().items;
    expect(rows.map(({ number }: { number: string }) => number)).toEqual(['A']);
    expect((await marketing(`${base}?${no}`)).json().type).toBe('/problems/not-in-domain');
  });

  it('R20 are refused where they make no sense: two currencies in a sum, a sum of names', async () => {
    const refusal = async (domain: string, parts: Record<string, unknown>) =>
      (await groups(domain, parts)).json().type;
    const sum = (column: string) => ({ measures: [{ what: 'sum', column }] });
    expect(await refusal('contact-activity', sum('price_minor'))).toBe('/problems/mixed-currencies');
    expect(await refusal('contact-base', sum('last_name'))).toBe('/problems/wrong-group');
    expect(await refusal('contact-base', { groups: [{ column: 'remark' }] })).toBe('/problems/not-in-domain');
    expect(await refusal('contact-profile', { groups: [{ column: 'criteria' }] })).toBe(
      '/problems/wrong-group',
    );
  });
});

describe('R20 exports of a domain', () => {
  it('R20 as CSV make formulas harmless, whatever they begin with', async () => {
    const filters = [{ column: 'town', is: 'one-of', values: ['Formula'] }];
    const { payload } = await marketing(`${base}/export.csv?${inAddress({ columns: 'last_name', filters })}`);
    expect(payload).toBe(`\ufefflast_name\n${FORMULAS.map((formula) => `"'${formula}"\n`).join('')}`);
  });

  it('R20 as XLSX hold text as text, days as days, and no formula', async () => {
    const columns = 'contact_id,last_name,birth_date,created_on,account_created_at,status';
    const answer = await marketing(`${base}/export.xlsx?${inAddress({ columns })}`);
    const files = await unzip(answer.rawPayload);
    const sheet = files.get('xl/worksheets/sheet1.xml')?.toString() ?? '';
    expect(sheet).not.toContain('<f');
    const rows = [...sheet.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row]) => row as string);
    expect(rows.length).toBe(1 + FORMULAS.length + 3);
    expect(rows.slice(1).every((row) => row.match(/<c[ >/]/g)?.length === 6)).toBe(true);
    expect(sheet).toContain('<c t="inlineStr" s="1"><is><t xml:space="preserve">=1+1</t></is></c>');
    const text = (value: string) =>
      `<c t="inlineStr" s="1"><is><t xml:space="preserve">${value}</t></is></c>`;
    expect(sheet).toContain(
      `${text('Müller &amp; &lt;Söhne&gt;, "A"')}<c s="2"><v>29280</v></c><c s="2"><v>43861</v></c><c/>${text('prospect')}`,
    );
    expect(sheet, 'a day before March 1900 is a text').toContain(text('1899-12-31'));
    expect([...files.keys()]).toContain('[Content_Types].xml');
  });

  it('R20 as Parquet keep types, and are read by a reader of its own', async () => {
    const answer = await marketing(`${base}/export.parquet`);
    const bytes = answer.rawPayload;
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    expect(
      parquetMetadata(file)
        .schema.slice(1)
        .map(({ name }) => name),
    ).toEqual(columnsOf('contact-base').map(({ name }) => name));
    const rows = await parquetReadObjects({ file });
    expect(rows.length).toBe(FORMULAS.length + 3);
    expect(rows.find(({ number }) => number === 'A')).toMatchObject({
      last_name: 'Müller & <Söhne>, "A"\u0001',
      birth_date: new Date('1980-02-29'),
      created_on: new Date('2020-01-31'),
      email: null,
      status: 'prospect',
    });
  });

  it('R20 of nobody are files, too', async () => {
    const nobody = { columns: 'number', filters: [{ column: 'town', is: 'one-of', values: ['Nowhere'] }] };
    const csv = await marketing(`${base}/export.csv?${inAddress(nobody)}`);
    expect(csv.payload).toBe('\ufeffnumber\n');
    const { rawPayload } = await marketing(`${base}/export.parquet?${inAddress(nobody)}`);
    const file = rawPayload.buffer.slice(rawPayload.byteOffset, rawPayload.byteOffset + rawPayload.length);
    expect(await parquetReadObjects({ file: file as ArrayBuffer })).toEqual([]);
  });

  it('R20 are refused whole above the limit of the institution, which the officer sets', async () => {
    const set = { method: 'PUT', body: { exportRows: 3 } } as const;
    expect((await marketing('/api/bi/settings', set)).statusCode).toBe(403);
    expect((await officer('/api/bi/settings', set)).statusCode).toBe(204);
    for (const format of ['csv', 'xlsx', 'parquet']) {
      const refused = await marketing(`${base}/export.${format}`);
      expect([refused.statusCode, refused.json().type]).toEqual([422, '/problems/too-many-rows']);
    }
    const some = where({ column: 'number', is: 'one-of', values: ['A', 'B', 'C'] });
    expect((await marketing(`${base}/export.csv?${some}`)).statusCode).toBe(200);
    await officer('/api/bi/settings', { method: 'PUT', body: { exportRows: 1000 } });
  });

  it('R20 are audited by what they were narrowed by, never with the values', async () => {
    const some = where({ column: 'last_name', is: 'contains', values: ['Buyer'] });
    await marketing(`${base}/export.xlsx?${some}`);
    const audits = await web.venue.rows(sql<{ action: string; details: Record<string, unknown> }>`
      select action, details from audit_log where action like 'bi.export%' order by id desc limit 2`);
    expect(audits).toMatchObject([
      { action: 'bi.exported', details: { format: 'xlsx', rows: 1, complete: true } },
      { action: 'bi.export', details: { filters: 'last_name contains' } },
    ]);
    expect(JSON.stringify(audits)).not.toContain('Buyer');
    expect(web.logged.join()).not.toContain('Buyer');
  });
});
