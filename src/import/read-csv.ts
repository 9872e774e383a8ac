import { type CsvError, type Parser, parse } from 'csv-parse';
import { FileProblem, type FileRecord } from './records.ts';
import type { Reason } from './sentences.ts';
import { Utf8Watch } from './utf8.ts';

/** What stands between two fields. */
export type Delimiter = ',' | ';' | '\t' | '|';

/** No record of these files is near it; without a limit a quote that is never closed would take in the file. */
const MAX_RECORD_BYTES = 1_000_000;

/**
 * Reads CSV (RFC 4180, UTF-8 with or without BOM, CRLF or LF) and gives its records in small arrays, the header
 * first. Lines without anything are passed over.
 * @param delimiters the delimiter, or those among which the header line tells it
 * @param onBytes told how many bytes were read so far
 * @throws FileProblem where the file is no such CSV
 */
export async function* readCsv(
  source: AsyncIterable<Buffer | string>,
  onBytes: (bytes: number) => void = () => {},
  delimiters: readonly Delimiter[] = [',', ';'],
): AsyncGenerator<FileRecord[]> {
  const watch = new Utf8Watch();
  let head: Buffer | undefined = Buffer.alloc(0);
  let parsing: Parsing | undefined;
  let bytes = 0;
  const watched = (data: Buffer, last: boolean) => {
    const problem = watch.problem(data, last);
    if (problem !== undefined) throw new FileProblem(problem.line, { code: problem.code });
  };
  for await (const chunk of source) {
    let data: Buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    bytes += data.length;
    watched(data, false);
    if (head !== undefined) {
      // The header line tells the delimiter.
      head = Buffer.concat([head, data]);
      if (!head.includes('\n') && head.length < MAX_RECORD_BYTES) continue;
      parsing = new Parsing(fittingDelimiter(head, delimiters));
      data = head;
      head = undefined;
    }
    yield await (parsing as Parsing).take(data);
    onBytes(bytes);
  }
  watched(Buffer.alloc(0), true);
  if (head !== undefined) {
    parsing = new Parsing(fittingDelimiter(head, delimiters));
    yield await parsing.take(head);
  }
  yield await (parsing as Parsing).end();
  onBytes(bytes);
}

/** csv-parse at work: it hands each record over at once, so nothing piles up in its stream. */
class Parsing {
  readonly #parser: Parser;
  #records: FileRecord[] = [];
  #nextLine = 1;

  constructor(delimiter: Delimiter) {
    this.#parser = parse({
      bom: true,
      delimiter,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true, // a wrong number of fields is reported with the other errors of the file
      max_record_size: MAX_RECORD_BYTES,
      on_record: (fields: string[]) => this.#add(fields),
    });
    this.#parser.on('error', () => {}); // each write and the end are told of it as well
  }

  /** @returns the records that end in these bytes */
  async take(bytes: Buffer): Promise<FileRecord[]> {
    await new Promise<void>((resolve, reject) => {
      this.#parser.write(bytes, (error) => (error ? reject(this.#explain(error)) : resolve()));
    });
    return this.#given();
  }

  async end(): Promise<FileRecord[]> {
    await new Promise<void>((resolve, reject) => {
      this.#parser.once('error', (error) => reject(this.#explain(error)));
      this.#parser.end(resolve);
    });
    return this.#given();
  }

  #add(fields: string[]): null {
    if (fields.length > MOST_COLUMNS) throw Object.assign(new Error(), { code: 'CSV_MAX_RECORD_SIZE' });
    if (fields.length > 1 || fields[0] !== '') this.#records.push({ line: this.#nextLine, fields });
    this.#nextLine += 1;
    // csv-parse counts a CRLF between quotes as two lines, so the lines are counted here.
    for (const field of fields) if (field.includes('\n')) this.#nextLine += field.split('\n').length - 1;
    return null;
  }

  #given(): FileRecord[] {
    const given = this.#records;
    this.#records = [];
    return given;
  }

  #explain(error: Error): Error {
    return new FileProblem(this.#nextLine, reasons[(error as CsvError).code] ?? { code: 'not-csv' });
  }
}

const reasons: Record<string, Reason> = {
  CSV_QUOTE_NOT_CLOSED: { code: 'quote-not-closed' },
  CSV_INVALID_CLOSING_QUOTE: { code: 'quote-not-doubled' },
  INVALID_OPENING_QUOTE: { code: 'quote-inside' },
  CSV_MAX_RECORD_SIZE: { code: 'record-too-long', about: { most: MAX_RECORD_BYTES } },
};

/** Many more than any file has; each of them takes memory of its own. */
const MOST_COLUMNS = 1000;

/** @throws FileProblem where it cuts the header line into too many fields, before anything is cut */
function fittingDelimiter(head: Buffer, delimiters: readonly Delimiter[]): Delimiter {
  const delimiter = delimiterOf(head, delimiters);
  const fields = (head.toString('utf8').split('\n', 1)[0] as string).split(delimiter).length;
  // in quotes a delimiter is none: what is cut in the end is counted again
  if (fields > 2 * MOST_COLUMNS) throw new FileProblem(1, reasons.CSV_MAX_RECORD_SIZE as Reason);
  return delimiter;
}

/** The delimiter that cuts the header line into most fields; of equals the first. */
export function delimiterOf(head: Buffer, delimiters: readonly Delimiter[]): Delimiter {
  const header = head.toString('utf8').split('\n', 1)[0] as string;
  const fields = delimiters.map((one) => header.split(one).length);
  return delimiters[fields.indexOf(Math.max(...fields))] as Delimiter;
}
