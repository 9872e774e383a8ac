export { writeExtract, writeExtractFor, writeExtractOf } from './extract.ts';
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
