import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { permissionsOf } from '../operators/operators.ts';
import { saveOrganisation, selectOrganisations } from './organisations.ts';

const tags = ['operators'];
const organisation = z.object({ id: z.int(), name: z.string() });
const body = z.object({ name: z.string().max(200) });

/** The organisations of the institution: its sellers. */
export function register(server: Server, { database }: Context): void {
  server.get('/api/organisations', {
    config: { access: 'signed-in' },
    schema: {
      tags,
      summary: 'The organisations that the operator works for; all, for who may edit them',
      response: { 200: z.object({ items: z.array(organisation) }), ...problemResponse },
    },
    handler: async (request) => {
      const { institution, operator, organisations } = sessionOf(request);
      const all = permissionsOf(operator.profile).includes('organisations.edit');
      return { items: await selectOrganisations(database, institution, all ? null : organisations) };
    },
  });

  server.post('/api/organisations', {
    config: { access: 'organisations.edit' },
    schema: {
      tags,
      summary: 'Create an organisation',
      body,
      response: { 201: organisation, ...problemResponse },
    },
    handler: async (request, reply) => {
      const by = { now: new Date(), actor: actorOf(request) };
      const { institution } = sessionOf(request);
      return reply.code(201).send(await saveOrganisation(database, institution, request.body, by));
    },
  });

  server.put('/api/organisations/:organisation', {
    config: { access: 'organisations.edit' },
    schema: {
      tags,
      summary: 'Rename an organisation',
      params: z.object({ organisation: z.coerce.number().int() }),
      body,
      response: { 200: organisation, ...problemResponse },
    },
    handler: async (request) => {
      const by = { now: new Date(), actor: actorOf(request) };
      const wanted = { id: request.params.organisation, name: request.body.name };
      return await saveOrganisation(database, sessionOf(request).institution, wanted, by);
    },
  });
}
