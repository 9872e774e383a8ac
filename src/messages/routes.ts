import { z } from 'zod';
import { DomainError } from '../errors.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { messageStates, selectMessage, selectMessages, sendAgain } from './messages.ts';

const tags = ['messages'];
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const instant = z.iso.datetime();
const listed = z.object({
  id: z.int(),
  recipient: z.string().describe('the operator’s name'),
  kind: z.string(),
  subject: z.string(),
  state: z.enum(messageStates),
  attempts: z.int(),
  failure: z.string().nullable().describe('a code'),
  createdAt: instant,
  attemptedAt: instant.nullable(),
  sentAt: instant.nullable(),
});
const message = listed
  .extend({
    body: z.string(),
    path: z.string().nullable().describe('the page of the back office that it leads to'),
  })
  .meta({ id: 'Message' });
const byMessage = z.object({ message: id });

const shown = <One extends { createdAt: Date; attemptedAt: Date | null; sentAt: Date | null }>(one: One) => ({
  ...one,
  createdAt: one.createdAt.toISOString(),
  attemptedAt: one.attemptedAt?.toISOString() ?? null,
  sentAt: one.sentAt?.toISOString() ?? null,
});

export function register(server: Server, { database, config, jobs }: Context): void {
  server.get('/api/messages', {
    config: { access: 'messages.read' },
    schema: {
      tags,
      summary: 'The outbox: what operators were told, the newest first',
      querystring: z.object({
        cursor: id.optional(),
        limit: z.coerce.number().int().min(1).max(100).default(50),
        state: z.enum(messageStates).optional(),
      }),
      response: {
        200: z.object({ items: z.array(listed), next: z.string().nullable() }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { cursor, limit, state } = request.query;
      const { institution } = sessionOf(request);
      const items = await selectMessages(database, institution, { before: cursor, limit, state });
      return { items: items.map(shown), next: items.length === limit ? String(items.at(-1)?.id) : null };
    },
  });

  server.get('/api/messages/delivery', {
    config: { access: 'messages.read' },
    schema: {
      tags,
      summary: 'Whether there is a mail server, and the address that messages come from',
      response: { 200: z.object({ mailServer: z.boolean(), from: z.string() }), ...problemResponse },
    },
    handler: async () => ({ mailServer: config.smtpUrl !== undefined, from: config.mailFrom }),
  });

  server.get('/api/messages/:message', {
    config: { access: 'messages.read' },
    schema: { tags, summary: 'A message', params: byMessage, response: { 200: message, ...problemResponse } },
    handler: async (request) =>
      shown(await selectMessage(database, sessionOf(request).institution, request.params.message)),
  });

  server.post('/api/messages/:message/send', {
    config: { access: 'messages.send' },
    schema: {
      tags,
      summary: 'Send a message again that failed or was not sent',
      params: byMessage,
      response: { 202: message, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      if (config.smtpUrl === undefined) {
        throw new DomainError('no-mail-server', 'there is no mail server: set SMTP_URL');
      }
      const by = { now: new Date(), actor: actorOf(request) };
      await sendAgain(database, institution, request.params.message, by);
      // read before it is handed over, which may be done in no time
      const queued = await selectMessage(database, institution, request.params.message);
      await jobs.deliver(institution);
      return reply.code(202).send(shown(queued));
    },
  });
}
