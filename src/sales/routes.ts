import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { sessionOf } from '../http/session.ts';
import * as shape from './api-shapes.ts';
import { selectCounters } from './counters.ts';
import { by, permissionsFor, registerOrders } from './order-routes.ts';
import { contactIds } from './people.ts';
import {
  joinWaitingList,
  keepBasket,
  openBasket,
  putIn,
  readBasket,
  readOffer,
  takeOut,
  type WantedPlaces,
} from './sales.ts';

const tags = ['sales'];
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const ofBasket = z.object({ basket: z.uuid() });
const basketAnswer = { 200: shape.basket, ...problemResponse };

/** The counter: what it sells, baskets, who waits. Who works for some organisations sells for these. */
export function register(server: Server, { database, config }: Context): void {
  registerOrders(server, { database, config });
  const institutionOf = (request: FastifyRequest) => sessionOf(request).institution;
  /** @throws DomainError `unknown-point-of-sale`, also where it is of another organisation than the operator's */
  const counterOf = async (request: FastifyRequest, wanted: number) => {
    const { institution, organisations } = sessionOf(request);
    const counters = await selectCounters(database, institution, organisations);
    if (!counters.some((one) => one.id === wanted)) {
      throw new DomainError('unknown-point-of-sale', 'there is no such point of sale');
    }
    return wanted;
  };

  server.get('/api/box-office', {
    config: { access: 'sales.sell' },
    schema: {
      tags,
      summary: 'The points of sale at which the operator may sell',
      response: {
        200: z.object({
          items: z.array(
            z.object({
              ...{ id: z.int(), name: z.string(), kind: z.enum(['box-office', 'shop']) },
              ...{ organisationId: z.int(), organisation: z.string(), options: z.boolean() },
            }),
          ),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { institution, organisations } = sessionOf(request);
      return { items: await selectCounters(database, institution, organisations) };
    },
  });

  server.get('/api/box-office/:pointOfSale/offer', {
    config: { access: 'sales.sell' },
    schema: {
      tags,
      summary: 'What is on sale at a point of sale now, with prices and free places',
      params: z.object({ pointOfSale: id }),
      response: { 200: z.object({ items: z.array(shape.offered) }), ...problemResponse },
    },
    handler: async (request) => {
      const pointOfSale = await counterOf(request, request.params.pointOfSale);
      const products = await readOffer(database, institutionOf(request), pointOfSale, { now: new Date() });
      return { items: shape.shownOffer(products) };
    },
  });

  server.post('/api/waiting-list', {
    config: { access: 'sales.sell' },
    schema: {
      tags,
      summary: 'Sign a contact up, at its request, for a performance that is sold out (R1d)',
      body: z.object({
        contact: z.string().max(200),
        pointOfSale: z.int(),
        performance: z.int(),
        quantity: z.int().min(1).max(20),
      }),
      response: { 201: z.object({ entry: z.int(), signedUpOn: z.string() }), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { contact, performance, quantity } = request.body;
      const pointOfSale = await counterOf(request, request.body.pointOfSale);
      const sold = await readOffer(database, institutionOf(request), pointOfSale, {
        now: new Date(),
        performanceId: performance,
      });
      if (sold.length === 0) throw new DomainError('unknown-performance', 'this is not sold here');
      const numbers = await contactIds(database, institutionOf(request), [contact], permissionsFor(request));
      const wanted = { contactId: numbers.get(contact) as number, performanceId: performance, quantity };
      const { id: entry, signedUpOn } = await joinWaitingList(
        database,
        institutionOf(request),
        wanted,
        by(request),
      );
      return reply.code(201).send({ entry, signedUpOn });
    },
  });

  server.post('/api/baskets', {
    config: { access: 'sales.sell' },
    schema: {
      tags,
      summary: 'Open a basket',
      body: z.object({ pointOfSale: z.int() }),
      response: { 201: shape.basket, ...problemResponse },
    },
    handler: async (request, reply) => {
      const pointOfSale = await counterOf(request, request.body.pointOfSale);
      const basket = await openBasket(database, institutionOf(request), pointOfSale, by(request));
      return reply.code(201).send(shape.shownBasket(basket));
    },
  });

  server.get('/api/baskets/:basket', {
    config: { access: 'sales.sell' },
    schema: { tags, summary: 'A basket', params: ofBasket, response: basketAnswer },
    handler: async (request) => {
      const basket = await readBasket(database, institutionOf(request), request.params.basket, new Date());
      if (basket === undefined)
        throw new DomainError('unknown-basket', 'the basket has expired, or there is none');
      return shape.shownBasket(basket);
    },
  });

  server.post('/api/baskets/:basket/keep', {
    config: { access: 'sales.sell' },
    schema: {
      tags,
      summary: 'Hold the places longer, up to an hour in all',
      params: ofBasket,
      response: basketAnswer,
    },
    handler: async (request) =>
      shape.shownBasket(
        await keepBasket(database, institutionOf(request), request.params.basket, new Date()),
      ),
  });

  server.post('/api/baskets/:basket/lines', {
    config: { access: 'sales.sell' },
    schema: {
      tags,
      summary: 'Put tickets or articles into a basket: all, or none and `sold-out`',
      params: ofBasket,
      body: z.object({
        product: z.int(),
        performance: z.int().nullable().default(null),
        priceCategory: z.int(),
        quantity: z.int().min(1).max(50),
      }),
      response: basketAnswer,
    },
    handler: async (request) => {
      const { product, performance, priceCategory, quantity } = request.body;
      const wanted: WantedPlaces = {
        productId: product,
        performanceId: performance,
        priceCategoryId: priceCategory,
        quantity,
      };
      return shape.shownBasket(
        await putIn(database, institutionOf(request), request.params.basket, [wanted], by(request)),
      );
    },
  });

  server.post('/api/baskets/:basket/lines/out', {
    config: { access: 'sales.sell' },
    schema: {
      tags,
      summary: 'Take lines out of a basket',
      params: ofBasket,
      body: z.object({ lines: z.array(z.int()).max(500) }),
      response: basketAnswer,
    },
    handler: async (request) =>
      shape.shownBasket(
        await takeOut(
          database,
          institutionOf(request),
          request.params.basket,
          request.body.lines,
          by(request),
        ),
      ),
  });
}
