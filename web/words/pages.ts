import { findingEn } from './finding-en.ts';
import { findingFr } from './finding-fr.ts';
import { pagesEn } from './pages-en.ts';
import { pagesFr } from './pages-fr.ts';
import { useWords } from './words.tsx';

const all = {
  fr: { ...pagesFr, finding: findingFr },
  en: { ...pagesEn, finding: findingEn },
};

/** The words of the pages, beside those that everything shares (`useWords`). */
export function usePageWords() {
  const words = useWords();
  return { ...words, page: all[words.language] };
}
