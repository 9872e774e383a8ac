import { kept, type TableEntry } from './map-words.ts';

const columns = (reason: string, names: string[]): TableEntry => ({
  links: [],
  columns: Object.fromEntries(names.map((name) => [name, kept(reason)])),
});

/** What operators are told: counts, numbers of runs and links, never anything of a contact. */
export const messageTables: Record<string, TableEntry> = {
  messages: columns('what an operator was told of runs: counts and numbers; removed after 90 days', [
    'institution_id',
    'id',
    'operator_id',
    'kind',
    'about',
    'subject',
    'body',
    'path',
    'state',
    'attempts',
    'failure',
    'created_at',
    'attempted_at',
    'sent_at',
  ]),
  batch_recipients: columns('which operators are told when a batch ends', [
    'institution_id',
    'batch_id',
    'operator_id',
  ]),
};
