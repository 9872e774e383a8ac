import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { sessionOf } from '../http/session.ts';
import { deleteView, saveView, selectViews } from './views.ts';

const tags = ['views'];
const list = z.string().regex(/^[a-z-]{1,40}$/);
const described = {
  name: z.string().trim().min(1).max(100),
  search: z
    .record(z.string().max(40), z.union([z.string().max(200), z.number(), z.boolean()]))
    .refine((search) => Object.keys(search).length <= 30, 'has too many entries')
    .describe('the search parameters of the address of the list'),
  columns: z.array(z.string().max(40)).max(50).describe('the columns in sight'),
  shared: z.boolean().describe('offered to everybody of the institution'),
};
const view = z.object({ id: z.int(), ...described, mine: z.boolean() }).meta({ id: 'View' });

/** Saved views of lists. */
export function register(server: Server, { database }: Context): void {
  server.get('/api/views', {
    config: { access: 'signed-in' },
    schema: {
      tags,
      summary: 'Saved views of a list: one’s own, and those that others share',
      querystring: z.object({ list }),
      response: { 200: z.object({ items: z.array(view) }), ...problemResponse },
    },
    handler: async (request) => {
      const { institution, operator } = sessionOf(request);
      return { items: await selectViews(database, institution, operator, request.query.list) };
    },
  });

  server.post('/api/views', {
    config: { access: 'signed-in' },
    schema: {
      tags,
      summary: 'Save a view of a list; one of the same name is replaced',
      body: z.object({ list, ...described }),
      response: { 201: view, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      return reply.code(201).send(await saveView(database, institution, operator, request.body, new Date()));
    },
  });

  server.delete('/api/views/:view', {
    config: { access: 'signed-in' },
    schema: {
      tags,
      summary: 'Remove a saved view of one’s own',
      params: z.object({ view: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
      response: { 204: z.null(), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      await deleteView(database, institution, operator, request.params.view, new Date());
      return reply.code(204).send(null);
    },
  });
}
