import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { hashPassword } from './passwords.ts';
import { type Profile, profileNames } from './profiles.ts';

/** A person who works in the back office. */
export interface Operator {
  id: number;
  email: string;
  name: string;
  profile: Profile;
  locale: 'fr' | 'en';
}

const description = z.object({
  email: z.email('that is no e-mail address').max(254).toLowerCase(),
  name: z.string().trim().min(1, 'a name is needed').max(200),
  profile: z.enum(profileNames),
  locale: z.enum(['fr', 'en']),
});

/** @throws DomainError `wrong-operator`, `wrong-password` or `operator-exists` */
export async function createOperator(
  database: Database,
  institution: Institution,
  wanted: { email: string; name: string; password: string; profile: Profile; locale: string },
  { now, actor }: { now: Date; actor: string },
): Promise<Operator> {
  const parsed = description.safeParse(wanted);
  if (!parsed.success)
    throw new DomainError('wrong-operator', parsed.error.issues[0]?.message ?? 'wrong operator');
  const { email, name, profile, locale } = parsed.data;
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

export async function selectOperators(database: Database, institution: Institution): Promise<Operator[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Operator>`
      select id, email, name, profile, locale from operators
       where institution_id = ${institution.id} and disabled_at is null order by name, id`.execute(tenant);
    return rows;
  });
}

/** Sets a new password, unlocks, and ends the operator's sessions. @throws DomainError `unknown-operator`, `wrong-password` */
export async function setPassword(
  database: Database,
  institution: Institution,
  email: string,
  password: string,
  { now, actor }: { now: Date; actor: string },
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number; name: string }>`
      select id, name from operators
       where institution_id = ${institution.id} and email = ${email.toLowerCase()} and disabled_at is null`.execute(
      tenant,
    );
    const operator = rows[0];
    if (operator === undefined) throw new DomainError('unknown-operator', `there is no operator ${email}`);
    const passwordHash = await hashPassword(password, { email, name: operator.name });
    await sql`
      update operators set password_hash = ${passwordHash}, failed_sign_ins = 0, locked_until = null
       where institution_id = ${institution.id} and id = ${operator.id}`.execute(tenant);
    await sql`delete from sessions
               where institution_id = ${institution.id} and operator_id = ${operator.id}`.execute(tenant);
    await audit(tenant, institution.id, now, {
      actor,
      action: 'operator.set-password',
      subject: `operator:${operator.id}`,
    });
  });
}
