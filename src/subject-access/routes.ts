import { z } from 'zod';
import { csvOf } from '../csv.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { readerOf, sessionOf } from '../http/session.ts';
import {
  answer,
  carryingOut,
  extension,
  identityCheck,
  listedRequest,
  newRequest,
  requestDetails,
} from './shapes.ts';
import {
  auditRegister,
  carryOutRequest,
  closeRequest,
  extendRequest,
  readRequests,
  recordIdentity,
  recordRequest,
  requestKinds,
  selectRequest,
  selectRequests,
  selectRequestsOf,
  writeExtractFor,
} from './subject-access.ts';

const tags = ['subject access'];
const byNumber = z.object({ number: z.string().max(200) });

const byRequest = z.object({ request: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });
/** Key of a request, and what its column is called. */
const registerColumns = [
  { key: 'id', header: 'request' },
  { key: 'contact.number', header: 'contact_number' },
  { key: 'kind', header: 'kind' },
  { key: 'way', header: 'way' },
  { key: 'receivedOn', header: 'received_on' },
  { key: 'dueOn', header: 'due_on' },
  { key: 'extended', header: 'extended' },
  { key: 'identity', header: 'identity' },
  { key: 'state', header: 'state' },
  { key: 'closedAt', header: 'closed_at' },
  { key: 'answerWay', header: 'answer_way' },
];
const done = { 204: z.null().describe('written down'), ...problemResponse };

export function register(server: Server, { database, config, jobs }: Context): void {
  extractRoutes(server, database);
  readingRoutes(server, database);
  actingRoutes(server, { database, jobs });
  carryingRoutes(server, database, config.ledgerFile);
}

function extractRoutes(server: Server, database: Context['database']): void {
  server.get('/api/contacts/:number/extract.zip', {
    config: { access: 'contacts.extract' },
    schema: {
      tags,
      summary:
        'Everything about one contact, to be handed to that person (R21): a page, JSON and CSV; audited',
      params: byNumber,
      querystring: z.object({
        locale: z.enum(['fr', 'en']).optional().describe('of the page; by default the contact’s language'),
      }),
      response: {
        200: { description: 'a zip', content: { 'application/zip': { schema: z.string() } } },
        ...problemResponse,
      },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const taking = { reader: readerOf(request), locale: request.query.locale };
      const zip = await writeExtractFor(database, institution, request.params.number, taking);
      reply.header('content-type', 'application/zip');
      reply.header('cache-control', 'no-store');
      reply.header('content-disposition', 'attachment; filename="rappel-extract.zip"');
      return reply.send(zip as never);
    },
  });
}

