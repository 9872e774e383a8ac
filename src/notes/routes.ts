import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { askedContact, sessionOf } from '../http/session.ts';
import {
  changeNote,
  changeRemark,
  deleteNote,
  MOST_OF_NOTE,
  MOST_OF_REMARK,
  type Note,
  selectNotes,
  selectRemark,
  writeNote,
} from './notes.ts';

const tags = ['contacts'];
/** Above what other bodies may have: a text of a megabyte is told that it is too long, not that its file is. */
const bodyLimit = 4 * 1024 * 1024;

const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const version = z.coerce.number().int().positive().max(2_147_483_647);
const ofContact = z.object({ number: z.string().max(200) });
const ofNote = ofContact.extend({ note: id });
const noteText = z.string().describe(`1 to ${MOST_OF_NOTE} characters`);
const note = z
  .object({
    id: z.int(),
    text: z.string().describe('plain text; whatever looks like HTML is text'),
    writtenAt: z.iso.datetime(),
    author: z.string(),
    changedAt: z.iso.datetime().nullable(),
    version: z.int().describe('to be given back by who changes or deletes it'),
  })
  .meta({ id: 'Note' });
const remark = z.object({
  text: z.string().describe('plain text; empty where there is no remark'),
  version: z.string().describe('to be given back by who changes it'),
});

const shown = ({ writtenAt, changedAt, ...rest }: Note): z.infer<typeof note> => ({
  ...rest,
  writtenAt: writtenAt.toISOString(),
  changedAt: changedAt?.toISOString() ?? null,
});
const byOf = (request: FastifyRequest) => ({
  operatorId: sessionOf(request).operator.id,
  now: new Date(),
});

export function register(server: Server, { database }: Context): void {
  server.get('/api/contacts/:number/notes', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'The notes on a contact, the newest first (R16)',
      params: ofContact,
      querystring: z.object({
        cursor: id.optional(),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
      response: { 200: z.object({ items: z.array(note), next: z.string().nullable() }), ...problemResponse },
    },
    handler: async (request) => {
      const { cursor, limit } = request.query;
      const { institution } = sessionOf(request);
      const notes = await selectNotes(database, institution, askedContact(request, request.params.number), {
        before: cursor,
        limit,
      });
      return { items: notes.map(shown), next: notes.length === limit ? String(notes.at(-1)?.id) : null };
    },
  });

  server.post('/api/contacts/:number/notes', {
    config: { access: 'contacts.notes' },
    bodyLimit,
    schema: {
      tags,
      summary: 'Write a note on a contact; no activity of the contact (R1, R16)',
      params: ofContact,
      body: z.object({ text: noteText }),
      response: { 201: note, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { text } = request.body;
      const written = await writeNote(
        database,
        institution,
        askedContact(request, request.params.number),
        text,
        byOf(request),
      );
      return reply.code(201).send(shown(written));
    },
  });

  server.put('/api/contacts/:number/notes/:note', {
    config: { access: 'contacts.notes' },
    bodyLimit,
    schema: {
      tags,
      summary: 'Change a note; refused as stale where somebody else changed it since it was read',
      params: ofNote,
      body: z.object({ text: noteText, version }),
      response: { 200: note, ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const { number, note: noteId } = request.params;
      const contact = askedContact(request, number);
      const { text, version } = request.body;
      const read = { contact, noteId, version };
      return shown(await changeNote(database, institution, read, text, byOf(request)));
    },
  });

  server.delete('/api/contacts/:number/notes/:note', {
    config: { access: 'contacts.notes' },
    schema: {
      tags,
      summary: 'Delete a note; refused as stale where somebody else changed it since it was read',
      params: ofNote,
      querystring: z.object({ version }),
      response: { 204: z.null().describe('deleted'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { number, note: noteId } = request.params;
      const contact = askedContact(request, number);
      const read = { contact, noteId, version: request.query.version };
      await deleteNote(database, institution, read, byOf(request));
      return reply.code(204).send(null);
    },
  });

  server.get('/api/contacts/:number/remark', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'The one remark on a contact (R16)',
      params: ofContact,
      response: { 200: remark, ...problemResponse },
    },
    handler: async (request) =>
      await selectRemark(
        database,
        sessionOf(request).institution,
        askedContact(request, request.params.number),
      ),
  });

  server.put('/api/contacts/:number/remark', {
    config: { access: 'contacts.notes' },
    bodyLimit,
    schema: {
      tags,
      summary: 'Change the remark, or take it away with an empty text; no activity of the contact (R1, R16)',
      params: ofContact,
      body: z.object({
        text: z.string().describe(`up to ${MOST_OF_REMARK} characters`),
        version: z.string().max(50),
      }),
      response: { 200: remark, ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      return await changeRemark(
        database,
        institution,
        askedContact(request, request.params.number),
        request.body,
        byOf(request),
      );
    },
  });
}
