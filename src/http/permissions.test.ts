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
  'POST /api/session/code': 'public',
  'POST /api/session/enrolment': 'public',
  'POST /api/session/enrolment/confirm': 'public',
  'POST /api/operator-links': 'public',
  'POST /api/operator-links/use': 'public',
  'GET /api/sign-in': 'public',
  'GET /api/single-sign-on/start': 'public',
  'GET /api/single-sign-on/callback': 'public',
  'GET /api/set-up': 'public',
  'POST /api/set-up': 'public',
  'GET /api/home': 'signed-in',
  'GET /api/operators': 'operators.edit',
  'POST /api/operators': 'operators.edit',
  'GET /api/operators/names': 'batches.edit',
  'GET /api/operators/999999': 'operators.edit',
  'PUT /api/operators/999999': 'operators.edit',
  'POST /api/operators/999999/link': 'operators.edit',
  'POST /api/operators/999999/disable': 'operators.edit',
  'POST /api/operators/999999/enable': 'operators.edit',
  'POST /api/operators/999999/reset-second-factor': 'operators.edit',
  'POST /api/operators/999999/sign-out': 'operators.edit',
  'POST /api/operators/999999/leave': 'operators.edit',
  'GET /api/sign-in-settings': 'operators.edit',
  'PUT /api/sign-in-settings': 'operators.edit',
  'PUT /api/sign-in-settings/single-sign-on': 'operators.edit',
  'DELETE /api/sign-in-settings/single-sign-on': 'operators.edit',
  'GET /api/organisations': 'signed-in',
  'POST /api/organisations': 'organisations.edit',
  'PUT /api/organisations/999999': 'organisations.edit',
  'GET /api/account': 'signed-in',
  'PUT /api/account': 'signed-in',
  'PUT /api/account/password': 'signed-in',
  'POST /api/account/second-factor': 'signed-in',
  'POST /api/account/second-factor/confirm': 'signed-in',
  'POST /api/account/second-factor/recovery-codes': 'signed-in',
  'POST /api/account/second-factor/remove': 'signed-in',
  'GET /api/account/sessions': 'signed-in',
  'POST /api/account/sign-out': 'signed-in',
  'GET /api/contacts': 'contacts.read',
  'POST /api/contacts': 'contacts.edit',
  'GET /api/contacts.csv': 'contacts.export',
  'GET /api/contacts/999999': 'contacts.read',
  'GET /api/contacts/999999/extract.zip': 'contacts.extract',
  'GET /api/contacts/999999/requests': 'requests.record',
  'POST /api/contacts/999999/requests': 'requests.record',
  'GET /api/requests': 'requests.record',
  'GET /api/bi/domains': 'bi.read',
  'GET /api/bi/domains/999999': 'bi.read',
  'GET /api/bi/domains/999999/export.csv': 'bi.export',
  'GET /api/bi/log-ins': 'bi.log-ins',
  'POST /api/bi/log-ins': 'bi.log-ins',
  'POST /api/bi/log-ins/999999/password': 'bi.log-ins',
  'DELETE /api/bi/log-ins/999999': 'bi.log-ins',
  'GET /api/requests.csv': 'requests.answer',
  'GET /api/requests/999999': 'requests.record',
  'PUT /api/requests/999999/identity': 'requests.record',
  'PUT /api/requests/999999/extension': 'requests.answer',
  'PUT /api/requests/999999/answer': 'requests.answer',
  'POST /api/requests/999999/carrying-out': 'requests.answer',
  'GET /api/processing/999999': 'processing.read',
  'GET /api/processing/999999/999999': 'processing.read',
  'GET /api/contacts/999999/photo': 'contacts.read',
  'PUT /api/contacts/999999/photo': 'contacts.photo',
  'DELETE /api/contacts/999999/photo': 'contacts.photo',
  'GET /api/contacts/999999/photo/consents': 'contacts.read',
  'GET /api/contacts/999999/notes': 'contacts.read',
  'POST /api/contacts/999999/notes': 'contacts.notes',
  'PUT /api/contacts/999999/notes/999999': 'contacts.notes',
  'DELETE /api/contacts/999999/notes/999999': 'contacts.notes',
  'GET /api/contacts/999999/remark': 'contacts.read',
  'PUT /api/contacts/999999/remark': 'contacts.notes',
  'GET /api/contacts/999999/authorisations': 'contacts.read',
  'POST /api/contacts/999999/authorisations': 'consent.record',
  'GET /api/contacts/999999/consent-record.jsonld': 'consent.export',
  'GET /api/contacts/999999/criteria': 'contacts.read',
  'POST /api/contacts/999999/criteria': 'consent.record',
  'GET /api/consent/wordings': 'contacts.read',
  'POST /api/consent/wordings': 'consent.settings',
  'DELETE /api/consent/wordings/999999': 'consent.settings',
  'GET /api/consent/settings': 'contacts.read',
  'PUT /api/consent/settings': 'consent.settings',
  'GET /api/criteria': 'contacts.read',
  'POST /api/criteria': 'criteria.edit',
  'PUT /api/criteria/999999': 'criteria.edit',
  'DELETE /api/criteria/999999': 'criteria.edit',
  'POST /api/criteria/999999/conversion': 'criteria.edit',
  'PATCH /api/contacts/999999': 'contacts.edit',
  'GET /api/contacts/999999/orders': 'contacts.read',
  'GET /api/contacts/999999/timeline': 'contacts.read',
  'GET /api/contacts/999999/audit': 'contacts.audit',
  'PUT /api/contacts/999999/restriction': 'contacts.restrict',
  'GET /api/contacts/999999/erasure': 'retention.erase',
  'POST /api/contacts/999999/erasure': 'retention.erase',
  'GET /api/roles': 'contacts.read',
  'GET /api/duplicates': 'contacts.merge',
  'POST /api/duplicates/search': 'contacts.merge',
  'GET /api/duplicates/comparison': 'contacts.merge',
  'POST /api/duplicates/dismissals': 'contacts.merge',
  'POST /api/duplicates/merges': 'contacts.merge',
  'POST /api/contacts/bulk/preview': 'contacts.bulk',
  'POST /api/contacts/bulk/erasure': 'retention.simulate',
  'POST /api/contacts/bulk/apply': 'contacts.bulk',
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
  'GET /api/messages': 'messages.read',
  'GET /api/messages/delivery': 'messages.read',
  'GET /api/messages/999999': 'messages.read',
  'POST /api/messages/999999/send': 'messages.send',
  'GET /api/runs': 'retention.read',
  'POST /api/runs/simulations': 'retention.simulate',
  'GET /api/runs/999999': 'retention.read',
  'POST /api/runs/999999/check': 'retention.simulate',
  'POST /api/runs/999999/real': 'retention.erase',
  'POST /api/runs/999999/cancel': 'retention.simulate',
  'POST /api/runs/999999/finish': 'retention.erase',
  'GET /api/runs/999999/cliff': 'retention.read',
  'GET /api/runs/999999/journal': 'retention.read',
  'GET /api/runs/999999/journal.csv': 'retention.read',
  'GET /api/box-office': 'sales.sell',
  'GET /api/box-office/999999/offer': 'sales.sell',
  'POST /api/waiting-list': 'sales.sell',
  'POST /api/baskets': 'sales.sell',
  'GET /api/baskets/999999': 'sales.sell',
  'POST /api/baskets/999999/keep': 'sales.sell',
  'POST /api/baskets/999999/lines': 'sales.sell',
  'POST /api/baskets/999999/lines/out': 'sales.sell',
  'POST /api/orders': 'sales.sell',
  'GET /api/orders': 'sales.read',
  'GET /api/orders/999999': 'sales.read',
  'POST /api/orders/999999/confirm': 'sales.sell',
  'POST /api/orders/999999/sell': 'sales.sell',
  'POST /api/orders/999999/cancel': 'sales.refund',
  'POST /api/orders/999999/cancel/preview': 'sales.refund',
  'POST /api/orders/999999/payments': 'sales.sell',
  'POST /api/orders/999999/refunds': 'sales.refund',
  'GET /api/payment-providers': 'organisations.edit',
  'PUT /api/payment-providers/999999': 'organisations.edit',
  'DELETE /api/payment-providers/999999': 'organisations.edit',
  'GET /api/seasons': 'catalogue.read',
  'POST /api/seasons': 'catalogue.edit',
  'PUT /api/seasons/999999': 'catalogue.edit',
  'GET /api/price-categories': 'catalogue.read',
  'POST /api/price-categories': 'catalogue.edit',
  'PUT /api/price-categories/999999': 'catalogue.edit',
  'GET /api/products': 'catalogue.read',
  'POST /api/products': 'catalogue.edit',
  'GET /api/products/999999': 'catalogue.read',
  'PUT /api/products/999999': 'catalogue.edit',
  'PUT /api/products/999999/offer': 'catalogue.edit',
  'PUT /api/products/999999/state': 'catalogue.edit',
  'GET /api/products/999999/performances': 'catalogue.read',
  'POST /api/products/999999/performances': 'catalogue.edit',
  'GET /api/performances/999999': 'catalogue.read',
  'PUT /api/performances/999999': 'catalogue.edit',
  'GET /api/performances/999999/touched': 'catalogue.read',
  'POST /api/performances/999999/reschedule': 'catalogue.edit',
  'POST /api/performances/999999/cancel': 'catalogue.edit',
  'GET /api/points-of-sale': 'catalogue.read',
  'POST /api/points-of-sale': 'points-of-sale.edit',
  'GET /api/points-of-sale/999999': 'catalogue.read',
  'PUT /api/points-of-sale/999999': 'points-of-sale.edit',
  'POST /api/points-of-sale/999999/policy': 'points-of-sale.edit',
  'GET /api/views': 'signed-in',
  'POST /api/views': 'signed-in',
  'DELETE /api/views/999999': 'signed-in',
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
