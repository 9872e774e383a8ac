import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, Web } from '../../test/helpers/web.ts';

let web: Web;
let one: Asker;
let other: Asker;
beforeAll(async () => {
  web = await Web.open();
  one = await web.as('box-office');
  other = await web.as('marketing');
});
afterAll(() => web.close());

const save = (ask: Asker, wanted: Record<string, unknown>) =>
  ask('/api/views', {
    method: 'POST',
    body: { list: 'contacts', name: 'Lausanne', search: {}, columns: ['name'], shared: false, ...wanted },
  });
const names = async (ask: Asker, list = 'contacts') =>
  (await ask(`/api/views?list=${list}`)).json().items.map(({ name }: { name: string }) => name);

describe('saved views', () => {
  it('are one’s own until they are shared, and those of one list only', async () => {
    await save(one, { search: { town: 'lausanne', descending: true }, columns: ['name', 'town'] });
    await save(one, { name: 'For all', shared: true });
    await save(one, { list: 'runs', name: 'Real' });
    expect(await names(one)).toEqual(['For all', 'Lausanne']);
    expect(await names(other)).toEqual(['For all']);
    expect((await one('/api/views?list=contacts')).json().items[1]).toMatchObject({
      search: { town: 'lausanne', descending: true },
      columns: ['name', 'town'],
      mine: true,
    });
  });

  it('saved again under their name replace what was there', async () => {
    await save(one, { search: { town: 'vevey' } });
    expect(await names(one)).toEqual(['For all', 'Lausanne']);
    expect((await one('/api/views?list=contacts')).json().items[1].search).toEqual({ town: 'vevey' });
  });

  it('do not remember who was looked for', async () => {
    const response = await save(one, { name: 'Somebody', search: { q: 'Martin' } });
    expect([response.statusCode, response.json().type]).toEqual([422, '/problems/wrong-view']);
    expect(await web.venue.rows(sql`select from views where search::text like '%Martin%'`)).toEqual([]);
  });

  it('are removed by whose they are, and by nobody else', async () => {
    const [shared] = (await other('/api/views?list=contacts')).json().items;
    expect(shared.mine).toBe(false);
    expect((await other(`/api/views/${shared.id}`, { method: 'DELETE' })).statusCode).toBe(404);
    expect((await one(`/api/views/${shared.id}`, { method: 'DELETE' })).statusCode).toBe(204);
    expect(await names(other)).toEqual([]);
  });

  it('are refused where they are no view', async () => {
    for (const wrong of [
      { name: '  ' },
      { name: 'x'.repeat(101) },
      { list: 'Contacts; drop' },
      { search: { a: {} } },
    ])
      expect((await save(one, wrong)).statusCode, JSON.stringify(wrong)).toBe(400);
  });
});
