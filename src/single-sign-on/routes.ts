import { z } from 'zod';
import { DomainError } from '../errors.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, deviceFrom, keepToken, sessionOf } from '../http/session.ts';
import { selectInstitution } from '../institutions/institutions.ts';
import {
  changePolicy,
  passwordsFor,
  profileNames,
  readPolicy,
  seal,
  secondFactorFor,
  unseal,
} from '../operators/operators.ts';
import {
  authorizationAddress,
  type Checks,
  discover,
  identityFrom,
  removeSingleSignOn,
  saveSingleSignOn,
  selectClient,
  selectSingleSignOn,
  welcome,
} from './single-sign-on.ts';

const tags = ['operators'];
const FEW = { rateLimit: { max: 20, timeWindow: 60_000 } };
const CALLBACK = '/api/single-sign-on/callback';
const COOKIE = 'rappel-single-sign-on';
const MINUTES = 10;

const singleSignOn = z
  .object({
    issuer: z.string().max(500),
    clientId: z.string().max(500),
    label: z.string().max(60),
    emailDomains: z.array(z.string().max(253)).max(50),
    newProfile: z.enum(profileNames).nullable().describe('null: who comes must have been invited'),
  })
  .meta({ id: 'SingleSignOn' });
const policy = z.object({ secondFactor: z.enum(secondFactorFor), passwords: z.enum(passwordsFor) });

/** What waits in the browser while it is at the provider's. */
interface OnTheWay extends Checks {
  institution: string;
  next: string;
  until: number;
}

/** An address of our own, not of somebody else's who made the link. */
const ownPath = (next: string | undefined): string =>
  next !== undefined && /^\/(?![/\\])[\w\-/.?=&%]*$/.test(next) ? next : '/';

