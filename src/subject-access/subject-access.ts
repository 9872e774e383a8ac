export { carryOutRequest } from './carry-out.ts';
export { writeExtract, writeExtractFor, writeExtractOf } from './extract.ts';
export { askInAccount, selectOwnRequests, withdrawInAccount } from './own-requests.ts';
export { remindOfRequests } from './remind.ts';
export { auditRegister, closeRequest, extendRequest, recordIdentity, recordRequest } from './request-acts.ts';
export {
  answerWays,
  closedStates,
  countOpenRequests,
  identityChecks,
  readRequests,
  requestKinds,
  requestWays,
  selectRequest,
  selectRequests,
  selectRequestsOf,
} from './requests.ts';
export type { Language } from './words.ts';
