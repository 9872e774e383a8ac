import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Context, Server } from '../context.ts';
import { firstPage } from '../first-page/page.ts';
import { preferredLanguage } from '../language.ts';
import { probe } from '../probe.ts';

const folder = new URL('../first-page/', import.meta.url);

/** `/`, until the back office takes its place; with the two files that the page needs. */
export async function register(server: Server, { database, version }: Context): Promise<void> {
  const countInstitutions = probe(async () => {
    const { rows } = await sql<{ institutions: number }>`
      select count(*) as institutions from institutions`.execute(database.owner);
    return rows[0]?.institutions ?? 0;
  });

  server.get('/', {
    schema: { hide: true, querystring: z.object({ lang: z.enum(['fr', 'en']).optional().catch(undefined) }) },
    handler: async (request, reply) => {
      const language = request.query.lang ?? preferredLanguage(request.headers['accept-language']);
      const institutions = await countInstitutions().catch(() => undefined);
      reply.headers({
        'content-type': 'text/html; charset=utf-8',
        'content-language': language,
        vary: 'accept-language',
      });
      return firstPage({ language, version, embedded: database.embedded !== undefined, institutions });
    },
  });

  for (const [file, type] of [
    ['first-page.css', 'text/css; charset=utf-8'],
    ['icon.svg', 'image/svg+xml'],
  ] as const) {
    const content = await readFile(new URL(file, folder));
    server.get(`/${file}`, {
      schema: { hide: true },
      handler: async (_request, reply) => {
        reply.headers({ 'content-type': type, 'cache-control': 'public, max-age=3600' });
        return content;
      },
    });
  }
}
