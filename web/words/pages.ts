import { outboxEn } from './outbox-en.ts';
import { outboxFr } from './outbox-fr.ts';
import { pagesEn } from './pages-en.ts';
import { pagesFr } from './pages-fr.ts';
import { useWords } from './words.tsx';

const en = { ...pagesEn, outbox: outboxEn };
const all: Record<'fr' | 'en', typeof en> = { fr: { ...pagesFr, outbox: outboxFr }, en };

/** The words of the pages, beside those that everything shares (`useWords`). */
export function usePageWords() {
  const words = useWords();
  return { ...words, page: all[words.language] };
}
