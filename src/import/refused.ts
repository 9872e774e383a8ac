const SHOWN = 10;

/** Rows that name an erased contact: they stay out, and the rest of the file goes in. */
export class Refused {
  count = 0;
  /** Where the first of them stand in the file. */
  readonly lines: number[] = [];

  add(line: number): void {
    this.count += 1;
    if (this.lines.length < SHOWN) this.lines.push(line);
  }
}
