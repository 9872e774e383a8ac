import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { fastify } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../config.ts';
import { DomainError } from '../errors.ts';
import { createLog } from '../log.ts';
import type { Server } from './context.ts';
import { answerBrokenRequest, answerWithProblems, frameworkError, statusOf } from './problems.ts';
import { protect } from './security.ts';

const logged: string[] = [];
let server: Server;

beforeAll(async () => {
  server = fastify({
    loggerInstance: createLog({ write: (line) => logged.push(line) }),
    bodyLimit: 100,
    frameworkErrors: frameworkError,
    clientErrorHandler: answerBrokenRequest,
  }).withTypeProvider<ZodTypeProvider>() as unknown as Server;
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  await protect(server, readConfig({}));
  answerWithProblems(server);
  server.get('/refused', () => {
    throw new DomainError('unknown-run', 'there is no run 7', ['line 3', 'line 4']);
  });
  server.get('/broken', () => {
    throw Object.assign(new Error('Key (email)=(ada@example.org)'), { code: '23505' });
  });
  server.post('/months', {
    schema: { body: z.object({ months: z.int().min(1) }) },
    handler: async () => 'ok',
  });
});
afterAll(() => server.close());

async function ask(method: 'GET' | 'POST', url: string, payload?: string | object) {
  const answer = await server.inject({ method, url, ...(payload === undefined ? {} : { payload }) });
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(answer.json().status).toBe(answer.statusCode);
  return answer.json();
}

it('a refusal of the domain keeps its code as type, and its words', async () => {
  expect(await ask('GET', '/refused')).toEqual({
    type: '/problems/unknown-run',
    title: 'Unknown run',
    status: 404,
    detail: 'there is no run 7',
    errors: [{ message: 'line 3' }, { message: 'line 4' }],
  });
});

it('an internal error tells nothing but an id, which the log has too, without the message', async () => {
  const problem = await ask('GET', '/broken');
  expect(Object.keys(problem).sort()).toEqual(['instance', 'status', 'title', 'type']);
  expect(problem).toMatchObject({ type: '/problems/internal-error', status: 500 });
  const line = logged.find((one) => one.includes('internal error'));
  expect(line).toContain(problem.instance.replace('urn:uuid:', ''));
  expect(logged.join('')).not.toContain('ada@example.org');
});

it('a body that breaks the schema is refused with the field named', async () => {
  expect(await ask('POST', '/months', { months: 0 })).toMatchObject({
    type: '/problems/invalid-request',
    status: 400,
    errors: [{ field: 'body.months' }],
  });
});

it.each([
  ['POST', '/months', '{"months":', 'wrong-media-type', 415],
  ['POST', '/months', { text: 'x'.repeat(200) }, 'body-too-large', 413],
  ['GET', '/nowhere?name=Ada', undefined, 'not-found', 404],
  ['GET', '/%zz', undefined, 'invalid-request', 400],
] as const)('%s %s with %j is a problem: %s', async (method, url, payload, code, status) => {
  expect(await ask(method, url, payload)).toMatchObject({ type: `/problems/${code}`, status });
});

it('what is no HTTP is answered with a problem too', async () => {
  await server.listen({ port: 0, host: '127.0.0.1' });
  const answer = await new Promise<string>((resolve) => {
    let text = '';
    const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1', () =>
      socket.write('nonsense\r\n\r\n'),
    );
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request/);
  expect(answer).toContain('"type":"/problems/invalid-request"');
});

it.each([
  ['unknown-institution', 404],
  ['institution-exists', 409],
  ['database-in-use', 503],
  ['pending-migrations', 503],
  ['anything-else', 422],
])('%s is answered with %i', (code, status) => {
  expect(statusOf(code)).toBe(status);
});
