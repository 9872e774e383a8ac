import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { permissionsOf } from '../operators/operators.ts';
import { printTickets } from './tickets.ts';

/** Tickets at the counter; in a shop they are a page of it. */
export function register(server: Server, { database }: Context): void {
  server.get('/api/orders/:order/tickets.pdf', {
    config: { access: 'sales.sell' },
    schema: {
      tags: ['sales'],
      summary: 'The tickets of an order, to print or print again; who did is written down',
      params: z.object({ order: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
      querystring: z.object({
        locale: z.enum(['fr', 'en']).optional().describe('the institution’s, unless it is said'),
      }),
      response: {
        200: { description: 'a PDF', content: { 'application/pdf': { schema: z.string() } } },
        ...problemResponse,
      },
    },
    handler: async (request, reply) => {
      const { institution, organisations, operator } = sessionOf(request);
      const locale = request.query.locale ?? (institution.locale === 'en' ? 'en' : 'fr');
      const reader = { organisations, permissions: permissionsOf(operator.profile) };
      const by = { now: new Date(), actor: actorOf(request), locale };
      const { number, file } = await printTickets(database, institution, request.params.order, reader, by);
      reply.header('content-type', 'application/pdf');
      reply.header('cache-control', 'no-store');
      const name = number.replaceAll(/[^\w-]/g, '_');
      reply.header('content-disposition', `inline; filename="${name}.pdf"`);
      return reply.send(file as never);
    },
  });
}
