import { DomainError } from '../errors.ts';
import {
  askInAccount,
  requestKinds,
  selectOwnRequests,
  withdrawInAccount,
} from '../subject-access/subject-access.ts';
import type { OwnVisit, Page } from './visit.ts';

type Kind = (typeof requestKinds)[number];
const isKind = (text: string | undefined): text is Kind => requestKinds.some((kind) => kind === text);

/** R21: what a person asks about its own data, and what became of it. */
export const ownRequests: Page<OwnVisit> = {
  async show({ database, shop, customer }, _asked, trouble) {
    const requests = await selectOwnRequests(database, shop.institution, customer.contactId);
    return { page: 'requests', data: { requests, kinds: requestKinds, typed: trouble?.typed ?? {} } };
  },
  async act({ database, shop, place, customer, now, deliver }, { form }) {
    const { contactId } = customer;
    if (form.withdraw !== undefined) {
      const request = Number(form.withdraw);
      if (!Number.isSafeInteger(request)) throw new DomainError('unknown-request', 'a request has a number');
      await withdrawInAccount(database, shop.institution, { contactId, request }, now);
      return { to: '/account/requests?said=withdrawn' };
    }
    if (!isKind(form.kind)) throw new DomainError('nothing-asked', 'choose what you ask for');
    const asking = {
      contactId,
      pointOfSaleId: place.pointOfSaleId,
      kind: form.kind,
      text: form.text?.slice(0, 4000),
    };
    const state = await askInAccount(database, shop.institution, asking, now);
    await deliver();
    return {
      to: `/account/requests?said=${state === 'open' ? 'asked' : form.kind === 'objection' ? 'objected' : 'ready'}`,
    };
  },
};
