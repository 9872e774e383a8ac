import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type Profile, permissionsOf, profileNames } from './profiles.ts';

export const secondFactorFor = ['nobody', 'erasers', 'everybody'] as const;
export const passwordsFor = ['everybody', 'administrators'] as const;

/** How operators of an institution sign in. */
export interface SignInPolicy {
  /** Who must have a second factor beside the password: nobody, who may erase, everybody. */
  secondFactor: (typeof secondFactorFor)[number];
  /** Who may sign in with a password, where there is single sign-on. */
  passwords: (typeof passwordsFor)[number];
}

export async function selectPolicy(tenant: Tenant, institutionId: number): Promise<SignInPolicy> {
  const { rows } = await sql<SignInPolicy>`
    select second_factor as "secondFactor", passwords from sign_in_settings
     where institution_id = ${institutionId}`.execute(tenant);
  return rows[0] ?? { secondFactor: 'nobody', passwords: 'everybody' };
}

export async function readPolicy(database: Database, institutionId: number): Promise<SignInPolicy> {
  return await inInstitution(database, institutionId, (tenant) => selectPolicy(tenant, institutionId));
}

export function needsSecondFactor({ secondFactor }: SignInPolicy, profile: Profile): boolean {
  if (secondFactor === 'everybody') return true;
  return secondFactor === 'erasers' && permissionsOf(profile).includes('retention.erase');
}

/** An administrator always may: otherwise a provider that is down shuts everybody out. */
export const mayUsePassword = ({ passwords }: SignInPolicy, profile: Profile): boolean =>
  passwords === 'everybody' || profile === 'administrator';

/**
 * Changes who needs what. Whoever needs a second factor from now on and has none is signed out, and sets one up at the
 * next sign-in.
 * @param by.operatorId who changes it
 * @throws DomainError `second-factor-first` where that operator would be signed out; `no-single-sign-on`
 */
export async function changePolicy(
  database: Database,
  institution: Institution,
  wanted: SignInPolicy,
  { now, operatorId }: { now: Date; operatorId: number },
): Promise<void> {
  const concerned = profileNames.filter((profile) => needsSecondFactor(wanted, profile));
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows: without } = await sql<{ id: number }>`
      select o.id from operators o
       where o.institution_id = ${institution.id} and o.profile = any(${concerned}::text[])
         and not exists (select from second_factors f
                          where f.institution_id = ${institution.id} and f.operator_id = o.id
                            and f.confirmed_at is not null)`.execute(tenant);
    const ids = without.map(({ id }) => id);
    if (ids.includes(operatorId))
      throw new DomainError('second-factor-first', 'set up your own second factor first');
    const { rows } = await sql`
      insert into sign_in_settings as s (institution_id, second_factor) values (${institution.id}, ${wanted.secondFactor})
      on conflict (institution_id) do update set second_factor = excluded.second_factor,
        passwords = case when s.issuer is null then 'everybody' else ${wanted.passwords} end
      returning passwords`.execute(tenant);
    if ((rows[0] as { passwords: string } | undefined)?.passwords !== wanted.passwords)
      throw new DomainError('no-single-sign-on', 'without single sign-on everybody needs a password');
    await sql`delete from sessions
               where institution_id = ${institution.id} and operator_id = any(${ids}) and signed_in_by = 'password'`.execute(
      tenant,
    );
    await audit(tenant, institution.id, now, {
      actor: `operator:${operatorId}`,
      action: 'sign-in-settings.change',
      details: { secondFactor: wanted.secondFactor, passwords: wanted.passwords },
    });
  });
}
