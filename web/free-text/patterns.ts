import type { Token } from './tokens.ts';

/** Words that are remembered; a note has a few hundred. */
const KNOWN = 2_000;

/**
 * Patterns of words, found in one pass. A pattern is words parted by spaces: `word` as it is, `word*` any ending,
 * `one|other` either, `_` any, and after the first any of them with `?` may be missing. Patterns are parted by commas.
 */
export class Patterns<Kind> {
  /** By the first word, or by its beginning: a word is looked up by itself and by each of its beginnings. */
  readonly #whole = new Map<string, Pattern<Kind>[]>();
  readonly #beginnings = new Map<string, Pattern<Kind>[]>();
  /** Of a word of a thousand letters no more than this is looked up: each beginning costs its own length. */
  #longest = 0;
  /** What begins with the words of the text: with each key that is pressed nearly all of them come again. */
  readonly #known = new Map<string, readonly Pattern<Kind>[]>();

  add(kind: Kind, patterns: string): this {
    for (const pattern of patterns.split(',')) {
      const [first, ...rest] = pattern.trim().split(/\s+/);
      if (!first) continue;
      const words = rest.map((word) => ({
        optional: word.endsWith('?'),
        choices: word.replace(/\?$/, '').split('|'),
      }));
      for (const choice of first.split('|')) {
        const index = choice.endsWith('*') ? this.#beginnings : this.#whole;
        const key = choice.replace(/\*$/, '');
        this.#longest = Math.max(this.#longest, key.length);
        const known = index.get(key);
        if (known === undefined) index.set(key, [{ kind, words }]);
        else known.push({ kind, words });
      }
    }
    return this;
  }

  /** The longest pattern that begins at a token. @returns its kind and the token after it */
  at(tokens: readonly Token[], index: number): { kind: Kind; next: number } | undefined {
    let longest: { kind: Kind; next: number } | undefined;
    for (const { kind, words } of this.#beginningWith((tokens[index] as Token).folded)) {
      const next = follow(tokens, index + 1, words);
      if (next !== undefined && next > (longest?.next ?? index)) longest = { kind, next };
    }
    return longest;
  }

  #beginningWith(word: string): readonly Pattern<Kind>[] {
    const known = this.#known.get(word);
    if (known !== undefined) return known;
    const found = [...(this.#whole.get(word) ?? [])];
    for (let length = Math.min(word.length, this.#longest); length > 0; length--)
      found.push(...(this.#beginnings.get(word.slice(0, length)) ?? []));
    if (this.#known.size >= KNOWN) this.#known.clear();
    this.#known.set(word, found);
    return found;
  }
}

interface Pattern<Kind> {
  kind: Kind;
  words: { optional: boolean; choices: string[] }[];
}

function follow(tokens: readonly Token[], from: number, words: Pattern<unknown>['words']) {
  let index = from;
  for (const { optional, choices } of words) {
    const token = tokens[index];
    const fits =
      token !== undefined &&
      token.breakBefore !== 'sentence' &&
      choices.some((choice) => choice === '_' || is(token, choice));
    if (fits) index += 1;
    else if (!optional) return undefined;
  }
  return index;
}

function is({ folded }: Token, choice: string): boolean {
  return choice.endsWith('*') ? folded.startsWith(choice.slice(0, -1)) : folded === choice;
}
