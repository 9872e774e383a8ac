import { DomainError, type Fact } from '../../errors.ts';
import { type Columns, readRow } from '../columns.ts';
import type { Field } from '../fields.ts';
import { type Kind, kindOf } from '../kinds.ts';
import { Problems } from '../problems.ts';
import { FileProblem, type FileRecord } from '../records.ts';
import { guess, guessedColumn } from './guess.ts';
import { checkMapping, fold, type Mapping, type Reading, tellsRowsApart, uniqueNames } from './mapping.ts';
import { openTable } from './open-table.ts';
import { translator } from './translate.ts';
import { reader } from './values.ts';

/** What is looked at to guess, and what is shown. */
const LOOKED_AT = 500;
const SHOWN_ROWS = 10;
const SAMPLES = 3;
/** More different values are no list that somebody would go through. */
const MOST_VALUES = 30;

export interface InspectedColumn {
  name: string;
  /** A few values that stand there. */
  samples: string[];
  /** Our column, and what told it. */
  guess?: { to: string; by: 'name' | 'content' };
}

export interface OurColumn {
  name: string;
  required: boolean;
  /** It may be the same in all rows. */
  constant: boolean;
  form?: Field['form'];
  values?: readonly string[];
}

/** The head of somebody's file, and how it might become one of ours. */
export interface Inspection {
  format: 'csv' | 'xlsx';
  encoding?: string;
  delimiter?: string;
  sheets?: string[];
  columns: InspectedColumn[];
  /** Our columns, among which one is chosen for each of the file's. */
  ours: OurColumn[];
  /** The first rows as they stand, each with its line. */
  rows: { line: number; fields: string[] }[];
  /** The mapping that the guesses make. */
  mapping: Mapping;
  /** By name of a column of the file: the values there, for the columns where we have a fixed list. */
  values: Record<string, { there: string; rows: number }[]>;
}

/**
 * Looks at the head of a file; nothing is kept of it.
 * @param source may end early: what is cut off at its end is passed over
 * @throws DomainError `unreadable-file`
 */
export async function inspectFile(
  kind: Kind,
  source: AsyncIterable<Buffer | string>,
  { reading = {}, today }: { reading?: Reading; today: string },
): Promise<Inspection> {
  const records: FileRecord[] = [];
  try {
    const table = await openTable(source, reading);
    try {
      for await (const some of table.records) {
        records.push(...some);
        if (records.length > LOOKED_AT) break;
      }
    } catch (error) {
      // the head of a large file may end within a record
      if (!(error instanceof FileProblem) || records.length < 2) throw error;
    }
    return { ...described(table), ...look(kind, records, reading, today) };
  } catch (error) {
    if (error instanceof FileProblem) throw unreadable(error);
    throw error;
  }
}

function described({ format, encoding, delimiter, sheets }: Awaited<ReturnType<typeof openTable>>) {
  return {
    format,
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(sheets === undefined ? {} : { sheets }),
  };
}

function look(kind: Kind, records: FileRecord[], reading: Reading, today: string) {
  const ours = kindOf(kind).columns;
  const [header, ...rows] = records;
  if (header === undefined) throw new FileProblem(1, { code: 'empty-file' });
  const names = uniqueNames(header.fields);
  const stand = names.map((_, at) => rows.map(({ fields }) => (fields[at] ?? '').trim()));
  const given = stand.map((column) => column.filter((text) => text !== ''));
  const guesses = guess(kind, ours, names, given, today);
  const columns = names.map((name, at): InspectedColumn => {
    const found = guesses[at];
    const samples = [...new Set(given[at])].slice(0, SAMPLES).map((text) => text.slice(0, 80));
    return { name, samples, ...(found === undefined ? {} : { guess: found }) };
  });
  const mapped = names.flatMap((name, at) => {
    const to = guesses[at]?.to;
    return to === undefined ? [] : [guessedColumn(name, to, ours, given[at] ?? [])];
  });
  const values: Inspection['values'] = {};
  for (const [at, name] of names.entries()) {
    const counts = new Map<string, number>();
    for (const text of given[at] ?? []) counts.set(text, (counts.get(text) ?? 0) + 1);
    if (counts.size === 0 || counts.size > MOST_VALUES) continue;
    values[name] = [...counts].map(([there, count]) => ({ there: there.slice(0, 80), rows: count }));
  }
  const constants = constantsFor(
    kind,
    ours,
    mapped.map(({ to }) => to),
  );
  const mapping: Mapping = { columns: mapped, constants, reading };
  return {
    columns,
    ours: Object.entries(ours).map(([name, { field, required = false }]) => ({
      name,
      required,
      constant: !tellsRowsApart(name),
      ...(field.form === undefined ? {} : { form: field.form }),
      ...(field.values === undefined ? {} : { values: field.values }),
    })),
    mapping,
    values,
    rows: rows
      .slice(0, SHOWN_ROWS)
      .map(({ line, fields }) => ({ line, fields: names.map((_, at) => fields[at] ?? '') })),
  };
}

