import { createFormat } from './format.ts';

const { number } = createFormat('en', { timeZone: 'UTC', currency: 'EUR' });
const many = (count: number, one: string, more: string) => `${number(count)} ${count === 1 ? one : more}`;
const contacts = (count: number) => many(count, 'contact', 'contacts');

export type BulkWords = typeof bulkEn;

export const bulkEn = {
  title: 'Many contacts at once',
  tabs: { update: 'Update from a CSV', erase: 'Erase a selection' },
  file: 'File',
  choose: 'Choose a CSV',
  fileHint:
    'CSV in UTF-8, up to 100,000 rows. The column contact_number, and for each value a column criterion:<name> or ' +
    'authorisation:<name> (institution, third-parties, partners, email, sms, phone, post: yes, no or none).',
  leaveAlone:
    'An empty cell leaves the value alone, a hyphen (-) takes the value of a criterion away. What is changed here is recorded as an import: it makes nobody active.',
  look: 'Show what would change',
  looking: 'Comparing the file with the contacts…',
  found: (count: number, rows: number) =>
    `${contacts(count)} would change, of ${many(rows, 'row', 'rows')} in the file.`,
  nothing: 'The file changes nothing: every value is there already.',
  fields: 'By column',
  column: 'Column',
  changed: 'Changed',
  unchanged: 'Unchanged',
  left: 'Left alone',
  values: 'Value now → value wanted',
  into: (before: string, after: string, count: number) => `${before} → ${after} (${number(count)})`,
  none: 'nothing',
  first: (count: number) => `The first ${contacts(count)}, value by value`,
  line: 'Line',
  contact: 'Contact',
  now: 'Now',
  wanted: 'Wanted',
  refused: (count: number) => `${many(count, 'line is', 'lines are')} refused: nothing can be applied`,
  refusedHint: 'Correct them in the file, or take them out, and choose the file again.',
  at: (line: number, column: string | undefined) =>
    `Line ${number(line)}${column === undefined ? '' : `, ${column}`}:`,
  quoted: (value: string) => `“${value}”`,
  more: (count: number) => `… and ${number(count)} more`,
  reasons: {
    'no-number': 'without a contact number',
    'unknown-contact': 'no contact has this number',
    'confidential-contact': 'your profile may not open this contact’s file',
    twice: 'the contact stands in the file twice',
    'wrong-value': 'is not a value of this column',
    'wrong-count': 'another number of fields than the first line',
  },
  apply: (count: number) => `Change ${contacts(count)}`,
  applying: 'Exactly what is shown is changed, all of it or nothing. The history keeps the values of before.',
  done: (count: number, criteria: number, authorisations: number) =>
    `${contacts(count)} changed: ${many(criteria, 'criterion value', 'criterion values')}, ${many(authorisations, 'authorisation', 'authorisations')}.`,
  again: 'Show anew',
  wrongColumns: 'The first line of the file',
  columnProblems: {
    missing: 'is missing',
    unknown: 'is not known, or not in use',
    ambiguous: 'is a name in several organisations: write criterion:<name>@<organisation>',
    twice: 'stands there twice',
  } as Record<string, string>,
  noField: 'There is no column besides contact_number.',
  numbers: 'Contact numbers',
  numbersHint: 'One per line, or with commas or semicolons between. Or a CSV with a column contact_number.',
  fromFile: 'Or from a file',
  ignores:
    'Activity does not matter here: a selection is erased however recent its last activity is. Debts, credits, tickets ' +
    'to come, roles, restrictions and waiting lists spare as they do in a batch.',
  simulateFirst: 'First a simulation, which erases nobody. The real run starts from its page.',
  simulate: 'Simulate',
  tagged:
    'Contacts that another system marks are erased by a batch with a yes/no criterion: choose it where you make a batch.',
  wrongNumbers: 'These numbers are of no contact, or of a structure:',
  scope: {
    selection: (asOf: string, count: number) =>
      `As of ${asOf}: a selection of ${contacts(count)}, whatever their last activity.`,
    criterion: (asOf: string, name: string) =>
      `As of ${asOf}: contacts with “yes” at the criterion “${name}”, whatever their last activity.`,
  },
  emptyScope: 'Nobody of this scope is there any more',
  batchScope: 'Who is looked at',
  batchInactive: 'Inactive contacts',
  batchCriterion: (name: string) => `Contacts with “yes” at the criterion “${name}”`,
  batchCriterionHint:
    'Whoever has “yes” there at the moment of the run is erased, whatever the activity; debts and the other reasons spare.',
};
