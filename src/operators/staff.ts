import { sql } from 'kysely';
import { codeTries, lockedOut, passwordTries } from '../credentials/credentials.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Profile } from './profiles.ts';

/** `invited`: has not come yet; `locked`: too many tries; `left`: nobody any more, kept for what was done. */
export const operatorStates = ['active', 'invited', 'locked', 'disabled', 'left'] as const;

/** An operator as its administrator sees it. */
export interface StaffMember {
  id: number;
  /** null: left. */
  email: string | null;
  /** null: invited, or left. */
  name: string | null;
  profile: Profile;
  locale: 'fr' | 'en';
  state: (typeof operatorStates)[number];
  /** Ids; empty: all of the institution. */
  organisations: number[];
  secondFactor: boolean;
  hasPassword: boolean;
  singleSignOn: boolean;
  lastSignInAt: Date | null;
  createdAt: Date;
  sessions: number;
}

/** Everybody who works or worked here; who left stands last. */
export async function selectStaff(
  database: Database,
  institution: Institution,
  now: Date,
  only?: number,
): Promise<StaffMember[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<StaffMember>`
      select o.id, o.email, o.name, o.profile, o.locale, o.last_sign_in_at as "lastSignInAt",
             o.created_at as "createdAt", o.password_hash is not null as "hasPassword",
             o.sso_subject is not null as "singleSignOn",
             case when o.left_at is not null then 'left'
                  when o.disabled_at is not null then 'disabled'
                  when o.password_hash is null and o.sso_subject is null then 'invited'
                  else 'active' end as state,
             coalesce((select json_agg(w.organisation_id order by w.organisation_id) from operator_organisations w
                        where w.institution_id = ${institution.id} and w.operator_id = o.id), '[]') as organisations,
             exists (select from second_factors f where f.institution_id = ${institution.id}
                        and f.operator_id = o.id and f.confirmed_at is not null) as "secondFactor",
             (select count(*) from sessions s where s.institution_id = ${institution.id}
                 and s.operator_id = o.id and s.awaits is null) as sessions
        from operators o
       where o.institution_id = ${institution.id} and (${only ?? null}::bigint is null or o.id = ${only ?? null})
       order by o.left_at is not null, lower(coalesce(o.name, o.email)), o.id`.execute(tenant);
    const triesOf = ({ id, email }: StaffMember) => [passwordTries(email ?? ''), codeTries(id)];
    const locked = await lockedOut(tenant, institution.id, rows.flatMap(triesOf), now);
    return rows.map((row) =>
      row.state === 'active' && triesOf(row).some((what) => locked.has(what))
        ? { ...row, state: 'locked' }
        : row,
    );
  });
}

/** @throws DomainError `unknown-operator` */
export async function selectStaffMember(
  database: Database,
  institution: Institution,
  id: number,
  now: Date,
): Promise<StaffMember> {
  const [member] = await selectStaff(database, institution, now, id);
  if (member === undefined) throw new DomainError('unknown-operator', 'there is no such operator');
  return member;
}
