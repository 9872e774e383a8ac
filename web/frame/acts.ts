import { addresses } from '../addresses.ts';
import type { Permission } from '../api/types.ts';
import type { FindingWords } from '../words/finding-en.ts';

/** What the palette can begin, each where it is done. */
export const acts: {
  name: string;
  label: (words: FindingWords) => string;
  to: (typeof addresses)['runs' | 'retention' | 'import' | 'contacts' | 'renewal'];
  search?: Record<string, string | boolean>;
  needs: Permission;
}[] = [
  {
    name: 'simulate',
    label: ({ actSimulate }) => actSimulate,
    to: addresses.runs,
    needs: 'retention.simulate',
  },
  {
    name: 'batch',
    label: ({ actBatch }) => actBatch,
    to: addresses.retention,
    search: { new: true },
    needs: 'batches.edit',
  },
  { name: 'import', label: ({ actImport }) => actImport, to: addresses.import, needs: 'contacts.import' },
  {
    name: 'renewal',
    label: ({ actRenewal }) => actRenewal,
    to: addresses.renewal,
    needs: 'campaigns.edit',
  },
  {
    name: 'unanswered',
    label: ({ actUnanswered }) => actUnanswered,
    to: addresses.contacts,
    search: { answer: 'none' },
    needs: 'contacts.read',
  },
];
