import { confirm, forgotten, newEmail, newPassword, sent, signIn, signUpPage } from './accounts.ts';
import { basket, performance, product, programme, takeLineOut } from './buying.ts';
import { checkout, friends, names } from './checkout.ts';
import { confirmOrder, giveUp, leaveWaiting, order, pay, takePlace, tickets, waiting } from './orders.ts';
import {
  account,
  choices,
  deletion,
  emailPage,
  extract,
  farewell,
  identity,
  ownData,
  passwordPage,
} from './own-account.ts';
import { ownRequests } from './own-requests.ts';
import type { Route } from './visit.ts';

/** Every address of a shop, below `/shop/<point-of-sale>`; signing out stands where its cookie is. */
export const site: Route[] = [
  { path: '', page: programme, cached: true, buying: true },
  { path: '/performances/:id', page: performance, cached: true, buying: true, withoutToken: true },
  { path: '/products/:id', page: product, cached: true, buying: true, withoutToken: true },
  { path: '/performances/:id/waiting', page: waiting, own: true, buying: true, withoutToken: true },
  { path: '/basket', page: basket, buying: true },
  { path: '/basket/remove', page: takeLineOut, buying: true },
  { path: '/names', page: names, own: true, buying: true },
  { path: '/friends', page: friends, own: true },
  { path: '/checkout', page: checkout, own: true, buying: true },
  { path: '/orders/:number', page: order, own: true },
  { path: '/orders/:number/confirm', page: confirmOrder, own: true },
  { path: '/orders/:number/give-up', page: giveUp, own: true },
  { path: '/orders/:number/pay', page: pay, own: true },
  { path: '/orders/:number/tickets.pdf', page: tickets, own: true },
  { path: '/waiting/leave', page: leaveWaiting, own: true },
  { path: '/waiting/take', page: takePlace, own: true, buying: true },
  { path: '/sign-up', page: signUpPage, strict: true },
  { path: '/sent', page: sent },
  { path: '/confirm', page: confirm, strict: true },
  { path: '/sign-in', page: signIn, strict: true },
  { path: '/forgotten', page: forgotten, strict: true },
  { path: '/password', page: newPassword, strict: true },
  { path: '/email', page: newEmail, strict: true },
  { path: '/account', page: account, own: true },
  { path: '/account/identity', page: identity, own: true },
  { path: '/account/email', page: emailPage, own: true, strict: true },
  { path: '/account/password', page: passwordPage, own: true, strict: true },
  { path: '/account/choices', page: choices, own: true },
  { path: '/account/data', page: ownData, own: true },
  { path: '/account/data.zip', page: extract, own: true, strict: true },
  { path: '/account/requests', page: ownRequests, own: true },
  { path: '/account/delete', page: deletion, own: true, strict: true },
  { path: '/farewell', page: farewell },
];
