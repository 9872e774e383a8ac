export { type Erasure, eraseContacts } from './erase.ts';
export { identityOf } from './identity.ts';
export { foreignSchemas, personalDataMap } from './map.ts';
export { findResidue, type Residue } from './residue.ts';
