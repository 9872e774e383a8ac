import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/helpers/database.ts';
import { serverFor } from '../../test/helpers/web.ts';
import { createInstitution } from '../institutions/institutions.ts';
import { createLog } from '../log.ts';
import type { Server } from './http.ts';

let test: TestDatabase;
let server: Server;
let logged: string[];

beforeEach(async () => {
  test = await createTestDatabase();
  logged = [];
  const log = createLog({ write: (line) => logged.push(line) });
  server = await serverFor(test, log);
});
afterEach(async () => {
  await server.close();
  await test.remove();
});

const get = (url: string, headers: Record<string, string> = {}) =>
  server.inject({ method: 'GET', url, headers });
const grandTheatre = {
  slug: 'grand-theatre',
  name: 'Grand Théâtre',
  locale: 'fr',
  timeZone: 'Europe/Zurich',
  country: 'CH',
};

describe('for whoever runs it', () => {
  it('health answers, ready answers while the database does', async () => {
    expect((await get('/health')).json()).toEqual({ status: 'alive' });
    expect((await get('/ready')).json()).toEqual({ status: 'ready' });
  });

  it('without a database health still answers, ready is a problem with 503', async () => {
    await test.database.close();
    expect((await get('/health')).statusCode).toBe(200);
    const ready = await get('/ready');
    expect(ready.statusCode).toBe(503);
    expect(ready.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(ready.json()).toMatchObject({ type: '/problems/database-unavailable', status: 503 });
    const metrics = (await get('/metrics')).body;
    expect(metrics).toContain('rappel_database_up 0');
    expect(metrics).not.toContain('rappel_runs{');
  });

  it('ready is a problem while migrations are missing', async () => {
    await sql`delete from migrations where name like '0001%'`.execute(test.database.owner);
    expect((await get('/ready')).json()).toMatchObject({ type: '/problems/pending-migrations', status: 503 });
  });

  it('ready does not wait longer than two seconds, and its questions do not pile up', async () => {
    const { pool } = test.database;
    const busy = await Promise.all(Array.from({ length: pool.options.max as number }, () => pool.connect()));
    const started = performance.now();
    const answers = await Promise.all([get('/ready'), get('/ready'), get('/ready')]);
    expect(answers.map((answer) => answer.statusCode)).toEqual([503, 503, 503]);
    expect(performance.now() - started).toBeLessThan(3500);
    expect(pool.waitingCount).toBe(1);
    for (const client of busy) client.release();
  });

  it('metrics count requests by route pattern and runs by state, and know no address, name or query', async () => {
    const { id } = await createInstitution(test.database, grandTheatre);
    await sql`insert into runs (institution_id, type, mode, state, months, as_of, started_at, last_progress_at)
              values (${id}, 'retention', 'simulation', 'completed', 36, '2026-01-01', now(), now())`.execute(
      test.database.owner,
    );
    expect((await get('/metrics')).body, 'no mailbox is set up').not.toMatch(/^rappel_bounce_mailbox_\w+/m);
    await sql`insert into bounce_mailboxes (name, tried_at, failures, failing_since, failure, hard)
              values ('hash', now(), 1, now(), 'refused', 3)`.execute(test.database.owner);
    await get('/ready?lang=fr&name=Ada');
    await get('/contacts/Lovelace');
    const { body, headers } = await get('/metrics');
    expect(headers['content-type']).toMatch(/^text\/plain/);
    expect(body).toContain('http_request_duration_seconds_count{method="GET",route="/ready",status="200"} 1');
    expect(body).toContain('http_request_duration_seconds_count{method="GET",route="none",status="404"} 1');
    expect(body).toContain('rappel_runs{state="completed"} 1');
    expect(body).toContain('rappel_runs{state="failed"} 0');
    expect(body).toContain('rappel_bounce_mailbox_up 0');
    expect(body).toContain('rappel_bounce_mailbox_messages_total{kind="hard"} 3');
    expect(body).toContain('rappel_database_up 1');
    expect(body).toContain('process_cpu_seconds_total');
    expect(body).not.toMatch(/Ada|Lovelace|127\.0\.0\.1|theatre|Théâtre/i);
  });

  it('openapi.json is an OpenAPI 3 document whose references lead somewhere', async () => {
    const document = (await get('/api/openapi.json')).json();
    expect(document.openapi).toMatch(/^3\.\d\.\d$/);
    expect(document.info).toMatchObject({ title: 'Rappel', version: '1.2.3' });
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/health', '/ready', '/metrics', '/api/session', '/api/runs/{run}']),
    );
    for (const operations of Object.values<Record<string, { responses: object; summary: string }>>(
      document.paths,
    )) {
      for (const operation of Object.values(operations)) {
        expect(operation.summary).not.toBe('');
        expect(Object.keys(operation.responses).join()).toMatch(/20[0124]|302/);
      }
    }
    for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(document.components.schemas).toHaveProperty(name as string);
    }
    expect(document.components.schemas.Problem.required).toEqual(['type', 'title', 'status']);
  });
});

describe('every answer', () => {
  it.each(['/health', '/nowhere', '/api/openapi.json'])('%s has the headers that protect', async (url) => {
    const { headers } = await get(url);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toMatch(/unsafe|script-src/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('to a wrong method is 405 and names the right ones, whatever the body', async () => {
    const answer = await server.inject({
      method: 'DELETE',
      url: '/ready',
      payload: '<x/>',
      headers: { 'content-type': 'text/xml' },
    });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
    expect(answer.json().type).toBe('/problems/wrong-method');
  });

  it('beyond a thousand requests a minute is 429 with the time to wait; health is exempt', async () => {
    for (let request = 0; request < 1000; request++) await get('/nowhere');
    const answer = await get('/nowhere');
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.json().type).toBe('/problems/too-many-requests');
    expect((await get('/nowhere')).statusCode).toBe(429);
    expect((await get('/health')).statusCode).toBe(200);
  });

  it('leaves one line with ids only in the log', async () => {
    await get('/ready?lang=fr&name=Ada', { 'user-agent': 'Firefox', cookie: 'session=secret' });
    await get('/contacts/Lovelace?email=ada@example.org');
    expect(logged).toHaveLength(2);
    const [first, second] = logged.map((line) => JSON.parse(line));
    expect(first).toEqual({
      level: 30,
      time: expect.any(Number),
      reqId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      method: 'GET',
      route: '/ready',
      status: 200,
      milliseconds: expect.any(Number),
      msg: 'request',
    });
    expect(second).toMatchObject({ route: null, status: 404 });
  });
});
