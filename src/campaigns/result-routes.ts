import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { askedContact, sessionOf } from '../http/session.ts';
import { permissionsOf } from '../operators/operators.ts';
import { selectCampaignsOf, selectRecipients, selectResults } from './campaigns.ts';
import { resultsShape, shownResults } from './shapes.ts';

const tags = ['campaigns'];
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const ofCampaign = z.object({ campaign: id });

/** What became of campaigns: of one, by recipient, and of a contact. */
export function registerResults(server: Server, database: Context['database']): void {
  server.get('/api/campaigns/:campaign/results', {
    config: { access: 'campaigns.read' },
    schema: {
      tags,
      summary: 'What became of it: counts by state and reason, over time, and links with their clicks',
      params: ofCampaign,
      response: { 200: resultsShape, ...problemResponse },
    },
    handler: async (request) =>
      shownResults(await selectResults(database, sessionOf(request).institution, request.params.campaign)),
  });

  server.get('/api/campaigns/:campaign/recipients', {
    config: { access: 'campaigns.read' },
    schema: {
      tags,
      summary: 'The contacts of a campaign in one state, such as those left out, with the reason (R27)',
      params: ofCampaign,
      querystring: z.object({
        state: z
          .enum(['queued', 'sending', 'sent', 'excluded', 'undecided', 'failed', 'bounced', 'cancelled'])
          .default('excluded'),
        reason: z.string().max(100).optional(),
        cursor: id.optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      response: {
        200: z.object({
          items: z.array(
            z.object({
              id: z.int(),
              number: z.string().nullable().describe('null: erased since, or not for these eyes'),
              name: z.string().nullable(),
              state: z.string(),
              reason: z.string().nullable(),
            }),
          ),
          next: z.string().nullable(),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { institution, operator } = sessionOf(request);
      const { cursor, limit, ...rest } = request.query;
      const items = await selectRecipients(database, institution, request.params.campaign, {
        ...rest,
        permissions: permissionsOf(operator.profile),
        after: cursor,
        limit,
      });
      return { items, next: items.length === limit ? String(items.at(-1)?.id) : null };
    },
  });

  server.get('/api/contacts/:number/campaigns', {
    config: { access: 'campaigns.read' },
    schema: {
      tags: ['contacts'],
      summary: 'The campaigns that a contact got or was left out of, the newest first',
      params: z.object({ number: z.string().max(200) }),
      querystring: z.object({
        cursor: id.optional(),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
      response: {
        200: z.object({
          items: z.array(
            z.object({
              campaign: z.int(),
              name: z.string(),
              channel: z.string(),
              state: z.string(),
              reason: z.string().nullable(),
              sentAt: z.iso.datetime().nullable(),
              clickedAt: z.iso.datetime().nullable(),
              unsubscribedAt: z.iso.datetime().nullable(),
            }),
          ),
          next: z.string().nullable(),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { cursor, limit } = request.query;
      const contact = askedContact(request, request.params.number);
      const page = { before: cursor, limit };
      const found = await selectCampaignsOf(database, sessionOf(request).institution, contact, page);
      return {
        items: found.map(({ id: _, ...one }) => ({
          ...one,
          sentAt: one.sentAt?.toISOString() ?? null,
          clickedAt: one.clickedAt?.toISOString() ?? null,
          unsubscribedAt: one.unsubscribedAt?.toISOString() ?? null,
        })),
        next: found.length === limit ? String(found.at(-1)?.id) : null,
      };
    },
  });
}
