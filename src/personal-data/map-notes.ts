import { contactActivity, contactLink, goesWith, kept, type TableEntry, technical } from './map-words.ts';

/** What operators write down of a contact (R16); the remark is a column of contacts. */
export const noteTables: Record<string, TableEntry> = {
  contact_notes: {
    origin: 'inferred',
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      id: technical,
      contact_id: contactLink,
      text: contactActivity('Note', 'Note', 'identifying'),
      written_at: contactActivity('Note écrite le', 'Note written at'),
      operator_id: kept('who wrote it: an operator, and no business of the contact; goes with the row'),
      changed_at: contactActivity('Note modifiée le', 'Note changed at'),
      version: technical,
    },
  },
};
