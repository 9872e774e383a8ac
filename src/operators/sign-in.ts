import { sql } from 'kysely';
import { forgetTries, isPassword, passwordTries, sweepTries, takeTry } from '../credentials/credentials.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';
import { type Device, noDevice } from './device.ts';
import type { Operator } from './operator.ts';
import { mayUsePassword, needsSecondFactor, readPolicy, selectPolicy } from './policy.ts';
import { type Awaits, openSession, type SignedIn } from './sessions.ts';

/**
 * Signs an operator in with a password. Where a second factor is to follow, the token is good for that alone.
 * @param credentials.institution a slug; may be left out where there is one institution only
 * @throws DomainError `wrong-credentials` (whatever of them is wrong), `locked-out` (known or not), `which-institution`,
 *   `passwords-off` (only to who knows the password)
 */
export async function signIn(
  database: Database,
  credentials: { institution?: string | undefined; email: string; password: string },
  now: Date,
  device: Device = noDevice,
): Promise<SignedIn> {
  const institution = await institutionOf(database, credentials.institution);
  const email = credentials.email.trim().toLowerCase();
  const found = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Operator & { passwordHash: string | null }>`
      select id, email, name, profile, locale, password_hash as "passwordHash"
        from operators
       where institution_id = ${institution.id} and email = ${email} and disabled_at is null`.execute(tenant);
    return rows[0];
  });
  await takeTry(database, institution.id, passwordTries(email), { now, operatorId: found?.id });
  // Outside of a transaction: it takes its time, and the embedded database has one session.
  const right = await isPassword(found?.passwordHash ?? undefined, credentials.password);
  if (found === undefined || !right) throw wrongCredentials();
  const { passwordHash: _, ...operator } = found;
  const policy = await readPolicy(database, institution.id);
  if (!mayUsePassword(policy, operator.profile)) throw passwordsOff();
  return await admit(database, institution, operator, { now, device });
}

/**
 * Lets in who has proved to be the operator by a password, or by the link that set it: at once, or as far as the second
 * factor. Who comes by single sign-on is let in by `openSession`: there the provider answers for the second factor.
 */
export async function admit(
  database: Database,
  institution: Institution,
  operator: Operator,
  { now, device }: { now: Date; device: Device },
): Promise<SignedIn> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const policy = await selectPolicy(tenant, institution.id);
    const { rows } = await sql<{ enrolled: boolean; organisations: number[] | null }>`
      select exists (select from second_factors
                      where institution_id = ${institution.id} and operator_id = ${operator.id}
                        and confirmed_at is not null) as enrolled,
             (select json_agg(organisation_id order by organisation_id) from operator_organisations
               where institution_id = ${institution.id} and operator_id = ${operator.id}) as organisations`.execute(
      tenant,
    );
    const { enrolled, organisations } = rows[0] as { enrolled: boolean; organisations: number[] | null };
    const awaits: Awaits = enrolled
      ? 'second-factor'
      : needsSecondFactor(policy, operator.profile)
        ? 'enrolment'
        : null;
    await forgetTries(tenant, institution.id, [passwordTries(operator.email)]);
    await sweepTries(tenant, institution.id, now);
    const session = { operatorId: operator.id, device, signedInBy: 'password' as const, awaits };
    const token = await openSession(tenant, institution.id, session, now);
    return { token, session: { institution, operator, organisations }, awaits };
  });
}

const wrongCredentials = () => new DomainError('wrong-credentials', 'the e-mail or the password is wrong');

export const passwordsOff = () =>
  new DomainError('passwords-off', 'this institution signs in by single sign-on, not with passwords');

async function institutionOf(database: Database, slug: string | undefined): Promise<Institution> {
  const all = await selectInstitutions(database);
  if (slug === undefined && all.length > 1) {
    throw new DomainError('which-institution', 'there are several institutions: name yours');
  }
  const institution = slug === undefined ? all[0] : all.find((one) => one.slug === slug);
  if (institution === undefined) throw wrongCredentials();
  return institution;
}
