import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { permissionsOf } from '../operators/operators.ts';
import { choicesShape, countShape, query, shownTarget, targetShape } from './shapes.ts';
import {
  archiveTarget,
  channels,
  countTarget,
  createTarget,
  duplicateTarget,
  editTarget,
  freezeTarget,
  selectTarget,
  selectTargetChoices,
  selectTargets,
  targetTypes,
} from './targets.ts';

const tags = ['targets'];
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const params = z.object({ target: id });
const version = z
  .int()
  .positive()
  .describe('as it was read: refused as stale where somebody changed it since');
const names = { code: z.string().max(200), name: z.string().max(1000) };
const wanted = {
  ...names,
  type: z.enum(targetTypes),
  description: z.string().max(10_000),
  query,
};

const byOf = (request: FastifyRequest) => ({ actor: actorOf(request), now: new Date() });

/** Targets (R28): sets of contacts by conditions, for campaigns. */
export function register(server: Server, { database }: Context): void {
  const shown = async (request: FastifyRequest, target: number) =>
    shownTarget(await selectTarget(database, sessionOf(request).institution, target));

  server.get('/api/targets', {
    config: { access: 'targets.read' },
    schema: {
      tags,
      summary: 'Targets by name, with their volume as last counted',
      querystring: z.object({ archived: z.stringbool().optional() }),
      response: { 200: z.object({ items: z.array(targetShape) }), ...problemResponse },
    },
    handler: async (request) => ({
      items: (await selectTargets(database, sessionOf(request).institution, request.query)).map(shownTarget),
    }),
  });

  server.post('/api/targets', {
    config: { access: 'targets.edit' },
    schema: {
      tags,
      summary: 'Create a target; the members of a static one are written down at once',
      body: z.object(wanted),
      response: { 201: targetShape, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const target = await createTarget(database, institution, request.body, byOf(request));
      return reply.code(201).send(await shown(request, target));
    },
  });

  server.get('/api/targets/choices', {
    config: { access: 'targets.read' },
    schema: {
      tags,
      summary: 'What the conditions of a target can name',
      response: { 200: choicesShape, ...problemResponse },
    },
    handler: async (request) => {
      const { institution, organisations } = sessionOf(request);
      const choices = await selectTargetChoices(database, institution, organisations);
      return {
        ...choices,
        performances: choices.performances.map(({ startsAt, ...rest }) => ({
          ...rest,
          startsAt: startsAt?.toISOString() ?? null,
        })),
      };
    },
  });

  server.post('/api/targets/count', {
    config: { access: 'targets.read' },
    schema: {
      tags,
      summary:
        'How many contacts fit, whom a campaign would leave out (R23), a few of them, and what is stale',
      body: z
        .object({
          query: query.optional(),
          target: z.int().positive().optional(),
          channel: z.enum(channels).default('email'),
        })
        .refine((body) => (body.query === undefined) !== (body.target === undefined), 'a query or a target'),
      response: { 200: countShape, ...problemResponse },
    },
    handler: async (request) => {
      const { institution, operator } = sessionOf(request);
      const { target, channel, ...rest } = request.body;
      const permissions = permissionsOf(operator.profile);
      const rights = {
        confidential: permissions.includes('contacts.confidential'),
        restricted: permissions.includes('contacts.restricted'),
      };
      const counted = target === undefined ? { query: rest.query } : { target };
      return await countTarget(database, institution, counted, { channel, rights, now: new Date() });
    },
  });

  server.get('/api/targets/:target', {
    config: { access: 'targets.read' },
    schema: { tags, summary: 'A target', params, response: { 200: targetShape, ...problemResponse } },
    handler: async (request) => await shown(request, request.params.target),
  });

  server.put('/api/targets/:target', {
    config: { access: 'targets.edit' },
    schema: {
      tags,
      summary: 'Change a target; a static one with another query is frozen anew',
      params,
      body: z.object({ ...wanted, version }),
      response: { 200: targetShape, ...problemResponse },
    },
    handler: async (request) => {
      const { version, ...given } = request.body;
      const known = { id: request.params.target, version };
      await editTarget(database, sessionOf(request).institution, known, given, byOf(request));
      return await shown(request, known.id);
    },
  });

  server.post('/api/targets/:target/copies', {
    config: { access: 'targets.edit' },
    schema: {
      tags,
      summary: 'Copy a target under another name; a static one with its members',
      params,
      body: z.object(names),
      response: { 201: targetShape, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { target } = request.params;
      const copy = await duplicateTarget(database, institution, target, request.body, byOf(request));
      return reply.code(201).send(await shown(request, copy));
    },
  });

  server.post('/api/targets/:target/freeze', {
    config: { access: 'targets.edit' },
    schema: {
      tags,
      summary: 'Write the members of a static target down anew',
      params,
      body: z.object({ version }),
      response: { 200: targetShape, ...problemResponse },
    },
    handler: async (request) => {
      const known = { id: request.params.target, version: request.body.version };
      await freezeTarget(database, sessionOf(request).institution, known, byOf(request));
      return await shown(request, known.id);
    },
  });

  server.put('/api/targets/:target/archived', {
    config: { access: 'targets.edit' },
    schema: {
      tags,
      summary: 'Put a target away, or take it back',
      params,
      body: z.object({ archived: z.boolean(), version }),
      response: { 200: targetShape, ...problemResponse },
    },
    handler: async (request) => {
      const { archived, version } = request.body;
      const known = { id: request.params.target, version };
      await archiveTarget(database, sessionOf(request).institution, known, archived, byOf(request));
      return await shown(request, known.id);
    },
  });
}
