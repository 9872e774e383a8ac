export { type DuplicateReason, duplicateReasons, findDuplicates } from './find-duplicates.ts';
export { type Comparison, compareContacts, type MergeField, mergeContacts, mergeFields } from './merge.ts';
export { dismissSuspicion, selectSuspicions } from './suspicions.ts';