export function register(server: Server, { database, config }: Context): void {
  const redirectUri = `${config.publicUrl.replace(/\/$/, '')}${CALLBACK}`;
  // Lax, because the browser brings it back from the provider's site; sealed, and good for ten minutes and once.
  const cookie = {
    path: '/api/single-sign-on',
    httpOnly: true,
    sameSite: 'lax' as const,
    secure: config.publicUrl.startsWith('https:'),
  };
  const { secret, privateIssuers } = config;

  server.get('/api/sign-in', {
    config: { access: 'public' },
    schema: {
      tags,
      summary: 'How one signs in to an institution; nobody is named',
      querystring: z.object({ institution: z.string().max(63).optional() }),
      response: {
        200: z.object({ singleSignOn: z.object({ label: z.string() }).nullable() }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const institution = await selectInstitution(database, request.query.institution).catch(() => undefined);
      const settings = institution && (await selectSingleSignOn(database, institution));
      return { singleSignOn: settings === undefined ? null : { label: settings.label } };
    },
  });

  server.get('/api/single-sign-on/start', {
    config: { access: 'public', ...FEW },
    schema: {
      tags,
      summary: 'Sends the browser to the provider of single sign-on',
      querystring: z.object({
        institution: z.string().max(63).optional(),
        next: z.string().max(1000).optional(),
      }),
      response: { 302: z.null().describe('to the provider, or back with the problem'), ...problemResponse },
    },
    handler: async (request, reply) => {
      try {
        const institution = await selectInstitution(database, request.query.institution);
        const client = { ...(await selectClient(database, institution, secret)), privateIssuers };
        const { address, checks } = await authorizationAddress(client, redirectUri);
        const onTheWay: OnTheWay = {
          ...checks,
          institution: institution.slug,
          next: ownPath(request.query.next),
          until: Date.now() + MINUTES * 60_000,
        };
        const sealed = seal(secret, 'single-sign-on-state', COOKIE, JSON.stringify(onTheWay));
        reply.setCookie(COOKIE, sealed.toString('base64url'), { ...cookie, maxAge: MINUTES * 60 });
        return await reply.redirect(address);
      } catch (error) {
        return await reply.redirect(withProblem(error));
      }
    },
  });

  server.get(CALLBACK, {
    config: { access: 'public', ...FEW },
    schema: {
      tags,
      summary: 'Where the provider sends the browser back to',
      response: { 302: z.null().describe('signed in, or back with the problem'), ...problemResponse },
    },
    handler: async (request, reply) => {
      reply.clearCookie(COOKIE, cookie);
      try {
        const onTheWay = waiting(request.cookies[COOKIE]);
        const institution = await selectInstitution(database, onTheWay.institution);
        const client = { ...(await selectClient(database, institution, secret)), privateIssuers };
        // what the browser brought, at the address that the provider knows: a proxy may have changed the rest
        const callback = new URL(redirectUri);
        callback.search = new URL(request.url, redirectUri).search;
        const identity = await identityFrom(client, callback, onTheWay);
        const seen = { now: new Date(), device: deviceFrom(request) };
        keepToken(reply, config, await welcome(database, institution, client, identity, seen));
        return await reply.redirect(onTheWay.next);
      } catch (error) {
        return await reply.redirect(withProblem(error));
      }
    },
  });

  function waiting(sealed: string | undefined): OnTheWay {
    const bytes = Buffer.from(sealed ?? '', 'base64url');
    const text = unseal(secret, 'single-sign-on-state', COOKIE, bytes);
    const onTheWay = text === undefined ? undefined : (JSON.parse(text) as OnTheWay);
    if (onTheWay === undefined || onTheWay.until < Date.now())
      throw new DomainError('sso-failed', 'it took too long, or began in another browser');
    return onTheWay;
  }

  server.get('/api/sign-in-settings', {
    config: { access: 'operators.edit' },
    schema: {
      tags,
      summary: 'How operators of the institution sign in',
      response: {
        200: policy.extend({
          singleSignOn: singleSignOn.nullable(),
          redirectUri: z.string().describe('to be entered at the provider'),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      return {
        ...(await readPolicy(database, institution.id)),
        singleSignOn: (await selectSingleSignOn(database, institution)) ?? null,
        redirectUri,
      };
    },
  });

  server.put('/api/sign-in-settings', {
    config: { access: 'operators.edit' },
    schema: {
      tags,
      summary: 'Who needs a second factor, and who may use a password',
      body: policy,
      response: { 204: z.null().describe('saved'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      const by = { now: new Date(), operatorId: operator.id };
      await changePolicy(database, institution, request.body, by);
      return reply.code(204).send(null);
    },
  });

  server.put('/api/sign-in-settings/single-sign-on', {
    config: { access: 'operators.edit', ...FEW },
    schema: {
      tags,
      summary: 'Set up single sign-on; the provider is asked whether it is one',
      body: singleSignOn.extend({
        clientSecret: z.string().max(500).optional().describe('left out: the one that is there'),
      }),
      response: { 204: z.null().describe('saved'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { clientId } = request.body;
      const check = async (issuer: string) => {
        await discover({ issuer, clientId, clientSecret: '', privateIssuers });
      };
      const by = { now: new Date(), actor: actorOf(request), secret, check };
      await saveSingleSignOn(database, sessionOf(request).institution, request.body, by);
      return reply.code(204).send(null);
    },
  });

  server.delete('/api/sign-in-settings/single-sign-on', {
    config: { access: 'operators.edit' },
    schema: {
      tags,
      summary: 'End single sign-on: everybody needs a password again',
      response: { 204: z.null().describe('ended'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const by = { now: new Date(), actor: actorOf(request) };
      await removeSingleSignOn(database, sessionOf(request).institution, by);
      return reply.code(204).send(null);
    },
  });
}

/** Back to the sign-in page, which says the problem in words. What nobody foresaw goes on to the log. */
function withProblem(error: unknown): string {
  if (!(error instanceof DomainError)) throw error;
  return `/sign-in?problem=${error.code}`;
}
