export { duplicateReasons, findDuplicates } from './find-duplicates.ts';
export { compareContacts, type MergeField, mergeContacts, mergeFields } from './merge.ts';
export { dismissSuspicion, selectSuspicions } from './suspicions.ts';
