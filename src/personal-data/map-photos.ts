import { contactBase, contactLink, goesWith, type TableEntry, technical } from './map-words.ts';

/** The photo of a contact and the consent to it (R15). */
export const photoTables: Record<string, TableEntry> = {
  contact_photos: {
    origin: 'provided',
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      contact_id: contactLink,
      consent_id: technical,
      picture: contactBase('Photo', 'Photo', 'identifying'),
      saved_at: contactBase('Photo enregistrée le', 'Photo saved at'),
    },
  },
  photo_consents: {
    origin: 'provided',
    links: goesWith('contact_id'),
    columns: {
      id: technical,
      institution_id: technical,
      contact_id: contactLink,
      given_how: contactBase('Consentement à la photo donné', 'Consent to the photo given'),
      confirmed_at: contactBase('Consentement à la photo confirmé le', 'Consent to the photo confirmed at'),
      confirmed_by: technical,
      withdrawn_at: contactBase('Consentement à la photo retiré le', 'Consent to the photo withdrawn at'),
    },
  },
};
