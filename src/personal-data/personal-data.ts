export { type BiDomain, biDomains, biViews, notInBi, viewOf } from './bi-views.ts';
export { eraseContacts } from './erase.ts';
export { type ExtractTable, extractContact, extractedColumns } from './extract.ts';
export { identityOf } from './identity.ts';
export { foreignSchemas, personalDataMap } from './map.ts';
export { findResidue } from './residue.ts';
