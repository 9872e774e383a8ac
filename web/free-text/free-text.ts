import { findWords } from './context.ts';
import { type Lexicon, lexiconOf } from './lexicon.ts';
import { findNumbers } from './numbers.ts';
import type { Passage } from './passage.ts';
import { type Token, tokensOf } from './tokens.ts';
import { english } from './words-en.ts';
import { french } from './words-fr.ts';

const lexica: Record<'fr' | 'en', Lexicon> = { fr: lexiconOf(french), en: lexiconOf(english) };

/**
 * Points out what looks sensitive in a note or a remark (R16). It never says that the rest is fine: docs/free-text.md
 * tells what it finds and what it misses.
 * @param language of the screen, for a text too short to tell its own
 * @returns passages in the order of the text; none overlaps another
 */
export function findPassages(text: string, language: 'fr' | 'en'): Passage[] {
  const numbers = findNumbers(text);
  const tokens = tokensOf(text);
  const words = findWords(text, tokens, lexica[languageOf(tokens, language)]);
  const passages = [...numbers, ...words].sort(
    (one, other) => one.start - other.start || other.end - one.end,
  );
  let end = 0;
  return passages.filter((passage) => {
    if (passage.start < end) return false;
    end = passage.end;
    return true;
  });
}

/** The language with more of its small words; that of the screen where neither has. */
function languageOf(tokens: readonly Token[], otherwise: 'fr' | 'en'): 'fr' | 'en' {
  const count = (lexicon: Lexicon) => tokens.filter(({ folded }) => lexicon.common.has(folded)).length;
  const [inFrench, inEnglish] = [count(lexica.fr), count(lexica.en)];
  return inFrench === inEnglish ? otherwise : inFrench > inEnglish ? 'fr' : 'en';
}
