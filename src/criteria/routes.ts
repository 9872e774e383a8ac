import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { places, ways } from '../consent/consent.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { askedContact, sessionOf } from '../http/session.ts';
import {
  changeCriterion,
  createCriterion,
  criterionTypes,
  deleteCriterion,
  previewConversion,
  recordCriteriaByOperator,
  selectContactCriteria,
  selectCriteria,
} from './criteria.ts';

const tags = ['criteria'];
const text = z.string().nullable();
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const type = z.enum(criterionTypes);
const organisation = z.object({ id: z.int(), name: z.string() });
const kind = { type, choices: z.array(z.string().max(1000)).max(1000) };
const definition = {
  name: z.string().max(1000),
  ...kind,
  editableByContact: z.boolean(),
  position: z.int().min(0).max(100_000),
  state: z.enum(['active', 'retired']),
};
const criterion = z.object({
  id: z.int(),
  ...definition,
  organisation: organisation.nullable(),
  version: z.int(),
});

/** Who acts, and the organisations whose criteria it may see. */
const operating = (request: FastifyRequest) => {
  const { operator, organisations } = sessionOf(request);
  return { operatorId: operator.id, organisations, now: new Date() };
};

export function register(server: Server, { database }: Context): void {
  server.get('/api/criteria', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'The criteria of the institution and of the organisations one works for',
      response: {
        200: z.object({
          items: z.array(criterion),
          organisations: z.array(organisation).describe('for which a criterion may be defined'),
          ofInstitution: z.boolean().describe('whether one may define the institution’s own'),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { institution, organisations } = sessionOf(request);
      const found = await selectCriteria(database, institution, organisations);
      return {
        items: found.criteria,
        organisations: found.organisations,
        ofInstitution: organisations === null,
      };
    },
  });

  server.post('/api/criteria', {
    config: { access: 'criteria.edit' },
    schema: {
      tags,
      summary: 'Define a criterion',
      body: z.object({ ...definition, organisationId: z.int().nullable() }),
      response: { 201: z.object({ id: z.int() }), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const created = await createCriterion(database, institution, request.body, operating(request));
      return reply.code(201).send({ id: created });
    },
  });

  server.put('/api/criteria/:criterion', {
    config: { access: 'criteria.edit' },
    schema: {
      tags,
      summary: 'Change a criterion; the values of contacts are converted, or the change is refused',
      params: z.object({ criterion: id }),
      body: z.object({ ...definition, version: z.int() }),
      response: { 204: z.null().describe('changed'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const wanted = { ...request.body, organisationId: null };
      await changeCriterion(database, institution, request.params.criterion, wanted, operating(request));
      return reply.code(204).send(null);
    },
  });

  server.post('/api/criteria/:criterion/conversion', {
    config: { access: 'criteria.edit' },
    schema: {
      tags,
      summary:
        'What would become of the values of contacts under another type or other choices; changes nothing',
      params: z.object({ criterion: id }),
      body: z.object(kind),
      response: {
        200: z.object({
          contacts: z.int(),
          converted: z.array(z.object({ from: z.string(), to: z.string(), contacts: z.int() })),
          unfit: z.array(z.object({ value: z.string(), contacts: z.int() })),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const { criterion: named } = request.params;
      return await previewConversion(database, institution, named, request.body, operating(request));
    },
  });

  server.delete('/api/criteria/:criterion', {
    config: { access: 'criteria.edit' },
    schema: {
      tags,
      summary: 'Delete a criterion and its values',
      params: z.object({ criterion: id }),
      querystring: z.object({
        contacts: z.coerce.number().int().min(0).default(0).describe('how many contacts lose a value'),
      }),
      response: { 204: z.null().describe('deleted'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { contacts } = request.query;
      await deleteCriterion(database, institution, request.params.criterion, contacts, operating(request));
      return reply.code(204).send(null);
    },
  });

  server.get('/api/contacts/:number/criteria', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'What is known of a contact by criteria, and each change of it',
      params: z.object({ number: z.string().max(200) }),
      response: {
        200: z.object({
          version: z.string().describe('to give back when recording'),
          items: z.array(criterion.extend({ value: text })),
          history: z.array(
            z.object({
              id: z.int(),
              criterionId: z.int(),
              before: text,
              after: text,
              at: z.iso.datetime(),
              by: z.enum(['contact', 'operator', 'import']),
              operator: text,
              requested: z.boolean(),
              way: z.enum(ways).nullable(),
              place: z.enum(places).nullable(),
            }),
          ),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { institution, organisations } = sessionOf(request);
      return await selectContactCriteria(
        database,
        institution,
        askedContact(request, request.params.number),
        organisations,
      );
    },
  });

  server.post('/api/contacts/:number/criteria', {
    config: { access: 'consent.record' },
    schema: {
      tags,
      summary: 'Record what a contact said of itself, or what the operator knows (which is no activity)',
      params: z.object({ number: z.string().max(200) }),
      body: z.object({
        version: z.string().max(30),
        changes: z
          .array(z.object({ criterionId: z.int().positive(), value: z.string().max(20_000).nullable() }))
          .min(1)
          .max(500),
        request: z.object({ way: z.enum(ways) }).nullable(),
      }),
      response: { 200: z.object({ changed: z.int() }), ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const asked = askedContact(request, request.params.number);
      const by = operating(request);
      return { changed: await recordCriteriaByOperator(database, institution, asked, request.body, by) };
    },
  });
}
