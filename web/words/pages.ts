import { use } from 'react';
import { loadWords } from './load.ts';
import { useWords } from './words.tsx';

/** The words of the pages, beside those that everything shares (`useWords`). */
export function usePageWords() {
  const words = useWords();
  return { ...words, page: use(loadWords(words.language)) };
}
