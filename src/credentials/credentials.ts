export { hashPassword, isPassword } from './passwords.ts';
export { newToken, readToken } from './tokens.ts';
export {
  codeTries,
  customerTries,
  forgetTries,
  lockedOut,
  passwordTries,
  sweepTries,
  takeTry,
} from './tries.ts';
