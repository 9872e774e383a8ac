import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { levelsOpenTo } from '../contacts/contacts.ts';
import { DomainError } from '../errors.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { permissionsOf } from '../operators/operators.ts';
import { startRun } from '../retention/retention.ts';
import {
  applyUpdate,
  collect,
  MOST_BYTES,
  numbersIn,
  previewUpdate,
  refusals,
  type Updater,
} from './bulk.ts';

const tags = ['bulk'];
const count = z.int().min(0);
const value = z.string().nullable().describe('null: none');
const preview = z.object({
  fingerprint: z.string().describe('to be given back when applying'),
  rows: count,
  contacts: count.describe('of which something changes'),
  fields: z.array(
    z.object({
      name: z.string(),
      changed: count,
      unchanged: count,
      leftAlone: count.describe('cells without anything'),
      values: z.array(z.object({ before: value, after: value, contacts: count })),
    }),
  ),
  first: z.array(
    z.object({
      line: z.int(),
      number: z.string(),
      changes: z.array(z.object({ name: z.string(), before: value, after: value })),
    }),
  ),
  refused: z.object({
    count,
    lines: z.array(
      z.object({
        line: z.int(),
        reason: z.enum(refusals),
        column: z.string().optional(),
        value: z.string().optional(),
      }),
    ),
  }),
});

function updaterOf(request: FastifyRequest): Updater {
  const { operator, organisations } = sessionOf(request);
  const levels = levelsOpenTo(permissionsOf(operator.profile));
  return { operatorId: operator.id, levels, organisations, now: new Date() };
}

async function fileOf({ body }: FastifyRequest): Promise<Buffer> {
  if (!(body instanceof Readable)) throw new DomainError('not-csv', 'the file is sent as text/csv');
  return await collect(body);
}

export function register(server: Server, { database, jobs, config }: Context): void {
  server.post('/api/contacts/bulk/erasure', {
    config: { access: 'retention.simulate' },
    bodyLimit: MOST_BYTES,
    schema: {
      tags,
      summary: 'Start a simulation that looks at a selection of contacts, whatever their activity (R13)',
      description:
        'Numbers with lines, commas or semicolons between, or a CSV with a column contact_number. The real run is that of any simulation.',
      body: z.object({
        numbers: z.string().max(MOST_BYTES),
        notify: z.boolean().default(false).describe('tell me when it ends'),
      }),
      response: { 202: z.object({ run: z.int() }), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      const { run } = await startRun(
        database,
        institution,
        {
          mode: 'simulation',
          months: 36, // of no matter: activity is ignored
          scope: { kind: 'selection', numbers: numbersIn(request.body.numbers) },
        },
        {
          now: new Date(),
          actor: actorOf(request),
          ledgerFile: config.ledgerFile,
          notifyOperatorId: request.body.notify ? operator.id : undefined,
        },
      );
      await jobs.carryOut(institution, run);
      return reply.code(202).send({ run });
    },
  });

  server.post('/api/contacts/bulk/preview', {
    config: { access: 'contacts.bulk' },
    bodyLimit: MOST_BYTES,
    schema: {
      tags,
      summary: 'What a CSV (text/csv) would change of criteria and authorisations; nothing of it is kept',
      description:
        'Columns: contact_number, authorisation:<name> and criterion:<name>. An empty cell leaves the value alone.',
      consumes: ['text/csv'],
      response: { 200: preview, ...problemResponse },
    },
    handler: async (request) =>
      await previewUpdate(
        database,
        sessionOf(request).institution,
        await fileOf(request),
        updaterOf(request),
      ),
  });

  server.post('/api/contacts/bulk/apply', {
    config: { access: 'contacts.bulk' },
    bodyLimit: MOST_BYTES,
    schema: {
      tags,
      summary: 'Change what the preview of the same CSV showed: all of it, or nothing',
      headers: z.object({ 'if-match': z.string().max(100).describe('the fingerprint of the preview') }),
      consumes: ['text/csv'],
      response: {
        200: z.object({ contacts: count, criteria: count, authorisations: count }),
        ...problemResponse,
      },
    },
    handler: async (request) =>
      await applyUpdate(database, sessionOf(request).institution, await fileOf(request), {
        ...updaterOf(request),
        fingerprint: request.headers['if-match'],
      }),
  });
}
