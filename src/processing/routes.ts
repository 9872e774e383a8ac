import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { sessionOf } from '../http/session.ts';
import type { Institution } from '../institutions/institutions.ts';
import { sheetAsHtml, sheetAsPdf } from '../paper/paper.ts';
import { type SheetName, selectFacts, sheetNames, sheetOf } from './processing.ts';

const tags = ['subject access'];
const params = z.object({ sheet: z.enum(sheetNames) });
const querystring = z.object({ locale: z.enum(['fr', 'en']).default('fr') });

/** The record of processing activities and the information for persons, to read, to print and to hand over. */
export function register(server: Server, { database, config }: Context): void {
  const made = async (institution: Institution, name: SheetName, locale: 'fr' | 'en', now: Date) =>
    sheetOf(name, await selectFacts(database, institution, config), locale, now);

  server.get('/api/processing/:sheet', {
    config: { access: 'processing.read' },
    schema: {
      tags,
      summary:
        'The record of processing activities (art. 30 GDPR), or the information for persons (art. 13), made of the personal data map and the settings',
      params,
      querystring,
      response: {
        200: z.object({
          title: z.string(),
          intro: z.array(z.string()),
          sections: z.array(
            z.object({
              title: z.string(),
              paragraphs: z.array(z.string()),
              facts: z.array(z.object({ label: z.string(), text: z.string() })),
            }),
          ),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) =>
      await made(sessionOf(request).institution, request.params.sheet, request.query.locale, new Date()),
  });

  server.get('/api/processing/:sheet/:file', {
    config: { access: 'processing.read' },
    schema: {
      tags,
      summary: 'The same as a page of HTML or as PDF, to be printed or published',
      params: params.extend({ file: z.enum(['page.html', 'paper.pdf']) }),
      querystring,
      response: {
        200: {
          description: 'a page or a paper',
          content: { 'text/html': { schema: z.string() }, 'application/pdf': { schema: z.string() } },
        },
        ...problemResponse,
      },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { sheet: name, file } = request.params;
      const { locale } = request.query;
      const now = new Date();
      const sheet = await made(institution, name, locale, now);
      const isPdf = file === 'paper.pdf';
      reply.header('content-type', isPdf ? 'application/pdf' : 'text/html; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="rappel-${name}.${isPdf ? 'pdf' : 'html'}"`);
      const paper = { author: institution.name, language: locale, madeAt: now };
      return reply.send((isPdf ? sheetAsPdf(sheet, paper) : sheetAsHtml(sheet, locale)) as never);
    },
  });
}
