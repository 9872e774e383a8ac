import { z } from 'zod';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { profileNames } from '../operators/operators.ts';
import { biDomains } from '../personal-data/personal-data.ts';
import {
  charts,
  columnsOf,
  deleteReport,
  exportDomain,
  exportFormats,
  filterKinds,
  groupParts,
  measureKinds,
  saveReport,
  selectBiSettings,
  selectDomain,
  selectFields,
  selectGroups,
  selectReport,
  selectReports,
  setBiSettings,
} from './bi.ts';
import { logInRoutes } from './log-in-routes.ts';

const tags = ['bi'];
const domain = z.enum(biDomains);
const byDomain = z.object({ domain });
const number = z.string().trim().min(1).max(200).optional().describe('of one contact only');
const cell = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.unknown()),
  z.record(z.string(), z.unknown()),
]);
const label = z.object({ fr: z.string(), en: z.string() });
const columnName = z.string().max(450).describe('of the domain, or `criteria:` and the name of a criterion');
const filters = z
  .array(
    z.object({
      column: columnName,
      is: z.enum(filterKinds),
      values: z.array(z.string().max(200)).max(100).default([]),
    }),
  )
  .max(20);
const groups = z.array(z.object({ column: columnName, by: z.enum(groupParts).optional() })).max(3);
const measures = z.array(z.object({ what: z.enum(measureKinds), column: columnName.optional() })).max(5);

/** A part of the address that is JSON, so that a view can be sent to a colleague and a file is a link. */
const inAddress = <T extends z.ZodType>(schema: T, what: string) =>
  z
    .string()
    .max(8000)
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'is no JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema)
    .optional()
    .describe(what);
const filtersInAddress = inAddress(
  filters,
  'JSON: a list of {column, is, values}; is: one-of, contains, from, to, given, empty; all hold',
);

export function register(server: Server, { database, config }: Context): void {
  domainRoutes(server, database);
  exportRoutes(server, database);
  reportRoutes(server, database);
  logInRoutes(server, database, config.databaseUrl);
}

