import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import {
  forgetTries,
  hashPassword,
  isPassword,
  passwordTries,
  readToken,
  takeTry,
} from '../credentials/credentials.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { checked, operatorName } from './operator.ts';
import { mayUsePassword, needsSecondFactor, selectPolicy } from './policy.ts';
import {
  beginEnrolment,
  checkCode,
  confirmEnrolment,
  type Enrolment,
  newRecoveryCodes,
  removeSecondFactor,
} from './second-factor.ts';
import { renewSession, type Session } from './sessions.ts';
import { passwordsOff } from './sign-in.ts';

/** What an operator sees of the own account. */
export interface Account {
  hasPassword: boolean;
  mayUsePassword: boolean;
  singleSignOn: boolean;
  secondFactor: boolean;
  secondFactorNeeded: boolean;
  recoveryCodes: number;
  /** Names; empty: all of the institution. */
  organisations: string[];
}

export async function readAccount(database: Database, { institution, operator }: Session): Promise<Account> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const policy = await selectPolicy(tenant, institution.id);
    const { rows } = await sql<Omit<Account, 'mayUsePassword' | 'secondFactorNeeded'>>`
      select password_hash is not null as "hasPassword", sso_subject is not null as "singleSignOn",
             exists (select from second_factors f where f.institution_id = ${institution.id}
                        and f.operator_id = ${operator.id} and f.confirmed_at is not null) as "secondFactor",
             (select count(*) from recovery_codes c
               where c.institution_id = ${institution.id} and c.operator_id = ${operator.id}) as "recoveryCodes",
             coalesce((select json_agg(n.name order by n.name)
                         from operator_organisations w
                         join organisations n on n.institution_id = ${institution.id} and n.id = w.organisation_id
                        where w.institution_id = ${institution.id} and w.operator_id = ${operator.id}), '[]')
               as organisations
        from operators where institution_id = ${institution.id} and id = ${operator.id}`.execute(tenant);
    return {
      ...(rows[0] as Account),
      mayUsePassword: mayUsePassword(policy, operator.profile),
      secondFactorNeeded: needsSecondFactor(policy, operator.profile),
    };
  });
}

/** @throws DomainError `wrong-operator` */
export async function changeAccount(
  database: Database,
  { institution, operator }: Session,
  wanted: { name: string; locale: 'fr' | 'en' },
  now: Date,
): Promise<void> {
  const name = checked(operatorName, wanted.name);
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`update operators set name = ${name}, locale = ${wanted.locale}
               where institution_id = ${institution.id} and id = ${operator.id}`.execute(tenant);
    const subject = `operator:${operator.id}`;
    await audit(tenant, institution.id, now, { actor: subject, action: 'account.change', subject });
  });
}

/**
 * Changes the own password. All other sessions end; this one gets another token.
 * @returns the new token
 * @throws DomainError `wrong-present-password`, `locked-out`, `wrong-password`, `passwords-off`
 */
export async function changePassword(
  database: Database,
  session: Session,
  { present, wanted }: { present: string; wanted: string },
  { token, now }: Here,
): Promise<string> {
  const { institution, operator } = session;
  await askPassword(database, session, present, now);
  const passwordHash = await hashPassword(wanted, operator);
  return await inInstitution(database, institution.id, async (tenant) => {
    const policy = await selectPolicy(tenant, institution.id);
    if (!mayUsePassword(policy, operator.profile)) throw passwordsOff();
    await sql`update operators set password_hash = ${passwordHash}
               where institution_id = ${institution.id} and id = ${operator.id}`.execute(tenant);
    await sql`delete from operator_links
               where institution_id = ${institution.id} and operator_id = ${operator.id}`.execute(tenant);
    const subject = `operator:${operator.id}`;
    await audit(tenant, institution.id, now, { actor: subject, action: 'account.password', subject });
    return await stayAlone(tenant, session, { token, now });
  });
}

/**
 * Begins to set up the own second factor.
 * @param password the present one, where there is one: a session left open is not enough
 * @throws DomainError `wrong-present-password`, `locked-out`, `second-factor-exists`
 */
