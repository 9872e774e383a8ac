import type { Columns } from '../columns.ts';
import type { Problems } from '../problems.ts';
import type { FileRecord } from '../records.ts';
import { type Mapping, uniqueNames } from './mapping.ts';
import { reader } from './values.ts';

/** Makes records of our seven files from those of any other. */
export interface Translator {
  /** Our columns, as a header of ours would name them. */
  header: string[];
  translate(fields: readonly string[]): string[];
}

/**
 * @param header of the file
 * @returns undefined where the file lacks a column of the mapping (which is reported)
 */
export function translator(
  { columns, constants = {} }: Mapping,
  header: FileRecord,
  ours: Columns,
  problems: Problems,
): Translator | undefined {
  const names = uniqueNames(header.fields);
  const missing = columns.filter(({ from }) => !names.includes(from));
  for (const { from } of missing) problems.add(header.line, undefined, { code: 'column-not-in-file' }, from);
  if (missing.length > 0) return undefined;
  const made = [...new Set([...columns.map(({ to }) => to), ...Object.keys(constants)])];
  const sources = made.map((to) =>
    columns
      .filter((column) => column.to === to)
      .map((column) => {
        const field = ours[to]?.field;
        if (field === undefined) throw new TypeError(`${to} was not checked`);
        return { at: names.indexOf(column.from), read: reader(field, column) };
      }),
  );
  return {
    header: made,
    translate: (fields) =>
      made.map((to, position) => {
        const from = sources[position] ?? [];
        if (from.length === 0) return constants[to] ?? '';
        const values = from.map(({ at, read }) => {
          const text = (fields[at] ?? '').trim();
          return text === '' ? '' : read(text);
        });
        return values.filter((value) => value !== '').join(' ');
      }),
  };
}

/**
 * Records of a file of ours, made from those of another as they go by. Rows with nothing in them are passed over, as
 * spreadsheets leave them behind.
 */
export async function* translated(
  file: AsyncIterable<FileRecord[]>,
  mapping: Mapping,
  ours: Columns,
  problems: Problems,
): AsyncGenerator<FileRecord[]> {
  let made: Translator | undefined;
  let width = 0;
  for await (const records of file) {
    const ready: FileRecord[] = [];
    for (const record of records) {
      if (made === undefined) {
        made = translator(mapping, record, ours, problems);
        if (made === undefined) return;
        width = record.fields.length;
        ready.push({ line: record.line, fields: made.header });
      } else if (record.fields.length < width || record.fields.slice(width).some((field) => field !== '')) {
        problems.add(record.line, undefined, {
          code: 'field-count',
          about: { fields: record.fields.length, header: width },
        });
      } else if (record.fields.some((field) => field.trim() !== '')) {
        ready.push({ line: record.line, fields: made.translate(record.fields) });
      }
    }
    yield ready;
  }
}
