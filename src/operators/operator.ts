import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../audit/audit.ts';
import { codeTries, forgetTries, hashPassword, passwordTries } from '../credentials/credentials.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type Profile, profileNames } from './profiles.ts';
import { removeSecondFactor } from './second-factor.ts';

/** A person who works in the back office. */
export interface Operator {
  id: number;
  email: string;
  name: string;
  profile: Profile;
  locale: 'fr' | 'en';
}

/** When, and who: `command-line`, `system` or `operator:<id>`. */
export interface By {
  now: Date;
  actor: string;
}

export const operatorEmail = z.email('that is no e-mail address').max(254).toLowerCase();
export const operatorName = z.string().trim().min(1, 'a name is needed').max(200);

const description = z.object({
  email: operatorEmail,
  name: operatorName,
  profile: z.enum(profileNames),
  locale: z.enum(['fr', 'en']),
});

/** @throws DomainError `wrong-operator` */
export function checked<T>(schema: z.ZodType<T>, wanted: unknown): T {
  const parsed = schema.safeParse(wanted);
  if (parsed.success) return parsed.data;
  throw new DomainError('wrong-operator', parsed.error.issues[0]?.message ?? 'wrong operator');
}

/**
 * Adds an operator with a password: the first administrator, and from the command line. Others are invited.
 * @throws DomainError `wrong-operator`, `wrong-password` or `operator-exists`
 */
export async function createOperator(
  database: Database,
  institution: Institution,
  wanted: { email: string; name: string; password: string; profile: Profile; locale: string },
  { now, actor }: By,
): Promise<Operator> {
  const { email, name, profile, locale } = checked(description, wanted);
  const passwordHash = await hashPassword(wanted.password, { email, name });
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      insert into operators (institution_id, email, name, password_hash, profile, locale, created_at)
      values (${institution.id}, ${email}, ${name}, ${passwordHash}, ${profile}, ${locale}, ${now})
          on conflict (institution_id, email) do nothing
      returning id`.execute(tenant);
    const id = rows[0]?.id;
    if (id === undefined)
      throw new DomainError('operator-exists', 'an operator with this e-mail is there already');
    await audit(tenant, institution.id, now, {
      actor,
      action: 'operator.create',
      subject: `operator:${id}`,
      details: { profile },
    });
    return { id, email, name, profile, locale };
  });
}

/** The number of an operator, for the command line. @throws DomainError `unknown-operator` */
async function operatorWith(database: Database, institution: Institution, email: string) {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number; name: string | null; email: string }>`
      select id, name, email from operators
       where institution_id = ${institution.id} and email = ${email.toLowerCase()} and disabled_at is null`.execute(
      tenant,
    );
    if (rows[0] === undefined) throw new DomainError('unknown-operator', `there is no operator ${email}`);
    return rows[0];
  });
}

/** Sets a new password, unlocks, and ends the operator's sessions. @throws DomainError `unknown-operator`, `wrong-password` */
export async function setPassword(
  database: Database,
  institution: Institution,
  email: string,
  password: string,
  { now, actor }: By,
): Promise<void> {
  const operator = await operatorWith(database, institution, email);
  const named = { email: operator.email, name: operator.name ?? '' };
  const passwordHash = await hashPassword(password, named);
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`
      update operators set password_hash = ${passwordHash}, name = coalesce(name, email)
       where institution_id = ${institution.id} and id = ${operator.id}`.execute(tenant);
    await sql`delete from sessions
               where institution_id = ${institution.id} and operator_id = ${operator.id}`.execute(tenant);
    await forgetTries(tenant, institution.id, [passwordTries(operator.email), codeTries(operator.id)]);
    await audit(tenant, institution.id, now, {
      actor,
      action: 'operator.set-password',
      subject: `operator:${operator.id}`,
    });
  });
}

/**
 * Takes the second factor of an operator away, for who lost the telephone and the recovery codes; ends the sessions.
 * @param who a number, or an e-mail
 * @returns whether there was one
 * @throws DomainError `unknown-operator`
 */
export async function resetSecondFactor(
  database: Database,
  institution: Institution,
  who: number | string,
  { now, actor }: By,
): Promise<boolean> {
  const id = typeof who === 'number' ? who : (await operatorWith(database, institution, who)).id;
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      select from operators where institution_id = ${institution.id} and id = ${id} and left_at is null`.execute(
      tenant,
    );
    if (rows.length === 0) throw new DomainError('unknown-operator', 'there is no such operator');
    const removed = await removeSecondFactor(tenant, institution.id, id);
    await sql`delete from sessions where institution_id = ${institution.id} and operator_id = ${id}`.execute(
      tenant,
    );
    await forgetTries(tenant, institution.id, [codeTries(id)]);
    const subject = `operator:${id}`;
    await audit(tenant, institution.id, now, { actor, action: 'second-factor.reset', subject });
    return removed;
  });
}
