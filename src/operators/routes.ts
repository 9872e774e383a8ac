import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, forgetToken, keepToken, sessionOf, tokenOf } from '../http/session.ts';
import { selectInstitutions } from '../institutions/institutions.ts';
import {
  createOperator,
  endSession,
  permissions,
  permissionsOf,
  profileNames,
  type Session,
  selectOperators,
  setUp,
  signIn,
} from './operators.ts';

const tags = ['operators'];
const operator = z.object({
  id: z.int(),
  email: z.string(),
  name: z.string(),
  profile: z.enum(profileNames),
  locale: z.enum(['fr', 'en']),
});
const session = z
  .object({
    operator,
    institution: z.object({
      slug: z.string(),
      name: z.string(),
      locale: z.string(),
      timeZone: z.string(),
      currency: z.string(),
    }),
    permissions: z.array(z.enum(permissions)),
  })
  .meta({ id: 'Session' });

const shown = ({ operator, institution }: Session): z.infer<typeof session> => ({
  operator,
  institution,
  permissions: [...permissionsOf(operator.profile)],
});

/** A person tries a few times; a program thousands. Per address, beside the lock-out of each operator. */
const FEW = { rateLimit: { max: 20, timeWindow: 60_000 } };
const password = z.string().min(1).max(200);

export function register(server: Server, context: Context): void {
  const { database, config, setUpLink } = context;

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
      response: { 200: session, ...problemResponse },
    },
    handler: async (request, reply) => {
      const signedIn = await signIn(database, request.body, new Date());
      keepToken(reply, config, signedIn.token);
      return shown(signedIn.session);
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
      const signedIn = await signIn(database, { institution: institution.slug, email, password }, now);
      keepToken(reply, config, signedIn.token);
      return shown(signedIn.session);
    },
  });

  server.get('/api/operators', {
    config: { access: 'operators.edit' },
    schema: {
      tags,
      summary: 'Who works here',
      response: { 200: z.object({ items: z.array(operator) }), ...problemResponse },
    },
    handler: async (request) => ({ items: await selectOperators(database, sessionOf(request).institution) }),
  });

  server.get('/api/operators/names', {
    config: { access: 'batches.edit' },
    schema: {
      tags,
      summary: 'Who may be told when a batch ends: operators who may read its runs, by name only',
      response: {
        200: z.object({ items: z.array(z.object({ id: z.int(), name: z.string() })) }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const all = await selectOperators(database, sessionOf(request).institution);
      const readers = all.filter(({ profile }) => permissionsOf(profile).includes('retention.read'));
      return { items: readers.map(({ id, name }) => ({ id, name })) };
    },
  });

  server.post('/api/operators', {
    config: { access: 'operators.edit' },
    schema: {
      tags,
      summary: 'Add an operator',
      body: z.object({
        name: z.string().max(200),
        email: z.string().max(254),
        password,
        profile: z.enum(profileNames),
        locale: z.enum(['fr', 'en']),
      }),
      response: { 201: operator, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const by = { now: new Date(), actor: actorOf(request) };
      return reply.code(201).send(await createOperator(database, institution, request.body, by));
    },
  });
}
