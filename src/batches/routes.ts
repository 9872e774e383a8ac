import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type Batch, changeBatch, createBatch, deleteBatch, selectBatch, selectBatches } from './batches.ts';

const tags = ['retention'];
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const parameters = {
  name: z.string().max(100),
  mode: z.enum(['simulation', 'real']).default('simulation'),
  months: z.int().min(1).max(1200).default(36),
  prospectMonths: z
    .int()
    .min(1)
    .max(1200)
    .nullable()
    .default(null)
    .describe('where prospects have another duration (R4); months is then that of customers'),
  criterionId: z
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe(
      'of the type yes/no: whoever has yes there is erased, whatever the activity, instead of the inactive',
    ),
  ceilingPercent: z.int().min(0).max(100).default(20),
};
const schedule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('never') }),
  z.object({ kind: z.literal('once'), at: z.iso.datetime({ offset: true }) }),
  z.object({ kind: z.literal('monthly'), day: z.int().min(1).max(28), time: clock }),
  z.object({ kind: z.literal('weekly'), day: z.int().min(1).max(7), time: clock }),
]);
const wanted = z.object({
  ...parameters,
  schedule: schedule.default({ kind: 'never' }),
  notify: z.array(z.int()).max(100).default([]).describe('operators who are told when a run of it ends'),
});
const batch = z
  .object({
    id: z.int(),
    name: z.string(),
    type: z.literal('retention'),
    mode: z.enum(['simulation', 'real']),
    months: z.int(),
    prospectMonths: z.int().nullable(),
    criterion: z.object({ id: z.int(), name: z.string() }).nullable(),
    ceilingPercent: z.int(),
    schedule,
    notify: z
      .array(z.object({ id: z.int(), name: z.string() }))
      .describe('who is told when a run of it ends'),
    next: z.array(z.iso.datetime()).describe('the next moments of the schedule'),
  })
  .meta({ id: 'Batch' });
const byBatch = z.object({ batch: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });

const understood = ({ schedule, ...rest }: z.infer<typeof wanted>) => ({
  ...rest,
  schedule: schedule.kind === 'once' ? { ...schedule, at: new Date(schedule.at) } : schedule,
});

const NEXT_SHOWN = 3;

export function register(server: Server, { database, jobs }: Context): void {
  const shown = (institution: Institution, one: Batch): z.infer<typeof batch> => ({
    ...one,
    schedule:
      one.schedule.kind === 'once' ? { ...one.schedule, at: one.schedule.at.toISOString() } : one.schedule,
    next: jobs.nextMoments(institution, one, NEXT_SHOWN, new Date()).map((moment) => moment.toISOString()),
  });

  server.get('/api/batches', {
    config: { access: 'retention.read' },
    schema: {
      tags,
      summary: 'Batches, with their schedules (R11)',
      response: { 200: z.object({ items: z.array(batch) }), ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const all = await selectBatches(database, institution);
      return { items: all.map((one) => shown(institution, one)) };
    },
  });

  server.get('/api/batches/:batch', {
    config: { access: 'retention.read' },
    schema: { tags, summary: 'A batch', params: byBatch, response: { 200: batch, ...problemResponse } },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      return shown(institution, await selectBatch(database, institution, request.params.batch));
    },
  });

  server.post('/api/batches', {
    config: { access: 'batches.edit' },
    schema: { tags, summary: 'Create a batch', body: wanted, response: { 201: batch, ...problemResponse } },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const by = { now: new Date(), actor: actorOf(request) };
      const created = await createBatch(database, institution, understood(request.body), by);
      await jobs.schedule(institution, created);
      return reply.code(201).send(shown(institution, created));
    },
  });

  server.put('/api/batches/:batch', {
    config: { access: 'batches.edit' },
    schema: {
      tags,
      summary: 'Change a batch',
      params: byBatch,
      body: wanted,
      response: { 200: batch, ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const by = { now: new Date(), actor: actorOf(request) };
      const changed = await changeBatch(
        database,
        institution,
        request.params.batch,
        understood(request.body),
        by,
      );
      await jobs.schedule(institution, changed);
      return shown(institution, changed);
    },
  });

  server.delete('/api/batches/:batch', {
    config: { access: 'batches.edit' },
    schema: {
      tags,
      summary: 'Delete a batch; its runs and their journals stay',
      params: byBatch,
      response: { 204: z.null().describe('deleted'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const by = { now: new Date(), actor: actorOf(request) };
      await deleteBatch(database, institution, request.params.batch, by);
      await jobs.unschedule(institution, request.params.batch);
      return reply.code(204).send(null);
    },
  });
}
