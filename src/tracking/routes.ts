import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { asProblem, problemResponse } from '../http/problems.ts';
import { sessionOf } from '../http/session.ts';
import { permissionsOf } from '../operators/operators.ts';
import { ADDRESS_PATHS, messageAddresses } from './addresses.ts';
import { selectCampaignClicks } from './campaign-clicks.ts';
import { Follower } from './follow.ts';
import { plainPage } from './plain-page.ts';
import { reclassifyClick } from './reclassify.ts';
import { countings, selectCounting, setCounting } from './settings.ts';
import { openTokens } from './tokens.ts';

const tags = ['tracking'];
/** Of one link of one message, per minute. Not of an address of the network: behind one there may be a whole university. */
const OF_ONE = {
  max: 60,
  timeWindow: 60_000,
  keyGenerator: ({ params }: FastifyRequest) => (params as { token: string }).token,
};
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** Tracked links (R32): where they lead, what of it counts, and who decides otherwise. */
export function register(server: Server, context: Context): void {
  const { database, config } = context;
  void server.register((links, _options, done) => {
    const tokens = openTokens(config.secret ?? randomBytes(32).toString('hex'));
    // one's own pages are where one is already
    const follower = new Follower(database, tokens, messageAddresses('', tokens));
    links.setErrorHandler((error, request, reply) => notNow(asProblem(error, request).status, reply));
    links.get(
      `${ADDRESS_PATHS.link}/:token`,
      // no line in the log for each: it is among the clicks and the metrics, and a campaign brings thousands a second
      { config: { rateLimit: OF_ONE }, schema: { hide: true }, logLevel: 'warn' },
      async (request, reply) => {
        const { token } = request.params as { token: string };
        const { method, headers, ip } = request;
        const address = await follower.follow({ token, method, headers, from: ip, now: new Date() });
        reply.header('x-robots-tag', 'noindex');
        return address === undefined ? notValid(reply) : reply.redirect(address, 302);
      },
    );
    done();
  });

  const settings = z.object({
    clickCounting: z
      .enum(countings)
      .describe('R32: any hit, what looks like a person’s, or only an answer on the hosted page'),
  });
  server.get('/api/tracking/settings', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'Which clicks on tracked links count',
      response: { 200: settings, ...problemResponse },
    },
    handler: async (request) => ({
      clickCounting: await selectCounting(database, sessionOf(request).institution),
    }),
  });

  server.put('/api/tracking/settings', {
    config: { access: 'consent.settings' },
    schema: {
      tags,
      summary: 'Change which clicks count, from now on',
      body: settings,
      response: { 200: settings, ...problemResponse },
    },
    handler: async (request) => {
      const { institution, operator } = sessionOf(request);
      const by = { operatorId: operator.id, now: new Date() };
      await setCounting(database, institution, request.body.clickCounting, by);
      return request.body;
    },
  });

  server.put('/api/tracking/clicks/:click', {
    config: { access: 'clicks.reclassify' },
    schema: {
      tags,
      summary: 'Decide whether a click counts; audited',
      params: z.object({ click: id }),
      body: z.object({ counted: z.boolean() }),
      response: { 204: z.null().describe('decided'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      const by = { operatorId: operator.id, now: new Date() };
      const wanted = { click: request.params.click, counted: request.body.counted };
      await reclassifyClick(database, institution, wanted, by);
      return reply.code(204).send(null);
    },
  });

  server.get('/api/tracking/campaigns/:campaign/clicks', {
    config: { access: 'clicks.reclassify' },
    schema: {
      tags,
      summary: 'How many clicks of a campaign count, and those that do not by themselves with the reason',
      params: z.object({ campaign: id }),
      querystring: z.object({
        reason: z.string().max(100).optional().describe('only clicks for this reason are listed'),
        before: id.optional().describe('the id of the last click of the page before'),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      response: {
        200: z.object({
          counted: z.int(),
          uncounted: z.array(z.object({ reason: z.string(), clicks: z.int() })),
          items: z.array(
            z.object({
              id: z.int(),
              at: z.string(),
              reason: z.string().describe('why it did not count by itself'),
              counted: z.boolean().describe('an operator counts it nevertheless'),
              contact: z.string().nullable().describe('its number; null: not for these eyes'),
              name: z.string().nullable(),
              url: z.string().nullable(),
            }),
          ),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { institution, operator } = sessionOf(request);
      return await selectCampaignClicks(database, institution, {
        campaign: request.params.campaign,
        permissions: permissionsOf(operator.profile),
        ...request.query,
      });
    },
  });
}

const notValid = (reply: FastifyReply): FastifyReply =>
  page(reply, 404, 'Ce lien n’est pas valable', 'This link is not valid.');

const notNow = (status: number, reply: FastifyReply): FastifyReply =>
  page(
    reply.header('retry-after', '2'),
    status,
    'Ce lien ne peut pas être ouvert à l’instant\u00a0: réessayez dans un moment',
    'This link cannot be opened right now: try again in a moment.',
  );

const page = (reply: FastifyReply, status: number, french: string, english: string): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').send(plainPage(french, english));
