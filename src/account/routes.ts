import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, forgetToken, keepToken, sessionOf, tokenOf } from '../http/session.ts';
import {
  beginOwnEnrolment,
  changeAccount,
  changePassword,
  confirmOwnEnrolment,
  dropSecondFactor,
  endSessions,
  readAccount,
  renewRecoveryCodes,
  selectSessions,
} from '../operators/operators.ts';

const tags = ['operators'];
const password = z.string().min(1).max(200);
const code = z.string().min(1).max(60);
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()).describe('shown once') });
const done = { 204: z.null().describe('done'), ...problemResponse };
/** Beside the lock-out after five tries. */
const FEW = { rateLimit: { max: 20, timeWindow: 60_000 } };

/** What everybody who works here does with the own account. */
export function register(server: Server, { database, config }: Context): void {
  const here = (request: Parameters<typeof tokenOf>[0]) => ({
    token: tokenOf(request, config) ?? '',
    secret: config.secret,
    now: new Date(),
  });

  server.get('/api/account', {
    config: { access: 'signed-in' },
    schema: {
      tags,
      summary: 'My account',
      response: {
        200: z.object({
          hasPassword: z.boolean(),
          mayUsePassword: z.boolean(),
          singleSignOn: z.boolean(),
          secondFactor: z.boolean(),
          secondFactorNeeded: z.boolean(),
          recoveryCodes: z.int().describe('how many are left'),
          organisations: z.array(z.string()).describe('names; empty: all of the institution'),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => await readAccount(database, sessionOf(request)),
  });

  server.put('/api/account', {
    config: { access: 'signed-in' },
    schema: {
      tags,
      summary: 'Change my name and language',
      body: z.object({ name: z.string().max(200), locale: z.enum(['fr', 'en']) }),
      response: done,
    },
    handler: async (request, reply) => {
      await changeAccount(database, sessionOf(request), request.body, new Date());
      return reply.code(204).send(null);
    },
  });

  server.put('/api/account/password', {
    config: { access: 'signed-in', ...FEW },
    schema: {
      tags,
      summary: 'Change my password; my other sessions end',
      body: z.object({ present: password, wanted: password }),
      response: done,
    },
    handler: async (request, reply) => {
      const token = await changePassword(database, sessionOf(request), request.body, here(request));
      keepToken(reply, config, token);
      return reply.code(204).send(null);
    },
  });

  server.post('/api/account/second-factor', {
    config: { access: 'signed-in', ...FEW },
    schema: {
      tags,
      summary: 'Begin to set up my second factor',
      body: z.object({ password: password.optional() }),
      response: { 200: z.object({ secret: z.string(), qrCode: z.string() }), ...problemResponse },
    },
    handler: async (request) =>
      await beginOwnEnrolment(database, sessionOf(request), request.body.password, here(request)),
  });

  server.post('/api/account/second-factor/confirm', {
    config: { access: 'signed-in', ...FEW },
    schema: {
      tags,
      summary: 'Confirm my second factor with a code; my other sessions end',
      body: z.object({ code }),
      response: { 200: recoveryCodes, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { code } = request.body;
      const confirmed = await confirmOwnEnrolment(database, sessionOf(request), code, here(request));
      keepToken(reply, config, confirmed.token);
      return { recoveryCodes: confirmed.recoveryCodes };
    },
  });

  server.post('/api/account/second-factor/recovery-codes', {
    config: { access: 'signed-in', ...FEW },
    schema: {
      tags,
      summary: 'Ten new recovery codes in the place of the old',
      body: z.object({ code }),
      response: { 200: recoveryCodes, ...problemResponse },
    },
    handler: async (request) => {
      const { code } = request.body;
      return {
        recoveryCodes: await renewRecoveryCodes(database, sessionOf(request), code, here(request)),
      };
    },
  });

  server.post('/api/account/second-factor/remove', {
    config: { access: 'signed-in', ...FEW },
    schema: {
      tags,
      summary: 'Remove my second factor',
      body: z.object({ password: password.optional(), code }),
      response: done,
    },
    handler: async (request, reply) => {
      const { password, code } = request.body;
      await dropSecondFactor(database, sessionOf(request), { password, code }, here(request));
      return reply.code(204).send(null);
    },
  });

  server.get('/api/account/sessions', {
    config: { access: 'signed-in' },
    schema: {
      tags,
      summary: 'Where I am signed in',
      response: {
        200: z.object({
          items: z.array(
            z.object({
              id: z.string(),
              signedInAt: z.iso.datetime(),
              lastSeenAt: z.iso.datetime(),
              browser: z.string().nullable(),
              system: z.string().nullable(),
              signedInBy: z.enum(['password', 'single-sign-on']),
              here: z.boolean().describe('the one that asks'),
            }),
          ),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { token, now } = here(request);
      const sessions = await selectSessions(database, sessionOf(request), token, now);
      return {
        items: sessions.map((one) => ({
          ...one,
          signedInAt: one.signedInAt.toISOString(),
          lastSeenAt: one.lastSeenAt.toISOString(),
        })),
      };
    },
  });

  server.post('/api/account/sign-out', {
    config: { access: 'signed-in' },
    schema: {
      tags,
      summary: 'Sign out one of my sessions, all others, or everywhere',
      body: z.object({
        which: z.union([z.enum(['others', 'everywhere']), z.object({ id: z.string().max(32) })]),
      }),
      response: done,
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      const { token, now } = here(request);
      const { which } = request.body;
      await endSessions(
        database,
        institution,
        operator.id,
        which === 'others' ? { butToken: token } : which,
        { now, actor: actorOf(request) },
      );
      if (which === 'everywhere') forgetToken(reply, config);
      return reply.code(204).send(null);
    },
  });
}
