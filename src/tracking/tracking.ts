export {
  ADDRESS_PATHS,
  type AddressOf,
  type MessageAddresses,
  messageAddresses,
  PAGES,
  type PageName,
  pageLink,
} from './addresses.ts';
export { answeredOn, recordAnswer } from './answer.ts';
export { plainPage } from './plain-page.ts';
export { openTokens, type Ticket, type Tokens } from './tokens.ts';
