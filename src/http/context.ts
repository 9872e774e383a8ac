import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import type { JobQueue } from '../jobs/jobs.ts';
import type { SetUpLink } from '../set-up/set-up.ts';

/** The web server, whose routes are typed by their Zod schemas. */
export type Server = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What a route may reach: a `routes.ts` exports `register(server, context)`, and `server.ts` calls it. */
export interface Context {
  database: Database;
  config: Config;
  /** Of Rappel, as in package.json. */
  version: string;
  /** Where a route leaves work that takes longer than an answer may. */
  jobs: JobQueue;
  setUpLink: SetUpLink;
}
