import { sql } from 'kysely';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { selectMailboxes } from '../bounces/bounces.ts';
import type { Database } from '../database/database.ts';
import type { Server } from './context.ts';
import { probe } from './probe.ts';

const RUN_STATES = ['running', 'completed', 'cancelled', 'failed'];

/**
 * What Prometheus reads. Labels are words of the code (route patterns, states), never an address that somebody
 * asked for or the name of an institution.
 */
export function addMetrics(server: Server, database: Database): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of requests by route pattern',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  poolGauges(registry, database);
  runGauges(registry, database);
  mailboxGauges(registry, database);
  return registry;
}

function poolGauges(registry: Registry, { pool }: Database): void {
  new Gauge({
    name: 'rappel_database_connections',
    help: 'Connections of this process to the database',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
    },
  });
  new Gauge({
    name: 'rappel_database_queries_waiting',
    help: 'Queries of this process that wait for a connection',
    registers: [registry],
    collect() {
      this.set(pool.waitingCount);
    },
  });
}

/** The runs of all institutions, counted as the log-in at each scrape: a table of a few rows per month. */
function runGauges(registry: Registry, database: Database): void {
  const countRuns = probe(async () => {
    const { rows } = await sql<{ state: string; runs: number }>`
      select state, count(*) as runs from runs group by state`.execute(database.owner);
    return new Map(rows.map(({ state, runs }) => [state, runs]));
  });
  new Gauge({
    name: 'rappel_database_up',
    help: '1 where the database answered this scrape within two seconds',
    registers: [registry],
    async collect() {
      this.set(
        await countRuns().then(
          () => 1,
          () => 0,
        ),
      );
    },
  });
  new Gauge({
    name: 'rappel_runs',
    help: 'Runs by state, over all institutions; absent while the database does not answer',
    labelNames: ['state'] as const,
    registers: [registry],
    async collect() {
      const runs = await countRuns().catch(() => undefined);
      this.reset();
      if (runs !== undefined) for (const state of RUN_STATES) this.set({ state }, runs.get(state) ?? 0);
    },
  });
}

const READ = ['hard', 'soft', 'delayed', 'complaints', 'others'] as const;

/** The mailbox of returned messages, whichever process reads it; absent where none is set up. */
function mailboxGauges(registry: Registry, database: Database): void {
  const ask = probe(() => selectMailboxes(database, new Date()));
  new Gauge({
    name: 'rappel_bounce_mailbox_up',
    help: '1 where the mailbox of returned messages could be read the last time',
    registers: [registry],
    async collect() {
      const mailboxes = await ask().catch(() => []);
      if (mailboxes.length > 0) this.set(mailboxes.some(({ failure }) => failure !== null) ? 0 : 1);
      else this.remove();
    },
  });
  new Gauge({
    name: 'rappel_bounce_mailbox_read_timestamp_seconds',
    help: 'When the mailbox of returned messages was last read to its end',
    registers: [registry],
    async collect() {
      const moments = (await ask().catch(() => [])).flatMap(({ readAt }) => readAt ?? []);
      if (moments.length > 0) this.set(Math.max(...moments.map(Number)) / 1000);
      else this.remove();
    },
  });
  new Counter({
    name: 'rappel_bounce_mailbox_messages_total',
    help: 'Messages read in the mailbox, by what they were; others stay there',
    labelNames: ['kind'] as const,
    registers: [registry],
    async collect() {
      this.reset();
      const mailboxes = await ask().catch(() => []);
      for (const kind of mailboxes.length === 0 ? [] : READ)
        this.inc(
          { kind },
          mailboxes.reduce((sum, counts) => sum + counts[kind], 0),
        );
    },
  });
}
