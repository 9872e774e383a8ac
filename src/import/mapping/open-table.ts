import { type Delimiter, delimiterOf, readCsv } from '../read-csv.ts';
import { FileProblem, type FileRecord } from '../records.ts';
import { asUtf8, type Encoding } from './encoding.ts';
import type { Reading } from './mapping.ts';
import { readSheet, sheetsOf } from './read-xlsx.ts';
import { Workbook } from './workbook.ts';

export const delimiters: readonly Delimiter[] = [';', ',', '\t', '|'];

/** A file of any sort, being read; `records` is to be read to its end, or returned from. */
export interface Table {
  format: 'csv' | 'xlsx';
  /** Known once the first records were read. */
  encoding?: Encoding;
  delimiter?: Delimiter;
  sheets?: string[];
  records: AsyncGenerator<FileRecord[]>;
}

const ZIP = Buffer.from('PK\x03\x04', 'latin1');
/** Old Excel, and a workbook under a password, are both Microsoft's compound files. */
const COMPOUND = Buffer.from('\xd0\xcf\x11\xe0', 'latin1');

/**
 * Opens CSV in any encoding that venues use, or an XLSX workbook, whatever the file is called.
 * @throws FileProblem where it is neither
 */
export async function openTable(
  source: AsyncIterable<Buffer | string>,
  reading: Reading = {},
  onBytes: (bytes: number) => void = () => {},
): Promise<Table> {
  const { first, all } = await peek(source);
  if (first.subarray(0, 4).equals(COMPOUND)) throw new FileProblem(1, { code: 'old-workbook' });
  return first.subarray(0, 4).equals(ZIP)
    ? await openWorkbook(counted(all, onBytes), reading)
    : openText(all, reading, onBytes);
}

function openText(bytes: AsyncIterable<Buffer>, reading: Reading, onBytes: (bytes: number) => void): Table {
  const table: Table = { format: 'csv', records: nothing() };
  const text = asUtf8(counted(bytes, onBytes), reading.encoding, (encoding) => {
    table.encoding = encoding;
  });
  const told = noticing(text, (head) => {
    table.delimiter = reading.delimiter ?? delimiterOf(head, delimiters);
  });
  table.records = readCsv(told, () => {}, reading.delimiter === undefined ? delimiters : [reading.delimiter]);
  if (reading.encoding !== undefined) table.encoding = reading.encoding;
  return table;
}

async function openWorkbook(bytes: AsyncIterable<Buffer>, { sheet = 0 }: Reading): Promise<Table> {
  const workbook = await Workbook.open(bytes);
  try {
    const sheets = await sheetsOf(workbook);
    const chosen = sheets[sheet];
    if (chosen === undefined) {
      throw new FileProblem(1, { code: 'no-such-sheet', about: { sheet: sheet + 1 } });
    }
    return {
      format: 'xlsx',
      sheets: sheets.map(({ name }) => name),
      records: closing(readSheet(workbook, chosen.part), workbook),
    };
  } catch (error) {
    await workbook.close();
    throw error;
  }
}

async function* closing(
  records: AsyncGenerator<FileRecord[]>,
  workbook: Workbook,
): AsyncGenerator<FileRecord[]> {
  try {
    yield* records;
  } finally {
    await workbook.close();
  }
}

/** The first bytes, enough to know the format, and all of them. */
async function peek(
  source: AsyncIterable<Buffer | string>,
): Promise<{ first: Buffer; all: AsyncGenerator<Buffer> }> {
  const iterator = source[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  let done = false;
  while (first.length < 8 && !done) {
    const next = await iterator.next();
    if (next.done) done = true;
    else first = Buffer.concat([first, Buffer.from(next.value as Buffer)]);
  }
  const all = (async function* () {
    try {
      if (first.length > 0) yield first;
      while (!done) {
        const next = await iterator.next();
        if (next.done) return;
        yield Buffer.from(next.value as Buffer);
      }
    } finally {
      await iterator.return?.();
    }
  })();
  return { first, all };
}

async function* counted(
  source: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    onBytes(bytes);
    yield chunk;
  }
}

/** Shows the first line to somebody as it goes by. */
async function* noticing(
  source: AsyncIterable<Buffer>,
  look: (head: Buffer) => void,
): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of source) {
    if (head !== undefined) {
      head = Buffer.concat([head, chunk]);
      if (chunk.includes('\n')) {
        look(head);
        head = undefined;
      }
    }
    yield chunk;
  }
  if (head !== undefined) look(head);
}

async function* nothing(): AsyncGenerator<FileRecord[]> {}
