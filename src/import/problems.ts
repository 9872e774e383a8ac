import { DomainError } from '../errors.ts';

const SHOWN = 100;
const SHOWN_CHARACTERS = 40;

/** The errors of a file: the first hundred in words, and how many there are. */
export class Problems {
  #count = 0;
  readonly #shown: { line: number; text: string }[] = [];

  /** @param value what stands there; shown to the user who holds the file, never logged */
  add(line: number, column: string | undefined, reason: string, value?: string): void {
    this.#count += 1;
    if (this.#shown.length >= SHOWN) return;
    const where = column === undefined ? `line ${line}` : `line ${line}, column ${column}`;
    this.#shown.push({ line, text: `${where}: ${value === undefined ? '' : `${shorten(value)} `}${reason}` });
  }

  /** More of a sort of which some were added one by one. */
  addUncounted(more: number): void {
    this.#count += more;
  }

  get any(): boolean {
    return this.#count > 0;
  }

  /** The refusal of the whole file. */
  error(file: string): DomainError {
    const lines = this.#shown.toSorted((a, b) => a.line - b.line).map(({ text }) => text);
    const more = this.#count - lines.length;
    if (more > 0) lines.push(`… and ${more.toLocaleString('en')} more`);
    const errors = this.#count === 1 ? '1 error' : `${this.#count.toLocaleString('en')} errors`;
    return new DomainError('import-refused', `${file}: ${errors}, nothing was imported`, lines);
  }
}

function shorten(value: string): string {
  const characters = Array.from(value.slice(0, 4 * SHOWN_CHARACTERS));
  const cut = characters.length > SHOWN_CHARACTERS;
  return JSON.stringify(cut ? `${characters.slice(0, SHOWN_CHARACTERS).join('')}…` : value);
}
