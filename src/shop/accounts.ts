import { setTimeout as wait } from 'node:timers/promises';
import {
  confirmEmail,
  confirmSignUp,
  endCustomerSession,
  type Policy,
  readChoices,
  readLink,
  readSignUp,
  requestPassword,
  selectPolicy,
  setForgottenPassword,
  signInCustomer,
  signUp,
} from '../customers/customers.ts';
import { inInstitution } from '../database/database.ts';
import { wantedAnswers } from './answers.ts';
import type { Asked, Page, Visit } from './visit.ts';

/**
 * Longer than what is done for an address that is known, or for one that is not: both are answered after the same time.
 * In milliseconds.
 */
const SAME_TIME = 400;

async function inTheSameTime<T>(work: () => Promise<T>): Promise<T> {
  const least = wait(SAME_TIME);
  try {
    return await work();
  } finally {
    await least;
  }
}

/** Where to go on: a page of this shop, and nothing else. */
export function nextOf({ query, form }: Asked): string {
  const next = form.next ?? query.next ?? '';
  return /^\/[a-z0-9][\w/-]*$/i.test(next) ? next : '';
}

/** A robot fills in what nobody sees. */
const isRobot = ({ form }: Asked): boolean => (form.website ?? '') !== '';

const policyOf = ({ database, shop }: Visit): Promise<Policy | undefined> =>
  inInstitution(database, shop.institution.id, (tenant) =>
    selectPolicy(tenant, shop.institution.id, shop.pointOfSaleId),
  );

export const signUpPage: Page = {
  async show(visit, asked, trouble) {
    const { database, shop, locale, now } = visit;
    return {
      page: 'sign-up',
      data: {
        typed: trouble?.typed ?? {},
        next: nextOf(asked),
        policy: (await policyOf(visit)) ?? null,
        asked: (await readChoices(database, shop.institution, undefined, locale, now)).authorisations,
      },
    };
  },
  async act(visit, asked) {
    const { database, place, locale, now } = visit;
    const { form } = asked;
    if (isRobot(asked)) return await inTheSameTime(async () => ({ to: '/sent' }));
    await inTheSameTime(async () => {
      await signUp(
        database,
        place,
        {
          email: form.email ?? '',
          password: form.password ?? '',
          firstName: form.firstName ?? '',
          lastName: form.lastName ?? '',
          locale,
          approved: approvedOf(form),
          answers: wantedAnswers(form).filter(({ value }) => value !== 'none'),
        },
        now,
      );
      await visit.deliver();
    });
    return { to: '/sent' };
  },
};

/** The policy that stood on the form, where it was approved (R18). */
function approvedOf(form: Asked['form']): Policy | undefined {
  if (form.approve !== 'yes') return undefined;
  const version = Number(form.policyVersion);
  return {
    address: form.policyAddress ?? '',
    versionId: Number.isSafeInteger(version) && version > 0 ? version : null,
  };
}

/** The same whether an account is about to be made, is there already, or nobody has the address. */
export const sent: Page = { show: () => ({ page: 'sent' }) };

export const confirm: Page = {
  async show({ database, place, customer, now }, { query, form }) {
    const token = form.token ?? query.token ?? '';
    if (customer !== undefined && query.token === undefined) return { to: '/account' };
    const { email } = await readSignUp(database, place, token, now);
    return { page: 'confirm', data: { token, email } };
  },
  async act(visit, { form }) {
    const { database, place, now } = visit;
    const given = { token: form.token ?? '', password: form.password ?? '' };
    const session = await confirmSignUp(database, place, given, now);
    return {
      to: visit.basketId === undefined ? '/account?said=welcome' : '/basket?said=welcome',
      kept: { session },
    };
  },
};

export const signIn: Page = {
  show: ({ customer }, asked, trouble) =>
    customer !== undefined && trouble === undefined
      ? { to: nextOf(asked) || '/account' }
      : { page: 'sign-in', data: { typed: trouble?.typed ?? {}, next: nextOf(asked) } },
  async act({ database, shop, now }, asked) {
    const { email = '', password = '' } = asked.form;
    const session = await signInCustomer(database, shop.institution, { email, password }, now);
    return { to: nextOf(asked) || '/account', kept: { session } };
  },
};

/** @param token of the session, which only the cookie has */
export const signOut = (token: string | undefined): Page => ({
  show: () => ({ to: '' }),
  async act({ database, shop }) {
    if (token !== undefined) await endCustomerSession(database, shop.institution, token);
    return { to: '', kept: { session: null } };
  },
});

export const forgotten: Page = {
  show: (_visit, _asked, trouble) => ({ page: 'forgotten', data: { typed: trouble?.typed ?? {} } }),
  async act(visit, { form }) {
    await inTheSameTime(async () => {
      await requestPassword(visit.database, visit.place, form.email ?? '', visit.now);
      await visit.deliver();
    });
    return { to: '/sent' };
  },
};

export const newPassword: Page = {
  async show({ database, place, now }, { query, form }) {
    const token = form.token ?? query.token ?? '';
    const { email } = await readLink(database, place, token, 'password', now);
    return { page: 'password', data: { token, email } };
  },
  async act({ database, place, now }, { form }) {
    const given = { token: form.token ?? '', password: form.password ?? '' };
    const session = await setForgottenPassword(database, place, given, now);
    return { to: '/account?said=password', kept: { session } };
  },
};

/** The link to a new address leads to a button: mail scanners follow links, and press no buttons. */
export const newEmail: Page = {
  async show({ database, place, now }, { query, form }) {
    const token = form.token ?? query.token ?? '';
    const { newEmail: email } = await readLink(database, place, token, 'email', now);
    return { page: 'email-confirm', data: { token, email } };
  },
  async act(visit, { form }) {
    await confirmEmail(visit.database, visit.place, form.token ?? '', visit.now);
    await visit.deliver();
    return { to: '/account?said=email' };
  },
};
