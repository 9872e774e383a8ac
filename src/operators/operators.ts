export {
  type Account,
  beginOwnEnrolment,
  changeAccount,
  changePassword,
  confirmOwnEnrolment,
  dropSecondFactor,
  readAccount,
  renewRecoveryCodes,
} from './account.ts';
export {
  changeOperator,
  disableOperator,
  enableOperator,
  letOperatorLeave,
  setOrganisations,
} from './changes.ts';
export { type Device, deviceOf } from './device.ts';
export {
  inviteOperator,
  type LinkKind,
  linkForOperator,
  type MadeLink,
  readLink,
  takeUpLink,
} from './links.ts';
export {
  type By,
  createOperator,
  type Operator,
  resetSecondFactor,
  setPassword,
} from './operator.ts';
export { changePolicy, passwordsFor, readPolicy, type SignInPolicy, secondFactorFor } from './policy.ts';
export { type Permission, type Profile, permissions, permissionsOf, profileNames } from './profiles.ts';
export { seal, unseal } from './sealing.ts';
export type { Enrolment } from './second-factor.ts';
export { confirmToSignIn, enrolToSignIn, giveCode } from './second-step.ts';
export {
  endSession,
  endSessions,
  findSession,
  type OwnSession,
  openSession,
  type Session,
  type SignedIn,
  selectSessions,
} from './sessions.ts';
export { isSetUp, SetUpLink, setUp } from './set-up.ts';
export { signIn } from './sign-in.ts';
export { operatorStates, type StaffMember, selectStaff, selectStaffMember } from './staff.ts';
