import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { deviceFrom, forgetToken, keepToken, sessionOf, tokenOf } from '../http/session.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';
import { openMail } from '../messages/messages.ts';
import { setUp } from '../set-up/set-up.ts';
import {
  confirmToSignIn,
  endSession,
  enrolToSignIn,
  giveCode,
  type MadeLink,
  mailLink,
  readLink,
  type SignedIn,
  signIn,
  takeUpLink,
} from './operators.ts';
import { awaiting, enrolment, session, shown } from './shapes.ts';
import { staffRoutes } from './staff-routes.ts';

const tags = ['operators'];
const signedIn = {
  200: session,
  202: awaiting.describe('the password is right; a code is still needed, or a second factor to be set up'),
  ...problemResponse,
};

/** A person tries a few times; a program thousands. Per address, beside the lock-out of each operator. */
const FEW = { rateLimit: { max: 20, timeWindow: 60_000 } };
const password = z.string().min(1).max(200);
const code = z.string().min(1).max(60);

export function register(server: Server, context: Context): void {
  const { database, config, setUpLink } = context;

  /**
   * The one place where a link is handed over: it is mailed to whom it is for, and shown, to be copied, to who asked for
   * it. The token stands behind the #, which browsers send to nobody.
   */
  const mail = openMail(config);
  const handOver = async (institution: Institution, made: MadeLink) => {
    const link = `${config.publicUrl.replace(/\/$/, '')}/join#${made.token}`;
    const mailed = await mailLink(mail, institution, made, link);
    return {
      operator: made.operator,
      kind: made.kind,
      link,
      expiresAt: made.expiresAt.toISOString(),
      mailedTo: mailed ? made.email : null,
    };
  };

  /** Gives the browser its new token; the old session, if there was one, is over. */
  const welcome = async (
    request: Parameters<typeof tokenOf>[0],
    reply: Parameters<typeof keepToken>[0],
    { token, session, awaits }: SignedIn,
  ) => {
    const old = tokenOf(request, config);
    if (old !== undefined) await endSession(database, old);
    keepToken(reply, config, token);
    return awaits === null ? reply.code(200).send(shown(session)) : reply.code(202).send({ awaits });
  };

  server.get('/api/session', {
    config: { access: 'signed-in' },
    schema: { tags, summary: 'Who is signed in', response: { 200: session, ...problemResponse } },
    handler: async (request) => shown(sessionOf(request)),
  });

  server.post('/api/session', {
    config: { access: 'public', ...FEW },
    schema: {
      tags,
      summary: 'Sign in',
      body: z.object({ institution: z.string().max(63).optional(), email: z.string().max(254), password }),
      response: signedIn,
    },
    handler: async (request, reply) =>
      await welcome(request, reply, await signIn(database, request.body, new Date(), deviceFrom(request))),
  });

  const step = (request: Parameters<typeof tokenOf>[0]) => ({
    token: tokenOf(request, config),
    secret: config.secret,
    now: new Date(),
  });

  server.post('/api/session/code', {
    config: { access: 'public', ...FEW },
    schema: {
      tags,
      summary: 'Second step of signing in: a code of the app, or a recovery code',
      body: z.object({ code }),
      response: { 200: session, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { token, session } = await giveCode(database, request.body.code, step(request));
      keepToken(reply, config, token);
      return shown(session);
    },
  });

  server.post('/api/session/enrolment', {
    config: { access: 'public', ...FEW },
    schema: {
      tags,
      summary: 'Second step of signing in where a second factor must be set up: what the app needs',
      response: { 200: enrolment, ...problemResponse },
    },
    handler: async (request) => await enrolToSignIn(database, step(request)),
  });

  server.post('/api/session/enrolment/confirm', {
    config: { access: 'public', ...FEW },
    schema: {
      tags,
      summary: 'Confirm the second factor, and sign in',
      body: z.object({ code }),
      response: {
        200: z.object({ session, recoveryCodes: z.array(z.string()) }),
        ...problemResponse,
      },
    },
    handler: async (request, reply) => {
      const confirmed = await confirmToSignIn(database, request.body.code, step(request));
      keepToken(reply, config, confirmed.token);
      return { session: shown(confirmed.session), recoveryCodes: confirmed.recoveryCodes };
    },
  });

  server.delete('/api/session', {
    config: { access: 'public' },
    schema: {
      tags,
      summary: 'Sign out',
      response: { 204: z.null().describe('signed out'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const token = tokenOf(request, config);
      if (token !== undefined) await endSession(database, token);
      forgetToken(reply, config);
      return reply.code(204).send(null);
    },
  });

  server.get('/api/set-up', {
    config: { access: 'public', ...FEW },
    schema: {
      tags,
      summary: 'Whether a set-up link is good, and the institutions that are there',
      querystring: z.object({ token: z.string().max(100) }),
      response: {
        200: z.object({ institutions: z.array(z.object({ slug: z.string(), name: z.string() })) }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      setUpLink.check(request.query.token);
      const all = await selectInstitutions(database);
      return { institutions: all.map(({ slug, name }) => ({ slug, name })) };
    },
  });

  server.post('/api/set-up', {
    config: { access: 'public', ...FEW },
    schema: {
      tags,
      summary: 'Create the institution (or the demo) and its administrator, and sign in; once',
      body: z.object({
        token: z.string().max(100),
        institution: z
          .object({
            slug: z.string(),
            name: z.string(),
            locale: z.string(),
            timeZone: z.string(),
            country: z.string(),
          })
          .optional(),
        demo: z.object({ contacts: z.int().min(100).max(50_000) }).optional(),
        administrator: z.object({ name: z.string().max(200), email: z.string().max(254), password }),
      }),
      response: { 200: session, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { token, ...wanted } = request.body;
      const now = new Date();
      const institution = await setUp(database, setUpLink, token, wanted, now);
      const { email, password } = wanted.administrator;
      const credentials = { institution: institution.slug, email, password };
      const signedIn = await signIn(database, credentials, now, deviceFrom(request));
      keepToken(reply, config, signedIn.token);
      return shown(signedIn.session);
    },
  });

  server.post('/api/operator-links', {
    config: { access: 'public', ...FEW },
    schema: {
      tags,
      summary: 'What a link of an operator is for; it stays good',
      body: z.object({ token: z.string().max(100) }),
      response: {
        200: z.object({
          kind: z.enum(['invitation', 'password']),
          institution: z.object({ slug: z.string(), name: z.string() }),
          email: z.string(),
          name: z.string().nullable(),
          locale: z.enum(['fr', 'en']),
          passwords: z.boolean().describe('false: by single sign-on only'),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => await readLink(database, request.body.token, new Date()),
  });

  server.post('/api/operator-links/use', {
    config: { access: 'public', ...FEW },
    schema: {
      tags,
      summary: 'Use a link: set name and password, and sign in',
      body: z.object({
        token: z.string().max(100),
        name: z.string().max(200).optional(),
        password,
        locale: z.enum(['fr', 'en']).optional(),
      }),
      response: signedIn,
    },
    handler: async (request, reply) => {
      const { token, ...wanted } = request.body;
      const taken = await takeUpLink(database, token, wanted, new Date(), deviceFrom(request));
      return await welcome(request, reply, taken);
    },
  });

  staffRoutes(server, context, handOver);
}
