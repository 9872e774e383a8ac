export { hashNumber } from './erased-number.ts';
export { type ContactLine, readContacts } from './read-contacts.ts';
