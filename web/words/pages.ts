import { type ConsentWords, consentEn } from './consent-en.ts';
import { consentFr } from './consent-fr.ts';
import { type PageWords, pagesEn } from './pages-en.ts';
import { pagesFr } from './pages-fr.ts';
import { useWords } from './words.tsx';

const all: Record<'fr' | 'en', PageWords & ConsentWords> = {
  fr: { ...pagesFr, ...consentFr },
  en: { ...pagesEn, ...consentEn },
};

/** The words of the pages, beside those that everything shares (`useWords`). */
export function usePageWords() {
  const words = useWords();
  return { ...words, page: all[words.language] };
}
