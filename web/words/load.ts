import type { AllWords } from './all-en.ts';
import type { Language } from './format.ts';

const loaded: Partial<Record<Language, Promise<AllWords>>> = {};

/** The words of all pages in one language: whoever speaks French does not wait for the English ones. */
export function loadWords(language: Language): Promise<AllWords> {
  const known = loaded[language];
  if (known !== undefined) return known;
  const words =
    language === 'fr'
      ? import('./all-fr.ts').then(({ allFr }) => allFr)
      : import('./all-en.ts').then(({ allEn }) => allEn);
  loaded[language] = words;
  words.catch(() => delete loaded[language]); // so that trying again loads it again
  return words;
}
