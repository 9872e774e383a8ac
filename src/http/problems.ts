import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import type { PageFor } from './back-office.ts';
import type { Server } from './context.ts';

/** Every error of the HTTP side (RFC 9457). */
export const problem = z
  .object({
    type: z.string().describe('stable; /problems/ and the code of the refusal'),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().optional(),
    instance: z.string().optional().describe('of an internal error: the id under which the log has it'),
    errors: z
      .array(
        z.object({
          field: z.string().optional(),
          message: z.string(),
          code: z.string().optional().describe('stable, with what it is about'),
          about: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
          line: z.int().optional().describe('of an imported file, from 1; of a workbook the row'),
          column: z.string().optional(),
          value: z.string().optional().describe('what stands there, shortened'),
        }),
      )
      .optional()
      .describe('what is wrong, one by one'),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problem>;

/** For `schema.response` of each route. */
export const problemResponse = {
  default: {
    description: 'A problem (RFC 9457)',
    content: { 'application/problem+json': { schema: problem } },
  },
};

/** The one place where a refusal of the domain becomes a status; the domain knows none. */
const STATUS: Record<string, number> = {
  'not-found': 404,
  'not-signed-in': 401,
  'wrong-credentials': 401,
  'not-permitted': 403,
  'other-site': 403,
  'wrong-set-up-link': 403,
  'wrong-link': 403,
  'begin-again': 401,
  'passwords-off': 403,
  'last-administrator': 409,
  yourself: 409,
  'closed-contact': 403,
  'stale-comparison': 409,
  'stale-contact': 409,
  'not-suppressed': 409,
  'refusal-stays': 409,
  'run-is-on': 409,
  'run-is-over': 409,
  'message-not-failed': 409,
  'no-mail-server': 409,
  stale: 409,
  'campaign-on-its-way': 409,
  'campaign-moved-on': 409,
  'campaign-not-paper': 409,
  'campaign-not-draft': 409,
  'volume-changed': 409,
  'mail-not-taken': 503,
  'sms-not-taken': 503,
  'no-sms-service': 409,
  'too-many-tests': 429,
  'changed-meanwhile': 409,
  'values-changed': 409,
  'table-too-large': 413,
  'wording-used': 409,
  'criterion-values-unfit': 409,
  'criterion-has-values': 409,
  'simulation-followed': 409,
  'not-static': 409,
  'request-is-closed': 409,
  'sold-out': 409,
  'places-free': 409,
  'offer-over': 409,
  'offer-waits': 409,
  'gift-card-used': 409,
  'forged-webhook': 403,
  'no-online-payment': 404,
  'no-tickets': 404,
  'season-used': 409,
  'price-category-used': 409,
  'cancelled-not-refunded': 409,
  'provider-unavailable': 503,
  'refund-refused': 503,
  'refund-unanswered': 503,
  'locked-out': 429,
  'wrong-method': 405,
  'body-too-large': 413,
  'wrong-media-type': 415,
  'too-many-requests': 429,
  'back-office-not-built': 503,
  'database-in-use': 503,
  'database-too-new': 503,
  'database-unavailable': 503,
  'pending-migrations': 503,
};

/** `unknown-…` is not there, `…-exists` and `…-running` clash with what is; the rest is understood and refused. */
export function statusOf(code: string): number {
  if (STATUS[code] !== undefined) return STATUS[code];
  if (code.startsWith('unknown-')) return 404;
  if (code.endsWith('-exists') || code.endsWith('-running')) return 409;
  return 422;
}

/** The codes of what Fastify itself refuses, before a route is reached. */
const CODES: Record<number, string> = {
  404: 'not-found',
  413: 'body-too-large',
  414: 'address-too-long',
  415: 'wrong-media-type',
  429: 'too-many-requests',
};

/**
 * SQLSTATE of what no schema of a route tells and no text of the database can be: a NUL or half a character, a day that no
 * calendar has, a number beyond its type.
 */
const UNSTORABLE = new Set(['22021', '22P05', '22P02', '22007', '22008', '22003']);

function describe(code: string, status: number, rest: Partial<Problem> = {}): Problem {
  const title = code.replaceAll('-', ' ');
  return {
    type: `/problems/${code}`,
    title: title.charAt(0).toUpperCase() + title.slice(1),
    status,
    ...rest,
  };
}

function send(reply: FastifyReply, body: Problem): FastifyReply {
  return reply.code(body.status).header('content-type', 'application/problem+json').send(body);
}

/** Turns whatever is thrown into a problem; an internal error tells nothing but the id that the log has too. */
export function answerWithProblems(server: Server, pageFor: PageFor = () => undefined): void {
  server.setErrorHandler((error, request, reply) => send(reply, asProblem(error, request)));
  server.setNotFoundHandler({ preHandler: server.rateLimit() }, (request, reply) => {
    const page = pageFor(request, reply);
    return page === undefined ? send(reply, describe('not-found', 404)) : reply.send(page);
  });
}

/** What is told of an error; of an internal one the log has the rest. */
export function asProblem(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof DomainError) {
    const errors = error.details.map((message, at) => ({ message, ...error.facts[at] }));
    return describe(error.code, statusOf(error.code), {
      detail: error.message,
      ...(errors.length > 0 ? { errors } : {}),
    });
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const part = error.validationContext === 'querystring' ? 'query' : (error.validationContext ?? 'request');
    return describe('invalid-request', 400, {
      errors: error.validation.map(({ instancePath, message }) => ({
        field: `${part}${instancePath}`.replaceAll('/', '.'),
        message: message ?? 'is wrong',
      })),
    });
  }
  if (UNSTORABLE.has((error as { code?: string }).code ?? '')) {
    request.log.warn({ err: error }, 'the database cannot take what was asked');
    return describe('invalid-request', 400);
  }
  const status = (error as FastifyError).statusCode ?? 500;
  if (status >= 400 && status < 500) return describe(CODES[status] ?? 'invalid-request', status);
  request.log.error({ err: error }, 'internal error');
  return describe('internal-error', 500, { instance: `urn:uuid:${request.id}` });
}

/** An address that cannot be read (`/%zz`) fails before the hooks and the error handler. */
export function frameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  send(reply, asProblem(error, request));
}

/** What is no HTTP at all has neither request nor reply: the answer goes to the socket. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const status =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const body = JSON.stringify(describe('invalid-request', status));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n` +
      `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
