import { contactActivity, contactLink, goesWith, kept, type TableEntry, technical } from './map-words.ts';

/** What hangs on a contact through its file; it stands before `contacts` in the map. */
const operator = kept('internal id of the operator who did it');

export const contactFileTables: Record<string, TableEntry> = {
  file_openings: {
    origin: 'inferred',
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      contact_id: contactLink,
      operator_id: operator,
      opened_on: contactActivity('Fiche ouverte le', 'File opened on'),
      opened_at: contactActivity('Fiche ouverte à', 'File opened at'),
    },
  },
  contact_restrictions: {
    origin: 'inferred',
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      id: technical,
      contact_id: contactLink,
      restricted_at: contactActivity('Traitement limité le', 'Processing restricted at'),
      restricted_by: operator,
      reason: contactActivity('Motif de la limitation', 'Reason of the restriction', 'identifying'),
      lifted_at: contactActivity('Limitation levée le', 'Restriction lifted at'),
      lifted_by: operator,
      lift_reason: contactActivity('Motif de la levée', 'Reason of the lifting', 'identifying'),
    },
  },
};

export const contactNumbers: TableEntry = {
  links: [],
  columns: {
    institution_id: technical,
    last: kept('the last number given to a contact made here'),
  },
};
