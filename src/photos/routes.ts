import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { LARGEST_PICTURE } from '../http/picture-body.ts';
import { problemResponse } from '../http/problems.ts';
import { askedContact, sessionOf } from '../http/session.ts';
import { consentWays, savePhoto, selectPhoto, selectPhotoConsents, withdrawPhotoConsent } from './photos.ts';

const tags = ['contacts'];
const byNumber = z.object({ number: z.string().max(200) });

/** The picture comes and goes as its bytes; what it says of the consent stands in the address. */
export function register(server: Server, { database }: Context): void {
  server.get('/api/contacts/:number/photo', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'The photo of a contact, as WebP (R15)',
      params: byNumber,
      response: {
        200: { description: 'WebP', content: { 'image/webp': { schema: z.string() } } },
        ...problemResponse,
      },
    },
    handler: async (request, reply) => {
      const picture = await selectPhoto(
        database,
        sessionOf(request).institution,
        askedContact(request, request.params.number),
      );
      return reply.header('content-type', 'image/webp').send(picture as never);
    },
  });

  server.put('/api/contacts/:number/photo', {
    config: { access: 'contacts.photo' },
    bodyLimit: LARGEST_PICTURE,
    schema: {
      tags,
      summary: 'Save the photo of a contact, with its consent (R15): JPEG, PNG or WebP',
      params: byNumber,
      querystring: z.object({
        consent: z.enum(consentWays).optional().describe('how the contact consented; without it, refused'),
      }),
      consumes: ['image/jpeg', 'image/png', 'image/webp'],
      response: { 204: z.null().describe('saved'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      const picture = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      await savePhoto(
        database,
        institution,
        askedContact(request, request.params.number),
        { picture, consent: request.query.consent },
        { now: new Date(), operatorId: operator.id },
      );
      return reply.code(204).send(null);
    },
  });

  server.delete('/api/contacts/:number/photo', {
    config: { access: 'contacts.photo' },
    schema: {
      tags,
      summary: 'The contact withdraws its consent: the photo is deleted (R15)',
      params: byNumber,
      response: { 204: z.null().describe('deleted'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      const by = { now: new Date(), operatorId: operator.id };
      await withdrawPhotoConsent(database, institution, askedContact(request, request.params.number), by);
      return reply.code(204).send(null);
    },
  });

  server.get('/api/contacts/:number/photo/consents', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'The consents to the photo of a contact, the newest first (R15)',
      params: byNumber,
      response: {
        200: z.object({
          items: z.array(
            z.object({
              how: z.enum(consentWays),
              confirmedAt: z.iso.datetime(),
              confirmedBy: z.string(),
              withdrawnAt: z.iso.datetime().nullable(),
            }),
          ),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const consents = await selectPhotoConsents(
        database,
        institution,
        askedContact(request, request.params.number),
      );
      return {
        items: consents.map(({ confirmedAt, withdrawnAt, ...consent }) => ({
          ...consent,
          confirmedAt: confirmedAt.toISOString(),
          withdrawnAt: withdrawnAt?.toISOString() ?? null,
        })),
      };
    },
  });
}
