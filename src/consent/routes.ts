import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { askedContact, sessionOf } from '../http/session.ts';
import {
  addWording,
  answers,
  authorisations,
  authorisationWays,
  exportConsentRecord,
  places,
  recordByOperator,
  removeWording,
  selectAuthorisations,
  selectConsentSettings,
  selectWordings,
  setConsentSettings,
  ways,
} from './consent.ts';

const tags = ['consent'];
const contact = z.object({ number: z.string().max(200) });
const authorisation = z.enum(authorisations);
const answer = z.enum(answers);
const language = z.enum(['fr', 'en']);
const wording = z.object({
  id: z.int(),
  authorisation,
  version: z.int(),
  fr: z.string(),
  en: z.string(),
  validFrom: z.string(),
  used: z.boolean().describe('a change refers to it: it stays as it is'),
  current: z.boolean().describe('the one to read today'),
});

export function register(server: Server, { database, config }: Context): void {
  server.get('/api/contacts/:number/authorisations', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'What a contact allows, and each change of it with its proof',
      params: contact,
      response: {
        200: z.object({
          version: z.string().describe('to give back when recording'),
          items: z.array(z.object({ authorisation, value: answer })),
          history: z.array(
            z.object({
              id: z.int(),
              authorisation,
              before: answer,
              after: answer,
              anyYesAfter: z.boolean(),
              at: z.iso.datetime(),
              by: z.enum(['contact', 'operator', 'import']),
              operator: z.string().nullable(),
              requested: z.boolean(),
              way: z.enum(authorisationWays).nullable(),
              place: z.enum(places).nullable(),
              wording: z
                .object({
                  id: z.int().nullable(),
                  version: z.int().nullable(),
                  language: language.nullable(),
                  text: z.string(),
                })
                .nullable(),
            }),
          ),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) =>
      await selectAuthorisations(
        database,
        sessionOf(request).institution,
        askedContact(request, request.params.number),
      ),
  });

  server.post('/api/contacts/:number/authorisations', {
    config: { access: 'consent.record' },
    schema: {
      tags,
      summary: 'Record what a contact asked for, or correct what was recorded wrongly',
      params: contact,
      body: z.object({
        version: z.string().max(30),
        changes: z
          .array(z.object({ authorisation, value: answer, wordingId: z.int().positive().nullable() }))
          .min(1)
          .max(authorisations.length),
        request: z
          .object({ way: z.enum(ways), language: language.nullable() })
          .nullable()
          .describe('how the request came; null: a correction of one’s own, which is no activity'),
      }),
      response: { 200: z.object({ changed: z.int() }), ...problemResponse },
    },
    handler: async (request) => {
      const { institution, operator } = sessionOf(request);
      const by = { operatorId: operator.id, now: new Date() };
      const asked = askedContact(request, request.params.number);
      return { changed: await recordByOperator(database, institution, asked, request.body, by) };
    },
  });

  server.get('/api/contacts/:number/consent-record.jsonld', {
    config: { access: 'consent.export' },
    schema: {
      tags,
      summary:
        'The consent record (ISO/IEC TS 27560) in the W3C Data Privacy Vocabulary, as JSON-LD; audited',
      params: contact,
      response: {
        200: {
          description: 'one dpv:ConsentRecord per authorisation, its context inside',
          content: { 'application/ld+json': { schema: z.record(z.string(), z.unknown()) } },
        },
        ...problemResponse,
      },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      const base = config.publicUrl.replace(/\/$/, '');
      const by = { base, operatorId: operator.id, now: new Date() };
      const record = await exportConsentRecord(
        database,
        institution,
        askedContact(request, request.params.number),
        by,
      );
      return reply
        .type('application/ld+json')
        .header('content-disposition', 'attachment; filename="consent-record.jsonld"')
        .send(record);
    },
  });

  server.get('/api/consent/wordings', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'What is read to who is asked, in all versions',
      response: { 200: z.object({ items: z.array(wording) }), ...problemResponse },
    },
    handler: async (request) => ({
      items: await selectWordings(database, sessionOf(request).institution, new Date()),
    }),
  });

  server.post('/api/consent/wordings', {
    config: { access: 'consent.settings' },
    schema: {
      tags,
      summary: 'Add the next version of a wording; those before it stay as they are',
      body: z.object({
        authorisation,
        fr: z.string().max(5000),
        en: z.string().max(5000),
        validFrom: z.iso.date(),
      }),
      response: { 201: z.object({ id: z.int(), version: z.int() }), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      const by = { operatorId: operator.id, now: new Date() };
      return reply.code(201).send(await addWording(database, institution, request.body, by));
    },
  });

  server.delete('/api/consent/wordings/:wording', {
    config: { access: 'consent.settings' },
    schema: {
      tags,
      summary: 'Take back a version that nobody was read yet',
      params: z.object({ wording: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
      response: { 204: z.null().describe('taken back'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      const by = { operatorId: operator.id, now: new Date() };
      await removeWording(database, institution, request.params.wording, by);
      return reply.code(204).send(null);
    },
  });

  const settings = z.object({
    filterUnanswered: z.boolean().describe('R25: campaigns leave out who gave no answer'),
  });
  server.get('/api/consent/settings', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'What holds for all contacts of the institution',
      response: { 200: settings, ...problemResponse },
    },
    handler: async (request) => await selectConsentSettings(database, sessionOf(request).institution),
  });

  server.put('/api/consent/settings', {
    config: { access: 'consent.settings' },
    schema: {
      tags,
      summary: 'Change what holds for all contacts of the institution',
      body: settings,
      response: { 200: settings, ...problemResponse },
    },
    handler: async (request) => {
      const { institution, operator } = sessionOf(request);
      const by = { operatorId: operator.id, now: new Date() };
      await setConsentSettings(database, institution, request.body, by);
      return request.body;
    },
  });
}
