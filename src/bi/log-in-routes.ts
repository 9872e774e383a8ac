import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { createBiLogIn, hasServer, revokeBiLogIn, rotateBiLogIn, selectBiLogIns } from './bi.ts';

const tags = ['bi'];
const byLogIn = z.object({ logIn: z.string().max(63) });
const logIn = z.object({ logIn: z.string(), name: z.string(), createdAt: z.iso.datetime() });

/** The log-ins with which outside tools read the domains. */
export function logInRoutes(
  server: Server,
  database: Context['database'],
  databaseUrl: string | undefined,
): void {
  const connection = () => {
    const url = databaseUrl === undefined ? undefined : new URL(databaseUrl);
    return (
      url && {
        host: url.hostname,
        port: Number(url.port || 5432),
        database: url.pathname.slice(1),
        schema: 'bi',
      }
    );
  };

  server.get('/api/bi/log-ins', {
    config: { access: 'bi.log-ins' },
    schema: {
      tags,
      summary: 'The log-ins of outside tools; none can be where the database is embedded',
      response: {
        200: z.object({
          possible: z.boolean(),
          connection: z
            .object({ host: z.string(), port: z.int(), database: z.string(), schema: z.string() })
            .nullable()
            .describe('as Rappel reaches the server'),
          items: z.array(logIn),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const all = await selectBiLogIns(database, sessionOf(request).institution);
      return {
        possible: hasServer(database),
        connection: connection() ?? null,
        items: all.map((one) => ({ ...one, createdAt: one.createdAt.toISOString() })),
      };
    },
  });

  server.post('/api/bi/log-ins', {
    config: { access: 'bi.log-ins' },
    schema: {
      tags,
      summary:
        'Make a log-in for an outside tool, reading the domains of this institution; its password is shown once',
      body: z.object({ name: z.string().trim().min(1).max(100).describe('what it is for') }),
      response: { 201: logIn.extend({ password: z.string() }), ...problemResponse },
    },
    handler: async (request, reply) => {
      const by = { now: new Date(), actor: actorOf(request) };
      const made = await createBiLogIn(database, sessionOf(request).institution, request.body.name, by);
      return reply
        .header('cache-control', 'no-store')
        .code(201)
        .send({ ...made, createdAt: made.createdAt.toISOString() });
    },
  });

  server.post('/api/bi/log-ins/:logIn/password', {
    config: { access: 'bi.log-ins' },
    schema: {
      tags,
      summary: 'Give a log-in another password, shown once',
      params: byLogIn,
      response: { 200: z.object({ password: z.string() }), ...problemResponse },
    },
    handler: async (request, reply) => {
      const by = { now: new Date(), actor: actorOf(request) };
      const { logIn } = request.params;
      const password = await rotateBiLogIn(database, sessionOf(request).institution, logIn, by);
      return reply.header('cache-control', 'no-store').send({ password });
    },
  });

  server.delete('/api/bi/log-ins/:logIn', {
    config: { access: 'bi.log-ins' },
    schema: {
      tags,
      summary: 'Take a log-in back; what it could read ends at once',
      params: byLogIn,
      response: { 204: z.null().describe('taken back'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const by = { now: new Date(), actor: actorOf(request) };
      await revokeBiLogIn(database, sessionOf(request).institution, request.params.logIn, by);
      return reply.code(204).send(null);
    },
  });
}
