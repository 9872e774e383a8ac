import { type CsvError, type Parser, parse } from 'csv-parse';
import { Utf8Watch } from './utf8.ts';

/** A record of the file and the line (from 1) where it starts. */
export interface CsvRecord {
  line: number;
  fields: string[];
}

/** The file cannot be read further than `line`. */
export class CsvProblem extends Error {
  readonly line: number;

  constructor(line: number, reason: string) {
    super(reason);
    this.name = 'CsvProblem';
    this.line = line;
  }
}

/** No record of these files is near it; without a limit a quote that is never closed would take in the file. */
const MAX_RECORD_BYTES = 1_000_000;

/**
 * Reads CSV (RFC 4180, UTF-8 with or without BOM, comma or semicolon, CRLF or LF) and gives its records in
 * small arrays, the header first. Lines without anything are passed over.
 * @param onBytes told how many bytes were read so far
 * @throws CsvProblem where the file is no such CSV
 */
export async function* readCsv(
  source: AsyncIterable<Buffer | string>,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<CsvRecord[]> {
  const watch = new Utf8Watch();
  let head: Buffer | undefined = Buffer.alloc(0);
  let parsing: Parsing | undefined;
  let bytes = 0;
  for await (const chunk of source) {
    let data: Buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    bytes += data.length;
    const problem = watch.problem(data, false);
    if (problem !== undefined) throw new CsvProblem(problem.line, problem.reason);
    if (head !== undefined) {
      // The header line tells the delimiter.
      head = Buffer.concat([head, data]);
      if (!head.includes('\n') && head.length < MAX_RECORD_BYTES) continue;
      parsing = new Parsing(delimiterOf(head));
      data = head;
      head = undefined;
    }
    yield await (parsing as Parsing).take(data);
    onBytes(bytes);
  }
  const problem = watch.problem(Buffer.alloc(0), true);
  if (problem !== undefined) throw new CsvProblem(problem.line, problem.reason);
  if (head !== undefined) {
    parsing = new Parsing(delimiterOf(head));
    yield await parsing.take(head);
  }
  yield await (parsing as Parsing).end();
  onBytes(bytes);
}

/** csv-parse at work: it hands each record over at once, so nothing piles up in its stream. */
class Parsing {
  readonly #parser: Parser;
  #records: CsvRecord[] = [];
  #nextLine = 1;

  constructor(delimiter: ',' | ';') {
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
  async take(bytes: Buffer): Promise<CsvRecord[]> {
    await new Promise<void>((resolve, reject) => {
      this.#parser.write(bytes, (error) => (error ? reject(this.#explain(error)) : resolve()));
    });
    return this.#given();
  }

  async end(): Promise<CsvRecord[]> {
    await new Promise<void>((resolve, reject) => {
      this.#parser.once('error', (error) => reject(this.#explain(error)));
      this.#parser.end(resolve);
    });
    return this.#given();
  }

  #add(fields: string[]): null {
    if (fields.length > 1 || fields[0] !== '') this.#records.push({ line: this.#nextLine, fields });
    this.#nextLine += 1;
    // csv-parse counts a CRLF between quotes as two lines, so the lines are counted here.
    for (const field of fields) if (field.includes('\n')) this.#nextLine += field.split('\n').length - 1;
    return null;
  }

  #given(): CsvRecord[] {
    const given = this.#records;
    this.#records = [];
    return given;
  }

  #explain(error: Error): Error {
    return new CsvProblem(this.#nextLine, reasons[(error as CsvError).code] ?? 'the line is not CSV');
  }
}

const reasons: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quote inside a quoted field is not doubled',
  INVALID_OPENING_QUOTE: 'a quote stands inside a field that is not quoted',
  CSV_MAX_RECORD_SIZE: `the record is longer than ${MAX_RECORD_BYTES} bytes (is a quote never closed?)`,
};

function delimiterOf(head: Buffer): ',' | ';' {
  const header = head.toString('utf8').split('\n', 1)[0] as string;
  return header.split(';').length > header.split(',').length ? ';' : ',';
}
