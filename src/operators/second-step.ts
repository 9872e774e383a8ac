import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { beginEnrolment, checkCode, confirmEnrolment, type Enrolment } from './second-factor.ts';
import { type Awaits, findAwaiting, renewSession, type Session } from './sessions.ts';

/** The second step of signing in, for who has given the password. */
interface Step {
  /** From the cookie. */
  token: string | undefined;
  secret: string | undefined;
  now: Date;
}

/**
 * Signs in with a code of the app or a recovery code.
 * @returns the session, under another token
 * @throws DomainError `begin-again` where the password was too long ago, `wrong-code`, `locked-out`,
 *   `second-factor-unreadable`
 */
export async function giveCode(
  database: Database,
  code: string,
  step: Step,
): Promise<{ token: string; session: Session }> {
  const session = await awaiting(database, step, 'second-factor');
  await checkCode(database, session.institution, session.operator.id, code, step);
  return { session, token: await goOn(database, session, step, 'second-factor') };
}

/** Sets up the second factor that the institution asks for. @throws DomainError `begin-again` */
export async function enrolToSignIn(database: Database, step: Step): Promise<Enrolment> {
  const { institution, operator } = await awaiting(database, step, 'enrolment');
  return await beginEnrolment(database, institution, operator, step.secret);
}

/** Confirms it, and signs in. @throws DomainError `begin-again`, `wrong-code`, `locked-out`, `no-second-factor` */
export async function confirmToSignIn(
  database: Database,
  code: string,
  step: Step,
): Promise<{ token: string; session: Session; recoveryCodes: string[] }> {
  const session = await awaiting(database, step, 'enrolment');
  const { institution, operator } = session;
  const recoveryCodes = await confirmEnrolment(database, institution, operator, code, step.secret, step.now);
  return { session, recoveryCodes, token: await goOn(database, session, step, 'enrolment') };
}

const beginAgain = () => new DomainError('begin-again', 'too long ago: give the password again');

async function awaiting(database: Database, { token, now }: Step, what: NonNullable<Awaits>) {
  const session = await findAwaiting(database, token, what, now);
  if (session === undefined) throw beginAgain();
  return session;
}

async function goOn(database: Database, { institution }: Session, { token, now }: Step, awaited: Awaits) {
  const renewed = await inInstitution(database, institution.id, (tenant) =>
    renewSession(tenant, token ?? '', awaited, now),
  );
  if (renewed === undefined) throw beginAgain();
  return renewed;
}
