import { sql } from 'kysely';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { pendingMigrations } from '../../database/database.ts';
import { DomainError } from '../../errors.ts';
import type { Context, Server } from '../context.ts';
import { probe } from '../probe.ts';
import { problemResponse } from '../problems.ts';

/** The addresses for whoever runs Rappel: alive, ready, measured, described. */
export function register(server: Server, { database }: Context, metrics: Registry): void {
  const state = (text: string) => z.object({ status: z.literal(text) });
  const tags = ['operations'];

  server.get('/health', {
    config: { rateLimit: false },
    schema: {
      tags,
      summary: 'The process is alive; the database is not asked',
      response: { 200: state('alive') },
    },
    handler: async () => ({ status: 'alive' as const }),
  });

  const pending = probe(async () => {
    await sql`select 1`.execute(database.owner);
    return await pendingMigrations(database);
  });
  server.get('/ready', {
    schema: {
      tags,
      summary: 'The database answers within two seconds and its schema is up to date',
      response: { 200: state('ready'), ...problemResponse },
    },
    handler: async () => {
      const { length } = await pending();
      if (length > 0) throw new DomainError('pending-migrations', `the database lacks ${length} migrations`);
      return { status: 'ready' as const };
    },
  });

  server.get('/metrics', {
    schema: {
      tags,
      summary: 'Measurements in the format of Prometheus',
      response: {
        200: { description: 'Prometheus text', content: { 'text/plain': { schema: z.string() } } },
      },
    },
    // the schema is for the description: what is sent is no JSON
    serializerCompiler: () => (text) => text as string,
    handler: async (_request, reply) => {
      reply.header('content-type', metrics.contentType);
      return await metrics.metrics();
    },
  });

  server.get('/api/openapi.json', {
    config: { access: 'public' },
    schema: { hide: true },
    handler: async () => server.swagger(),
  });
}
