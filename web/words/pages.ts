import { duplicatesEn, duplicatesFr } from './duplicates-words.ts';
import { type PageWords, pagesEn } from './pages-en.ts';
import { pagesFr } from './pages-fr.ts';
import { photoEn, photoFr } from './photo-words.ts';
import { useWords } from './words.tsx';

const all: Record<'fr' | 'en', PageWords & { photo: typeof photoEn }> = {
  fr: { ...pagesFr, photo: photoFr },
  en: { ...pagesEn, photo: photoEn },
};

/** The words of the pages, beside those that everything shares (`useWords`). */
export function usePageWords() {
  const words = useWords();
  return { ...words, page: all[words.language] };
}
