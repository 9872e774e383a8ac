import { kept, type TableEntry } from './map-words.ts';

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
