import { contactLink, goesWith, kept, type TableEntry, technical } from './map-words.ts';

/** What runs leave beside their journal; about nobody. */
const counted = kept('how many contacts have their last activity on a day: a count, about nobody');

export const runTables: Record<'run_cliff', TableEntry> = {
  run_cliff: {
    links: [],
    columns: {
      institution_id: counted,
      run_id: counted,
      recency: counted,
      outcome: counted,
      contacts: counted,
      customers: counted,
    },
  },
};

/** Whom a run was asked to look at: a row goes with its contact. */
export const selectionTables: Record<'run_selection', TableEntry> = {
  run_selection: {
    links: goesWith('contact_id'),
    columns: { institution_id: technical, run_id: technical, contact_id: contactLink },
  },
};
