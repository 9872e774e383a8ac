import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { sessionOf } from '../http/session.ts';
import { permissionsOf } from '../operators/operators.ts';
import {
  compareContacts,
  dismissSuspicion,
  duplicateReasons,
  type MergeField,
  mergeContacts,
  mergeFields,
  selectSuspicions,
} from './duplicates.ts';

const tags = ['contacts'];
const text = z.string().nullable();
const number = z.string().max(200);
const count = z.int().min(0);
const kind = z.enum(['individual', 'structure', 'relay']);
const field = z.enum(Object.keys(mergeFields) as [MergeField]);

const suspect = z.object({
  number: z.string(),
  kind,
  name: z.string(),
  email: text,
  postcode: text,
  town: text,
  birthDate: text,
  createdOn: z.string(),
  orders: count,
});

const side = z.object({
  number: z.string(),
  kind,
  fields: z.object(
    Object.fromEntries(Object.keys(mergeFields).map((name) => [name, text])) as Record<
      MergeField,
      typeof text
    >,
  ),
  createdOn: z.string(),
  recency: text,
  restrictedOn: text,
  confidentiality: z.enum(['free', 'restricted', 'confidential']),
  authorisations: z.record(z.string(), z.enum(['yes', 'no', 'none'])),
  balances: z.array(z.object({ organisation: z.string(), currency: z.string(), amountMinor: z.int() })),
  counts: z.object({
    orders: count,
    tickets: count,
    notes: count,
    clicks: count,
    waitingList: count,
    relays: count,
  }),
  hasPhoto: z.boolean(),
  accountEmail: text.describe('that signs in to its account of the shops'),
});

export function register(server: Server, { database, jobs }: Context): void {
  server.get('/api/duplicates', {
    config: { access: 'contacts.merge' },
    schema: {
      tags,
      summary: 'Pairs of contacts that may be one, those with more in common first',
      querystring: z.object({
        cursor: z.string().max(60).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(100),
      }),
      response: {
        200: z.object({
          items: z.array(
            z.object({
              pair: z.string(),
              reasons: z.array(z.enum(duplicateReasons)),
              foundAt: z.iso.datetime(),
              one: suspect,
              other: suspect,
            }),
          ),
          next: text,
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { institution, operator } = sessionOf(request);
      const { cursor, limit } = request.query;
      const found = await selectSuspicions(database, institution, {
        after: cursor,
        limit,
        confidential: permissionsOf(operator.profile).includes('contacts.confidential'),
      });
      return {
        items: found.map((one) => ({ ...one, foundAt: one.foundAt.toISOString() })),
        next: found.length === limit ? (found.at(-1)?.pair ?? null) : null,
      };
    },
  });

  server.post('/api/duplicates/search', {
    config: { access: 'contacts.merge' },
    schema: {
      tags,
      summary: 'Look for duplicates now; a job does it',
      response: { 202: z.null().describe('queued'), ...problemResponse },
    },
    handler: async (request, reply) => {
      await jobs.findDuplicates(sessionOf(request).institution);
      return reply.code(202).send(null);
    },
  });

  server.get('/api/duplicates/comparison', {
    config: { access: 'contacts.merge' },
    schema: {
      tags,
      summary: 'Two contacts side by side, as they would be merged',
      querystring: z.object({ one: number, other: number }),
      response: { 200: z.object({ one: side, other: side, fingerprint: z.string() }), ...problemResponse },
    },
    handler: async (request) => {
      const { institution, operator } = sessionOf(request);
      const { one, other } = request.query;
      const permissions = permissionsOf(operator.profile);
      return await compareContacts(database, institution, { one, other, permissions });
    },
  });

  server.post('/api/duplicates/dismissals', {
    config: { access: 'contacts.merge' },
    schema: {
      tags,
      summary: 'Say that two contacts are two',
      body: z.object({ one: number, other: number }),
      response: { 204: z.null().describe('noted'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      const { one, other } = request.body;
      const by = { now: new Date(), operatorId: operator.id };
      await dismissSuspicion(database, institution, [one, other], by);
      return reply.code(204).send(null);
    },
  });

  server.post('/api/duplicates/merges', {
    config: { access: 'contacts.merge' },
    schema: {
      tags,
      summary: 'Merge two contacts into one: irreversible',
      body: z.object({
        keep: number,
        absorb: number,
        fromAbsorbed: z.array(field).max(20).default([]),
        fingerprint: z.string().max(100).describe('of the comparison that was seen'),
      }),
      response: { 204: z.null().describe('merged'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      await mergeContacts(database, institution, request.body, {
        now: new Date(),
        operatorId: operator.id,
        permissions: permissionsOf(operator.profile),
      });
      return reply.code(204).send(null);
    },
  });
}
