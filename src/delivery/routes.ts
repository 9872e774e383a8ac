import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { decideUndecided } from './delivery.ts';

const tags = ['campaigns'];
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const byCampaign = z.object({ campaign: id });

export function register(server: Server, { database, jobs }: Context): void {
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
