import { kept, type TableEntry } from './map-words.ts';

const profile = kept('names of columns and meanings of fixed values of a file; about nobody');

/** What imports leave behind beside the rows they write: nothing of the files themselves is kept. */
export const importTables: Record<string, TableEntry> = {
  import_profiles: {
    links: [],
    columns: {
      institution_id: profile,
      id: profile,
      name: profile,
      kind: profile,
      mapping: profile,
      changed_at: profile,
    },
  },
};
