import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import type { Institution } from '../institutions/institutions.ts';
import {
  changeOperator,
  disableOperator,
  enableOperator,
  endSessions,
  inviteOperator,
  letOperatorLeave,
  linkForOperator,
  type MadeLink,
  permissionsOf,
  profileNames,
  resetSecondFactor,
  selectStaff,
  selectStaffMember,
} from './operators.ts';
import { madeLink, member, staffMember } from './shapes.ts';

const tags = ['operators'];
const byOperator = z.object({ operator: z.coerce.number().int() });
const done = { 204: z.null().describe('done'), ...problemResponse };

/** Who works here: invited, changed, kept out, let go. `handOver` gives a link to whom it is for. */
export function staffRoutes(
  server: Server,
  { database }: Pick<Context, 'database'>,
  handOver: (institution: Institution, made: MadeLink) => Promise<z.infer<typeof madeLink>>,
): void {
  server.get('/api/operators', {
    config: { access: 'operators.edit' },
    schema: {
      tags,
      summary: 'Who works, or worked, here',
      response: { 200: z.object({ items: z.array(staffMember) }), ...problemResponse },
    },
    handler: async (request) => {
      const staff = await selectStaff(database, sessionOf(request).institution, new Date());
      return { items: staff.map(member) };
    },
  });

  server.get('/api/operators/:operator', {
    config: { access: 'operators.edit' },
    schema: {
      tags,
      summary: 'An operator',
      params: byOperator,
      response: { 200: staffMember, ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      return member(await selectStaffMember(database, institution, request.params.operator, new Date()));
    },
  });

  server.get('/api/operators/names', {
    config: { access: 'batches.edit' },
    schema: {
      tags,
      summary: 'Who may be told when a batch ends: operators who may read its runs, by name only',
      response: {
        200: z.object({ items: z.array(z.object({ id: z.int(), name: z.string() })) }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const all = await selectStaff(database, sessionOf(request).institution, new Date());
      const readers = all.filter(
        ({ profile, state }) =>
          (state === 'active' || state === 'locked') && permissionsOf(profile).includes('retention.read'),
      );
      return { items: readers.map(({ id, name }) => ({ id, name: name ?? String(id) })) };
    },
  });

  server.post('/api/operators', {
    config: { access: 'operators.edit' },
    schema: {
      tags,
      summary: 'Invite an operator',
      body: z.object({
        email: z.string().max(254),
        profile: z.enum(profileNames),
        locale: z.enum(['fr', 'en']),
        organisations: z.array(z.int()).max(1000).default([]),
      }),
      response: { 201: madeLink, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const by = { now: new Date(), actor: actorOf(request) };
      return reply
        .code(201)
        .send(await handOver(institution, await inviteOperator(database, institution, request.body, by)));
    },
  });

  server.put('/api/operators/:operator', {
    config: { access: 'operators.edit' },
    schema: {
      tags,
      summary: 'Change what an operator may do; where it changes, the sessions end',
      params: byOperator,
      body: z.object({
        name: z.string().max(200).optional(),
        profile: z.enum(profileNames),
        organisations: z.array(z.int()).max(1000),
      }),
      response: { 200: staffMember, ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const { operator } = request.params;
      const by = { now: new Date(), actor: actorOf(request) };
      await changeOperator(database, institution, operator, request.body, by);
      return member(await selectStaffMember(database, institution, operator, by.now));
    },
  });

  server.post('/api/operators/:operator/link', {
    config: { access: 'operators.edit' },
    schema: {
      tags,
      summary: 'A new link: the invitation again, or to set a new password',
      params: byOperator,
      response: { 201: madeLink, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const by = { now: new Date(), actor: actorOf(request) };
      const made = await linkForOperator(database, institution, request.params.operator, by);
      return reply.code(201).send(await handOver(institution, made));
    },
  });

  const acts = {
    disable: ['Let an operator in no more', disableOperator],
    enable: ['Let an operator in again, and unlock', enableOperator],
    'reset-second-factor': ['Take the second factor of an operator away', resetSecondFactor],
  } as const;
  for (const [name, [summary, act]] of Object.entries(acts)) {
    server.post(`/api/operators/:operator/${name}`, {
      config: { access: 'operators.edit' },
      schema: { tags, summary, params: byOperator, response: done },
      handler: async (request, reply) => {
        const by = { now: new Date(), actor: actorOf(request) };
        await act(database, sessionOf(request).institution, request.params.operator, by);
        return reply.code(204).send(null);
      },
    });
  }

  server.post('/api/operators/:operator/sign-out', {
    config: { access: 'operators.edit' },
    schema: { tags, summary: 'End the sessions of an operator', params: byOperator, response: done },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const by = { now: new Date(), actor: actorOf(request) };
      const { id } = await selectStaffMember(database, institution, request.params.operator, by.now);
      await endSessions(database, institution, id, 'everywhere', by);
      return reply.code(204).send(null);
    },
  });

  server.post('/api/operators/:operator/leave', {
    config: { access: 'operators.edit' },
    schema: {
      tags,
      summary: 'An operator leaves: name and e-mail go for good, the number stays',
      params: byOperator,
      body: z.object({ email: z.string().max(254).describe('typed, to confirm') }),
      response: done,
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const by = { now: new Date(), actor: actorOf(request) };
      await letOperatorLeave(database, institution, request.params.operator, request.body.email, by);
      return reply.code(204).send(null);
    },
  });
}
