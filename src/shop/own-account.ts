import { selectOwnRope } from '../contact-file/contact-file.ts';
import {
  changeIdentity,
  changePassword,
  readChoices,
  readIdentity,
  requestEmail,
  saveChoices,
  selectApprovals,
  selectOrders,
  unanswered,
  verifyPassword,
} from '../customers/customers.ts';
import { inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { today } from '../institutions/institutions.ts';
import { eraseContact, reviewErasure } from '../retention/retention.ts';
import { selectWaiting } from '../sales/sales.ts';
import { writeExtract } from '../subject-access/subject-access.ts';
import { wantedAnswers, wantedCriteria } from './answers.ts';
import type { OwnVisit, Page, Visit } from './visit.ts';

export const account: Page<OwnVisit> = {
  async show({ database, shop, customer }) {
    const { institution } = shop;
    const orders = await selectOrders(database, institution, customer);
    const waiting = await selectWaiting(database, institution, { contactId: customer.contactId });
    return {
      page: 'account',
      data: {
        orders,
        waiting: waiting.filter(({ state }) => state === 'open'),
        unanswered: await unanswered(database, institution, customer),
      },
    };
  },
};

export const identity: Page<OwnVisit> = {
  async show({ database, shop, customer }, _asked, trouble) {
    const present = await readIdentity(database, shop.institution, customer);
    return { page: 'identity', data: { typed: trouble?.typed ?? present } };
  },
  async act({ database, shop, customer, now }, { form }) {
    await changeIdentity(database, shop.institution, customer, form, now);
    return { to: '/account?said=saved' };
  },
};

export const emailPage: Page<OwnVisit> = {
  show: (_visit, _asked, trouble) => ({ page: 'email', data: { typed: trouble?.typed ?? {} } }),
  async act(visit, { form }) {
    const wanted = { email: form.email ?? '', password: form.password ?? '' };
    await requestEmail(visit.database, visit.place, visit.customer, wanted, visit.now);
    await visit.deliver();
    return { to: '/account?said=email-sent' };
  },
};

export const passwordPage: Page<OwnVisit> = {
  show: () => ({ page: 'new-password' }),
  async act({ database, shop, customer, now }, { form }) {
    const wanted = { present: form.present ?? '', password: form.password ?? '' };
    const session = await changePassword(database, shop.institution, customer, wanted, now);
    return { to: '/account?said=password', kept: { session } };
  },
};

/** What the contact allows and says of itself (R22, R25). */
export const choices: Page<OwnVisit> = {
  async show({ database, shop, customer, locale, now }) {
    const { contactId } = customer;
    const found = await readChoices(database, shop.institution, contactId, locale, now);
    const criteria = found.criteria.map((criterion) => ({
      ...criterion,
      options: criterion.choices.map((choice) => ({
        choice,
        chosen: (criterion.value ?? '').split(';').includes(choice),
      })),
    }));
    return { page: 'choices', data: { asked: found.authorisations, criteria } };
  },
  async act({ database, shop, place, customer, locale, now }, { form }) {
    const { contactId } = customer;
    const { criteria } = await readChoices(database, shop.institution, contactId, locale, now);
    const wanted = { authorisations: wantedAnswers(form), criteria: wantedCriteria(criteria, form) };
    await saveChoices(database, place, { contactId, locale }, wanted, now);
    return { to: '/account?said=saved' };
  },
};

/** What is known of the contact's activity, and when it would be forgotten (R3). */
export const ownData: Page<OwnVisit> = {
  async show({ database, shop, customer, now }) {
    const { institution } = shop;
    const asked = { today: today(institution, now) };
    return await inInstitution(database, institution.id, async (tenant) => {
      const rope = await selectOwnRope(tenant, institution, customer.contactId, asked);
      const approvals = await selectApprovals(tenant, institution.id, customer.contactId);
      return { page: 'data', data: { rope: { ...rope, knots: rope.knots.slice(0, 30) }, approvals } };
    });
  },
};

/** R21: everything that is known of the customer, without asking anybody. */
export const extract: Page<OwnVisit> = {
  async show({ database, shop, customer, locale, now }) {
    const of = { now, locale };
    const file = await writeExtract(database, shop.institution, customer.contactId, of);
    const name = `${locale === 'fr' ? 'mes-donnees' : 'my-data'}-${today(shop.institution, now)}.zip`;
    return { file, type: 'application/zip', name, keep: true };
  },
};

/** R13: what would become of the account and all that hangs on it, and what stops it. */
export const deletion: Page<OwnVisit> = {
  async show({ database, shop, customer, now }) {
    const { institution } = shop;
    const of = { id: customer.contactId, number: customer.number };
    const review = await inInstitution(database, institution.id, (tenant) =>
      reviewErasure(tenant, institution, of, now),
    );
    return { page: 'delete', data: review };
  },
  async act({ database, shop, customer, ledgerFile, now }, { form }) {
    await verifyPassword(database, shop.institution, customer, form.password ?? '', now);
    if (form.sure !== 'yes') throw new DomainError('not-confirmed', 'tick the box');
    await eraseContact(database, shop.institution, customer.number, { now, ledgerFile, actor: 'customer' });
    return { to: '/farewell', kept: { session: null, basket: null } };
  },
};

export const farewell: Page<Visit> = { show: () => ({ page: 'farewell' }) };
