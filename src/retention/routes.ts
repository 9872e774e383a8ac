import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { permissionsOf } from '../operators/operators.ts';
import { journalCsv, journalFilter, journalLine, shownLine } from './journal-shape.ts';
import {
  cancelRun,
  selectCliff,
  selectJournal,
  selectRun,
  selectRuns,
  startCheck,
  startRun,
} from './retention.ts';
import { cliffShape, runShape, shownRun } from './run-shape.ts';

const tags = ['retention'];
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const notify = z.boolean().default(false).describe('tell me when it ends');
const byRun = z.object({ run: id });

export function register(server: Server, { database, config, jobs }: Context): void {
  const startedBy = (request: FastifyRequest, told: boolean) => ({
    now: new Date(),
    actor: actorOf(request),
    ledgerFile: config.ledgerFile,
    notifyOperatorId: told ? sessionOf(request).operator.id : undefined,
  });

  server.get('/api/runs', {
    config: { access: 'retention.read' },
    schema: {
      tags,
      summary: 'Runs, the newest first unless asked otherwise',
      querystring: z.object({
        cursor: id.optional(),
        limit: z.coerce.number().int().min(1).max(100).default(50),
        batch: id.optional(),
        mode: runShape.shape.mode.optional(),
        state: runShape.shape.state.optional(),
        oldestFirst: z.stringbool().optional(),
      }),
      response: {
        200: z.object({ items: z.array(runShape), next: z.string().nullable() }),
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
      return { items: items.map(shownRun), next: items.length === limit ? String(items.at(-1)?.run) : null };
    },
  });

  server.post('/api/runs/simulations', {
    config: { access: 'retention.simulate' },
    schema: {
      tags,
      summary: 'Start a simulation (R10)',
      body: z.object({
        months: z.int().min(1).max(1200).default(36),
        prospectMonths: z
          .int()
          .min(1)
          .max(1200)
          .optional()
          .describe('where prospects have another duration (R4)'),
        criterion: id
          .optional()
          .describe('of the type yes/no: whoever has yes there is looked at instead, whatever the activity'),
        notify,
      }),
      response: { 202: runShape, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { notify: told, criterion, ...durations } = request.body;
      const scope =
        criterion === undefined ? undefined : { kind: 'criterion' as const, criterionId: criterion };
      const started = await startRun(
        database,
        institution,
        { mode: 'simulation', scope, ...durations },
        startedBy(request, told),
      );
      await jobs.carryOut(institution, started.run);
      return reply.code(202).send(shownRun(started));
    },
  });

  server.post('/api/runs/:run/check', {
    config: { access: 'retention.simulate' },
    schema: {
      tags,
      summary: 'Look again at a reviewed simulation before the real run, and count the drift (R10)',
      description:
        'A simulation bound to the reviewed one. One that is on, or that ended a few minutes ago, is answered again.',
      params: byRun,
      response: { 202: runShape, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const by = { now: new Date(), actor: actorOf(request) };
      const { run, isNew } = await startCheck(database, institution, request.params.run, by);
      if (isNew) await jobs.carryOut(institution, run.run);
      return reply.code(202).send(shownRun(run));
    },
  });

  server.post('/api/runs/:run/real', {
    config: { access: 'retention.erase' },
    schema: {
      tags,
      summary: 'Erase whom a reviewed simulation named (R10): irreversible',
      params: byRun,
      body: z.object({
        confirm: z
          .int()
          .min(0)
          .describe('how many contacts the check, or else the simulation, said would be erased'),
        check: id.optional().describe('the check that was shown before confirming'),
        notify,
      }),
      response: { 202: runShape, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { confirm, check, notify } = request.body;
      const started = await startRun(
        database,
        institution,
        { mode: 'real', simulation: request.params.run, confirm, check },
        startedBy(request, notify),
      );
      await jobs.carryOut(institution, started.run);
      return reply.code(202).send(shownRun(started));
    },
  });

  server.get('/api/runs/:run', {
    config: { access: 'retention.read' },
    schema: { tags, summary: 'A run', params: byRun, response: { 200: runShape, ...problemResponse } },
    handler: async (request) =>
      shownRun(await selectRun(database, sessionOf(request).institution, request.params.run)),
  });

  for (const [action, access, summary] of [
    ['cancel', 'retention.simulate', 'Stop a run after the range it is at; what is done stays done'],
    ['finish', 'retention.erase', 'Go on with a run that failed, where it stopped'],
  ] as const) {
    server.post(`/api/runs/:run/${action}`, {
      config: { access },
      schema: { tags, summary, params: byRun, response: { 202: runShape, ...problemResponse } },
      handler: async (request, reply) => {
        const { institution, operator } = sessionOf(request);
        const { mode } = await selectRun(database, institution, request.params.run);
        if (mode === 'real' && !permissionsOf(operator.profile).includes('retention.erase')) {
          throw new DomainError('not-permitted', 'a real run takes the permission retention.erase');
        }
        if (action === 'cancel') {
          await cancelRun(database, institution, request.params.run, {
            actor: actorOf(request),
            now: new Date(),
          });
          await jobs.deliver(institution);
        } else await jobs.carryOut(institution, request.params.run);
        return reply.code(202).send(shownRun(await selectRun(database, institution, request.params.run)));
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
        200: cliffShape,
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
        ...journalFilter,
        cursor: id.optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      response: {
        200: z.object({ items: z.array(journalLine), next: z.string().nullable() }),
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
        items: lines.map(shownLine),
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
      querystring: z.object(journalFilter),
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
