export {
  ADDRESS_PATHS,
  type AddressOf,
  type MessageAddresses,
  messageAddresses,
} from './addresses.ts';
export { openTokens, type Purpose, type Ticket, type Tokens } from './tokens.ts';
