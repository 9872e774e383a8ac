import { PassThrough, Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { levelsOpenTo } from '../contacts/contacts.ts';
import { DomainError } from '../errors.ts';
import type { Context, Server } from '../http/context.ts';
import { asProblem, problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { today } from '../institutions/institutions.ts';
import { permissionsOf } from '../operators/operators.ts';
import {
  dayOrders,
  deleteImportProfile,
  encodings,
  type ImportOptions,
  type ImportResult,
  importFile,
  importKinds,
  inspectFile,
  previewRows,
  saveImportProfile,
  selectImportProfiles,
} from './import.ts';

const GIBIBYTE = 1024 ** 3;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Between two lines of progress, in ms. */
const TOLD_EVERY = 250;

const delimiter = z.enum([',', ';', '\t', '|']);
const reading = z.object({
  encoding: z.enum(encodings).optional(),
  delimiter: delimiter.optional(),
  sheet: z.int().min(0).max(999).optional().describe('of a workbook, from 0'),
});
const columnName = z.string().min(1).max(300);
const mappedColumn = z.object({
  from: columnName.describe('of the file'),
  to: z.string().max(50).describe('of the contract'),
  days: z.enum(dayOrders).optional().describe('how days are written'),
  decimals: z.enum([',', '.']).optional(),
  values: z.record(z.string().max(200), z.string().max(100)).optional(),
});
const mapping = z
  .object({
    columns: z.array(mappedColumn).min(1).max(300),
    constants: z.record(z.string().max(50), z.string().max(300)).optional(),
    reading: reading.optional(),
  })
  .meta({ id: 'ImportMapping' });

/** Of a file of which nothing is known it has no column. */
const proposedMapping = mapping.omit({ columns: true }).extend({ columns: z.array(mappedColumn) });

const kind = z.enum(importKinds);
const byKind = z.object({ kind });
const row = z.object({ line: z.int(), fields: z.array(z.string().max(100_000)).max(1000) });
const fact = z.object({
  code: z.string(),
  line: z.int().optional(),
  column: z.string().optional(),
  value: z.string().optional(),
  about: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
const result = z
  .object({
    rows: z.int(),
    inserted: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    refused: z.object({ count: z.int(), lines: z.array(z.int()) }).describe('rows of erased contacts'),
  })
  .meta({ id: 'ImportResult' });
const profile = z.object({ id: z.int(), name: z.string(), kind, mapping }).meta({ id: 'ImportProfile' });
const progressNote =
  'Asked for `application/x-ndjson`, it answers while it works: a line {"rows": n} now and then, at last ' +
  '{"result": …} or {"problem": …}. Closing the connection stops it.';

/** A file streams from the request into the database; nothing of it is kept. */
export function register(server: Server, { database }: Context): void {
  for (const type of ['text/csv', XLSX]) {
    if (!server.hasContentTypeParser(type)) {
      server.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
    }
  }
  if (!server.hasContentTypeParser('multipart/form-data')) void server.register(multipart);
  const config = { access: 'contacts.import' } as const;
  const tags = ['import'];

  const bring = async (
    request: FastifyRequest,
    reply: FastifyReply,
    options: { kind: z.infer<typeof kind>; dryRun: boolean; mapping?: z.infer<typeof mapping> },
    source: Readable,
  ): Promise<ImportResult> => {
    const levels = levelsOpenTo(permissionsOf(sessionOf(request).operator.profile));
    const by = { now: new Date(), actor: actorOf(request), levels };
    return await answerWhileWorking(request, reply, (watch) =>
      importFile(database, sessionOf(request).institution, options.kind, source, {
        ...options,
        ...by,
        ...watch,
      }),
    );
  };

  server.post('/api/imports/:kind', {
    config,
    bodyLimit: GIBIBYTE,
    schema: {
      tags,
      summary: 'Import a CSV file (text/csv): all of it, or nothing where a row is wrong',
      description: progressNote,
      params: byKind,
      querystring: z.object({ dryRun: z.stringbool().default(false) }),
      consumes: ['text/csv'],
      response: { 200: result, ...problemResponse },
    },
    handler: (request, reply) =>
      bring(request, reply, { ...request.params, ...request.query }, bodyOf(request)),
  });

  server.post('/api/imports/:kind/mapped', {
    config,
    bodyLimit: GIBIBYTE,
    schema: {
      tags,
      summary: 'Import any CSV or XLSX file by a mapping (multipart: `mapping` as JSON, then `file`)',
      description: progressNote,
      params: byKind,
      querystring: z.object({ dryRun: z.stringbool().default(false) }),
      consumes: ['multipart/form-data'],
      response: { 200: result, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { mapping, file } = await partsOf(request);
      return await bring(request, reply, { ...request.params, ...request.query, mapping }, file);
    },
  });

  server.post('/api/imports/:kind/inspect', {
    config,
    bodyLimit: GIBIBYTE,
    schema: {
      tags,
      summary: 'Look at the head of a CSV or XLSX file: its columns, and what they seem to be',
      params: byKind,
      querystring: z.object({
        encoding: z.enum(encodings).optional(),
        delimiter: delimiter.optional(),
        sheet: z.coerce.number().int().min(0).max(999).optional(),
      }),
      consumes: ['text/csv', XLSX],
      response: {
        200: z.object({
          format: z.enum(['csv', 'xlsx']),
          encoding: z.enum(encodings).optional(),
          delimiter: delimiter.optional(),
          sheets: z.array(z.string()).optional(),
          columns: z.array(
            z.object({
              name: z.string(),
              samples: z.array(z.string()),
              guess: z.object({ to: z.string(), by: z.enum(['name', 'content']) }).optional(),
            }),
          ),
          ours: z.array(
            z.object({
              name: z.string(),
              required: z.boolean(),
              constant: z.boolean().describe('it may be the same in all rows'),
              form: z.enum(['date', 'date-time', 'amount', 'country', 'currency', 'email']).optional(),
              values: z.array(z.string()).optional().describe('the only ones'),
            }),
          ),
          rows: z.array(z.object({ line: z.int(), fields: z.array(z.string()) })),
          mapping: proposedMapping,
          values: z.record(z.string(), z.array(z.object({ there: z.string(), rows: z.int() }))),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      return (await inspectFile(request.params.kind, bodyOf(request), {
        reading: request.query,
        today: today(institution, new Date()),
      })) as never;
    },
  });

  server.post('/api/imports/:kind/preview', {
    config,
    schema: {
      tags,
      summary: 'The first rows of a file as a mapping makes them',
      params: byKind,
      body: z.object({
        mapping,
        header: z.array(z.string().max(1000)).max(1000),
        rows: z.array(row).max(50),
        values: z.record(z.string(), z.array(z.string())).default({}),
      }),
      response: {
        200: z.object({
          columns: z.array(z.string()),
          rows: z.array(z.object({ line: z.int(), values: z.array(z.string()), problems: z.array(fact) })),
          problems: z.array(fact),
          unread: z.record(z.string(), z.array(z.string())).describe('values that have no meaning yet'),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { mapping, ...head } = request.body;
      const { timeZone } = sessionOf(request).institution;
      return previewRows(request.params.kind, mapping, { ...head, timeZone }) as never;
    },
  });

  server.get('/api/import-profiles', {
    config,
    schema: {
      tags,
      summary: 'The mappings that the institution saved',
      response: { 200: z.object({ items: z.array(profile) }), ...problemResponse },
    },
    handler: async (request) => ({
      items: await selectImportProfiles(database, sessionOf(request).institution),
    }),
  });

  server.post('/api/import-profiles', {
    config,
    schema: {
      tags,
      summary: 'Save a mapping under a name; one of this name is replaced',
      body: z.object({ name: z.string().trim().min(1).max(100), kind, mapping }),
      response: { 200: profile, ...problemResponse },
    },
    handler: async (request) =>
      await saveImportProfile(database, sessionOf(request).institution, request.body, {
        now: new Date(),
        actor: actorOf(request),
      }),
  });

  server.delete('/api/import-profiles/:id', {
    config,
    schema: {
      tags,
      summary: 'Remove a saved mapping',
      params: z.object({ id: z.coerce.number().int() }),
      response: { 204: z.null(), ...problemResponse },
    },
    handler: async (request, reply) => {
      await deleteImportProfile(database, sessionOf(request).institution, request.params.id, {
        now: new Date(),
        actor: actorOf(request),
      });
      return reply.code(204).send(null);
    },
  });
}

/** The file that a request is. @throws DomainError `wrong-media-type` */
function bodyOf({ body }: FastifyRequest): Readable {
  if (!(body instanceof Readable))
    throw new DomainError('wrong-media-type', 'a CSV or XLSX file is expected');
  return limited(body);
}

/** The two parts of a mapped import. @throws DomainError `wrong-mapping` */
async function partsOf(
  request: FastifyRequest,
): Promise<{ mapping: z.infer<typeof mapping>; file: Readable }> {
  const wrong = (reason: string) => new DomainError('wrong-mapping', reason);
  let given: z.infer<typeof mapping> | undefined;
  // the loop is left at the file, which is read by the import; nothing may follow it
  const parts = request.parts({ limits: { fields: 1, files: 1, fieldSize: 256 * 1024, fileSize: GIBIBYTE } });
  for (;;) {
    const { value: part, done } = await parts.next().catch((error) => {
      throw 'statusCode' in error ? error : wrong('it is no multipart/form-data');
    });
    if (done) throw wrong('the file is missing');
    if (part.type === 'file') {
      if (given === undefined) throw wrong('the mapping comes before the file');
      return { mapping: given, file: limited(part.file) };
    }
    const parsed = mapping.safeParse(jsonOf(part.value));
    if (!parsed.success) throw wrong(z.prettifyError(parsed.error).split('\n', 1)[0] as string);
    given = parsed.data;
  }
}

function jsonOf(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

/**
 * A body that streams is limited by nobody else. Where the import stops reading (a header that is wrong), what is left
 * is passed over: destroying it would cut the connection before the answer.
 */
function limited(body: Readable): Readable {
  return Readable.from(
    (async function* () {
      let bytes = 0;
      try {
        for await (const chunk of body.iterator({ destroyOnReturn: false })) {
          bytes += (chunk as Buffer).length;
          if (bytes >= GIBIBYTE) throw new DomainError('body-too-large', 'a file is at most 1 GiB');
          yield chunk as Buffer;
        }
      } finally {
        body.resume();
      }
    })(),
    { objectMode: false },
  );
}

/**
 * Answers once the work is done, or while it goes on where the caller asks for lines. Nobody waiting any more stops it.
 */
async function answerWhileWorking(
  request: FastifyRequest,
  reply: FastifyReply,
  work: (watch: Pick<ImportOptions, 'cancel' | 'onRows'>) => Promise<ImportResult>,
): Promise<ImportResult> {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  if (!request.headers.accept?.includes('application/x-ndjson')) return await work({ cancel: gone.signal });
  const lines = new PassThrough();
  const say = (line: object) => lines.write(`${JSON.stringify(line)}\n`);
  let told = 0;
  const onRows = (rows: number) => {
    if (performance.now() - told < TOLD_EVERY) return;
    told = performance.now();
    say({ rows });
  };
  // a proxy that collects answers would keep the progress to itself
  reply.headers({ 'content-type': 'application/x-ndjson', 'x-accel-buffering': 'no' });
  work({ cancel: gone.signal, onRows })
    .then(
      (result) => say({ result }),
      (error) => say({ problem: asProblem(error, request) }),
    )
    .finally(() => lines.end());
  return reply.send(lines as never) as never;
}
