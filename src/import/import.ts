import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, refreshStatistics } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { authorisations } from './authorisations.ts';
import { balances } from './balances.ts';
import { clicks } from './clicks.ts';
import type { Columns } from './columns.ts';
import { contacts } from './contacts.ts';
import { criteria } from './criteria.ts';
import { readFile } from './file.ts';
import type { ImportContext, ImportKind } from './kind.ts';
import { orders } from './orders.ts';
import { Problems } from './problems.ts';
import { Refused } from './refused.ts';
import { waitingList } from './waiting-list.ts';

const kinds = {
  contacts,
  orders,
  'waiting-list': waitingList,
  balances,
  authorisations,
  criteria,
  clicks,
} as const;

export type Kind = keyof typeof kinds;

/** The kinds of files, in the order in which a base is brought in. */
export const importKinds = Object.keys(kinds) as Kind[];

export interface ImportOptions {
  now: Date;
  /** Checks everything and writes nothing. */
  dryRun?: boolean;
  /** For the audit, as `AuditEntry.actor`. */
  actor?: string;
  /** Told how many bytes of the file were read. */
  onProgress?: (bytes: number) => void;
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
 * @throws DomainError `import-refused`, with the first hundred errors by line and column as details;
 *   `unreadable-file`
 */
export async function importFile(
  database: Database,
  institution: Institution,
  kind: Kind,
  source: string | Readable,
  options: ImportOptions,
): Promise<ImportResult> {
  const name = typeof source === 'string' ? basename(source) : kind;
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
        today: today(institution, options.now),
        problems,
        refused,
        erasedNumberKey: key.rows[0]?.key as Buffer,
      };
      const counts = await readFile(
        kinds[kind] as unknown as ImportKind<Columns>,
        context,
        bytes,
        options.onProgress,
      );
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
    throw error;
  } finally {
    bytes.destroy();
  }
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
