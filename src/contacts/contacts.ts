export { contactIdOf } from './contact-id.ts';
export { hashNumber } from './erased-number.ts';
export { findContacts } from './find-contacts.ts';
export { type ContactLine, readContacts } from './read-contacts.ts';
