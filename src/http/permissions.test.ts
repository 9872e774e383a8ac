import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { type Permission, permissionsOf, profileNames } from '../operators/operators.ts';

let web: Web;
const askers = new Map<string, Asker>();
/** Every route that is described. */
let routes: { method: string; url: string }[];

beforeAll(async () => {
  web = await Web.open();
  for (const profile of profileNames) askers.set(profile, await web.as(profile));
  const { paths } = (await web.ask('/api/openapi.json')).json();
  routes = Object.entries<Record<string, unknown>>(paths)
    .filter(([url]) => url.startsWith('/api/'))
    .flatMap(([url, operations]) =>
      Object.keys(operations).map((method) => ({
        method: method.toUpperCase(),
        url: url.replaceAll(/\{(\w+)\}/g, (_, name) => (name === 'kind' ? 'contacts' : '999999')),
      })),
    );
});
afterAll(() => web.close());

/** Who may ask what; the table of docs/permissions.md in another form. */
const NEEDS: Record<string, Permission | 'public' | 'signed-in'> = {
  'GET /api/session': 'signed-in',
  'POST /api/session': 'public',
  'DELETE /api/session': 'public',
  'GET /api/set-up': 'public',
  'POST /api/set-up': 'public',
  'GET /api/home': 'signed-in',
  'GET /api/operators': 'operators.edit',
  'POST /api/operators': 'operators.edit',
  'GET /api/contacts': 'contacts.read',
  'GET /api/contacts/999999': 'contacts.read',
  'POST /api/imports/contacts': 'contacts.import',
  'POST /api/imports/contacts/mapped': 'contacts.import',
  'POST /api/imports/contacts/inspect': 'contacts.import',
  'POST /api/imports/contacts/preview': 'contacts.import',
  'GET /api/import-profiles': 'contacts.import',
  'POST /api/import-profiles': 'contacts.import',
  'DELETE /api/import-profiles/999999': 'contacts.import',
  'GET /api/batches': 'retention.read',
  'POST /api/batches': 'batches.edit',
  'GET /api/batches/999999': 'retention.read',
  'PUT /api/batches/999999': 'batches.edit',
  'DELETE /api/batches/999999': 'batches.edit',
  'GET /api/runs': 'retention.read',
  'POST /api/runs/simulations': 'retention.simulate',
  'GET /api/runs/999999': 'retention.read',
  'POST /api/runs/999999/real': 'retention.erase',
  'POST /api/runs/999999/cancel': 'retention.simulate',
  'POST /api/runs/999999/finish': 'retention.erase',
  'GET /api/runs/999999/cliff': 'retention.read',
  'GET /api/runs/999999/journal': 'retention.read',
  'GET /api/runs/999999/journal.csv': 'retention.read',
};

describe('every address of the API', () => {
  it('is in the table of who may ask it', () => {
    expect(routes.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(Object.keys(NEEDS).sort());
  });

  it('answers 401 to nobody, 403 to a profile without the permission, and neither to one with it', async () => {
    for (const { method, url } of routes) {
      const needs = NEEDS[`${method} ${url}`] as string;
      if (needs === 'public') continue;
      const call = {
        method: method as 'POST',
        ...(method === 'GET' || method === 'DELETE' ? {} : { body: {} }),
      };
      const nobody = await web.ask(url, call);
      expect([nobody.statusCode, nobody.json().type], `${method} ${url}`).toEqual([
        401,
        '/problems/not-signed-in',
      ]);
      for (const profile of profileNames) {
        const permitted = needs === 'signed-in' || permissionsOf(profile).includes(needs as Permission);
        const { statusCode } = await (askers.get(profile) as Asker)(url, call);
        if (permitted) expect([401, 403], `${profile} ${method} ${url}`).not.toContain(statusCode);
        else expect(statusCode, `${profile} ${method} ${url}`).toBe(403);
      }
    }
  });
});
