import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { sessionOf } from '../http/session.ts';
import {
  changeProductState,
  createProduct,
  deletePriceCategory,
  deleteSeason,
  editProduct,
  productKinds,
  productStates,
  saveOffer,
  savePriceCategory,
  saveSeason,
  selectPriceCategories,
  selectProduct,
  selectProducts,
  selectSeasons,
} from './catalogue.ts';
import { byOf, registerPerformances } from './performance-routes.ts';
import {
  id,
  listedProduct,
  priceCategory,
  product,
  season,
  version,
  wantedPriceCategory,
  wantedPrices,
  wantedProduct,
  wantedQuotas,
  wantedSeason,
} from './shapes.ts';

const tags = ['catalogue'];
const limit = z.coerce.number().int().min(1).max(200).default(50);
const made = z.object({ id: z.int() });
const changed = z.null().describe('changed');

export function register(server: Server, { database, jobs }: Context): void {
  seasonRoutes(server, database);
  categoryRoutes(server, database);
  removalRoutes(server, database);
  productRoutes(server, database);
  registerPerformances(server, { database, jobs });
}

function seasonRoutes(server: Server, database: Context['database']): void {
  server.get('/api/seasons', {
    config: { access: 'catalogue.read' },
    schema: {
      tags,
      summary: 'The seasons, the latest first',
      response: { 200: z.object({ items: z.array(season) }), ...problemResponse },
    },
    handler: async (request) => ({ items: await selectSeasons(database, sessionOf(request).institution) }),
  });

  server.post('/api/seasons', {
    config: { access: 'catalogue.edit' },
    schema: {
      tags,
      summary: 'Create a season',
      body: wantedSeason,
      response: { 201: made, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const created = await saveSeason(database, institution, undefined, request.body, byOf(request));
      return reply.code(201).send({ id: created });
    },
  });

  server.put('/api/seasons/:season', {
    config: { access: 'catalogue.edit' },
    schema: {
      tags,
      summary: 'Change a season; refused as stale where somebody else changed it since it was read',
      params: z.object({ season: id }),
      body: wantedSeason.extend({ version }),
      response: { 204: changed, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { version, ...wanted } = request.body;
      const known = { id: request.params.season, version };
      await saveSeason(database, sessionOf(request).institution, known, wanted, byOf(request));
      return reply.code(204).send(null);
    },
  });
}

function removalRoutes(server: Server, database: Context['database']): void {
  const querystring = z.object({ version: z.coerce.number().int().positive() });
  const removed = { 204: z.null().describe('removed'), ...problemResponse };

  server.delete('/api/seasons/:season', {
    config: { access: 'catalogue.edit' },
    schema: {
      tags,
      summary: 'Remove a season that nothing belongs to',
      ...{ params: z.object({ season: id }), querystring, response: removed },
    },
    handler: async (request, reply) => {
      const known = { id: request.params.season, version: request.query.version };
      await deleteSeason(database, sessionOf(request).institution, known, byOf(request));
      return reply.code(204).send(null);
    },
  });

  server.delete('/api/price-categories/:category', {
    config: { access: 'catalogue.edit' },
    schema: {
      tags,
      summary: 'Remove a price category at which nothing is offered and nothing was ever sold',
      ...{ params: z.object({ category: id }), querystring, response: removed },
    },
    handler: async (request, reply) => {
      const known = { id: request.params.category, version: request.query.version };
      await deletePriceCategory(database, sessionOf(request).institution, known, byOf(request));
      return reply.code(204).send(null);
    },
  });
}

function categoryRoutes(server: Server, database: Context['database']): void {
  server.get('/api/price-categories', {
    config: { access: 'catalogue.read' },
    schema: {
      tags,
      summary: 'The price categories, in the order in which they are offered',
      response: { 200: z.object({ items: z.array(priceCategory) }), ...problemResponse },
    },
    handler: async (request) => ({
      items: await selectPriceCategories(database, sessionOf(request).institution),
    }),
  });

  server.post('/api/price-categories', {
    config: { access: 'catalogue.edit' },
    schema: {
      tags,
      summary: 'Create a price category',
      body: wantedPriceCategory,
      response: { 201: made, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const created = await savePriceCategory(database, institution, undefined, request.body, byOf(request));
      return reply.code(201).send({ id: created });
    },
  });

  server.put('/api/price-categories/:category', {
    config: { access: 'catalogue.edit' },
    schema: {
      tags,
      summary: 'Rename or move a price category; refused as stale where somebody else changed it',
      params: z.object({ category: id }),
      body: wantedPriceCategory.extend({ version }),
      response: { 204: changed, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { version, ...wanted } = request.body;
      const known = { id: request.params.category, version };
      await savePriceCategory(database, sessionOf(request).institution, known, wanted, byOf(request));
      return reply.code(204).send(null);
    },
  });
}

function productRoutes(server: Server, database: Context['database']): void {
  const byProduct = z.object({ product: id });

  server.get('/api/products', {
    config: { access: 'catalogue.read' },
    schema: {
      tags,
      summary: 'What is sold: events, passes and undated products',
      querystring: z.object({
        name: z.string().trim().min(1).max(200).optional().describe('a part of the name'),
        season: id.optional(),
        kind: z.enum(productKinds).optional(),
        state: z.enum(productStates).optional(),
        organisation: id.optional(),
        sort: z.enum(['name', 'next']).default('next'),
        descending: z.stringbool().default(false),
        cursor: z.string().max(2000).optional(),
        limit,
      }),
      response: {
        200: z.object({ items: z.array(listedProduct), next: z.string().nullable() }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { institution, organisations } = sessionOf(request);
      const { season: seasonId, organisation: organisationId, ...query } = request.query;
      const asked = { ...query, seasonId, organisationId };
      const found = await selectProducts(database, institution, asked, { organisations, now: new Date() });
      return {
        items: found.items.map((one) => ({ ...one, nextAt: one.nextAt?.toISOString() ?? null })),
        next: found.next,
      };
    },
  });

  server.post('/api/products', {
    config: { access: 'catalogue.edit' },
    schema: {
      tags,
      summary: 'Create a product, as a draft',
      body: wantedProduct.extend({ organisationId: z.int().positive() }),
      response: { 201: made, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const created = await createProduct(database, institution, request.body, byOf(request));
      return reply.code(201).send({ id: created });
    },
  });

  server.get('/api/products/:product', {
    config: { access: 'catalogue.read' },
    schema: {
      tags,
      summary: 'A product with its prices, its quotas, and what it takes to put it on sale',
      params: byProduct,
      response: { 200: product, ...problemResponse },
    },
    handler: async (request) =>
      await selectProduct(
        database,
        sessionOf(request).institution,
        request.params.product,
        new Date(),
        sessionOf(request).organisations,
      ),
  });

  server.put('/api/products/:product', {
    config: { access: 'catalogue.edit' },
    schema: {
      tags,
      summary: 'Change a product; refused as stale where somebody else changed it since it was read',
      params: byProduct,
      body: wantedProduct.extend({ version }),
      response: { 204: changed, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { version, ...wanted } = request.body;
      const known = { id: request.params.product, version };
      await editProduct(database, sessionOf(request).institution, known, wanted, byOf(request));
      return reply.code(204).send(null);
    },
  });

  server.put('/api/products/:product/offer', {
    config: { access: 'catalogue.edit' },
    schema: {
      tags,
      summary: 'The prices of a product, and the quotas of one without performances',
      params: byProduct,
      body: z.object({ version, prices: wantedPrices.optional(), quotas: wantedQuotas.optional() }),
      response: { 204: changed, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { version, ...wanted } = request.body;
      const known = { id: request.params.product, version };
      await saveOffer(database, sessionOf(request).institution, known, wanted, byOf(request));
      return reply.code(204).send(null);
    },
  });

  server.put('/api/products/:product/state', {
    config: { access: 'catalogue.edit' },
    schema: {
      tags,
      summary: 'Put a product on sale, end its sale, or make it a draft again',
      params: byProduct,
      body: z.object({ version, state: z.enum(productStates) }),
      response: { 204: changed, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { version, state } = request.body;
      const known = { id: request.params.product, version };
      await changeProductState(database, sessionOf(request).institution, known, state, byOf(request));
      return reply.code(204).send(null);
    },
  });
}
