import { z } from 'zod';
import { csvOf } from '../csv.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { permissionsOf, type Session } from '../operators/operators.ts';
import {
  type ContactRights,
  contactKinds,
  contactSorts,
  exportColumns,
  exportContacts,
  findContacts,
} from './contacts.ts';

const tags = ['contacts'];
const text = z.string().nullable();
const kind = z.enum(contactKinds);
/** Of a year that the database has. */
const day = z.iso.date().regex(/^(?!0000)/);
const short = z.string().trim().min(1).max(200);

const narrowed = {
  q: z
    .string()
    .max(100)
    .optional()
    .describe('name, e-mail, number, telephone number or town, as it comes to mind'),
  kind: kind.optional(),
  town: short.optional(),
  postcode: short.optional().describe('how it begins'),
  country: short.optional(),
  role: short.optional(),
  from: day.optional().describe('stored recency from this day on'),
  to: day.optional().describe('stored recency before this day'),
  bought: z.enum(['customer', 'prospect']).optional(),
  email: z.enum(['with', 'without']).optional(),
  balance: z.enum(['debt', 'credit']).optional(),
  answer: z
    .enum(['yes', 'no', 'none'])
    .optional()
    .describe('to general marketing by the institution (R22, R25)'),
  restricted: z.stringbool().optional().describe('processing restricted'),
  sort: z
    .enum(contactSorts)
    .optional()
    .describe('by default the likeliest first, or by name where nothing is looked for'),
  descending: z.stringbool().optional(),
};

function rightsOf({ operator }: Session): ContactRights {
  const permissions = permissionsOf(operator.profile);
  return {
    confidential: permissions.includes('contacts.confidential'),
    restricted: permissions.includes('contacts.restricted'),
  };
}

export function register(server: Server, { database }: Context): void {
  server.get('/api/contacts', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'Contacts: everybody, narrowed, or found by what was typed',
      querystring: z.object({
        ...narrowed,
        cursor: z.string().max(4000).optional(),
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
              phone: text,
              postcode: text,
              town: text,
              country: text,
              createdOn: text,
              recency: text,
              source: text,
              confidentiality: z.enum(['free', 'restricted', 'confidential']),
              closed: z.boolean().describe('restricted: only name and number are shown'),
            }),
          ),
          next: text.describe(
            'goes on from here; a page may be short, or empty, and all the same not the last',
          ),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const session = sessionOf(request);
      return await findContacts(database, session.institution, request.query, rightsOf(session));
    },
  });

  server.get('/api/contacts.csv', {
    config: { access: 'contacts.export' },
    schema: {
      tags,
      summary: 'What a list of contacts shows, as CSV; audited',
      querystring: z.object({
        ...narrowed,
        columns: z
          .string()
          .max(200)
          .optional()
          .describe(`some of ${exportColumns.join(', ')}, separated by commas; by default all`),
      }),
      response: {
        200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } },
        ...problemResponse,
      },
    },
    handler: async (request, reply) => {
      const session = sessionOf(request);
      const { columns, ...query } = request.query;
      const by = { actor: actorOf(request), clock: () => new Date() };
      const exported = await exportContacts(database, session.institution, query, rightsOf(session), by);
      const wanted = columns?.split(',');
      reply.header('content-type', 'text/csv; charset=utf-8');
      reply.header('content-disposition', 'attachment; filename="rappel-contacts.csv"');
      return reply.send(
        csvOf(exported, {
          columns: exportColumns.filter((column) => wanted === undefined || wanted.includes(column)),
          bom: true, // or Excel takes accents for something else
        }) as never,
      );
    },
  });
}
