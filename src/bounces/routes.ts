import { z } from 'zod';
import { channels } from '../campaigns/campaigns.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { readerOf, sessionOf } from '../http/session.ts';
import { liftSuppression, selectSuppressions } from './bounces.ts';

const tags = ['contact file'];
const byNumber = z.object({ number: z.string().max(200) });
const channel = z.enum(channels);

export function register(server: Server, { database }: Context): void {
  server.get('/api/contacts/:number/suppressions', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'Over which channels an address of a contact is not written to any more, and why',
      params: byNumber,
      response: {
        200: z.object({
          items: z.array(
            z.object({
              channel,
              reason: z
                .enum(['refused', 'bounced', 'complained'])
                .describe('refused: who had this address refused before being erased'),
              since: z.iso.date(),
              bounces: z
                .int()
                .nullable()
                .describe('how many messages came back; one: there is no such mailbox'),
              status: z.string().nullable().describe('of the last one (RFC 3463)'),
            }),
          ),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => ({
      items: await selectSuppressions(
        database,
        sessionOf(request).institution,
        request.params.number,
        readerOf(request),
      ),
    }),
  });

  server.delete('/api/contacts/:number/suppressions/:channel', {
    config: { access: 'contacts.edit' },
    schema: {
      tags,
      summary:
        'Write to an address again whose messages came back; audited. A refusal is not lifted (refusal-stays)',
      params: byNumber.extend({ channel }),
      response: { 204: z.null(), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { number, channel } = request.params;
      await liftSuppression(database, institution, number, { reader: readerOf(request), channel });
      return reply.code(204).send(null);
    },
  });
}
