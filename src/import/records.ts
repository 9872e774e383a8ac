import type { Reason } from './sentences.ts';
import { inEnglish } from './sentences.ts';

/** A record of a file and the line (from 1) where it starts; of a workbook the row. */
export interface FileRecord {
  line: number;
  fields: string[];
}

/** The file cannot be read further than `line`. */
export class FileProblem extends Error {
  readonly line: number;
  readonly reason: Reason;

  constructor(line: number, reason: Reason) {
    super(inEnglish(reason));
    this.name = 'FileProblem';
    this.line = line;
    this.reason = reason;
  }
}
