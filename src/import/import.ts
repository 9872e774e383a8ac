import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, refreshStatistics } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { readFile } from './file.ts';
import type { ImportContext } from './kind.ts';
import { type Kind, kindOf } from './kinds.ts';
import { checkMapping, type Mapping } from './mapping/mapping.ts';
import { openTable } from './mapping/open-table.ts';
import { translated } from './mapping/translate.ts';
import { Problems } from './problems.ts';
import { readCsv } from './read-csv.ts';
import type { FileRecord } from './records.ts';
import { Refused } from './refused.ts';

export { importKinds, type Kind } from './kinds.ts';
export { encodings } from './mapping/encoding.ts';
export { type Inspection, inspectFile, previewRows } from './mapping/inspect.ts';
export { dayOrders, type Mapping } from './mapping/mapping.ts';
export {
  deleteImportProfile,
  saveImportProfile,
  selectImportProfiles,
} from './mapping/profiles.ts';

export interface ImportOptions {
  now: Date;
  /** Checks everything and writes nothing. */
  dryRun?: boolean;
  /** For the audit, as `AuditEntry.actor`. */
  actor?: string;
  /** The levels of confidentiality of the files that may be changed, as `levelsOpenTo` gives them; default: all. */
  levels?: readonly string[] | undefined;
  /** How a file that is none of ours becomes one: any CSV or XLSX. Without it the file is one of ours. */
  mapping?: Mapping | undefined;
  /** Told how many bytes of the file were read. */
  onProgress?: (bytes: number) => void;
  /** Told how many rows were worked on. */
  onRows?: (rows: number) => void;
  /** Stops it: nothing of the file is imported then. */
  cancel?: AbortSignal | undefined;
}

export interface ImportResult {
  rows: number;
  inserted: number;
  updated: number;
  /** Rows that were there already, and rows that a later one with the same key overwrote. */
  unchanged: number;
  /** Rows that name an erased contact, and the lines of the first ten. */
  refused: { count: number; lines: number[] };
}

/** Carries the result of a dry run out of the transaction, which is rolled back. */
class DryRun extends Error {
  readonly result: ImportResult;

  constructor(result: ImportResult) {
    super('dry run');
    this.result = result;
  }
}

/**
 * Imports one file in one transaction: all of it, or nothing. Memory does not grow with the file.
 * @param source a path, or the bytes themselves
 * @throws DomainError `import-refused`, with the first hundred errors by line and column as details and facts;
 *   `unreadable-file`; `wrong-mapping`; `import-cancelled`
 */
export async function importFile(
  database: Database,
  institution: Institution,
  kind: Kind,
  source: string | Readable,
  options: ImportOptions,
): Promise<ImportResult> {
  const name = typeof source === 'string' ? basename(source) : kind;
  if (options.mapping !== undefined) checkMapping(kind, options.mapping);
  const bytes = typeof source === 'string' ? await openFile(source) : source;
  try {
    const result = await inInstitution(database, institution.id, async (tenant) => {
      // One import of an institution at a time: a second one waits, instead of meeting the first at each key.
      await sql`select pg_advisory_xact_lock(hashtext(${`rappel.import.${institution.id}`}))`.execute(tenant);
      const key = await sql<{ key: Buffer }>`
        select erased_number_key as key from institutions where id = ${institution.id}`.execute(tenant);
      const problems = new Problems();
      const refused = new Refused();
      const context: Omit<ImportContext, 'present'> = {
        tenant,
        institution,
        now: options.now,
        today: today(institution, options.now),
        levels: options.levels,
        problems,
        refused,
        erasedNumberKey: key.rows[0]?.key as Buffer,
      };
      const records = options.mapping
        ? mapped(kind, bytes, options.mapping, problems, options.onProgress)
        : readCsv(bytes, options.onProgress);
      const watch = { onRows: options.onRows, signal: options.cancel };
      const counts = await readFile(kindOf(kind), context, records, watch);
      options.cancel?.throwIfAborted();
      if (problems.any) throw problems.error(name);
      const result: ImportResult = {
        ...counts,
        unchanged: counts.rows - counts.inserted - counts.updated - refused.count,
        refused: { count: refused.count, lines: refused.lines },
      };
      if (options.dryRun) throw new DryRun(result);
      if (result.inserted + result.updated > 0) {
        await audit(tenant, institution.id, options.now, {
          actor: options.actor ?? 'command-line',
          action: `import.${kind}`,
          details: { ...counts, refused: refused.count },
        });
      }
      return result;
    });
    if (result.inserted + result.updated > 0) await refreshStatistics(database);
    return result;
  } catch (error) {
    if (error instanceof DryRun) return error.result;
    if (options.cancel?.aborted) {
      throw new DomainError('import-cancelled', 'the import was stopped; nothing was imported');
    }
    throw error;
  } finally {
    bytes.destroy();
  }
}

/** The records of one of our files, made from any other. */
async function* mapped(
  kind: Kind,
  bytes: Readable,
  mapping: Mapping,
  problems: Problems,
  onBytes: ImportOptions['onProgress'],
): AsyncGenerator<FileRecord[]> {
  const { records } = await openTable(bytes, mapping.reading, onBytes);
  yield* translated(records, mapping, kindOf(kind).columns, problems);
}

async function openFile(path: string): Promise<Readable> {
  try {
    const file = await open(path);
    if ((await file.stat()).isDirectory()) {
      await file.close();
      throw Object.assign(new Error(), { code: 'EISDIR' });
    }
    return createReadStream(path, { fd: file, highWaterMark: 256 * 1024 });
  } catch (error) {
    const reason = {
      ENOENT: 'there is no such file',
      EACCES: 'it may not be read',
      EISDIR: 'it is a folder',
    }[(error as NodeJS.ErrnoException).code as string];
    throw new DomainError('unreadable-file', `cannot read ${path}: ${reason ?? (error as Error).message}`);
  }
}
