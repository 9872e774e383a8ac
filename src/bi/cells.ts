import { type RawBuilder, sql } from 'kysely';
import type { Institution } from '../institutions/institutions.ts';
import type { BiColumn } from './columns.ts';

/**
 * The cells of a file as PostgreSQL writes them: a portion comes as one text, and this process only hands it on. Row by
 * row through the driver an export was read, made into objects and taken apart again for every cell.
 */

/** What a spreadsheet takes for the beginning of a formula, also in the wide letters of East Asia. */
const FORMULA = ['=', '+', '-', '@', '\t', '\n', '\r', '＝', '＋', '－', '＠'].map(
  (sign) => sign.codePointAt(0) as number,
);

/**
 * A line of CSV (RFC 4180). Text is quoted; what looks like a formula has an apostrophe before it. In one `concat`, which
 * takes null for nothing.
 */
export function csvLine(columns: BiColumn[]): RawBuilder<string> {
  const cells = columns.map(
    (column, at) => sql`${csvCell(column)}, ${sql.lit(at === columns.length - 1 ? '\n' : ',')}`,
  );
  return sql`concat(${sql.join(cells)})`;
}

function csvCell({ name, type }: BiColumn): RawBuilder<unknown> {
  const column = sql.id(name);
  if (type === 'moment') return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  if (type === 'number' || type === 'day' || type === 'code') return column;
  const text = asText(name, type);
  // letters come first: most texts are asked once
  return sql`case when ascii(${text}) between 65 and 60000 then '"'
                  when ascii(${text}) in (${sql.raw(FORMULA.join(', '))}) then '"''' else '"' end,
             replace(${text}, '"', '""'), '"'`;
}

/** More characters are not in a cell. */
const LONGEST = sql.lit(32_767);
/** Day 0 of a worksheet; before March 1900 it counts a day that never was. */
const DAY_0 = sql.lit('1899-12-30');
const FIRST_DAY = sql.lit('1900-03-01');

/** The styles of a worksheet, by their places in its list. */
export const STYLE = { text: 1, day: 2, moment: 3 };

/**
 * A row of a worksheet. A text is an inline string in a cell of the format “text”: no program makes a formula of it, even
 * where somebody edits it.
 */
export function sheetRow(columns: BiColumn[], institution: Institution): RawBuilder<string> {
  const cells = columns.map((column) => sql`coalesce(${sheetCell(column, institution)}, '<c/>')`);
  return sql`concat('<row>', ${sql.join(cells)}, '</row>')`;
}

function sheetCell({ name, type }: BiColumn, { timeZone }: Institution): RawBuilder<unknown> {
  const column = sql.id(name);
  const figure = (value: RawBuilder<unknown>, style?: number) =>
    sql`${sql.lit(style === undefined ? '<c><v>' : `<c s="${style}"><v>`)} || ${value} || '</v></c>'`;
  if (type === 'number') return figure(column);
  if (type === 'day') {
    const days = figure(sql`(${column} - date ${DAY_0})`, STYLE.day);
    return sql`case when ${column} >= date ${FIRST_DAY} then ${days} else ${inline(sql`${column}::text`)} end`;
  }
  if (type === 'moment') {
    const since = sql`(${column} at time zone ${timeZone}) - timestamp ${DAY_0}`;
    return figure(sql`round(extract(epoch from ${since}) / 86400, 8)`, STYLE.moment);
  }
  return inline(type === 'code' ? sql`${column}::text` : asText(name, type));
}

/** What no XML may hold is taken out of the whole portion (`workbook`). */
function inline(text: RawBuilder<unknown>): RawBuilder<unknown> {
  const short = sql`case when octet_length(${text}) > ${LONGEST} then left(${text}, ${LONGEST}) else ${text} end`;
  return sql`${sql.lit(`<c t="inlineStr" s="${STYLE.text}"><is><t xml:space="preserve">`)}
             || replace(replace(replace(${short}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;') || '</t></is></c>'`;
}

/** A value as Parquet keeps it: days since 1970, milliseconds since 1970, whole numbers, texts. */
export function parquetValue({ name, type }: BiColumn): RawBuilder<unknown> {
  const column = sql.id(name);
  if (type === 'number') return column;
  if (type === 'day') return sql`${column} - date '1970-01-01'`;
  if (type === 'moment') return sql`(extract(epoch from ${column}) * 1000)::bigint`;
  return type === 'code' ? sql`${column}::text` : asText(name, type);
}

function asText(name: string, type: BiColumn['type']): RawBuilder<unknown> {
  const column = sql.id(name);
  if (type === 'list') return sql`array_to_string(${column}, ';')`;
  return type === 'json' ? sql`${column}::text` : column;
}
