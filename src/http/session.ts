import cookie, { type CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { DomainError } from '../errors.ts';
import {
  type Device,
  deviceOf,
  findSession,
  type Permission,
  permissionsOf,
  type Session,
} from '../operators/operators.ts';
import type { Context, Server } from './context.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; undefined on public routes without one. */
    session: Session | undefined;
  }
  interface FastifyContextConfig {
    /** What an address under /api needs; `public`: nothing; `signed-in`: anybody who is. */
    access?: Access;
  }
}

export type Access = Permission | 'public' | 'signed-in';

/** Sent to our own pages alone, never readable by a script, gone when the browser closes. */
const cookieOptions = (config: Config): CookieSerializeOptions => ({
  path: '/',
  httpOnly: true,
  sameSite: 'strict',
  secure: config.publicUrl.startsWith('https:'),
});

/** With `__Host-` a browser takes the cookie over TLS only, and from this very host. */
const cookieName = (config: Config): string =>
  config.publicUrl.startsWith('https:') ? '__Host-rappel' : 'rappel';

/**
 * Lets nobody in who is not signed in and permitted. Each route under /api says what it needs in `config.access`:
 * a route that says nothing stops the start.
 */
export async function guard(server: Server, { database, config }: Context): Promise<void> {
  await server.register(cookie);
  server.decorateRequest('session', undefined);
  server.addHook('onRoute', (route) => {
    if (route.url.startsWith('/api/') && route.config?.access === undefined) {
      throw new TypeError(`${route.method} ${route.url} does not say what it needs (config.access)`);
    }
  });
  server.addHook('onRequest', async (request) => {
    const { access } = request.routeOptions.config;
    if (access === undefined) return;
    refuseOtherSites(request);
    const token = request.cookies[cookieName(config)];
    if (token !== undefined) request.session = await findSession(database, token, new Date());
    if (access === 'public') return;
    if (request.session === undefined) throw new DomainError('not-signed-in', 'sign in first');
    if (access === 'signed-in') return;
    if (!permissionsOf(request.session.operator.profile).includes(access)) {
      throw new DomainError('not-permitted', `it takes the permission ${access}`);
    }
  });
}

/**
 * A page of another site may not make the browser change anything here (CSRF). Browsers say where a request comes from
 * (Fetch Metadata); what says nothing is no browser, and has no cookie by accident.
 */
function refuseOtherSites({ method, headers }: FastifyRequest): void {
  if (method === 'GET' || method === 'HEAD') return;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new DomainError('other-site', 'this request comes from another site');
  }
}

/** The session that a route is sure to have, because its access is not `public`. */
export function sessionOf(request: FastifyRequest): Session {
  if (request.session === undefined) throw new TypeError('a public route has no session');
  return request.session;
}

/** A contact that a request asks for, with what its operator may open. */
export const askedContact = (request: FastifyRequest, number: string) => ({
  number,
  permissions: permissionsOf(sessionOf(request).operator.profile),
});

/** Who reads or changes a contact's file, and how far. */
export function readerOf(request: FastifyRequest) {
  const { operator, organisations } = sessionOf(request);
  return {
    operatorId: operator.id,
    permissions: permissionsOf(operator.profile),
    organisations,
    now: new Date(),
  };
}

/** Who acts, for the audit. */
export const actorOf = (request: FastifyRequest): string => `operator:${sessionOf(request).operator.id}`;

export function tokenOf(request: FastifyRequest, config: Config): string | undefined {
  return request.cookies[cookieName(config)];
}

/** The browser's family and system, for the list of sessions. */
export const deviceFrom = (request: FastifyRequest): Device => deviceOf(request.headers['user-agent']);

export function keepToken(reply: FastifyReply, config: Config, token: string): void {
  reply.setCookie(cookieName(config), token, cookieOptions(config));
}

export function forgetToken(reply: FastifyReply, config: Config): void {
  reply.clearCookie(cookieName(config), cookieOptions(config));
}
