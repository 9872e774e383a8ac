import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { readerOf, sessionOf } from '../http/session.ts';
import { writeExtractFor } from './subject-access.ts';

const tags = ['subject access'];
const byNumber = z.object({ number: z.string().max(200) });

export function register(server: Server, { database }: Context): void {
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
