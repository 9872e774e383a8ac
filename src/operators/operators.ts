export { createOperator, selectOperators, setPassword } from './operator.ts';
export { type Permission, type Profile, permissions, permissionsOf, profileNames } from './profiles.ts';
export { endSession, findSession, type Session, signIn } from './sessions.ts';
export { isSetUp, SetUpLink, setUp } from './set-up.ts';
