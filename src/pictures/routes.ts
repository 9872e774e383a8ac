import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { LARGEST_PICTURE } from '../http/picture-body.ts';
import { problemResponse } from '../http/problems.ts';
import { sessionOf } from '../http/session.ts';
import { addPicture, PICTURES_PATH, selectPicture, selectPictures } from './pictures.ts';

/** Of one picture from one address of the network, per minute. Behind one there may be all readers of a mail provider. */
const OF_ONE = {
  max: 600,
  timeWindow: 60_000,
  keyGenerator: ({ ip, params }: FastifyRequest) => `${ip} ${(params as { name: string }).name}`,
};

const pictureShape = z.object({
  address: z.url().describe('to be put into a message'),
  width: z.int().describe('in pixels, at most 1200'),
  height: z.int(),
});

/** Pictures of messages: an operator adds them, and whoever gets a message sees them. */
export function register(server: Server, { database, config }: Context): void {
  server.post('/api/pictures', {
    config: { access: 'campaigns.edit' },
    bodyLimit: LARGEST_PICTURE,
    schema: {
      tags: ['campaigns'],
      summary: 'Add a picture for messages: JPEG, PNG or WebP; everybody who has its address sees it',
      consumes: ['image/jpeg', 'image/png', 'image/webp'],
      response: {
        201: pictureShape,
        ...problemResponse,
      },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const by = { now: new Date(), operatorId: operator.id };
      const { path, ...size } = await addPicture(database, institution, bytes, by);
      return reply.code(201).send({ address: `${config.publicUrl}${path}`, ...size });
    },
  });

  server.get('/api/pictures', {
    config: { access: 'campaigns.edit' },
    schema: {
      tags: ['campaigns'],
      summary: 'The pictures that were added for messages, the newest first',
      querystring: z.object({
        before: z.string().max(50).optional().describe('`next` of the page before'),
        limit: z.coerce.number().int().min(1).max(100).default(24),
      }),
      response: {
        200: z.object({
          items: z.array(pictureShape.extend({ addedAt: z.iso.datetime() })),
          next: z.string().nullable().describe('null: this is the last page'),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { limit, before } = request.query;
      const found = await selectPictures(database, sessionOf(request).institution, {
        before,
        limit: limit + 1,
      });
      const items = found.slice(0, limit).map(({ path, width, height, addedAt }) => ({
        ...{ address: `${config.publicUrl}${path}`, width, height },
        addedAt: addedAt.toISOString(),
      }));
      return { items, next: found.length > limit ? (found[limit - 1]?.hash ?? null) : null };
    },
  });

  server.get(
    `${PICTURES_PATH}/:name`,
    { config: { rateLimit: OF_ONE }, schema: { hide: true } },
    async (request, reply) => {
      const picture = await selectPicture(database, (request.params as { name: string }).name);
      if (picture === undefined) return reply.callNotFound();
      // Webmail shows it on its own pages. What stands at an address never changes.
      return reply
        .header('cross-origin-resource-policy', 'cross-origin')
        .header('cache-control', 'public, max-age=31536000, immutable')
        .type(picture.mediaType)
        .send(picture.content);
    },
  );
}
