export { eraseContacts } from './erase.ts';
export { identityOf } from './identity.ts';
export { foreignSchemas, personalDataMap } from './map.ts';
export { findResidue } from './residue.ts';
