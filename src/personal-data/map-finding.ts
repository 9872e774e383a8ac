import { contactLink, goesWith, kept, type TableEntry, technical } from './map-words.ts';

const derived = {
  about: 'contact',
  nature: 'identifying',
  label: { fr: 'Index de recherche', en: 'Search index' },
  leftOut: 'derived from name, address and telephone, which are in the extract',
} as const;

/** What contacts are found by: derived from them, and gone with them. */
export const finding: Record<string, TableEntry> = {
  contact_search: {
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      contact_id: contactLink,
      name_key: derived,
      town_key: derived,
      postcode_key: derived,
      words: derived,
    },
  },
};

const parameters = kept(
  'how operators look at a list; a view with what was typed into its search is refused',
);

export const views: Record<string, TableEntry> = {
  views: {
    links: [],
    columns: {
      institution_id: parameters,
      id: parameters,
      operator_id: parameters,
      name: parameters,
      list: parameters,
      search: parameters,
      columns: parameters,
      shared: parameters,
      created_at: parameters,
    },
  },
};
