import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { DomainError } from '../errors.ts';

/** A record and the line of the file (from 1) where it starts. */
export interface TableRecord {
  line: number;
  fields: string[];
}

/** What is worked on is held in memory, and shown before it is done: no more than this. */
export const MOST_BYTES = 20 * 1024 ** 2;
const MOST_RECORDS = 100_000;

/**
 * Reads a small CSV (RFC 4180, UTF-8 with or without BOM; comma, semicolon or tab), its header as the first record.
 * @throws DomainError `table-too-large`, `not-utf8`, `not-csv` (details: the line), `empty-table`
 */
export function readTable(bytes: Buffer): TableRecord[] {
  if (bytes.length > MOST_BYTES) throw tooLarge();
  if (!isUtf8(bytes) || bytes.includes(0))
    throw new DomainError('not-utf8', 'the file is not UTF-8 (save it as UTF-8)');
  const records = parsed(bytes).map(({ record, info }) => ({
    // a field over several lines ends further down
    line: info.lines - record.reduce((sum, field) => sum + field.split('\n').length - 1, 0),
    fields: record,
  }));
  if (records.length === 0) throw new DomainError('empty-table', 'the file is empty');
  if (records.length > MOST_RECORDS + 1) throw tooLarge();
  return records;
}

/** Collects what streams in. @throws DomainError `table-too-large` */
export async function collect(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = () =>
  new DomainError('table-too-large', `the file has more than ${MOST_RECORDS} rows or ${MOST_BYTES} bytes`);

interface Parsed {
  record: string[];
  info: { lines: number };
}

function parsed(bytes: Buffer): Parsed[] {
  try {
    return parse(bytes, {
      bom: true,
      delimiter: delimiterOf(bytes),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DomainError('not-csv', 'a quote is not closed or stands where it may not', [
      `line ${String(error.lines ?? '?')}`,
    ]);
  }
}

/** The header, or the first line, tells. */
function delimiterOf(bytes: Buffer): string {
  const first = bytes.toString('utf8', 0, 100_000).split('\n', 1)[0] as string;
  const count = (delimiter: string) => first.split(delimiter).length;
  return [';', '\t'].find((one) => count(one) > count(',')) ?? ',';
}
