export {
  ADDRESS_PATHS,
  type AddressOf,
  type MessageAddresses,
  messageAddresses,
  type PageName,
  pageLink,
} from './addresses.ts';
export { recordAnswer } from './answer.ts';
export { plainPage } from './plain-page.ts';
export { openTokens, type Purpose, type Ticket, type Tokens } from './tokens.ts';
