import { DomainError } from '../errors.ts';
import { inEnglish, type Reason } from './sentences.ts';

const SHOWN = 100;
const SHOWN_CHARACTERS = 40;

interface Shown extends Reason {
  line: number;
  column: string | undefined;
  value: string | undefined;
}

/** The errors of a file: the first hundred, and how many there are. */
export class Problems {
  #count = 0;
  readonly #shown: Shown[] = [];

  /** @param value what stands there; shown to the user who holds the file, never logged */
  add(line: number, column: string | undefined, reason: Reason, value?: string): void {
    this.#count += 1;
    if (this.#shown.length >= SHOWN) return;
    this.#shown.push({ ...reason, line, column, value: value === undefined ? undefined : shorten(value) });
  }

  /** More of a sort of which some were added one by one. */
  addUncounted(more: number): void {
    this.#count += more;
  }

  get any(): boolean {
    return this.#count > 0;
  }

  /** The refusal of the whole file: a sentence each for the command line, the facts beside them for the screens. */
  error(file: string): DomainError {
    const shown = this.#shown.toSorted((a, b) => a.line - b.line);
    const sentences = shown.map(sentence);
    const facts = shown.map(({ code, about, line, column, value }) => ({
      code,
      line,
      ...(column === undefined ? {} : { column }),
      ...(value === undefined ? {} : { value }),
      ...(about === undefined ? {} : { about }),
    }));
    const more = this.#count - shown.length;
    const errors = this.#count === 1 ? '1 error' : `${this.#count.toLocaleString('en')} errors`;
    return new DomainError(
      'import-refused',
      `${file}: ${errors}, nothing was imported`,
      more > 0 ? [...sentences, `… and ${more.toLocaleString('en')} more`] : sentences,
      more > 0 ? [...facts, { code: 'more', about: { count: more } }] : facts,
    );
  }
}

function sentence({ line, column, value, ...reason }: Shown): string {
  const where = column === undefined ? `line ${line}` : `line ${line}, column ${column}`;
  return `${where}: ${value === undefined ? '' : `${JSON.stringify(value)} `}${inEnglish(reason)}`;
}

/** What fits on a line, without what a terminal or a page would obey. */
function shorten(value: string): string {
  const characters = Array.from(value.slice(0, 4 * SHOWN_CHARACTERS));
  const cut = characters.length > SHOWN_CHARACTERS;
  const shown = cut ? `${characters.slice(0, SHOWN_CHARACTERS).join('')}…` : value;
  return shown.replaceAll(/[\p{Cf}\p{Co}]/gu, '�');
}
