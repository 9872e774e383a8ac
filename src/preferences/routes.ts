import { randomBytes } from 'node:crypto';
import formBody from '@fastify/formbody';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { asProblem, problemResponse } from '../http/problems.ts';
import { sessionOf } from '../http/session.ts';
import {
  ADDRESS_PATHS,
  messageAddresses,
  openTokens,
  PAGES,
  type PageName,
  plainPage,
} from '../tracking/tracking.ts';
import { actOnPage, previewRenewal, showPage, type Visit } from './pages.ts';
import type { Sheet } from './paper.ts';
import { addRenewalText, readRenewalText } from './renewal-text.ts';

const tags = ['preferences'];
/** Of one message, per minute. Mail programs unsubscribe people from a few addresses of the network. */
const OF_ONE = {
  max: 60,
  timeWindow: 60_000,
  keyGenerator: ({ params }: FastifyRequest) => (params as { token: string }).token,
};

/**
 * The pages that messages lead to (R29-R31). Their address is what shows who asks: nobody who does not have it can make a
 * browser send their forms, so that these need no token of their own; and RFC 8058 forbids one.
 */
export function register(server: Server, context: Context): void {
  const { database, config } = context;
  const tokens = openTokens(config.secret ?? randomBytes(32).toString('hex'));
  const addresses = messageAddresses('', tokens); // from page to page

  void server.register((pages, _options, done) => {
    // a mail program may send its POST as multipart/form-data; whatever it says, it unsubscribes
    pages.removeAllContentTypeParsers();
    pages.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 64 * 1024 }, (_request, _body, parsed) =>
      parsed(null, undefined),
    );
    void pages.register(formBody, { bodyLimit: 64 * 1024 });
    pages.setErrorHandler((error, request, reply) => notNow(asProblem(error, request).status, reply));
    for (const page of PAGES) {
      const url = `${ADDRESS_PATHS[page]}/:token`;
      const options = { config: { rateLimit: OF_ONE }, schema: { hide: true } };
      pages.get(url, options, async (request, reply) => {
        const visit = visitOf(page, request);
        return answer(reply, visit && (await showPage(visit)));
      });
      pages.post(url, options, async (request, reply) => {
        const visit = visitOf(page, request);
        const done = visit && (await actOnPage(visit));
        if (done === undefined || 'html' in done) return answer(reply, done);
        const { said } = done;
        const query = new URLSearchParams({ ...(said === '' ? {} : { said }), ...langOf(request) });
        return reply.redirect(`${request.url.split('?')[0]}${query.size > 0 ? `?${query}` : ''}`, 303);
      });
    }
    done();
  });

  function visitOf(page: PageName, request: FastifyRequest): Visit | undefined {
    const ticket = tokens.read(page, (request.params as { token: string }).token);
    if (ticket === undefined) return undefined;
    const [query, form] = [lastOfEach(request.query), lastOfEach(request.body)];
    return { database, addresses, page, ticket, query, form, now: new Date() };
  }

  const text = z.object({
    version: z.int().describe('0: Rappel’s own text'),
    fr: z.string(),
    en: z.string(),
    since: z.string().nullable(),
  });
  server.get('/api/renewal/text', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'What the page of a renewal campaign says',
      response: { 200: text, ...problemResponse },
    },
    handler: async (request) => await readRenewalText(database, sessionOf(request).institution),
  });

  server.post('/api/renewal/text', {
    config: { access: 'consent.settings' },
    schema: {
      tags,
      summary: 'Write the next version of it; those before stay as the proof of what was read',
      body: z.object({ fr: z.string().max(5000), en: z.string().max(5000) }),
      response: { 201: text, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      const by = { operatorId: operator.id, now: new Date() };
      return reply.code(201).send(await addRenewalText(database, institution, request.body, by));
    },
  });

  server.get('/api/renewal/preview', {
    config: { access: 'contacts.read' },
    schema: {
      tags,
      summary: 'The page as a contact sees it, with a made-up name',
      querystring: z.object({ language: z.enum(['fr', 'en']) }),
      response: {
        200: { description: 'the page', content: { 'text/html': { schema: z.string() } } },
        ...problemResponse,
      },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const shown = await previewRenewal(database, institution, request.query.language, new Date());
      return reply
        .header('content-security-policy', shown.policy)
        .type('text/html; charset=utf-8')
        .send(shown.html);
    },
  });
}

function answer(reply: FastifyReply, shown: Sheet | undefined): FastifyReply {
  reply.header('x-robots-tag', 'noindex, nofollow').type('text/html; charset=utf-8');
  if (shown === undefined) {
    return reply.code(404).send(plainPage('Ce lien n’est pas valable', 'This link is not valid.'));
  }
  return reply.code(shown.status).header('content-security-policy', shown.policy).send(shown.html);
}

const notNow = (status: number, reply: FastifyReply): FastifyReply =>
  reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(
      plainPage(
        'Cela n’a pas marché\u00a0: réessayez dans un moment',
        'That did not work: try again in a moment.',
      ),
    );

function langOf(request: FastifyRequest): { lang?: string } {
  const { lang } = lastOfEach(request.query);
  return lang === undefined ? {} : { lang };
}

/** What was given more than once counts with the last. */
function lastOfEach(given: unknown): Record<string, string> {
  const entries = Object.entries((given ?? {}) as Record<string, string | string[]>);
  return Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().at(-1) ?? '']));
}
