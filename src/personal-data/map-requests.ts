import {
  type Column,
  contactActivity,
  contactLink,
  goesWith,
  inferred,
  kept,
  type TableEntry,
  technical,
} from './map-words.ts';

const register = (fr: string, en: string): Column => ({
  ...kept('that a request was answered in time is proof of the institution; about nobody once unlinked'),
  label: { fr, en },
});
const operator = kept('internal id of the operator who did it');

/** What persons asked of their data, and what was answered (R21). */
export const requestTables: Record<string, TableEntry> = {
  subject_request_texts: {
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      request_id: technical,
      sort: contactActivity('Sorte', 'Sort'),
      contact_id: contactLink,
      text: contactActivity('Texte', 'Text', 'identifying'),
    },
  },
  subject_requests: {
    links: [{ column: 'contact_id', delete: 'unlink', anonymise: 'unlink' }],
    columns: {
      institution_id: technical,
      id: technical,
      contact_id: contactLink,
      kind: register('Demande', 'Request'),
      way: register('Reçue par', 'Came by'),
      received_on: register('Reçue le', 'Received on'),
      due_on: inferred(register('À répondre jusqu’au', 'To be answered by')),
      extended_at: register('Délai prolongé le', 'Time extended at'),
      extended_by: operator,
      identity: register('Identité vérifiée par', 'Identity checked by'),
      identity_at: register('Identité vérifiée le', 'Identity checked at'),
      identity_by: operator,
      state: register('État', 'State'),
      closed_at: register('Close le', 'Closed at'),
      closed_by: operator,
      done_at: register('Exécutée le', 'Carried out at'),
      done_by: operator,
      answer_way: register('Réponse donnée par', 'Answered by'),
      recorded_at: register('Enregistrée le', 'Recorded at'),
      recorded_by: operator,
    },
  },
};
