import { type Column, contactActivity, kept, type TableEntry } from './map-words.ts';

/** What each change of an authorisation or a criterion keeps as its proof (R22); goes with the row. */
export const proof: Record<string, Column> = {
  requested: contactActivity('À la demande du contact', 'On the contact’s request'),
  way: contactActivity('Demande reçue par', 'Request came by'),
  place: contactActivity('Lieu de la saisie', 'Where it was recorded'),
  place_id: kept('which point of sale or campaign; goes with the row'),
  operator_id: kept('internal id of who recorded it; goes with the row, and is in no extract'),
};

/** Which of the institution's texts was read. */
export const wordingRead: Record<string, Column> = {
  wording_id: contactActivity('Version du texte présenté', 'Version of the wording shown'),
  wording_language: contactActivity('Langue du texte présenté', 'Language of the wording shown'),
};

const ofInstitution = kept('a text of the institution, about nobody');

export const consentTables: Record<string, TableEntry> = {
  consent_wordings: {
    links: [],
    columns: {
      institution_id: ofInstitution,
      id: ofInstitution,
      authorisation: ofInstitution,
      version: ofInstitution,
      text_fr: ofInstitution,
      text_en: ofInstitution,
      valid_from: ofInstitution,
      created_at: ofInstitution,
    },
  },
};
