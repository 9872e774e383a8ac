import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { permissionsOf } from '../operators/operators.ts';
import * as shape from './api-shapes.ts';
import { selectCounters } from './counters.ts';
import { contactIds, selectPeople } from './people.ts';
import {
  type Attendee,
  cancelAndRefundOnline,
  cancelLines,
  confirmOption,
  joinWaitingList,
  keepBasket,
  type NewPayment,
  type Order,
  openBasket,
  placeOrder,
  previewCancel,
  putIn,
  readBasket,
  readOffer,
  readOrder,
  refund,
  refundOnline,
  sellLines,
  takeOut,
  takePayment,
  type WantedPlaces,
} from './sales.ts';

const tags = ['sales'];
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const lineIds = z.array(z.int().positive()).min(1).max(500).optional().describe('none: all that it fits');
const ofBasket = z.object({ basket: z.uuid() });
const ofOrder = z.object({ order: id });
const refundMethod = z.enum([...shape.method.options, 'stripe']);
const basketAnswer = { 200: shape.basket, ...problemResponse };
const orderAnswer = { 200: shape.order, ...problemResponse };

const by = (request: FastifyRequest) => ({ now: new Date(), actor: actorOf(request) });
const permissionsFor = (request: FastifyRequest) => permissionsOf(sessionOf(request).operator.profile);