/** What most files mean that do not say it. */
function constantsFor(kind: Kind, ours: Columns, mapped: string[]): Record<string, string> {
  const usual: Record<string, string> =
    kind === 'contacts' ? { kind: 'individual' } : kind === 'orders' ? { line: '1', state: 'sold' } : {};
  return Object.fromEntries(
    Object.entries(usual).filter(([name]) => ours[name]?.required && !mapped.includes(name)),
  );
}

function unreadable({ line, reason, message }: FileProblem): DomainError {
  return new DomainError('unreadable-file', message, [`line ${line}: ${message}`], [{ line, ...reason }]);
}

export interface Preview {
  columns: string[];
  /** As they would become, with what the strict importer would refuse of them by themselves. */
  rows: { line: number; values: string[]; problems: readonly Fact[] }[];
  /** What is wrong with the mapping: a column that the file lacks, one that is needed and not mapped. */
  problems: readonly Fact[];
  /** Values of a fixed list that mean nothing to us yet, by the file's column. */
  unread: Record<string, string[]>;
}

/**
 * The first rows of a file as a mapping makes them. What only the database knows (does the contact exist?) is told by
 * the dry run.
 * @throws DomainError `wrong-mapping`
 */
export function previewRows(
  kind: Kind,
  mapping: Mapping,
  {
    header,
    rows,
    values,
    timeZone,
  }: {
    header: string[];
    rows: { line: number; fields: string[] }[];
    /** What else stands in the columns with a fixed list. */
    values: Record<string, string[]>;
    timeZone: string;
  },
): Preview {
  checkMapping(kind, mapping);
  const ours = kindOf(kind).columns;
  const problems = new Problems();
  const made = translator(mapping, { line: 1, fields: header }, ours, problems);
  const columns = made?.header ?? [];
  for (const [name, column] of Object.entries(ours)) {
    if (column.required && made !== undefined && !columns.includes(name)) {
      problems.add(1, undefined, { code: 'missing-column', about: { column: name } });
    }
  }
  const facts = problems.error('').facts;
  if (made === undefined) return { columns, rows: [], problems: facts, unread: {} };
  return {
    columns,
    problems: facts,
    unread: unreadValues(mapping, ours, values),
    rows: rows.map(({ line, fields }) => {
      const own = new Problems();
      const translated = made.translate(fields);
      readRow({ line, fields: translated }, { columns: ours, header: columns, timeZone, problems: own });
      return { line, values: translated, problems: own.any ? own.error('').facts : [] };
    }),
  };
}

function unreadValues(
  { columns }: Mapping,
  ours: Columns,
  values: Record<string, string[]>,
): Record<string, string[]> {
  const unread: Record<string, string[]> = {};
  for (const column of columns) {
    const field = ours[column.to]?.field;
    if (field?.values === undefined) continue;
    const read = reader(field, column);
    const left = (values[column.from] ?? []).filter(
      (text) => fold(text) !== '' && read(text) !== '' && field.refuse(read(text)) !== undefined,
    );
    if (left.length > 0) unread[column.from] = left;
  }
  return unread;
}