function domainRoutes(server: Server, database: Context['database']): void {
  server.get('/api/bi/domains', {
    config: { access: 'bi.read' },
    schema: {
      tags,
      summary: 'The BI domains and what they can be asked by: columns, and criteria (R20)',
      response: {
        200: z.object({
          items: z.array(
            z.object({
              domain,
              columns: z.array(
                z.object({
                  name: z.string(),
                  label,
                  type: z.enum(['text', 'code', 'number', 'day', 'moment', 'list', 'json']),
                  identifying: z.boolean().describe('says who somebody is: no report keeps a filter on it'),
                  values: z.array(z.string()).describe('of a code: what it can be'),
                }),
              ),
            }),
          ),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => ({ items: await selectFields(database, sessionOf(request).institution) }),
  });

  server.get('/api/bi/domains/:domain', {
    config: { access: 'bi.read' },
    schema: {
      tags,
      summary: 'What a BI domain holds, contact by contact, as an outside tool reads it (R20)',
      params: byDomain,
      querystring: z.object({
        number,
        filters: filtersInAddress,
        cursor: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(100).describe('how many contacts a page has'),
      }),
      response: {
        200: z.object({ items: z.array(z.record(z.string(), cell)), next: z.string().nullable() }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { cursor, limit, number, filters } = request.query;
      const query = { domain: request.params.domain, number, filters: filters ?? [] };
      const page = { contacts: limit, ...(cursor === undefined ? {} : { after: cursor }) };
      const { items, next } = await selectDomain(database, sessionOf(request).institution, query, page);
      return { items: items.map(plain), next: next === null ? null : String(next) };
    },
  });

  server.get('/api/bi/domains/:domain/groups', {
    config: { access: 'bi.read' },
    schema: {
      tags,
      summary: 'A BI domain counted and summed by group (R20)',
      params: byDomain,
      querystring: z.object({
        filters: filtersInAddress,
        groups: inAddress(groups, 'JSON: a list of {column, by}; by of a day: day, month, year'),
        measures: inAddress(
          measures,
          'JSON: a list of {what, column}; what: rows, contacts, distinct, sum, min, max; by default rows',
        ),
      }),
      response: {
        200: z.object({
          items: z.array(
            z.object({
              groups: z.array(z.string().nullable()),
              measures: z.array(z.union([z.number(), z.string(), z.null()])),
            }),
          ),
          more: z.boolean().describe('there are more groups than are given'),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { filters = [], groups = [], measures = [{ what: 'rows' }] } = request.query;
      const query = { domain: request.params.domain, filters, groups, measures };
      return await selectGroups(database, sessionOf(request).institution, query);
    },
  });
}

const MEDIA = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
};

function exportRoutes(server: Server, database: Context['database']): void {
  for (const format of exportFormats) {
    server.get(`/api/bi/domains/:domain/export.${format}`, {
      config: { access: 'bi.export' },
      schema: {
        tags,
        summary: `A BI domain as ${format === 'parquet' ? 'Parquet' : format.toUpperCase()}; audited, and refused whole above the institution’s limit of rows (R20)`,
        params: byDomain,
        querystring: z.object({
          number,
          filters: filtersInAddress,
          columns: z.string().max(1000).optional().describe('by name, separated by commas; by default all'),
        }),
        response: {
          200: { description: 'the file', content: { [MEDIA[format]]: { schema: z.string() } } },
          ...problemResponse,
        },
      },
      handler: async (request, reply) => {
        const { domain } = request.params;
        const columns = request.query.columns?.split(',') ?? columnsOf(domain).map(({ name }) => name);
        const query = { domain, number: request.query.number, filters: request.query.filters ?? [] };
        const by = { actor: actorOf(request), clock: () => new Date() };
        const { institution } = sessionOf(request);
        const file = await exportDomain(database, institution, query, columns, format, by);
        reply.header('content-type', MEDIA[format]);
        reply.header('cache-control', 'no-store');
        reply.header('content-disposition', `attachment; filename="rappel-${domain}.${format}"`);
        return reply.send(file as never);
      },
    });
  }

  server.get('/api/bi/settings', {
    config: { access: 'bi.read' },
    schema: {
      tags,
      summary: 'How many rows an export may have',
      response: { 200: settings, ...problemResponse },
    },
    handler: async (request) => await selectBiSettings(database, sessionOf(request).institution),
  });

  server.put('/api/bi/settings', {
    config: { access: 'bi.settings' },
    schema: {
      tags,
      summary: 'Set how many rows an export may have',
      body: settings,
      response: { 204: z.null().describe('set'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const by = { actor: actorOf(request), now: new Date() };
      await setBiSettings(database, sessionOf(request).institution, request.body, by);
      return reply.code(204).send(null);
    },
  });
}

const settings = z.object({ exportRows: z.int().min(1).max(100_000_000) });

const described = {
  name: z.string().trim().min(1).max(100),
  domain,
  query: z.object({
    filters,
    groups,
    measures,
    columns: z.array(columnName).max(50),
    chart: z.enum(charts),
  }),
  profiles: z
    .array(z.enum(profileNames))
    .max(profileNames.length)
    .describe('shared with whoever has one of them'),
};
const report = z.object({ id: z.int(), ...described, mine: z.boolean() }).meta({ id: 'BiReport' });
const byReport = z.object({ report: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });

function reportRoutes(server: Server, database: Context['database']): void {
  server.get('/api/bi/reports', {
    config: { access: 'bi.read' },
    schema: {
      tags,
      summary: 'Saved reports: one’s own, and those shared with one’s profile (R20)',
      response: { 200: z.object({ items: z.array(report) }), ...problemResponse },
    },
    handler: async (request) => {
      const { institution, operator } = sessionOf(request);
      return { items: await selectReports(database, institution, operator) };
    },
  });

  server.get('/api/bi/reports/:report', {
    config: { access: 'bi.read' },
    schema: {
      tags,
      summary: 'A saved report',
      params: byReport,
      response: { 200: report, ...problemResponse },
    },
    handler: async (request) => {
      const { institution, operator } = sessionOf(request);
      return await selectReport(database, institution, operator, request.params.report);
    },
  });

  server.post('/api/bi/reports', {
    config: { access: 'bi.read' },
    schema: {
      tags,
      summary: 'Save a report; one of one’s own with the same name is replaced',
      body: z.object(described),
      response: { 201: report, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      return reply
        .code(201)
        .send(await saveReport(database, institution, operator, request.body, new Date()));
    },
  });

  server.delete('/api/bi/reports/:report', {
    config: { access: 'bi.read' },
    schema: {
      tags,
      summary: 'Remove a report of one’s own',
      params: byReport,
      response: { 204: z.null().describe('removed'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution, operator } = sessionOf(request);
      await deleteReport(database, institution, operator, request.params.report, new Date());
      return reply.code(204).send(null);
    },
  });
}

/** Moments as text, as JSON has them. */
const plain = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  ) as Record<string, z.infer<typeof cell>>;
