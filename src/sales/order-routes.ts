import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { permissionsOf } from '../operators/operators.ts';
import * as shape from './api-shapes.ts';
import { contactIds, selectPeople } from './people.ts';
import {
  type Attendee,
  cancelAndRefundOnline,
  cancelLines,
  confirmOption,
  type NewPayment,
  type Order,
  placeOrder,
  previewCancel,
  readOrder,
  refund,
  refundOnline,
  sellLines,
  takePayment,
} from './sales.ts';

const tags = ['sales'];
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const lineIds = z.array(z.int().positive()).min(1).max(500).optional().describe('none: all that it fits');
const ofOrder = z.object({ order: id });
const refundMethod = z.enum([...shape.method.options, 'stripe']);
const orderAnswer = { 200: shape.order, ...problemResponse };

/** Who sells, and when. */
export const by = (request: FastifyRequest) => ({ now: new Date(), actor: actorOf(request) });
export const permissionsFor = (request: FastifyRequest) => permissionsOf(sessionOf(request).operator.profile);

/** Orders: placed, read, and what becomes of them. Who works for some organisations sees theirs. */
export function registerOrders(
  server: Server,
  { database, config }: Pick<Context, 'database' | 'config'>,
): void {
  const online = { secret: config.secret, api: config.stripeApi };
  const institutionOf = (request: FastifyRequest) => sessionOf(request).institution;
  const shown = async (request: FastifyRequest, order: Order) =>
    shape.shownOrder(
      order,
      await selectPeople(database, institutionOf(request), order, permissionsFor(request)),
    );

  /** @throws DomainError `unknown-order`, also where it is of another organisation than the operator's */
  const orderOf = async (request: FastifyRequest, wanted: { id: number } | { number: string }) => {
    const { institution, organisations } = sessionOf(request);
    const order = await readOrder(database, institution, wanted);
    if (order === undefined || organisations?.includes(order.organisationId) === false) {
      throw new DomainError('unknown-order', 'there is no such order');
    }
    return order;
  };

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
