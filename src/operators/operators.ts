export {
  beginOwnEnrolment,
  changeAccount,
  changePassword,
  confirmOwnEnrolment,
  dropSecondFactor,
  readAccount,
  renewRecoveryCodes,
} from './account.ts';
export { changeOperator, disableOperator, enableOperator, letOperatorLeave } from './changes.ts';
export { type Device, deviceOf } from './device.ts';
export { mailLink } from './link-letter.ts';
export { inviteOperator, linkForOperator, type MadeLink, readLink, takeUpLink } from './links.ts';
export { type By, createOperator, resetSecondFactor, setPassword } from './operator.ts';
export { changePolicy, passwordsFor, readPolicy, secondFactorFor } from './policy.ts';
export { type Permission, type Profile, permissions, permissionsOf, profileNames } from './profiles.ts';
export { seal, unseal } from './sealing.ts';
export { confirmToSignIn, enrolToSignIn, giveCode } from './second-step.ts';
export {
  endSession,
  endSessions,
  findSession,
  openSession,
  type Session,
  type SignedIn,
  selectSessions,
} from './sessions.ts';
export { signIn } from './sign-in.ts';
export { operatorStates, selectStaff, selectStaffMember } from './staff.ts';
