import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Asker, Web } from '../../test/helpers/web.ts';

let web: Web;
let administrator: Asker;
beforeAll(async () => {
  web = await Web.open();
  administrator = await web.as('administrator');
});
afterAll(() => web.close());

it.each([
  '/api/contacts/%00',
  '/api/contacts?town=a%00b',
  '/api/contacts?from=0000-01-01',
  '/api/contacts.csv?from=0000-01-01',
  '/api/pictures?before=%00',
  '/api/runs/1/journal?from=2026-02-31',
  '/api/runs/1/journal.csv?from=0000-01-01',
])('what no text or day of the database can be is refused, and ends nothing: %s', async (path) => {
  const answer = await administrator(path);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().type).toBe('/problems/invalid-request');
  expect((await administrator('/api/contacts?limit=1')).statusCode).toBe(200);
});

it('so is half a character in a text that is kept as JSON', async () => {
  await web.venue.contact({ number: 'HALF' });
  const body = { confirm: 'HALF', overrideReason: 'a\udfffb' };
  const answer = await administrator('/api/contacts/HALF/erasure', { method: 'POST', body });
  expect(answer.json().type).toBe('/problems/invalid-request');
  expect((await administrator('/api/contacts/HALF')).statusCode, 'nothing is half-done').toBe(200);
});
