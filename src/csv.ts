import { pipeline, Readable } from 'node:stream';
import { type Options, stringify } from 'csv-stringify';

/**
 * Rows as CSV with a header line, as they come; what a spreadsheet would take for a formula stays text. Where the rows fail, so
 * does what is given back, and whoever reads it is told.
 */
export function csvOf(rows: Iterable<object> | AsyncIterable<object>, options: Options): Readable {
  // `pipe` would hand no error on: one of the database in the middle of an export ended the process.
  return pipeline(
    Readable.from(rows),
    stringify({ header: true, escape_formulas: true, ...options }),
    () => {},
  );
}
