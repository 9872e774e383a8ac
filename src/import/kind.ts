import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Columns, Row } from './columns.ts';
import type { Problems } from './problems.ts';
import type { Refused } from './refused.ts';

/** What the import of one file works with. */
export interface ImportContext {
  tenant: Tenant;
  institution: Institution;
  now: Date;
  /** The day of the import in the institution's time zone. */
  today: string;
  /** The levels of confidentiality of the files that may be changed; undefined: all. */
  levels: readonly string[] | undefined;
  /** The columns that the file has. */
  present: ReadonlySet<string>;
  problems: Problems;
  refused: Refused;
  erasedNumberKey: Buffer;
}

/** How many rows of a chunk were new and how many changed; the others were there already. */
export interface Changes {
  inserted: number;
  updated: number;
}

/** One import of a file of one kind. */
export interface Importer<C extends Columns> {
  /** Checks a row across its columns. */
  checkRow?(row: Row<C>): void;
  /**
   * Checks the rows of a chunk against the database.
   * @returns what writes them; it is called only while the file has no error
   */
  chunk(rows: Row<C>[]): Promise<() => Promise<Changes>>;
  /** At the end of the file: what could not be known before. */
  finish?(): Promise<Changes>;
}

/** One of the seven files of the contract. */
export interface ImportKind<C extends Columns> {
  columns: C;
  /** The tables that grow by a row or more per row of the file. */
  tables: readonly string[];
  begin(context: ImportContext): Promise<Importer<C>>;
}

/** Lets TypeScript find the columns of a kind. */
export const importKind = <C extends Columns>(kind: ImportKind<C>): ImportKind<C> => kind;

/** The last of the rows with one key; the earlier ones are overwritten by it. */
export function lastOf<T>(rows: readonly T[], key: (row: T) => unknown): T[] {
  return [...new Map(rows.map((row) => [key(row), row])).values()];
}
