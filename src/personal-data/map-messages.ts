import {
  contactActivity,
  contactBase,
  contactLink,
  goesWith,
  kept,
  type TableEntry,
  technical,
} from './map-words.ts';

const columns = (reason: string, names: string[]): TableEntry => ({
  links: [],
  columns: Object.fromEntries(names.map((name) => [name, kept(reason)])),
});

/** What operators are told: counts, numbers of runs and links, never anything of a contact. And what customers are told. */
export const messageTables: Record<string, TableEntry> = {
  messages: {
    origin: 'inferred',
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      id: technical,
      operator_id: technical,
      contact_id: contactLink,
      kind: contactActivity('Sorte de message', 'Kind of message'),
      about: contactActivity('À propos de', 'About'),
      subject: contactActivity('Objet du message', 'Subject of the message', 'identifying'),
      body: contactActivity('Texte du message', 'Text of the message', 'identifying'),
      path: kept('a page, with a token good once; goes with the row'),
      to_name: contactBase('Destinataire', 'Recipient', 'identifying'),
      to_address: contactBase('Adresse du message', 'Address of the message', 'identifying'),
      state: contactActivity('État du message', 'State of the message'),
      attempts: technical,
      failure: kept('a code'),
      created_at: contactActivity('Message écrit le', 'Message written at'),
      attempted_at: technical,
      sent_at: contactActivity('Message envoyé le', 'Message sent at'),
      expires_at: technical,
    },
  },
  batch_recipients: columns('which operators are told when a batch ends', [
    'institution_id',
    'batch_id',
    'operator_id',
  ]),
};
