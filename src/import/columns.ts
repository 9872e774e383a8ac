import type { Field } from './fields.ts';
import type { Problems } from './problems.ts';
import type { FileRecord } from './records.ts';
import type { Reason } from './sentences.ts';

export interface Column {
  field: Field;
  /** The header must have it and no row may leave it empty. */
  required?: true;
}

export type Columns = Record<string, Column>;

/** A column's value: undefined where the file has no such column, null where the field is empty. */
export type Values<C extends Columns> = {
  [N in keyof C]: C[N] extends { required: true } ? string : string | null | undefined;
};

export interface Row<C extends Columns> {
  /** Where it starts in the file. */
  line: number;
  values: Values<C>;
}

export const required = (field: Field): { field: Field; required: true } => ({ field, required: true });
export const optional = (field: Field): { field: Field } => ({ field });

/** @returns the columns in the file's order, or undefined where the header is wrong (which is reported) */
export function readHeader(header: FileRecord, columns: Columns, problems: Problems): string[] | undefined {
  const seen = new Set<string>();
  let right = true;
  const refuse = (reason: Reason, value?: string) => {
    right = false;
    problems.add(header.line, undefined, reason, value);
  };
  for (const name of header.fields) {
    if (!Object.hasOwn(columns, name)) {
      refuse({ code: 'unknown-column', about: { columns: Object.keys(columns).join(', ') } }, name);
    } else if (seen.has(name)) refuse({ code: 'column-twice' }, name);
    seen.add(name);
  }
  for (const [name, column] of Object.entries(columns)) {
    if (column.required && !seen.has(name)) refuse({ code: 'missing-column', about: { column: name } });
  }
  return right ? header.fields : undefined;
}

/**
 * Checks each field of a record by itself.
 * @returns undefined where the record has not as many fields as the header; a field that is wrong is null
 */
export function readRow<C extends Columns>(
  record: FileRecord,
  {
    columns,
    header,
    timeZone,
    problems,
  }: { columns: C; header: string[]; timeZone: string; problems: Problems },
): Row<C> | undefined {
  if (record.fields.length !== header.length) {
    const about = { fields: record.fields.length, header: header.length };
    problems.add(record.line, undefined, { code: 'field-count', about });
    return undefined;
  }
  const values: Record<string, string | null> = {};
  for (let at = 0; at < header.length; at += 1) {
    const name = header[at] as string;
    const given = record.fields[at] as string;
    const { field, required: needed } = columns[name] as Column;
    values[name] = null;
    if (needed ? given.trim() === '' : given === '') {
      if (needed) problems.add(record.line, name, { code: 'empty' });
      continue;
    }
    const reason = field.refuse(given);
    if (reason === undefined) values[name] = field.store?.(given, timeZone) ?? given;
    else problems.add(record.line, name, reason, given);
  }
  return { line: record.line, values: values as Values<C> };
}
