/**
 * What can be wrong with a file: a stable code with what it is about. The command line's English sentence is made here,
 * those of the screens in web/words/import-problems.ts; a code that stands is not renamed.
 */
const sentences = {
  // the file
  'empty-file': () => 'the file is empty; its first line names the columns',
  'not-utf8': () => 'the file is not UTF-8 (is it Latin-1 or Windows-1252? save it as UTF-8)',
  'nul-byte': () => 'the file has a NUL byte (is it UTF-16? save it as UTF-8)',
  'quote-not-closed': () => 'a quote is opened and never closed',
  'quote-not-doubled': () => 'a quote inside a quoted field is not doubled',
  'quote-inside': () => 'a quote stands inside a field that is not quoted',
  'record-too-long': ({ most }) => `the record is longer than ${most} bytes (is a quote never closed?)`,
  'not-csv': () => 'the line is not CSV',
  'file-too-large': ({ most }) => `the file is larger than ${most} bytes`,
  // a workbook
  'not-a-workbook': () => 'the file is no XLSX workbook that can be read',
  'workbook-encrypted': () => 'the workbook is protected by a password; save it without',
  'old-workbook': () => 'the file is an old Excel workbook (.xls); save it as XLSX or CSV',
  'workbook-too-large': ({ most }) => `the workbook unpacks to more than ${most} bytes; save it as CSV`,
  'no-such-sheet': ({ sheet }) => `the workbook has no sheet ${sheet}`,
  'cell-error': () => 'is an error of the spreadsheet, not a value',
  'formula-without-value': () => 'a formula was never calculated; open the workbook, calculate and save it',
  // the header
  'unknown-column': ({ columns }) => `is not a column of this file; it may have ${columns}`,
  'column-twice': () => 'stands twice in the header',
  'missing-column': ({ column }) => `the column ${column} is missing`,
  'column-not-in-file': () => 'is a column of the mapping that the file does not have',
  // a row
  'field-count': ({ fields, header }) =>
    `${fields === 1 ? '1 field' : `${fields} fields`} where the header has ${header}`,
  empty: () => 'is empty',
  'too-long': ({ most }) => `is longer than ${most} characters`,
  'none-of': ({ values }) => `is none of ${values}`,
  'not-a-date': () => 'is not a date (YYYY-MM-DD)',
  'not-a-date-time': () =>
    'is not a date-time (ISO 8601, such as 2018-06-15T20:00 or 2018-06-15T20:00:00+02:00)',
  'day-to-come': ({ today }) => `is still to come (today is ${today})`,
  'not-an-amount': () => 'is not an amount (digits, a point before the decimals)',
  'too-precise': ({ currency, decimals }) => `has more decimals than ${currency} has (${decimals})`,
  'not-a-currency': () => 'is not a currency (ISO 4217, such as CHF)',
  'not-a-country': () => 'is not a country (ISO 3166-1 alpha-2, such as CH)',
  'not-an-email': () => 'is not an e-mail address',
  // what a row names
  'unknown-contact': () => 'is no known contact',
  'confidential-contact': () => 'is a contact whose file is closed to you: it is confidential or restricted',
  'not-a-structure': ({ kind }) => `is no structure (it is of kind ${kind})`,
  'for-a-relay-only': () => 'is for a relay only',
  'unknown-role': () => 'is no known role; rappel role add makes it one',
  'role-end-not-a-date': () => 'has an end of validity that is not a date (YYYY-MM-DD)',
  'has-relays': () => 'is not possible: relays act for this contact, so it is a structure',
  'end-before-start': () => 'is before performance_start',
  'not-of-criterion': ({ type }) => `is not one of the criterion (${type})`,
} satisfies Record<string, (about: About) => string>;

export type ImportProblemCode = keyof typeof sentences;

/** What a sentence tells beside its code. */
export type About = Record<string, string | number>;

/** Why something is refused. */
export interface Reason {
  code: ImportProblemCode;
  about?: About;
}

/** The command line's sentence of a reason. */
export function inEnglish({ code, about = {} }: Reason): string {
  return sentences[code](about as never);
}
