export { openTokens, type Purpose, type Ticket, type Tokens } from './tokens.ts';
