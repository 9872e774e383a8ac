export {
  type Answer,
  type Authorisation,
  answers,
  authorisations,
  selectAuthorisations,
} from './authorisations.ts';
export { type Operating, recordByOperator } from './by-operator.ts';
export { exportConsentRecord } from './consent-record.ts';
export { recordAuthorisations } from './record-authorisations.ts';
export {
  authorisationWays,
  checkVersion,
  holdContacts,
  momentAfter,
  places,
  type Recording,
  said,
  saidColumns,
  type Way,
  ways,
} from './recording.ts';
export { refuseChannel } from './refuse-channel.ts';
export { selectConsentSettings, setConsentSettings } from './settings.ts';
export { addWording, checkWordings, removeWording, selectWordings } from './wordings.ts';
