export { type ContactRights, contactKinds } from './contact-filter.ts';
export { hashNumber } from './erased-number.ts';
export { exportColumns, exportContacts } from './export-contacts.ts';
export { contactSorts, findContacts } from './find-contacts.ts';
export { type ListedContact, listed } from './listed-contact.ts';
export {
  type AskedContact,
  type Confidentiality,
  confidentialities,
  levelsOpenTo,
  openContact,
} from './open-contact.ts';
export { type ContactLine, readContacts } from './read-contacts.ts';
export { isNamed, sameName } from './same-name.ts';
export { refreshContactSearch } from './search-index.ts';
export { countUnanswered } from './unanswered.ts';
