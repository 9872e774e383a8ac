/** A word or number of a text, and how it stands to what is around it. */
export interface Token {
  /** In small letters, without accents: what the lexicon knows it by. */
  folded: string;
  start: number;
  end: number;
  capital: boolean;
  /** What parts it from the token before: a sentence, a clause (comma, colon, bracket, quote), or nothing. */
  breakBefore: 'sentence' | 'clause' | undefined;
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const SENTENCE = /[.!?;\n]/;
const CLAUSE = /[,:()[\]«»“”"/–—…]/;

/** Small letters without accents; ligatures are taken apart. Its length may differ from what it is made of. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss');
}

/** One pass, in time that grows with the text alone. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const between = text.slice(end, index);
    tokens.push({
      folded: fold(word),
      start: index,
      end: index + word.length,
      capital: word[0] !== word[0]?.toLowerCase(),
      breakBefore:
        tokens.length === 0 || SENTENCE.test(between)
          ? 'sentence'
          : CLAUSE.test(between)
            ? 'clause'
            : undefined,
    });
    end = index + word.length;
  }
  return tokens;
}
