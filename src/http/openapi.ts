import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { Server } from './context.ts';

/** The description of the API, made from the Zod schemas of the routes. A route with `hide` is not in it. */
export async function describeApi(server: Server, version: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Rappel',
        version,
        description: 'Rappel remembers those who want to be remembered.',
        license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      },
      servers: [{ url: '/' }],
      tags: [
        { name: 'operators', description: 'signing in, and who may do what' },
        { name: 'home', description: 'what waits for a decision' },
        { name: 'contacts', description: 'finding contacts' },
        { name: 'contact file', description: 'one contact: reading, editing, restricting, erasing by hand' },
        { name: 'import', description: 'files of contacts, orders and answers' },
        { name: 'retention', description: 'batches, runs and journals' },
        { name: 'sales', description: 'the counter: baskets, orders, payments' },
        { name: 'operations', description: 'for whoever runs Rappel' },
      ],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await server.register(swaggerUi, {
    routePrefix: '/api/docs',
    theme: { title: 'Rappel API' },
    // folded: of more than 135 operations at once its component (swagger-ui, of @fastify/swagger-ui 6.1.3) shows eight
    uiConfig: { docExpansion: 'none', deepLinking: true, validatorUrl: null, tryItOutEnabled: true },
    staticCSP: DOCS_POLICY,
  });
}

/**
 * The page to try the API loads Rappel's own files, too; its component writes its icons as data and its styles into
 * attributes, nothing else is looser than elsewhere.
 */
const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');
