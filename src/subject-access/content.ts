import type { ExtractTable } from '../personal-data/personal-data.ts';
import { aboutWords, keptHowLong } from './about-words.ts';
import { createFormat } from './format.ts';
import type { Extract } from './gather.ts';
import { parts } from './words.ts';

/** A value as a person reads it; the photo as its bytes. */
type Cell = string | Buffer;

/** What is known of one subject, such as the orders. */
export interface Subject {
  /** Of the table. */
  name: string;
  title: string;
  /** Of the columns that say something. */
  labels: string[];
  count: number;
  /** A cell per label, made while they are read. @param from the first row */
  rows(from?: number): Generator<Cell[]>;
}

/** What a person reads in an extract (R21), whatever it is written on. */
export interface Content {
  title: string;
  intro: string[];
  parts: { title: string; subjects: Subject[] }[];
  /** Of what there is nothing. */
  missing: string | null;
  /** What art. 15(1) asks for beside the data. */
  about: { title: string; paragraphs: string[] }[];
}

export function contentOf(extract: Extract): Content {
  const { institution, language, madeAt, number, tables } = extract;
  const words = aboutWords[language];
  const format = createFormat(language, institution.timeZone);
  const byName = new Map(tables.map((table) => [table.table, table]));
  const missing: string[] = [];
  const known = parts.map(({ title, tables: named }) => ({
    title: title[language],
    subjects: Object.entries(named).flatMap(([name, say]) => {
      const table = byName.get(name);
      if (table === undefined) return [];
      if (table.rows.length > 0) return [subjectOf(table, say[language], extract, format)];
      missing.push(say[language].toLowerCase());
      return [];
    }),
  }));
  return {
    title: words.title(institution.name),
    intro: [words.made(format.moment(madeAt), number), words.files],
    parts: known.filter(({ subjects }) => subjects.length > 0),
    missing: missing.length > 0 ? `${words.nothing} ${missing.join(', ')}.` : null,
    about: aboutOf(extract, byName.get('online_payments')),
  };
}

function aboutOf({ language, months }: Extract, payments: ExtractTable | undefined): Content['about'] {
  const words = aboutWords[language];
  const about = words.about.map(({ title, paragraphs }) => ({ title, paragraphs: [...paragraphs] }));
  const at = payments?.columns.findIndex(({ name }) => name === 'provider') ?? -1;
  const providers = [...new Set(payments?.rows.map((row) => String(row[at])))];
  if (providers.length > 0) about[1]?.paragraphs.push(words.provider(providers.join(', ')));
  about.splice(2, 0, {
    title: keptHowLong[language],
    paragraphs: [months === null ? words.monthsUnknown : words.months(months), words.booksAndLogs],
  });
  return about;
}

function subjectOf(
  table: ExtractTable,
  title: string,
  { language }: Extract,
  format: ReturnType<typeof createFormat>,
): Subject {
  const shown = shownColumns(table);
  const currency = table.columns.findIndex(({ name }) => name === 'currency');
  const names = table.columns.map(({ name }) => `${table.table}.${name}`);
  return {
    name: table.table,
    title,
    labels: shown.map((at) => table.columns[at]?.label[language] ?? ''),
    count: table.rows.length,
    *rows(from = 0) {
      for (let at = from; at < table.rows.length; at += 1) {
        const row = table.rows[at] as unknown[];
        yield shown.map((column) => {
          const value = row[column];
          return Buffer.isBuffer(value) ? value : format.value(value, names[column] as string, row[currency]);
        });
      }
    },
  };
}

/**
 * Columns that say something: one that is empty in every row is not shown, nor a currency beside its amount, nor a
 * product that every performance names already.
 */
function shownColumns({ columns, rows }: ExtractTable): number[] {
  const place = (name: string) => columns.findIndex((column) => column.name === name);
  const isEmpty = (value: unknown) => value === null || value === '';
  const performance = place('performance_id');
  const said = new Set<number>();
  if (columns.some(({ name }) => name.endsWith('_minor'))) said.add(place('currency'));
  if (performance >= 0 && rows.every((row) => !isEmpty(row[performance]))) said.add(place('product_id'));
  return columns.flatMap((_, at) => (said.has(at) || rows.every((row) => isEmpty(row[at])) ? [] : [at]));
}