/** The counter, and orders. Who works for some organisations sells for these, and sees their orders. */
export function register(server: Server, { database, config }: Context): void {
  const online = { secret: config.secret, api: config.stripeApi };
  const institutionOf = (request: FastifyRequest) => sessionOf(request).institution;
  const shown = async (request: FastifyRequest, order: Order) =>
    shape.shownOrder(
      order,
      await selectPeople(database, institutionOf(request), order, permissionsFor(request)),
    );

  /** @throws DomainError `unknown-point-of-sale`, also where it is of another organisation than the operator's */
  const counterOf = async (request: FastifyRequest, wanted: number) => {
    const { institution, organisations } = sessionOf(request);
    const counters = await selectCounters(database, institution, organisations);
    if (!counters.some((one) => one.id === wanted)) {
      throw new DomainError('unknown-point-of-sale', 'there is no such point of sale');
    }
    return wanted;
  };

  /** @throws DomainError `unknown-order`, likewise */
  const orderOf = async (request: FastifyRequest, wanted: { id: number } | { number: string }) => {
    const { institution, organisations } = sessionOf(request);
    const order = await readOrder(database, institution, wanted);
    if (order === undefined || organisations?.includes(order.organisationId) === false) {
      throw new DomainError('unknown-order', 'there is no such order');
    }
    return order;
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

  server.post('/api/orders', {
    config: { access: 'sales.sell' },
    schema: {
      tags,
      summary: 'Make an option, a reservation or a sale of a basket; the same key again gives the same order',
      body: z.object({
        basket: z.uuid(),
        how: z.enum(['option', 'reservation', 'sale']),
        purchaseContact: z.string().max(200).nullable().describe('number; null: nobody known'),
        attendees: z
          .array(z.object({ line: z.int(), who: shape.attendee }))
          .max(500)
          .default([]),
        placementKey: z.uuid(),
        payments: z.array(shape.payment).max(10).default([]),
      }),
      response: { 201: shape.order, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { basket, how, purchaseContact, attendees, placementKey, payments } = request.body;
      const numbers = attendees.flatMap(({ who }) => (who.kind === 'contact' ? who.number : []));
      const ids = await contactIds(
        database,
        institutionOf(request),
        purchaseContact === null ? numbers : [purchaseContact, ...numbers],
        permissionsFor(request),
      );
      const order = await placeOrder(
        database,
        institutionOf(request),
        {
          ...{ basketId: basket, how, placementKey },
          payments: payments as NewPayment[],
          purchaseContactId: purchaseContact === null ? null : (ids.get(purchaseContact) as number),
          attendees: Object.fromEntries(attendees.map(({ line, who }) => [line, named(who, ids)])),
        },
        by(request),
      );
      return reply.code(201).send(await shown(request, order));
    },
  });

  server.get('/api/orders/:order', {
    config: { access: 'sales.read' },
    schema: { tags, summary: 'An order, by its id', params: ofOrder, response: orderAnswer },
    handler: async (request) => shown(request, await orderOf(request, { id: request.params.order })),
  });

  server.get('/api/orders', {
    config: { access: 'sales.read' },
    schema: {
      tags,
      summary: 'The order of a number',
      querystring: z.object({ number: z.string().trim().min(1).max(100) }),
      response: orderAnswer,
    },
    handler: async (request) => shown(request, await orderOf(request, { number: request.query.number })),
  });

  server.post('/api/orders/:order/confirm', {
    config: { access: 'sales.sell' },
    schema: {
      tags,
      summary: 'Confirm options (R1b)',
      params: ofOrder,
      body: z.object({ lines: lineIds }),
      response: orderAnswer,
    },
    handler: async (request) => {
      const of = {
        orderId: (await orderOf(request, { id: request.params.order })).id,
        lineIds: request.body.lines,
      };
      return shown(request, await confirmOption(database, institutionOf(request), of, by(request)));
    },
  });

  server.post('/api/orders/:order/sell', {
    config: { access: 'sales.sell' },
    schema: {
      tags,
      summary: 'Sell options and reservations, and take what is paid for them',
      params: ofOrder,
      body: z.object({ lines: lineIds, payments: z.array(shape.payment).max(10).default([]) }),
      response: orderAnswer,
    },
    handler: async (request) => {
      const { id: orderId } = await orderOf(request, { id: request.params.order });
      const of = { orderId, lineIds: request.body.lines, payments: request.body.payments as NewPayment[] };
      return shown(request, await sellLines(database, institutionOf(request), of, by(request)));
    },
  });

  server.post('/api/orders/:order/cancel', {
    config: { access: 'sales.refund' },
    schema: {
      tags,
      summary: 'Cancel lines; their places are free again, and what was sold is credited or paid back',
      params: ofOrder,
      body: z.object({
        lines: lineIds,
        cancelledBy: z.enum(['contact', 'operator', 'venue']).default('operator'),
        refund: refundMethod
          .optional()
          .describe('pays back at once; none or `balance`: a credit; `stripe`: to whom paid online'),
      }),
      response: orderAnswer,
    },
    handler: async (request) => {
      const { lines, cancelledBy, refund: how } = request.body;
      const { id: orderId } = await orderOf(request, { id: request.params.order });
      const of = { orderId, lineIds: lines, cancelledBy };
      const institution = institutionOf(request);
      const cancelled =
        how === 'stripe'
          ? await cancelAndRefundOnline(database, institution, of, online, by(request))
          : await cancelLines(database, institution, { ...of, refund: how }, by(request));
      return shown(request, cancelled);
    },
  });

  server.post('/api/orders/:order/cancel/preview', {
    config: { access: 'sales.refund' },
    schema: {
      tags,
      summary: 'What cancelling would credit, and what of it may be paid back',
      params: ofOrder,
      body: z.object({ lines: lineIds }),
      response: {
        200: z.object({
          lineIds: z.array(z.int()),
          credit: z.array(shape.money),
          refundable: z.array(shape.money),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { id: orderId } = await orderOf(request, { id: request.params.order });
      return await previewCancel(database, institutionOf(request), { orderId, lineIds: request.body.lines });
    },
  });

  server.post('/api/orders/:order/payments', {
    config: { access: 'sales.sell' },
    schema: {
      tags,
      summary: 'Take a payment; no activity (R1)',
      params: ofOrder,
      body: shape.payment,
      response: orderAnswer,
    },
    handler: async (request) => {
      const { id: orderId } = await orderOf(request, { id: request.params.order });
      const paid = request.body as NewPayment;
      return shown(request, await takePayment(database, institutionOf(request), orderId, paid, by(request)));
    },
  });

  server.post('/api/orders/:order/refunds', {
    config: { access: 'sales.refund' },
    schema: {
      tags,
      summary: 'Pay back what was paid too much',
      params: ofOrder,
      body: shape.payment.extend({
        method: refundMethod.describe('`stripe`: to whom paid online'),
      }),
      response: orderAnswer,
    },
    handler: async (request) => {
      const { id: orderId } = await orderOf(request, { id: request.params.order });
      const { method, ...money } = request.body;
      const order =
        method === 'stripe'
          ? await refundOnline(
              database,
              institutionOf(request),
              { orderId, amountMinor: money.amountMinor, currency: money.currency },
              online,
              by(request),
            )
          : await refund(
              database,
              institutionOf(request),
              orderId,
              { method, ...money } as NewPayment,
              by(request),
            );
      return shown(request, order);
    },
  });
}

function named(who: z.infer<typeof shape.attendee>, ids: Map<string, number>): Attendee {
  return who.kind === 'contact' ? { kind: 'contact', contactId: ids.get(who.number) as number } : who;
}
