import { type ContactFileWords, contactFileEn } from './contact-file-en.ts';
import { contactFileFr } from './contact-file-fr.ts';
import { type PageWords, pagesEn } from './pages-en.ts';
import { pagesFr } from './pages-fr.ts';
import { useWords } from './words.tsx';

const all: Record<'fr' | 'en', PageWords & { file: ContactFileWords }> = {
  fr: { ...pagesFr, file: contactFileFr },
  en: { ...pagesEn, file: contactFileEn },
};

/** The words of the pages, beside those that everything shares (`useWords`). */
export function usePageWords() {
  const words = useWords();
  return { ...words, page: all[words.language] };
}
