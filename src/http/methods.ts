import type { HTTPMethods } from 'fastify';
import { DomainError } from '../errors.ts';
import type { Server } from './context.ts';

const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Answers 405 with `Allow` where an address is there and the method is not (Fastify itself says 404).
 * @returns what to call once every route is registered
 */
export function answerWrongMethods(server: Server): () => void {
  const known = new Map<string, Set<string>>();
  server.addHook('onRoute', ({ url, method }) => {
    const methods = known.get(url) ?? new Set();
    known.set(url, methods);
    for (const one of [method].flat()) methods.add(one);
  });
  return () => {
    for (const [url, methods] of [...known]) {
      const allowed = [...methods].join(', ');
      const others = METHODS.filter((method) => !methods.has(method));
      if (others.length === 0) continue;
      server.route({
        method: others,
        url,
        config: { access: 'public' },
        schema: { hide: true },
        // before the body is read: it may be of a kind that nobody parses
        onRequest: async (request, reply) => {
          reply.header('allow', allowed);
          throw new DomainError('wrong-method', `${request.method} is not possible here; ${allowed} is`);
        },
        handler: async () => {},
      });
    }
  };
}
