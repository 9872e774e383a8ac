import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { importFile, importKinds } from './import.ts';

const GIBIBYTE = 1024 ** 3;

/** The file streams from the request into the database: it never lies on this machine's disk. */
export function register(server: Server, { database }: Context): void {
  server.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));

  server.post('/api/imports/:kind', {
    config: { access: 'contacts.import' },
    bodyLimit: GIBIBYTE,
    schema: {
      tags: ['import'],
      summary: 'Import a CSV file (text/csv): all of it, or nothing where a row is wrong',
      params: z.object({ kind: z.enum(importKinds as [(typeof importKinds)[number]]) }),
      querystring: z.object({ dryRun: z.stringbool().default(false) }),
      consumes: ['text/csv'],
      response: {
        200: z.object({
          rows: z.int(),
          inserted: z.int(),
          updated: z.int(),
          unchanged: z.int(),
          refused: z.object({ count: z.int(), lines: z.array(z.int()) }).describe('rows of erased contacts'),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) =>
      await importFile(
        database,
        sessionOf(request).institution,
        request.params.kind,
        request.body as Readable,
        {
          now: new Date(),
          dryRun: request.query.dryRun,
          actor: actorOf(request),
        },
      ),
  });
}
