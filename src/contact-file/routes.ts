import { z } from 'zod';
import { DomainError } from '../errors.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, readerOf, sessionOf } from '../http/session.ts';
import { eraseContact, reviewErasure } from '../retention/retention.ts';
import {
  createContact,
  editableFields,
  editContact,
  eventKinds,
  inOpenFile,
  liftRestriction,
  newContactFields,
  restrictContact,
  selectAccesses,
  selectContactFile,
  selectContactOrders,
  selectRoles,
  selectTimeline,
} from './contact-file.ts';
import { access, erasure, event, file, order } from './shapes.ts';

const tags = ['contact file'];
const byNumber = z.object({ number: z.string().max(200) });
const limit = z.coerce.number().int().min(1).max(200).default(50);
const day = /^\d{4,6}-\d{2}-\d{2}$/;
const whole = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const reason = z.string().trim().min(3).max(1000);
/** A cursor is the parts of the last line's place with an underscore between them. */
const cursorOf = <Parts extends [z.ZodType, ...z.ZodType[]]>(...parts: Parts) =>
  z
    .string()
    .max(80)
    .transform((text) => text.split('_'))
    .pipe(z.tuple(parts))
    .optional();
const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

export function register(server: Server, { database, config }: Context): void {
  readingRoutes(server, database);
  writingRoutes(server, database);
  erasingRoutes(server, database, config.ledgerFile);
}

function readingRoutes(server: Server, database: Context['database']): void {
  server.get('/api/contacts/:number', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary:
        'The file of a contact: who it is, what stands open, and with the rope why it is kept and until when',
      params: byNumber,
      response: { 200: file, ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const reader = readerOf(request);
      const found = await selectContactFile(database, institution, request.params.number, {
        reader,
      });
      const { rope } = found;
      const stored = rope?.stored && { ...rope.stored, computedAt: rope.stored.computedAt.toISOString() };
      return { ...found, rope: rope && { ...rope, stored: stored ?? null } };
    },
  });

  server.get('/api/contacts/:number/orders', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'The orders of a contact, as purchase contact or as cultural contact, the latest day first',
      params: byNumber,
      querystring: z.object({ cursor: cursorOf(z.string().regex(day), whole), limit }),
      response: { 200: page(order), ...problemResponse },
    },
    handler: async (request) => {
      const { cursor, limit } = request.query;
      const after = cursor && { day: cursor[0], id: cursor[1] };
      const query = { reader: readerOf(request), after, limit };
      const found = await selectContactOrders(
        database,
        sessionOf(request).institution,
        request.params.number,
        query,
      );
      const last = found.at(-1);
      return { items: found, next: last && found.length === limit ? `${last.day}_${last.id}` : null };
    },
  });

  server.get('/api/contacts/:number/timeline', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary:
        'What happened to a contact and was done to its file, the newest first; activity of R1 with its source',
      params: byNumber,
      querystring: z.object({
        cursor: cursorOf(z.string().regex(day), whole, z.enum(eventKinds), whole),
        limit,
      }),
      response: { 200: page(event), ...problemResponse },
    },
    handler: async (request) => {
      const { cursor, limit } = request.query;
      const after = cursor && { day: cursor[0], time: cursor[1], kind: cursor[2], id: cursor[3] };
      const query = { reader: readerOf(request), after, limit };
      const found = await selectTimeline(
        database,
        sessionOf(request).institution,
        request.params.number,
        query,
      );
      const last = found.length === limit ? found.at(-1)?.cursor : undefined;
      return { items: found, next: last ? `${last.day}_${last.time}_${last.kind}_${last.id}` : null };
    },
  });

  server.get('/api/contacts/:number/audit', {
    config: { access: 'contacts.audit' },
    schema: {
      tags,
      summary: 'Who opened the file (once per operator and day) and who changed what, the newest first',
      params: byNumber,
      querystring: z.object({ cursor: cursorOf(whole, z.literal(['0', '1']), whole), limit }),
      response: { 200: page(access), ...problemResponse },
    },
    handler: async (request) => {
      const { cursor, limit } = request.query;
      const after = cursor && {
        micros: cursor[0],
        opening: cursor[1] === '1' ? (1 as const) : (0 as const),
        id: cursor[2],
      };
      const query = { reader: readerOf(request), after, limit };
      const found = await selectAccesses(
        database,
        sessionOf(request).institution,
        request.params.number,
        query,
      );
      const last = found.length === limit ? found.at(-1)?.cursor : undefined;
      return { items: found, next: last ? `${last.micros}_${last.opening}_${last.id}` : null };
    },
  });

  server.get('/api/roles', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'The names of roles that contacts may hold (R6)',
      response: { 200: z.object({ items: z.array(z.string()) }), ...problemResponse },
    },
    handler: async (request) => ({ items: await selectRoles(database, sessionOf(request).institution) }),
  });
}

