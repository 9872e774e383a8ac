export { selectContactFile } from './contact-file.ts';
export { type ContactRights, contactKinds } from './contact-filter.ts';
export { hashNumber } from './erased-number.ts';
export { exportColumns, exportContacts } from './export-contacts.ts';
export { contactSorts, findContacts } from './find-contacts.ts';
export { type ContactLine, readContacts } from './read-contacts.ts';
export { refuseClosed } from './refuse-closed.ts';
export { refreshContactSearch } from './search-index.ts';
export { countUnanswered } from './unanswered.ts';
