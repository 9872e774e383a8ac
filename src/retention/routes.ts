import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { permissionsOf } from '../operators/operators.ts';
import {
  activitySources,
  cancelRun,
  type JournalFilter,
  type RunSummary,
  readJournal,
  selectCliff,
  selectJournal,
  selectRun,
  selectRuns,
  spareReasons,
  startRun,
} from './retention.ts';

const tags = ['retention'];
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const outcomes = ['delete', 'anonymise', 'spare'] as const;
const count = z.int().min(0);
const instant = z.iso.datetime();
const spare = z.object(
  Object.fromEntries(spareReasons.map((reason) => [reason, count])) as Record<
    (typeof spareReasons)[number],
    typeof count
  >,
);

export const run = z
  .object({
    run: z.int(),
    type: z.enum(['retention', 'erasure', 'replay']),
    mode: z.enum(['simulation', 'real']),
    state: z.enum(['running', 'completed', 'cancelled', 'failed']),
    batch: z.object({ id: z.int(), name: z.string() }).nullable(),
    simulation: z.int().nullable().describe('the simulation that a real run is bound to (R10)'),
    months: z.int(),
    asOf: z.string(),
    cutoff: z.string(),
    sealed: z.boolean(),
    total: count.describe('individuals and relays when it began'),
    counts: z.object({
      contacts: count,
      recomputed: count,
      inactive: count,
      delete: count,
      anonymise: count,
      spare,
    }),
    drift: z
      .object({ noLongerEligible: count, newlyEligible: count })
      .optional()
      .describe('against the simulation'),
    failure: z.string().nullable().describe('a code'),
    cancelRequested: z.boolean(),
    startedBy: z.string(),
    startedAt: instant,
    endedAt: instant.nullable(),
    seconds: z.number().describe('worked, over all resumptions'),
  })
  .meta({ id: 'Run' });

const shown = (one: RunSummary): z.infer<typeof run> => ({
  ...one,
  startedAt: one.startedAt.toISOString(),
  endedAt: one.endedAt?.toISOString() ?? null,
});

const filter = {
  outcome: z.enum(outcomes).optional(),
  reason: z.enum(spareReasons).optional(),
  source: z.enum(activitySources).optional(),
  from: day.optional().describe('recency from this day on'),
  to: day.optional().describe('recency before this day'),
};
const byRun = z.object({ run: id });