function writingRoutes(server: Server, database: Context['database']): void {
  server.post('/api/contacts', {
    config: { access: 'contacts.edit' },
    schema: {
      tags,
      summary: 'Create a contact; its number is the next of the institution. For somebody else: R19',
      body: z.object({
        kind: z.enum(['individual', 'structure', 'relay']),
        fields: newContactFields,
        givenBy: z.enum(['person', 'somebody-else']).describe('whose words these are'),
        noticeRead: z.boolean().default(false).describe('the notice to inform the person was read (R19)'),
      }),
      response: { 201: z.object({ number: z.string() }), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const number = await createContact(database, institution, request.body, readerOf(request));
      return reply.code(201).send({ number });
    },
  });

  server.patch('/api/contacts/:number', {
    config: { access: 'contacts.edit' },
    schema: {
      tags,
      summary:
        'Change fields. Each names the value that was seen: where it is another by now, nothing is saved (stale-contact)',
      params: byNumber,
      body: z.object({ changes: editableFields }),
      response: { 200: z.object({ changed: z.array(z.string()) }), ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const edit = { reader: readerOf(request), changes: request.body.changes };
      return { changed: await editContact(database, institution, request.params.number, edit) };
    },
  });

  server.put('/api/contacts/:number/restriction', {
    config: { access: 'contacts.restrict' },
    schema: {
      tags,
      summary: 'Restrict the processing of a person’s data (art. 18 GDPR), or lift the restriction',
      params: byNumber,
      body: z.object({ restricted: z.boolean(), reason }),
      response: { 204: z.null(), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { restricted, reason } = request.body;
      const act = restricted ? restrictContact : liftRestriction;
      await act(database, institution, request.params.number, { reader: readerOf(request), reason });
      return reply.code(204).send(null);
    },
  });
}

function erasingRoutes(server: Server, database: Context['database'], ledgerFile: string): void {
  server.get('/api/contacts/:number/erasure', {
    config: { access: 'retention.erase' },
    schema: {
      tags,
      summary: 'What erasing this contact by hand would do, and what stops it (R13)',
      params: byNumber,
      response: { 200: erasure, ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const { number } = request.params;
      const reader = readerOf(request);
      return await inOpenFile(database, institution, number, reader, ({ tenant, id }) =>
        reviewErasure(tenant, institution, { id, number }, reader.now),
      );
    },
  });

  server.post('/api/contacts/:number/erasure', {
    config: { access: 'retention.erase' },
    schema: {
      tags,
      summary:
        'Erase this contact by hand (R13): irreversible. A reason overrides what stops it, and is kept',
      params: byNumber,
      body: z.object({
        confirm: z.string().max(200).describe('the number of the contact, typed'),
        overrideReason: reason.optional(),
      }),
      response: {
        200: z.object({ run: z.int(), outcome: z.enum(['delete', 'anonymise']) }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const { number } = request.params;
      const { confirm, overrideReason } = request.body;
      const reader = readerOf(request);
      await inOpenFile(database, institution, number, reader, async () => undefined);
      if (confirm.trim() !== number) {
        throw new DomainError('wrong-number', 'the number typed is not the one of the contact');
      }
      const options = { now: reader.now, ledgerFile, overrideReason, actor: actorOf(request) };
      const { run, outcome } = await eraseContact(database, institution, number, options);
      return { run, outcome };
    },
  });
}