function readingRoutes(server: Server, database: Context['database']): void {
  server.get('/api/requests', {
    config: { access: 'requests.record' },
    schema: {
      tags,
      summary:
        'Requests of persons about their data: the open ones by what is due first, the closed ones newest first',
      querystring: z.object({
        state: z.enum(['open', 'closed']).default('open'),
        kind: z.enum(requestKinds).optional(),
        cursor: z
          .string()
          .regex(/^\d{4}-\d{2}-\d{2}_\d{1,15}$/)
          .optional(),
        limit: z.coerce.number().int().min(1).max(200).default(100),
      }),
      response: {
        200: z.object({ items: z.array(listedRequest), next: z.string().nullable() }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { cursor, ...query } = request.query;
      const [dueOn = '', id] = cursor?.split('_') ?? [];
      const after = cursor === undefined ? undefined : { dueOn, id: Number(id) };
      const { institution } = sessionOf(request);
      const items = await selectRequests(database, institution, { ...query, after }, readerOf(request));
      const last = items.length === query.limit ? items.at(-1) : undefined;
      return { items, next: last === undefined ? null : `${last.dueOn}_${last.id}` };
    },
  });

  server.get('/api/requests.csv', {
    config: { access: 'requests.answer' },
    schema: {
      tags,
      summary: 'The register of all requests as CSV, without what was written about them; audited',
      response: {
        200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } },
        ...problemResponse,
      },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const reader = readerOf(request);
      await auditRegister(database, institution, reader);
      reply.header('content-type', 'text/csv; charset=utf-8');
      reply.header('cache-control', 'no-store');
      reply.header('content-disposition', 'attachment; filename="rappel-requests.csv"');
      return reply.send(
        csvOf(readRequests(database, institution, reader), {
          columns: registerColumns,
          bom: true,
          cast: { boolean: (value) => (value ? 'yes' : 'no') },
        }) as never,
      );
    },
  });

  server.get('/api/requests/:request', {
    config: { access: 'requests.record' },
    schema: {
      tags,
      summary: 'A request: what was asked, what was done about it, by whom and when',
      params: byRequest,
      response: { 200: requestDetails, ...problemResponse },
    },
    handler: async (request) =>
      await selectRequest(
        database,
        sessionOf(request).institution,
        request.params.request,
        readerOf(request),
      ),
  });

  server.get('/api/contacts/:number/requests', {
    config: { access: 'requests.record' },
    schema: {
      tags,
      summary: 'The requests of one contact, the newest first',
      params: byNumber,
      response: { 200: z.object({ items: z.array(listedRequest) }), ...problemResponse },
    },
    handler: async (request) => ({
      items: await selectRequestsOf(
        database,
        sessionOf(request).institution,
        request.params.number,
        readerOf(request),
      ),
    }),
  });
}

function actingRoutes(server: Server, { database, jobs }: Pick<Context, 'database' | 'jobs'>): void {
  server.post('/api/contacts/:number/requests', {
    config: { access: 'requests.record' },
    schema: {
      tags,
      summary:
        'Write down that a contact asked something of its data; it is due within a month (art. 12(3) GDPR)',
      params: byNumber,
      body: newRequest,
      response: { 201: z.object({ request: z.int() }), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { number } = request.params;
      const id = await recordRequest(database, institution, number, request.body, readerOf(request));
      return reply.code(201).send({ request: id });
    },
  });

  server.put('/api/requests/:request/identity', {
    config: { access: 'requests.record' },
    schema: {
      tags,
      summary: 'Write down how it was made sure who asks',
      params: byRequest,
      body: identityCheck,
      response: done,
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { identity } = request.body;
      await recordIdentity(database, institution, request.params.request, identity, readerOf(request));
      return reply.code(204).send(null);
    },
  });

  server.put('/api/requests/:request/extension', {
    config: { access: 'requests.answer' },
    schema: {
      tags,
      summary: 'Extend the time by two months; the person is told the reason within the first one',
      params: byRequest,
      body: extension,
      response: done,
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { reason } = request.body;
      await extendRequest(database, institution, request.params.request, reason, readerOf(request));
      await jobs.deliver(institution);
      return reply.code(204).send(null);
    },
  });

  server.put('/api/requests/:request/answer', {
    config: { access: 'requests.answer' },
    schema: {
      tags,
      summary: 'Close a request with how it was answered, refused or withdrawn: the proof of it',
      params: byRequest,
      body: answer,
      response: done,
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      await closeRequest(database, institution, request.params.request, request.body, readerOf(request));
      await jobs.deliver(institution);
      return reply.code(204).send(null);
    },
  });
}

function carryingRoutes(server: Server, database: Context['database'], ledgerFile: string): void {
  server.post('/api/requests/:request/carrying-out', {
    config: { access: 'requests.answer' },
    schema: {
      tags,
      summary:
        'Do what was asked for: set authorisations to no (R22), restrict (art. 18) or erase (R13, irreversible); takes the permission for that, too',
      params: byRequest,
      body: carryingOut,
      response: done,
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const by = { reader: readerOf(request), ledgerFile };
      await carryOutRequest(database, institution, request.params.request, request.body, by);
      return reply.code(204).send(null);
    },
  });
}