export function register(server: Server, { database, config, jobs }: Context): void {
  server.get('/api/runs', {
    config: { access: 'retention.read' },
    schema: {
      tags,
      summary: 'Runs, the newest first unless asked otherwise',
      querystring: z.object({
        cursor: id.optional(),
        limit: z.coerce.number().int().min(1).max(100).default(50),
        batch: id.optional(),
        mode: run.shape.mode.optional(),
        state: run.shape.state.optional(),
        oldestFirst: z.stringbool().optional(),
      }),
      response: {
        200: z.object({ items: z.array(run), next: z.string().nullable() }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { cursor, batch, limit, ...narrowed } = request.query;
      const items = await selectRuns(database, sessionOf(request).institution, {
        ...narrowed,
        limit,
        after: cursor,
        batchId: batch,
      });
      return { items: items.map(shown), next: items.length === limit ? String(items.at(-1)?.run) : null };
    },
  });

  server.post('/api/runs/simulations', {
    config: { access: 'retention.simulate' },
    schema: {
      tags,
      summary: 'Start a simulation (R10)',
      body: z.object({ months: z.int().min(1).max(1200).default(36) }),
      response: { 202: run, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const started = await startRun(
        database,
        institution,
        { mode: 'simulation', ...request.body },
        { now: new Date(), actor: actorOf(request), ledgerFile: config.ledgerFile },
      );
      await jobs.carryOut(institution, started.run);
      return reply.code(202).send(shown(started));
    },
  });

  server.post('/api/runs/:run/real', {
    config: { access: 'retention.erase' },
    schema: {
      tags,
      summary: 'Erase whom a reviewed simulation named (R10): irreversible',
      params: byRun,
      body: z.object({ confirm: count.describe('how many contacts the simulation said would be erased') }),
      response: { 202: run, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const started = await startRun(
        database,
        institution,
        { mode: 'real', simulation: request.params.run, confirm: request.body.confirm },
        { now: new Date(), actor: actorOf(request), ledgerFile: config.ledgerFile },
      );
      await jobs.carryOut(institution, started.run);
      return reply.code(202).send(shown(started));
    },
  });

  server.get('/api/runs/:run', {
    config: { access: 'retention.read' },
    schema: { tags, summary: 'A run', params: byRun, response: { 200: run, ...problemResponse } },
    handler: async (request) =>
      shown(await selectRun(database, sessionOf(request).institution, request.params.run)),
  });

  for (const [action, access, summary] of [
    ['cancel', 'retention.simulate', 'Stop a run after the range it is at; what is done stays done'],
    ['finish', 'retention.erase', 'Go on with a run that failed, where it stopped'],
  ] as const) {
    server.post(`/api/runs/:run/${action}`, {
      config: { access },
      schema: { tags, summary, params: byRun, response: { 202: run, ...problemResponse } },
      handler: async (request, reply) => {
        const { institution, operator } = sessionOf(request);
        const { mode } = await selectRun(database, institution, request.params.run);
        if (mode === 'real' && !permissionsOf(operator.profile).includes('retention.erase')) {
          throw new DomainError('not-permitted', 'a real run takes the permission retention.erase');
        }
        if (action === 'cancel')
          await cancelRun(database, institution, request.params.run, {
            actor: actorOf(request),
            now: new Date(),
          });
        else await jobs.carryOut(institution, request.params.run);
        return reply.code(202).send(shown(await selectRun(database, institution, request.params.run)));
      },
    });
  }

  server.get('/api/runs/:run/cliff', {
    config: { access: 'retention.read' },
    schema: {
      tags,
      summary: 'Contacts by month of last activity, and what the run decided',
      params: byRun,
      response: {
        200: z.object({
          run: z.int(),
          asOf: z.string(),
          months: z.int(),
          cutoff: z.string(),
          columns: z.array(
            z.object({
              monthsAgo: z.int(),
              from: z.string().nullable(),
              to: z.string().nullable(),
              kept: count,
              delete: count,
              anonymise: count,
              spare: spare.partial(),
            }),
          ),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) =>
      await selectCliff(database, sessionOf(request).institution, request.params.run),
  });

  server.get('/api/runs/:run/journal', {
    config: { access: 'retention.read' },
    schema: {
      tags,
      summary: 'The journal of a run (R11)',
      params: byRun,
      querystring: z.object({
        ...filter,
        cursor: id.optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      response: {
        200: z.object({
          items: z.array(
            z.object({
              id: z.int(),
              contactNumber: z.string().nullable().describe('null for who was erased'),
              kind: z.string(),
              outcome: z.enum(outcomes),
              reason: z.enum(spareReasons).nullable(),
              recency: z.string(),
              source: z.enum(activitySources),
              organisation: z.string().nullable(),
            }),
          ),
          next: z.string().nullable(),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { cursor, limit, ...narrowed } = request.query;
      const { institution } = sessionOf(request);
      await selectRun(database, institution, request.params.run);
      const lines = await selectJournal(database, institution, request.params.run, {
        ...narrowed,
        after: cursor ?? 0,
        limit,
      });
      return {
        items: lines.map((line) => ({
          id: line.contact_id,
          contactNumber: line.contact_number || null,
          kind: line.kind,
          outcome: line.outcome,
          reason: line.reason || null,
          recency: line.recency,
          source: line.recency_source as (typeof activitySources)[number],
          organisation: line.recency_organisation || null,
        })),
        next: lines.length === limit ? String(lines.at(-1)?.contact_id) : null,
      };
    },
  });

  server.get('/api/runs/:run/journal.csv', {
    config: { access: 'retention.read' },
    schema: {
      tags,
      summary: 'The journal of a run as CSV, as `rappel retention journal --format csv` writes it',
      params: byRun,
      querystring: z.object(filter),
      response: {
        200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } },
        ...problemResponse,
      },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { run } = await selectRun(database, institution, request.params.run);
      reply.header('content-type', 'text/csv; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="rappel-run-${run}.csv"`);
      return reply.send(journalCsv(database, institution, run, request.query) as never);
    },
  });
}

function journalCsv(
  database: Context['database'],
  institution: Parameters<typeof readJournal>[1],
  runId: number,
  narrowed: JournalFilter,
): Readable {
  async function* lines() {
    for await (const portion of readJournal(database, institution, runId, narrowed)) yield* portion;
  }
  const columns = [
    'contact_number',
    'kind',
    'outcome',
    'reason',
    'recency',
    'recency_source',
    'recency_organisation',
  ];
  return Readable.from(lines()).pipe(stringify({ header: true, columns, bom: false, escape_formulas: true }));
}