export async function beginOwnEnrolment(
  database: Database,
  session: Session,
  password: string | undefined,
  { secret, now }: { secret: string | undefined; now: Date },
): Promise<Enrolment> {
  await askPassword(database, session, password, now);
  return await beginEnrolment(database, session.institution, session.operator, secret);
}

/**
 * Confirms it. All other sessions end; this one gets another token.
 * @throws DomainError `wrong-code`, `locked-out`, `no-second-factor`
 */
export async function confirmOwnEnrolment(
  database: Database,
  session: Session,
  code: string,
  { secret, token, now }: Here & { secret: string | undefined },
): Promise<{ recoveryCodes: string[]; token: string }> {
  const { institution, operator } = session;
  const recoveryCodes = await confirmEnrolment(database, institution, operator, code, secret, now);
  return await inInstitution(database, institution.id, async (tenant) => ({
    recoveryCodes,
    token: await stayAlone(tenant, session, { token, now }),
  }));
}

/** Ten new recovery codes in the place of the old. @throws DomainError `wrong-code`, `locked-out`, `no-second-factor` */
export async function renewRecoveryCodes(
  database: Database,
  { institution, operator }: Session,
  code: string,
  { secret, now }: { secret: string | undefined; now: Date },
): Promise<string[]> {
  await checkCode(database, institution, operator.id, code, { secret, now });
  return await inInstitution(database, institution.id, async (tenant) => {
    const subject = `operator:${operator.id}`;
    await audit(tenant, institution.id, now, {
      actor: subject,
      action: 'second-factor.recovery-codes',
      subject,
    });
    return await newRecoveryCodes(tenant, institution.id, operator.id);
  });
}

/**
 * Takes the own second factor away: it takes the password (where there is one) and a code.
 * @throws DomainError `second-factor-needed` where the institution asks for one, `wrong-present-password`, `wrong-code`,
 *   `locked-out`, `no-second-factor`
 */
export async function dropSecondFactor(
  database: Database,
  session: Session,
  { password, code }: { password: string | undefined; code: string },
  { secret, now }: { secret: string | undefined; now: Date },
): Promise<void> {
  const { institution, operator } = session;
  const { secondFactorNeeded } = await readAccount(database, session);
  if (secondFactorNeeded)
    throw new DomainError('second-factor-needed', 'this institution asks for a second factor');
  await askPassword(database, session, password, now);
  await checkCode(database, institution, operator.id, code, { secret, now });
  await inInstitution(database, institution.id, async (tenant) => {
    await removeSecondFactor(tenant, institution.id, operator.id);
    const subject = `operator:${operator.id}`;
    await audit(tenant, institution.id, now, { actor: subject, action: 'second-factor.drop', subject });
  });
}

/** The session that asks, and when. */
interface Here {
  token: string;
  now: Date;
}

/** Asks for the present password, where there is one. */
async function askPassword(
  database: Database,
  { institution, operator }: Session,
  password: string | undefined,
  now: Date,
): Promise<void> {
  const hash = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ hash: string | null }>`
      select password_hash as hash from operators
       where institution_id = ${institution.id} and id = ${operator.id}`.execute(tenant);
    return rows[0]?.hash ?? null;
  });
  if (hash === null) return;
  const tries = passwordTries(operator.email);
  await takeTry(database, institution.id, tries, { now, operatorId: operator.id });
  if (!(await isPassword(hash, password ?? '')))
    throw new DomainError('wrong-present-password', 'the present password is wrong');
  await inInstitution(database, institution.id, (tenant) => forgetTries(tenant, institution.id, [tries]));
}

/** Ends all other sessions, and gives this one another token. @throws DomainError `not-signed-in` where it ended meanwhile */
async function stayAlone(
  tenant: Tenant,
  { institution, operator }: Session,
  { token, now }: Here,
): Promise<string> {
  const renewed = await renewSession(tenant, token, null, now);
  if (renewed === undefined) throw new DomainError('not-signed-in', 'sign in first');
  await sql`
    delete from sessions
     where institution_id = ${institution.id} and operator_id = ${operator.id}
       and token_hash <> ${readToken(renewed)?.hash ?? null}`.execute(tenant);
  return renewed;
}
