import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Venue } from '../../test/helpers/venue.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { inInstitution } from '../database/database.ts';
import { createOperator } from '../operators/operators.ts';
import { deleteReport, saveReport, selectReport, selectReports } from './bi.ts';

let web: Web;
let marketing: Asker;
let officer: Asker;
let administrator: Asker;

beforeAll(async () => {
  web = await Web.open();
  marketing = await web.as('marketing');
  officer = await web.as('data-protection-officer');
  administrator = await web.as('administrator');
});
afterAll(() => web.close());

const query = {
  filters: [{ column: 'status', is: 'one-of', values: ['customer'] }],
  groups: [{ column: 'town' }],
  measures: [{ what: 'contacts' }],
  columns: [],
  chart: 'bars',
};
const wanted = { name: 'Customers by town', domain: 'contact-base', query, profiles: [] as string[] };
const save = (ask: Asker, changed: Record<string, unknown> = {}) =>
  ask('/api/bi/reports', { method: 'POST', body: { ...wanted, ...changed } });
const names = async (ask: Asker) =>
  (await ask('/api/bi/reports')).json().items.map(({ name }: { name: string }) => name);

describe('R20 saved reports', () => {
  it('R20 are one’s own until they are shared, and then of the profiles they are shared with', async () => {
    const mine = await save(marketing);
    expect([mine.statusCode, mine.json().mine]).toEqual([201, true]);
    expect(await names(officer)).toEqual([]);
    expect((await officer(`/api/bi/reports/${mine.json().id}`)).statusCode).toBe(404);
    await save(marketing, { profiles: ['data-protection-officer'] });
    expect((await officer(`/api/bi/reports/${mine.json().id}`)).json()).toMatchObject({ query, mine: false });
    expect(await names(administrator)).toEqual([]);
    expect(await names(marketing)).toEqual(['Customers by town']);
  });

  it('R20 are removed by whose they are, and by nobody else', async () => {
    const { id } = (await save(marketing, { name: 'Mine', profiles: ['data-protection-officer'] })).json();
    expect((await officer(`/api/bi/reports/${id}`, { method: 'DELETE' })).statusCode).toBe(404);
    expect((await marketing(`/api/bi/reports/${id}`, { method: 'DELETE' })).statusCode).toBe(204);
    expect(await names(officer)).toEqual(['Customers by town']);
  });

  it('R8 R20 do not remember who somebody is, nor columns that are in no domain', async () => {
    const by = (column: string, values: string[]) => ({
      query: { ...query, filters: [{ column, is: 'one-of', values }] },
    });
    for (const column of ['last_name', 'number', 'email', 'street', 'phone', 'birth_date']) {
      const values = column === 'birth_date' ? ['1980-01-01'] : ['Martin'];
      expect((await save(marketing, by(column, values))).json().type, column).toBe('/problems/wrong-report');
    }
    expect((await save(marketing, by('remark', ['x']))).json().type).toBe('/problems/not-in-domain');
    const wrong = { query: { ...query, groups: [{ column: 'remark' }] } };
    expect((await save(marketing, wrong)).json().type).toBe('/problems/not-in-domain');
    expect(await web.venue.rows(sql`select from bi_reports where query::text like '%Martin%'`)).toEqual([]);
  });

  it('R20 are opened, listed and removed within their institution only, even by their number', async () => {
    const { database, institution } = web.venue;
    const { id } = (await save(marketing, { profiles: ['marketing', 'administrator'] })).json();
    const elsewhere = await Venue.in(web.venue.test, { slug: 'elsewhere' });
    const now = new Date();
    const password = 'correct horse battery staple';
    const person = {
      email: 'there@example.org',
      name: 'There',
      password,
      profile: 'administrator',
      locale: 'fr',
    };
    const made = await createOperator(database, elsewhere.institution, person as never, {
      now,
      actor: 'system',
    });
    const stranger = { ...person, id: Number((made as { id: number }).id ?? made) } as never;
    await expect(selectReport(database, elsewhere.institution, stranger, id)).rejects.toMatchObject({
      code: 'unknown-report',
    });
    await expect(deleteReport(database, elsewhere.institution, stranger, id, now)).rejects.toMatchObject({
      code: 'unknown-report',
    });
    expect(await selectReports(database, elsewhere.institution, stranger)).toEqual([]);
    // the same name there is another report
    await saveReport(database, elsewhere.institution, stranger, wanted as never, now);
    expect((await marketing(`/api/bi/reports/${id}`)).json().mine).toBe(true);
    // and the database itself gives it to nobody else
    await inInstitution(database, elsewhere.institution.id, async (tenant) => {
      const { rows } = await sql`select from bi_reports where institution_id = ${institution.id}`.execute(
        tenant,
      );
      expect(rows).toEqual([]);
    });
  });
});
