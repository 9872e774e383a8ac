import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { codeTries, forgetTries, passwordTries } from '../credentials/credentials.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type By, checked, operatorName } from './operator.ts';
import type { Profile } from './profiles.ts';
import { removeSecondFactor } from './second-factor.ts';

interface Present {
  email: string;
  name: string | null;
  profile: Profile;
  disabled: boolean;
}

/** @throws DomainError `unknown-operator`, also of one who left */
async function lockOperator(tenant: Tenant, institutionId: number, id: number): Promise<Present> {
  const { rows } = await sql<Present>`
    select email, name, profile, disabled_at is not null as disabled from operators
     where institution_id = ${institutionId} and id = ${id} and left_at is null
       for update`.execute(tenant);
  if (rows[0] === undefined) throw new DomainError('unknown-operator', 'there is no such operator');
  return rows[0];
}

/**
 * Somebody must be able to administer: the rows are locked, so that two administrators cannot remove each other.
 * @throws DomainError `last-administrator`
 */
async function refuseLastAdministrator(tenant: Tenant, institutionId: number, id: number): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select id from operators
     where institution_id = ${institutionId} and profile = 'administrator' and disabled_at is null
       and (password_hash is not null or sso_subject is not null)
     order by id for update`.execute(tenant);
  if (rows.length === 1 && rows[0]?.id === id) {
    throw new DomainError('last-administrator', 'nobody else could administer this institution');
  }
}

/** @throws DomainError `yourself`: another administrator does that */
function refuseYourself(actor: string, id: number): void {
  if (actor === `operator:${id}`) throw new DomainError('yourself', 'another administrator has to do this');
}

/** @throws DomainError `unknown-organisation` */
export async function setOrganisations(
  tenant: Tenant,
  institutionId: number,
  id: number,
  organisations: readonly number[],
): Promise<void> {
  await sql`delete from operator_organisations
             where institution_id = ${institutionId} and operator_id = ${id}`.execute(tenant);
  const wanted = [...new Set(organisations)];
  const { rows } = await sql`
    insert into operator_organisations (institution_id, operator_id, organisation_id)
    select ${institutionId}, ${id}, o.id from organisations o
     where o.institution_id = ${institutionId} and o.id = any(${wanted}::bigint[])
    returning organisation_id`.execute(tenant);
  if (rows.length !== wanted.length)
    throw new DomainError('unknown-organisation', 'there is no such organisation');
}

const endAllSessions = (tenant: Tenant, institutionId: number, id: number) =>
  sql`delete from sessions where institution_id = ${institutionId} and operator_id = ${id}`.execute(tenant);

/**
 * Changes what an operator may do, and for which organisations. Where it changes, the operator's sessions end: the next
 * one has what it may do from its beginning.
 * @param wanted.name left as it is where undefined
 * @throws DomainError `unknown-operator`, `wrong-operator`, `last-administrator`, `unknown-organisation`
 */
export async function changeOperator(
  database: Database,
  institution: Institution,
  id: number,
  wanted: { name?: string | undefined; profile: Profile; organisations: number[] },
  { now, actor }: By,
): Promise<void> {
  const name = wanted.name === undefined ? null : checked(operatorName, wanted.name);
  await inInstitution(database, institution.id, async (tenant) => {
    if (wanted.profile !== 'administrator') await refuseLastAdministrator(tenant, institution.id, id);
    const present = await lockOperator(tenant, institution.id, id);
    const { rows } = await sql<{ ids: number[] }>`
      select coalesce(json_agg(organisation_id order by organisation_id), '[]') as ids from operator_organisations
       where institution_id = ${institution.id} and operator_id = ${id}`.execute(tenant);
    const after = [...new Set(wanted.organisations)].sort((one, other) => one - other).join(',');
    const other = present.profile !== wanted.profile || rows[0]?.ids.join(',') !== after;
    await sql`
      update operators set profile = ${wanted.profile}, name = case when name is null then null else coalesce(${name}, name) end
       where institution_id = ${institution.id} and id = ${id}`.execute(tenant);
    await setOrganisations(tenant, institution.id, id, wanted.organisations);
    if (other) await endAllSessions(tenant, institution.id, id);
    await audit(tenant, institution.id, now, {
      actor,
      action: 'operator.change',
      subject: `operator:${id}`,
      details: { profile: wanted.profile, organisations: after },
    });
  });
}

/** Lets an operator in no more, until enabled again. @throws DomainError `unknown-operator`, `last-administrator`, `yourself` */
export async function disableOperator(
  database: Database,
  institution: Institution,
  id: number,
  { now, actor }: By,
): Promise<void> {
  refuseYourself(actor, id);
  await inInstitution(database, institution.id, async (tenant) => {
    await refuseLastAdministrator(tenant, institution.id, id);
    await lockOperator(tenant, institution.id, id);
    await sql`update operators set disabled_at = coalesce(disabled_at, ${now})
               where institution_id = ${institution.id} and id = ${id}`.execute(tenant);
    await sql`delete from operator_links where institution_id = ${institution.id} and operator_id = ${id}`.execute(
      tenant,
    );
    await endAllSessions(tenant, institution.id, id);
    const subject = `operator:${id}`;
    await audit(tenant, institution.id, now, { actor, action: 'operator.disable', subject });
  });
}

/** Lets a disabled operator in again, and one whom too many tries locked out. @throws DomainError `unknown-operator` */
export async function enableOperator(
  database: Database,
  institution: Institution,
  id: number,
  { now, actor }: By,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { email, disabled } = await lockOperator(tenant, institution.id, id);
    await sql`update operators set disabled_at = null
               where institution_id = ${institution.id} and id = ${id}`.execute(tenant);
    await forgetTries(tenant, institution.id, [passwordTries(email), codeTries(id)]);
    const action = disabled ? 'operator.enable' : 'operator.unlock';
    await audit(tenant, institution.id, now, { actor, action, subject: `operator:${id}` });
  });
}

/**
 * An operator leaves: name, e-mail and all that lets them in go, for good. The number stays, so that what was done still
 * says by whom: "former operator 12".
 * @param confirmation the e-mail, typed
 * @throws DomainError `unknown-operator`, `not-confirmed`, `last-administrator`, `yourself`
 */
export async function letOperatorLeave(
  database: Database,
  institution: Institution,
  id: number,
  confirmation: string,
  { now, actor }: By,
): Promise<void> {
  refuseYourself(actor, id);
  await inInstitution(database, institution.id, async (tenant) => {
    await refuseLastAdministrator(tenant, institution.id, id);
    const { email } = await lockOperator(tenant, institution.id, id);
    if (confirmation.trim().toLowerCase() !== email)
      throw new DomainError('not-confirmed', 'the e-mail is not that of the operator');
    await forgetTries(tenant, institution.id, [passwordTries(email), codeTries(id)]);
    await removeSecondFactor(tenant, institution.id, id);
    await sql`delete from operator_links where institution_id = ${institution.id} and operator_id = ${id}`.execute(
      tenant,
    );
    await endAllSessions(tenant, institution.id, id);
    await sql`
      update operators
         set email = null, name = null, password_hash = null, sso_issuer = null, sso_subject = null, left_at = ${now},
             disabled_at = coalesce(disabled_at, ${now})
       where institution_id = ${institution.id} and id = ${id}`.execute(tenant);
    const subject = `operator:${id}`;
    await audit(tenant, institution.id, now, { actor, action: 'operator.leave', subject });
  });
}
