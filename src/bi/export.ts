import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { csvLine, parquetValue, sheetRow } from './cells.ts';
import { type BiColumn, columnOf } from './columns.ts';
import type { DomainQuery } from './domains.ts';
import { type Columnar, parquetFile } from './parquet.ts';
import { portions, refuseTooMany } from './portions.ts';
import { selectBiSettings } from './settings.ts';
import { MOST_IN_A_SHEET, workbook } from './workbook.ts';

export const exportFormats = ['csv', 'xlsx', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * A domain as a file that is made while it is read; memory does not grow with it. The audit says who asked for what before
 * the first row is given, and at the end (however it comes) how many were.
 * @param names which columns
 * @throws DomainError `not-in-domain`, `wrong-filter`, `too-many-rows`
 */
export async function exportDomain(
  database: Database,
  institution: Institution,
  query: DomainQuery,
  names: string[],
  format: ExportFormat,
  { actor, clock }: { actor: string; clock: () => Date },
): Promise<Readable> {
  const columns = [...new Set(names)].map((name) => columnOf(query.domain, name));
  if (columns.length === 0) throw new DomainError('not-in-domain', 'an export has at least one column');
  const { exportRows } = await selectBiSettings(database, institution);
  const most = format === 'xlsx' ? Math.min(exportRows, MOST_IN_A_SHEET) : exportRows;
  await refuseTooMany(database, institution, query, most);

  const asked = {
    domain: query.domain,
    format,
    columns: columns.map(({ name }) => name).join(','),
    one: query.number !== undefined,
    // by what, never for what: a value may name somebody
    filters: (query.filters ?? []).map(({ column, is }) => `${column} ${is}`).join(','),
  };
  const write = (action: string, details: Record<string, string | number | boolean>) =>
    inInstitution(database, institution.id, (tenant) =>
      audit(tenant, institution.id, clock(), { actor, action, details }),
    );
  await write('bi.export', asked);

  async function* counted<T extends { rows: number }>(all: AsyncGenerator<T>): AsyncGenerator<T> {
    let rows = 0;
    let complete = false;
    try {
      for await (const portion of all) {
        rows += portion.rows;
        yield portion;
      }
      complete = true;
    } finally {
      await write('bi.exported', { ...asked, rows, complete });
    }
  }
  return fileOf(database, institution, query, columns, format, counted);
}

type Counted = <T extends { rows: number }>(all: AsyncGenerator<T>) => AsyncGenerator<T>;

function fileOf(
  database: Database,
  institution: Institution,
  query: DomainQuery,
  columns: BiColumn[],
  format: ExportFormat,
  counted: Counted,
): Readable {
  const names = columns.map(({ name }) => name);
  if (format === 'parquet') {
    const values = columns.map((column) => sql`${parquetValue(column)} as ${sql.id(column.name)}`);
    const lists = names.map((name) => sql`coalesce(json_agg(x.${sql.id(name)}), '[]') as ${sql.id(name)}`);
    const read = portions<{ rows: number; columns: Columnar }>(
      database,
      institution,
      query,
      async (tenant, from) => {
        const { rows: found } = await sql<Columnar>`
        select ${sql.join(lists)} from (select ${sql.join(values)} ${from}) x`.execute(tenant);
        const columns = found[0] as Columnar;
        return { rows: columns[names[0] as string]?.length ?? 0, columns };
      },
    );
    return Readable.from(parquetFile(columns, counted(read)), { objectMode: false });
  }
  const line = format === 'csv' ? csvLine(columns) : sheetRow(columns, institution);
  const read = portions<{ rows: number; text: string }>(
    database,
    institution,
    query,
    async (tenant, from) => {
      const { rows } = await sql<{ rows: number; text: string }>`
      select count(*)::integer as rows, coalesce(string_agg(line, ''), '') as text
        from (select ${line} as line ${from}) x`.execute(tenant);
      return rows[0] as { rows: number; text: string };
    },
  );
  if (format === 'xlsx') return workbook(query.domain, columns, counted(read));
  return Readable.from(csvFile(names, counted(read)), { objectMode: false });
}

async function* csvFile(names: string[], all: AsyncGenerator<{ text: string }>): AsyncGenerator<string> {
  yield `\ufeff${names.join(',')}\n`; // or Excel takes accents for something else
  for await (const { text } of all) yield text;
}
