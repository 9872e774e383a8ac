import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { biDomains } from '../personal-data/personal-data.ts';
import {
  columnsOf,
  createBiLogIn,
  exportDomain,
  hasServer,
  revokeBiLogIn,
  rotateBiLogIn,
  selectBiLogIns,
  selectDomain,
} from './bi.ts';

const tags = ['bi'];
const domain = z.enum(biDomains);
const byDomain = z.object({ domain });
const byLogIn = z.object({ logIn: z.string().max(63) });
const number = z.string().trim().min(1).max(200).optional().describe('of one contact only');
const cell = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.unknown()),
  z.record(z.string(), z.unknown()),
]);
const label = z.object({ fr: z.string(), en: z.string() });
const logIn = z.object({ logIn: z.string(), name: z.string(), createdAt: z.iso.datetime() });

export function register(server: Server, { database, config }: Context): void {
  domainRoutes(server, database);
  logInRoutes(server, database, config.databaseUrl);
}

function domainRoutes(server: Server, database: Context['database']): void {
  server.get('/api/bi/domains', {
    config: { access: 'bi.read' },
    schema: {
      tags,
      summary: 'The BI domains and their columns (R20)',
      response: {
        200: z.object({
          items: z.array(z.object({ domain, columns: z.array(z.object({ name: z.string(), label })) })),
        }),
        ...problemResponse,
      },
    },
    handler: async () => ({ items: biDomains.map((one) => ({ domain: one, columns: columnsOf(one) })) }),
  });

  server.get('/api/bi/domains/:domain', {
    config: { access: 'bi.read' },
    schema: {
      tags,
      summary: 'What a BI domain holds, contact by contact, as an outside tool reads it (R20)',
      params: byDomain,
      querystring: z.object({
        number,
        cursor: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(100).describe('how many contacts a page has'),
      }),
      response: {
        200: z.object({ items: z.array(z.record(z.string(), cell)), next: z.string().nullable() }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { cursor, limit, number } = request.query;
      const query = { domain: request.params.domain, number };
      const page = { contacts: limit, ...(cursor === undefined ? {} : { after: cursor }) };
      const { items, next } = await selectDomain(database, sessionOf(request).institution, query, page);
      return { items: items.map(plain), next: next === null ? null : String(next) };
    },
  });

  server.get('/api/bi/domains/:domain/export.csv', {
    config: { access: 'bi.export' },
    schema: {
      tags,
      summary: 'A BI domain as CSV; audited (R20)',
      params: byDomain,
      querystring: z.object({
        number,
        columns: z.string().max(1000).optional().describe('by name, separated by commas; by default all'),
      }),
      response: {
        200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } },
        ...problemResponse,
      },
    },
    handler: async (request, reply) => {
      const { domain } = request.params;
      const columns = request.query.columns?.split(',') ?? columnsOf(domain).map(({ name }) => name);
      const query = { domain, number: request.query.number };
      const by = { actor: actorOf(request), clock: () => new Date() };
      const rows = await exportDomain(database, sessionOf(request).institution, query, columns, by);
      reply.header('content-type', 'text/csv; charset=utf-8');
      reply.header('cache-control', 'no-store');
      reply.header('content-disposition', `attachment; filename="rappel-${domain}.csv"`);
      return reply.send(
        Readable.from(rows).pipe(
          stringify({
            header: true,
            columns,
            bom: true, // or Excel takes accents for something else
            escape_formulas: true,
            cast: {
              date: (value) => value.toISOString(),
              object: (value) =>
                Array.isArray(value) && value.every((one) => typeof one === 'string')
                  ? value.join(';')
                  : JSON.stringify(value),
            },
          }),
        ) as never,
      );
    },
  });
}

/** Moments as text, as JSON has them. */
const plain = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  ) as Record<string, z.infer<typeof cell>>;

function logInRoutes(server: Server, database: Context['database'], databaseUrl: string | undefined): void {
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
