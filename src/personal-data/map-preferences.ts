import { about, type TableEntry } from './map-words.ts';

/** The pages that messages lead to. */
export const preferencesTables: Record<string, TableEntry> = {
  renewal_texts: about('the text of the renewal page, the same for everybody', [
    'institution_id',
    'id',
    'version',
    'text_fr',
    'text_en',
    'created_at',
  ]),
};
