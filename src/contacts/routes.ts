import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { sessionOf } from '../http/session.ts';
import { findContacts } from './contacts.ts';

const tags = ['contacts'];
const text = z.string().nullable();
const kind = z.enum(['individual', 'structure', 'relay']);

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
}
