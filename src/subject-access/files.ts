import { stringify } from 'csv-stringify/sync';
import type { ExtractTable } from '../personal-data/personal-data.ts';
import type { Extract } from './gather.ts';

/** Rows that are made into text at once. */
const PORTION = 500;

export const PHOTO = 'photo.webp';

/** The photo of the contact, which is a file of its own; of a contact there is one. */
export function photoOf({ tables }: Extract): Buffer | undefined {
  const photo = tables.find(({ table }) => table === 'contact_photos')?.rows[0];
  return photo?.find((value) => Buffer.isBuffer(value));
}

/** `data.json`: the tables by name, in each its rows, by the keys that `data.schema.json` describes. */
export function* dataFile(extract: Extract): Generator<string> {
  const { institution, number, madeAt, language, tables } = extract;
  const head = {
    institution: institution.name,
    contact: number,
    made_at: madeAt,
    language,
    time_zone: institution.timeZone,
  };
  yield `${JSON.stringify({ $schema: './data.schema.json', ...head }, null, 1).slice(0, -2)},\n "tables": {`;
  for (const [at, table] of tables.entries()) {
    yield `${at === 0 ? '' : ','}\n  ${JSON.stringify(table.table)}: [`;
    for (let from = 0; from < table.rows.length; from += PORTION) {
      const rows = table.rows.slice(from, from + PORTION).map((row) => JSON.stringify(objectOf(table, row)));
      yield `${from === 0 ? '' : ','}\n   ${rows.join(',\n   ')}`;
    }
    yield ']';
  }
  yield '\n }\n}\n';
}

function objectOf({ columns }: ExtractTable, row: unknown[]): Record<string, unknown> {
  return Object.fromEntries(columns.map(({ key }, at) => [key, Buffer.isBuffer(row[at]) ? PHOTO : row[at]]));
}

/** `data.schema.json`: a JSON Schema that says what each key is, in the language of the extract. */
export function schemaFile({ tables, language }: Extract): string {
  const ofTable = ({ columns }: ExtractTable) => ({
    type: 'array',
    items: {
      type: 'object',
      properties: Object.fromEntries(columns.map(({ key, label }) => [key, { title: label[language] }])),
    },
  });
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    required: ['institution', 'contact', 'made_at', 'tables'],
    properties: {
      institution: { type: 'string' },
      contact: { type: 'string' },
      made_at: { type: 'string', format: 'date-time' },
      language: { enum: ['fr', 'en'] },
      time_zone: { type: 'string' },
      tables: {
        type: 'object',
        properties: Object.fromEntries(tables.map((table) => [table.table, ofTable(table)])),
      },
    },
  };
  return `${JSON.stringify(schema, null, 1)}\n`;
}

/** A table as CSV, for a spreadsheet; what begins like a formula is escaped. */
export function* csvFile({ columns, rows }: ExtractTable, { language }: Extract): Generator<string> {
  yield stringify([columns.map(({ label }) => label[language])], { bom: true }); // or Excel takes accents for something else
  for (let from = 0; from < rows.length; from += PORTION) {
    yield stringify(
      rows.slice(from, from + PORTION).map((row) => row.map(cell)),
      { escape_formulas: true },
    );
  }
}

function cell(value: unknown): string | number {
  if (value === null) return '';
  if (typeof value === 'number') return value;
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return PHOTO;
  if (typeof value === 'object') return Object.values(value).filter(Boolean).join(' · ');
  return String(value);
}
