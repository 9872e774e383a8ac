import { contactBase, contactLink, goesWith, kept, key, type TableEntry, technical } from './map-words.ts';

/** Suspected duplicates, and what is left of contacts that were merged into another. */
export const duplicateTables: Record<string, TableEntry> = {
  duplicate_suspicions: {
    links: [...goesWith('first_id'), ...goesWith('second_id')],
    columns: {
      institution_id: technical,
      first_id: contactLink,
      second_id: contactLink,
      reasons: kept('what two contacts have in common, never the values; goes with either'),
      found_at: technical,
      dismissed_at: technical,
      dismissed_by: technical,
    },
  },
  merged_contacts: {
    origin: 'inferred',
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      number: contactBase('Ancien numéro', 'Former number', 'identifying'),
      contact_id: contactLink,
      erasure_key: key('random; written to the ledger when the contact is erased (R14)'),
      merged_at: contactBase('Fusionné le', 'Merged at'),
    },
  },
};
