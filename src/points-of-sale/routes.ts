import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import {
  createPointOfSale,
  editPointOfSale,
  lookAtPolicy,
  type PointOfSale,
  pointOfSaleKinds,
  type SettingUp,
  selectPointOfSale,
  selectPointsOfSale,
  textLocales,
  textNames,
  themeColours,
} from './points-of-sale.ts';

const tags = ['points of sale'];
const params = z.object({ point: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });
const texts = z.partialRecord(z.enum(textLocales), z.partialRecord(z.enum(textNames), z.string().max(5_000)));
const theme = z.partialRecord(z.enum(themeColours), z.string().regex(/^#[0-9a-f]{6}$/i));
const described = {
  name: z.string().max(1000),
  slug: z.string().max(200).nullable().describe('of a shop: its address is /shop/<slug>'),
  state: z.enum(['open', 'closed']),
  texts,
  theme,
  onlinePayment: z.boolean(),
  payAtCounter: z.boolean(),
  optionDays: z.int().min(0).max(365).describe('0: it gives no options'),
  reservationDays: z.int().min(1).max(365),
};
const kind = z.enum(pointOfSaleKinds);
const policyAddress = z.string().max(2000).nullable().describe('of its privacy policy, https (R17)');
const pointOfSale = z
  .object({
    id: z.int(),
    organisation: z.object({ id: z.int(), name: z.string() }),
    kind,
    ...described,
    policy: z
      .object({
        address: z.string(),
        version: z
          .object({ id: z.int(), sha256: z.string(), readAt: z.iso.datetime() })
          .nullable()
          .describe('the text that was read; null: the address alone is known'),
        checkedAt: z.iso.datetime().nullable(),
        failure: z.string().nullable().describe('why the text could not be read'),
      })
      .nullable(),
    version: z.int(),
  })
  .meta({ id: 'PointOfSale' });

const told = ({ policy, ...rest }: PointOfSale): z.infer<typeof pointOfSale> => ({
  ...rest,
  policy: policy && {
    ...policy,
    version: policy.version && { ...policy.version, readAt: policy.version.readAt.toISOString() },
    checkedAt: policy.checkedAt?.toISOString() ?? null,
  },
});
const byOf = (request: FastifyRequest): SettingUp => ({
  actor: actorOf(request),
  organisations: sessionOf(request).organisations,
  now: new Date(),
});

/** Box offices and shops; the policy behind an address is read when it is set, and every day by a schedule. */
export function register(server: Server, { database, jobs }: Context): void {
  const look = async (request: FastifyRequest, id: number) => {
    const { institution, organisations } = sessionOf(request);
    await selectPointOfSale(database, institution, id, organisations);
    await lookAtPolicy(database, institution, id, { now: new Date() });
    const found = await selectPointOfSale(database, institution, id);
    // who is told of a failure is told by mail, too
    if (found.policy?.failure) await jobs.deliver(institution);
    return told(found);
  };

  server.get('/api/points-of-sale', {
    config: { access: 'catalogue.read' },
    schema: {
      tags,
      summary: 'The points of sale of the organisations one works for',
      response: { 200: z.object({ items: z.array(pointOfSale) }), ...problemResponse },
    },
    handler: async (request) => {
      const { institution, organisations } = sessionOf(request);
      return { items: (await selectPointsOfSale(database, institution, organisations)).map(told) };
    },
  });

  server.post('/api/points-of-sale', {
    config: { access: 'points-of-sale.edit' },
    schema: {
      tags,
      summary:
        'Create a point of sale; without the address of a policy it is refused until one says so (R17)',
      body: z.object({
        organisationId: z.int().positive(),
        kind,
        ...described,
        policyAddress,
        withoutPolicy: z.boolean().default(false).describe('the recommendation was read'),
      }),
      response: { 201: pointOfSale, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const id = await createPointOfSale(database, institution, request.body, byOf(request));
      return reply.code(201).send(await look(request, id));
    },
  });

  server.get('/api/points-of-sale/:point', {
    config: { access: 'catalogue.read' },
    schema: {
      tags,
      summary: 'A point of sale, with what is known of its policy',
      params,
      response: { 200: pointOfSale, ...problemResponse },
    },
    handler: async (request) =>
      told(
        await selectPointOfSale(
          database,
          sessionOf(request).institution,
          request.params.point,
          sessionOf(request).organisations,
        ),
      ),
  });

  server.put('/api/points-of-sale/:point', {
    config: { access: 'points-of-sale.edit' },
    schema: {
      tags,
      summary: 'Change a point of sale; refused as stale where somebody else changed it since it was read',
      params,
      body: z.object({ ...described, policyAddress, version: z.int().positive() }),
      response: { 200: pointOfSale, ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const { version, ...wanted } = request.body;
      const known = { id: request.params.point, version };
      const { policyMoved } = await editPointOfSale(database, institution, known, wanted, byOf(request));
      if (policyMoved) return await look(request, known.id);
      return told(await selectPointOfSale(database, institution, known.id));
    },
  });

  server.post('/api/points-of-sale/:point/policy', {
    config: { access: 'points-of-sale.edit' },
    schema: {
      tags,
      summary: 'Look at the policy of a point of sale now',
      params,
      response: { 200: pointOfSale, ...problemResponse },
    },
    handler: async (request) => await look(request, request.params.point),
  });
}
