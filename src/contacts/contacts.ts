export { type ContactFile, type Rope, selectContactFile } from './contact-file.ts';
export { hashNumber } from './erased-number.ts';
export { findContacts, type ListedContact } from './find-contacts.ts';
export { type ContactLine, readContacts } from './read-contacts.ts';
