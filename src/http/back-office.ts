import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors.ts';
import type { Server } from './context.ts';

const built = new URL('../../web/dist/', import.meta.url);
const YEAR = 365 * 24 * 3600;

/**
 * The built back office (`web/`): one page, whose script shows what the address says. Its files have a hash in their
 * name and are kept by browsers for good; the page itself never is.
 * @returns what answers a browser that asks for a page at an address that nothing else has; undefined where it asks for
 *   something else
 */
export async function serveBackOffice(server: Server): Promise<PageFor> {
  const page = await readFile(new URL('index.html', built), 'utf8').catch(() => undefined);
  if (page !== undefined) {
    await server.register(fastifyStatic, {
      root: fileURLToPath(built),
      index: false,
      wildcard: false, // the files that are there, each a route of its own: nothing else of the disk
      globIgnore: ['index.html'],
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply) => {
        reply.header('cache-control', `public, max-age=${YEAR}, immutable`);
      },
    });
  }
  return (request, reply) => {
    const isForPage =
      request.method === 'GET' &&
      request.headers.accept?.includes('text/html') &&
      !request.url.startsWith('/api/');
    if (!isForPage) return undefined;
    if (page === undefined) {
      throw new DomainError('back-office-not-built', 'the back office is not built: npm run build');
    }
    const nonce = randomBytes(16).toString('base64');
    reply.code(200);
    reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy(nonce) });
    return page.replaceAll('__NONCE__', nonce);
  };
}

/** The page, or undefined where it is not asked for. */
export type PageFor = (request: FastifyRequest, reply: FastifyReply) => string | undefined;

/** What the page may load: Rappel's own files, and the styles that its components write, by their nonce. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "frame-src 'self'", // the preview of a message, which says itself what it may do
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
