import rateLimit from '@fastify/rate-limit';
import helmet from 'helmet';
import type { Config } from '../config.ts';
import type { Server } from './context.ts';

/** Per address and minute; somebody at work makes a few dozen. Kept in memory only, and nowhere else. */
const REQUESTS_PER_MINUTE = 1000;

/** Headers that keep a page from loading or running what is not Rappel's own, and a limit on requests. */
export async function protect(server: Server, config: Config): Promise<void> {
  // Made once: its plugin for Fastify makes it anew for each request, a tenth of what a redirect costs.
  const secure = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    // Over plain HTTP a browser ignores it; behind a proxy with TLS it is what PUBLIC_URL promises.
    strictTransportSecurity: config.publicUrl.startsWith('https:'),
  });
  server.addHook('onRequest', (request, reply, done) =>
    secure(request.raw, reply.raw, (error) => done(error as Error | undefined)),
  );
  await server.register(rateLimit, {
    max: REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    enableDraftSpec: true,
  });
  // Nothing is kept by browsers and proxies unless a route says so.
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
}
