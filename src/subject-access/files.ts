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

/** Where data come from, as the files for machines part them. */
const ORIGINS = ['provided', 'observed', 'inferred'] as const;
type Origin = (typeof ORIGINS)[number];

/** A file for machines: `data.json` has everything, `portable.json` what another service is owed (art. 20 GDPR). */
export const machineFiles = {
  data: ORIGINS,
  portable: ['provided', 'observed'],
} as const satisfies Record<string, readonly Origin[]>;
type MachineFile = keyof typeof machineFiles;

/** Columns of a table that come from there, with their places; a table without any has no entry. */
function* partsOf(extract: Extract, origin: Origin) {
  for (const table of extract.tables) {
    const places = table.columns.flatMap((column, at) => (column.origin === origin ? [at] : []));
    if (places.length > 0) yield { table, places };
  }
}

/** By origin the tables by their names, in each its rows, by the keys that the schema describes. */
export function* dataFile(extract: Extract, file: MachineFile): Generator<string> {
  const { institution, number, madeAt, language } = extract;
  const head = {
    institution: institution.name,
    contact: number,
    made_at: madeAt,
    language,
    time_zone: institution.timeZone,
  };
  yield JSON.stringify({ $schema: `./${file}.schema.json`, ...head }, null, 1).slice(0, -2);
  for (const origin of machineFiles[file]) {
    yield `,\n ${JSON.stringify(origin)}: {`;
    let first = true;
    for (const { table, places } of partsOf(extract, origin)) {
      yield `${first ? '' : ','}\n  ${JSON.stringify(table.table)}: [`;
      yield* rowsOf(table, places);
      yield ']';
      first = false;
    }
    yield '\n }';
  }
  yield '\n}\n';
}

function* rowsOf({ columns, rows }: ExtractTable, places: number[]): Generator<string> {
  const keys = places.map((at) => columns[at]?.key as string);
  for (let from = 0; from < rows.length; from += PORTION) {
    const portion = rows.slice(from, from + PORTION).map((row) => {
      const object: Record<string, unknown> = {};
      for (const [at, place] of places.entries()) {
        const value = row[place];
        object[keys[at] as string] = Buffer.isBuffer(value) ? PHOTO : value;
      }
      return JSON.stringify(object);
    });
    yield `${from === 0 ? '' : ','}\n   ${portion.join(',\n   ')}`;
  }
}

const SAID: Record<Origin, { fr: string; en: string }> = {
  provided: { fr: 'Ce que la personne a donné', en: 'What the person gave' },
  observed: { fr: 'Ce qui a été observé de ses actes', en: 'What was observed of what the person does' },
  inferred: {
    fr: 'Ce que l’institution a déduit, calculé ou écrit elle-même',
    en: 'What the institution concluded, computed or wrote by itself',
  },
};
const SAME_ROWS = {
  fr: 'Un tableau qui figure sous plusieurs origines y a les mêmes lignes, dans le même ordre.',
  en: 'A table that stands below several origins has the same rows there, in the same order.',
};

/** A JSON Schema that says what each key is, in the language of the extract. */
export function schemaFile(extract: Extract, file: MachineFile): string {
  const { language } = extract;
  const ofTable = ({ columns }: ExtractTable, places: number[]) => ({
    type: 'array',
    items: {
      type: 'object',
      properties: Object.fromEntries(
        places.map((at) => [columns[at]?.key, { title: columns[at]?.label[language] }]),
      ),
    },
  });
  const ofOrigin = (origin: Origin) => ({
    title: SAID[origin][language],
    type: 'object',
    properties: Object.fromEntries(
      [...partsOf(extract, origin)].map(({ table, places }) => [table.table, ofTable(table, places)]),
    ),
  });
  const origins = machineFiles[file];
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    description: SAME_ROWS[language],
    type: 'object',
    required: ['institution', 'contact', 'made_at', ...origins],
    properties: {
      institution: { type: 'string' },
      contact: { type: 'string' },
      made_at: { type: 'string', format: 'date-time' },
      language: { enum: ['fr', 'en'] },
      time_zone: { type: 'string' },
      ...Object.fromEntries(origins.map((origin) => [origin, ofOrigin(origin)])),
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
