import { refreshStatisticsWithin } from '../database/database.ts';
import { type Columns, type Row, readHeader, readRow } from './columns.ts';
import type { ImportContext, Importer, ImportKind } from './kind.ts';
import { FileProblem, type FileRecord } from './records.ts';

/** Rows that go to the database together; more of them win nothing measurable and take memory. */
const CHUNK_ROWS = 2500;
/** Where the rows are long: the characters of a chunk. */
const CHUNK_CHARACTERS = 1_000_000;

interface Counts {
  rows: number;
  inserted: number;
  updated: number;
}

export interface Watch {
  /** Told how many rows were worked on. */
  onRows?: ((rows: number) => void) | undefined;
  /** Ends the reading between two chunks. */
  signal?: AbortSignal | undefined;
}

/**
 * Reads a file from its header to its end, chunk by chunk. What is wrong with it goes to `context.problems`.
 * @throws the signal's reason
 */
export async function readFile(
  kind: ImportKind<Columns>,
  context: Omit<ImportContext, 'present'>,
  file: AsyncIterable<FileRecord[]>,
  watch: Watch = {},
): Promise<Counts> {
  const { problems } = context;
  let reading: Reading | undefined;
  try {
    for await (const records of file) {
      watch.signal?.throwIfAborted();
      let first = 0;
      if (reading === undefined) {
        const [header] = records;
        if (header === undefined) continue;
        const names = readHeader(header, kind.columns, problems);
        if (names === undefined) break; // nothing that follows can be read without its columns
        reading = await Reading.begin(kind, { ...context, present: new Set(names) }, names, watch);
        first = 1;
      }
      for (let at = first; at < records.length; at += 1) await reading.take(records[at] as FileRecord);
    }
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    problems.add(error.line, undefined, error.reason);
  }
  if (reading === undefined) {
    if (!problems.any) problems.add(1, undefined, { code: 'empty-file' });
    return { rows: 0, inserted: 0, updated: 0 };
  }
  return await reading.end();
}

class Reading {
  readonly #kind: ImportKind<Columns>;
  readonly #context: ImportContext;
  readonly #header: string[];
  readonly #importer: Importer<Columns>;
  readonly #watch: Watch;
  readonly #counts: Counts = { rows: 0, inserted: 0, updated: 0 };
  #rows: Row<Columns>[] = [];
  #characters = 0;
  #chunks = 0;

  private constructor(
    kind: ImportKind<Columns>,
    context: ImportContext,
    header: string[],
    importer: Importer<Columns>,
    watch: Watch,
  ) {
    this.#kind = kind;
    this.#context = context;
    this.#header = header;
    this.#importer = importer;
    this.#watch = watch;
  }

  static async begin(
    kind: ImportKind<Columns>,
    context: ImportContext,
    header: string[],
    watch: Watch,
  ): Promise<Reading> {
    return new Reading(kind, context, header, await kind.begin(context), watch);
  }

  async take(record: FileRecord): Promise<void> {
    this.#counts.rows += 1;
    const row = readRow(record, {
      columns: this.#kind.columns,
      header: this.#header,
      timeZone: this.#context.institution.timeZone,
      problems: this.#context.problems,
    });
    if (row === undefined) return;
    this.#importer.checkRow?.(row);
    this.#rows.push(row);
    for (const field of record.fields) this.#characters += field.length;
    if (this.#rows.length >= CHUNK_ROWS || this.#characters >= CHUNK_CHARACTERS) await this.#flush();
  }

  /** Checks against the database even after an error, so that one report names them all; then writes nothing. */
  async #flush(): Promise<void> {
    this.#watch.signal?.throwIfAborted();
    const rows = this.#rows;
    this.#rows = [];
    this.#characters = 0;
    const write = await this.#importer.chunk(rows);
    this.#watch.onRows?.(this.#counts.rows);
    if (this.#context.problems.any) return;
    this.#count(await write());
    this.#chunks += 1;
    if (isPowerOfFour(this.#chunks)) await refreshStatisticsWithin(this.#context.tenant, this.#kind.tables);
  }

  async end(): Promise<Counts> {
    if (this.#rows.length > 0) await this.#flush();
    if (this.#importer.finish !== undefined) this.#count(await this.#importer.finish());
    return this.#counts;
  }

  #count({ inserted, updated }: { inserted: number; updated: number }): void {
    this.#counts.inserted += inserted;
    this.#counts.updated += updated;
  }
}

/** After 4, 16, 64 … chunks: seldom enough to cost nothing, and often enough for what grows in between. */
function isPowerOfFour(chunks: number): boolean {
  return chunks > 1 && Number.isInteger(Math.log2(chunks) / 2);
}
