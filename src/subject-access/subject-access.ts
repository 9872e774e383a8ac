export { writeExtract, writeExtractFor, writeExtractOf } from './extract.ts';
export { closeRequest, extendRequest, recordIdentity, recordRequest } from './request-acts.ts';
export {
  answerWays,
  closedStates,
  countOpenRequests,
  identityChecks,
  requestKinds,
  requestWays,
  selectRequest,
  selectRequests,
  selectRequestsOf,
} from './requests.ts';
export type { Language } from './words.ts';
