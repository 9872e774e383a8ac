export { authorizationAddress, type Checks, discover, identityFrom } from './provider.ts';
export {
  removeSingleSignOn,
  saveSingleSignOn,
  selectClient,
  selectSingleSignOn,
} from './settings.ts';
export { welcome } from './welcome.ts';
