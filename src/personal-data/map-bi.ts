import { kept, type TableEntry } from './map-words.ts';

const parameters = kept(
  'how operators look at the domains; a report that filters on who somebody is is refused',
);

export const biReportTables: Record<string, TableEntry> = {
  bi_reports: {
    links: [],
    columns: {
      institution_id: parameters,
      id: parameters,
      operator_id: parameters,
      name: parameters,
      domain: parameters,
      query: parameters,
      profiles: parameters,
      created_at: parameters,
    },
  },
};
