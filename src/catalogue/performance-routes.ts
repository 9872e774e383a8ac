import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import {
  addPerformances,
  type Cataloguing,
  cancelPerformance,
  editPerformance,
  type Performance,
  previewTouched,
  reschedule,
  selectPerformance,
  selectPerformances,
} from './catalogue.ts';
import {
  dates,
  id,
  newPerformances,
  performance,
  preview,
  reviewed,
  tell,
  touched,
  version,
  wantedPerformance,
} from './shapes.ts';

const tags = ['catalogue'];
const limit = z.coerce.number().int().min(1).max(200).default(50);
const changed = z.null().describe('changed');

/** Who changes the catalogue. */
export const byOf = (request: FastifyRequest): Cataloguing => ({
  actor: actorOf(request),
  organisations: sessionOf(request).organisations,
  now: new Date(),
});
const told = ({ startsAt, endsAt, saleStartsAt, saleEndsAt, ...rest }: Performance) => ({
  ...rest,
  startsAt: startsAt?.toISOString() ?? null,
  endsAt: endsAt?.toISOString() ?? null,
  saleStartsAt: saleStartsAt?.toISOString() ?? null,
  saleEndsAt: saleEndsAt?.toISOString() ?? null,
});

/** Performances: read, added, changed, rescheduled and cancelled. */
export function registerPerformances(server: Server, context: Pick<Context, 'database' | 'jobs'>): void {
  performanceRoutes(server, context.database);
  irreversibleRoutes(server, context);
}

function performanceRoutes(server: Server, database: Context['database']): void {
  server.get('/api/products/:product/performances', {
    config: { access: 'catalogue.read' },
    schema: {
      tags,
      summary: 'The performances of an event; the past ones begin with the latest',
      params: z.object({ product: id }),
      querystring: z.object({
        when: z.enum(['coming', 'past', 'all']).default('coming'),
        cursor: z
          .string()
          .max(50)
          .regex(/^-?\d{1,16}_\d{1,16}$/)
          .optional(),
        limit,
      }),
      response: {
        200: z.object({ items: z.array(performance), next: z.string().nullable() }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { when, limit, cursor } = request.query;
      const [micros, after] = cursor?.split('_').map(Number) ?? [];
      const found = await selectPerformances(
        database,
        sessionOf(request).institution,
        request.params.product,
        {
          when,
          limit,
          after: micros === undefined || after === undefined ? undefined : { micros, id: after },
        },
        new Date(),
        sessionOf(request).organisations,
      );
      return {
        items: found.items.map(told),
        next: found.next && `${found.next.micros}_${found.next.id}`,
      };
    },
  });

  server.post('/api/products/:product/performances', {
    config: { access: 'catalogue.edit' },
    schema: {
      tags,
      summary: 'Add performances to an event, all of them or none',
      params: z.object({ product: id }),
      body: newPerformances,
      response: { 201: z.object({ ids: z.array(z.int()) }), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { product } = request.params;
      const ids = await addPerformances(database, institution, product, request.body, byOf(request));
      return reply.code(201).send({ ids });
    },
  });

  server.get('/api/performances/:performance', {
    config: { access: 'catalogue.read' },
    schema: {
      tags,
      summary: 'A performance with its quotas and its own prices',
      params: z.object({ performance: id }),
      response: { 200: performance, ...problemResponse },
    },
    handler: async (request) =>
      told(
        await selectPerformance(
          database,
          sessionOf(request).institution,
          request.params.performance,
          sessionOf(request).organisations,
        ),
      ),
  });

  server.put('/api/performances/:performance', {
    config: { access: 'catalogue.edit' },
    schema: {
      tags,
      summary: 'Change a performance, but for its dates; refused as stale where somebody else changed it',
      params: z.object({ performance: id }),
      body: wantedPerformance.extend({ version }),
      response: { 204: changed, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { version, ...wanted } = request.body;
      const known = { id: request.params.performance, version };
      await editPerformance(database, sessionOf(request).institution, known, wanted, byOf(request));
      return reply.code(204).send(null);
    },
  });
}

function irreversibleRoutes(server: Server, { database, jobs }: Pick<Context, 'database' | 'jobs'>): void {
  const params = z.object({ performance: id });

  server.get('/api/performances/:performance/touched', {
    config: { access: 'catalogue.read' },
    schema: {
      tags,
      summary: 'What rescheduling or cancelling the performance would touch; changes nothing',
      params,
      response: { 200: preview, ...problemResponse },
    },
    handler: async (request) =>
      await previewTouched(
        database,
        sessionOf(request).institution,
        request.params.performance,
        sessionOf(request).organisations,
      ),
  });

  server.post('/api/performances/:performance/reschedule', {
    config: { access: 'catalogue.edit' },
    schema: {
      tags,
      summary: 'Give a performance another date; the date of its lines moves with it (R2)',
      params,
      body: dates.extend({ version, reviewed, tell }),
      response: { 200: touched, ...problemResponse },
    },
    handler: async (request) => {
      const { version, reviewed, tell, ...wanted } = request.body;
      const { institution } = sessionOf(request);
      const known = { id: request.params.performance, version, reviewed, tell };
      const moved = await reschedule(database, institution, known, wanted, byOf(request));
      if (tell) await jobs.deliver(institution);
      return moved;
    },
  });

  server.post('/api/performances/:performance/cancel', {
    config: { access: 'catalogue.edit' },
    schema: {
      tags,
      summary: 'Cancel a performance; its lines are cancelled by the venue and credited (R1, R2)',
      params,
      body: z.object({ version, reviewed, tell }),
      response: { 200: touched, ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const known = { id: request.params.performance, ...request.body };
      const cancelled = await cancelPerformance(database, institution, known, byOf(request));
      if (known.tell) await jobs.deliver(institution);
      return cancelled;
    },
  });
}
