import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { sessionOf } from '../http/session.ts';
import { today } from '../institutions/institutions.ts';
import { findContacts, selectContactFile } from './contacts.ts';

const tags = ['contacts'];
const text = z.string().nullable();
const kind = z.enum(['individual', 'structure', 'relay']);
const knot = z.object({ day: z.string(), source: z.string(), organisation: text });

export function register(server: Server, { database }: Context): void {
  server.get('/api/contacts', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary:
        'Contacts in the order they came, or those whose number, last name, company or e-mail begins so',
      querystring: z.object({
        q: z.string().max(100).optional(),
        kind: kind.optional(),
        cursor: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(100),
      }),
      response: {
        200: z.object({
          items: z.array(
            z.object({
              number: z.string(),
              kind,
              name: z.string(),
              email: text,
              postcode: text,
              town: text,
              country: text,
              recency: text,
              source: text,
            }),
          ),
          next: text,
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { q, kind, cursor, limit } = request.query;
      const found = await findContacts(database, sessionOf(request).institution, {
        beginning: q,
        kind,
        after: cursor ?? 0,
        limit,
      });
      return { items: found, next: found.length === limit ? String(found.at(-1)?.id) : null };
    },
  });

  server.get('/api/contacts/:number', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'The file of a contact, with the rope: why it is kept, and until when',
      params: z.object({ number: z.string().max(200) }),
      response: {
        200: z.object({
          number: z.string(),
          kind,
          title: text,
          firstName: text,
          lastName: text,
          companyName: text,
          email: text,
          phone: text,
          mobile: text,
          street: text,
          postcode: text,
          town: text,
          country: text,
          createdOn: z.string(),
          structure: z.object({ number: z.string(), name: z.string() }).nullable(),
          roles: z.array(z.object({ role: z.string(), validUntil: text })),
          balances: z.array(
            z.object({ organisation: z.string(), currency: z.string(), amountMinor: z.number() }),
          ),
          restrictedOn: text,
          rope: z
            .object({
              stored: z
                .object({
                  recency: z.string(),
                  source: z.string(),
                  organisation: text,
                  computedAt: z.iso.datetime(),
                })
                .nullable(),
              recency: z.string(),
              source: z.string(),
              organisation: text,
              months: z.int(),
              forgottenOn: z.string(),
              obstacles: z.array(z.enum(['restricted', 'role', 'waiting', 'debt', 'credit'])),
              knots: z.array(knot),
            })
            .nullable(),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const file = await selectContactFile(database, institution, request.params.number, {
        months: 36,
        today: today(institution, new Date()),
      });
      const { rope } = file;
      const stored = rope?.stored && { ...rope.stored, computedAt: rope.stored.computedAt.toISOString() };
      return { ...file, rope: rope && { ...rope, stored: stored ?? null } };
    },
  });
}
