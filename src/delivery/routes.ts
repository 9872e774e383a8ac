import { z } from 'zod';
import { csvOf } from '../csv.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, readerOf, sessionOf } from '../http/session.ts';
import { decideUndecided, drawUpList, paperColumns, readList, sendTestText } from './delivery.ts';

const tags = ['campaigns'];
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const byCampaign = z.object({ campaign: id });

export function register(server: Server, { database, jobs, config }: Context): void {
  server.post('/api/campaigns/:campaign/test-sms', {
    config: { access: 'campaigns.edit' },
    schema: {
      tags,
      summary: 'Send the saved text of a campaign by SMS to a number; ten times an hour at most, audited',
      params: byCampaign,
      body: z.object({ language: z.enum(['fr', 'en']), number: z.string().min(1).max(60) }),
      response: { 200: z.object({ sentTo: z.string() }), ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const by = { now: new Date(), actor: actorOf(request) };
      const wanted = { ...request.body, sms: config.sms };
      return { sentTo: await sendTestText(database, institution, request.params.campaign, wanted, by) };
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

  server.post('/api/campaigns/:campaign/list', {
    config: { access: 'campaigns.send' },
    schema: {
      tags,
      summary: 'Draw up the list of a campaign by post or by telephone: everybody on it counts as sent',
      params: byCampaign,
      response: { 204: z.null(), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const by = { now: new Date(), actor: actorOf(request) };
      await drawUpList(database, institution, request.params.campaign, by);
      return reply.code(204).send(null);
    },
  });

  server.get('/api/campaigns/:campaign/list.csv', {
    config: { access: 'contacts.export' },
    schema: {
      tags,
      summary: 'The list of a campaign by post or by telephone, as CSV; audited',
      params: byCampaign,
      response: {
        200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } },
        ...problemResponse,
      },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { campaign } = request.params;
      const { permissions } = readerOf(request);
      const by = { clock: () => new Date(), actor: actorOf(request), permissions };
      const { channel, lines } = await readList(database, institution, campaign, by);
      reply.header('content-type', 'text/csv; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="rappel-campaign-${campaign}.csv"`);
      return reply.send(csvOf(lines, { bom: true, columns: [...paperColumns[channel]] }) as never);
    },
  });
}
