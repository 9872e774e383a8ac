import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { decideUndecided, selectUndecided } from './delivery.ts';

const tags = ['campaigns'];
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const byCampaign = z.object({ campaign: id });

const undecided = z.object({
  id: z.int(),
  contactNumber: z.string().nullable().describe('null: erased since'),
  contactName: z.string(),
  takenAt: z.iso.datetime().describe('when it was handed over'),
  reason: z.string().describe('a code: interrupted, timeout, connection-lost'),
});

export function register(server: Server, { database, jobs }: Context): void {
  server.get('/api/campaigns/:campaign/undecided', {
    config: { access: 'campaigns.read' },
    schema: {
      tags,
      summary: 'Messages that may have been sent: the process or the connection ended during the hand-over',
      params: byCampaign,
      querystring: z.object({
        cursor: id.optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      response: {
        200: z.object({ items: z.array(undecided), total: z.int(), next: z.string().nullable() }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { cursor, limit } = request.query;
      const page = { after: cursor, limit };
      const { institution } = sessionOf(request);
      const { items, total } = await selectUndecided(database, institution, request.params.campaign, page);
      return {
        items: items.map((one) => ({ ...one, takenAt: one.takenAt.toISOString() })),
        total,
        next: items.length === limit ? String(items.at(-1)?.id) : null,
      };
    },
  });

  server.post('/api/campaigns/:campaign/undecided', {
    config: { access: 'campaigns.send' },
    schema: {
      tags,
      summary: 'Decide about messages that may have been sent: send them again, or take them as sent',
      params: byCampaign,
      body: z.object({
        decision: z.enum(['send-again', 'take-as-sent']),
        recipients: z.array(id).min(1).max(1000).optional().describe('left out: all of them'),
      }),
      response: { 200: z.object({ decided: z.int() }), ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const { campaign } = request.params;
      const by = { now: new Date(), actor: actorOf(request) };
      const { decided, goesOn } = await decideUndecided(database, institution, campaign, request.body, by);
      if (goesOn) await jobs.sendCampaign(institution, campaign);
      return { decided };
    },
  });
}
