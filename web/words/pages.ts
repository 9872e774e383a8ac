import { type NotesWords, notesEn, notesFr } from './notes-words.ts';
import { type PageWords, pagesEn } from './pages-en.ts';
import { pagesFr } from './pages-fr.ts';
import { useWords } from './words.tsx';

const all: Record<'fr' | 'en', PageWords & { notes: NotesWords }> = {
  fr: { ...pagesFr, notes: notesFr },
  en: { ...pagesEn, notes: notesEn },
};

/** The words of the pages, beside those that everything shares (`useWords`). */
export function usePageWords() {
  const words = useWords();
  return { ...words, page: all[words.language] };
}
