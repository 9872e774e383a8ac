import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type Device, openSession } from '../operators/operators.ts';
import type { Identity } from './provider.ts';
import type { SingleSignOn } from './settings.ts';

/**
 * Lets in who the provider says somebody is: the operator who is bound to that account, else the one with the verified
 * e-mail, who is bound to it from now on, else (where the institution says so) a new one.
 * @returns the token of the session
 * @throws DomainError `sso-not-verified`, `sso-other-domain`, `sso-other-account`, `sso-not-invited`
 */
export async function welcome(
  database: Database,
  institution: Institution,
  settings: SingleSignOn,
  identity: Identity,
  { now, device }: { now: Date; device: Device },
): Promise<string> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const operatorId =
      (await bound(tenant, institution.id, identity)) ??
      (await bind(tenant, institution, settings, identity, now));
    const session = { operatorId, device, signedInBy: 'single-sign-on' as const, awaits: null };
    return await openSession(tenant, institution.id, session, now);
  });
}

const notInvited = () => new DomainError('sso-not-invited', 'nobody with this e-mail works here');

async function bound(tenant: Tenant, institutionId: number, { issuer, subject }: Identity) {
  const { rows } = await sql<{ id: number; disabled: boolean }>`
    select id, disabled_at is not null as disabled from operators
     where institution_id = ${institutionId} and sso_issuer = ${issuer} and sso_subject = ${subject}`.execute(
    tenant,
  );
  if (rows[0]?.disabled) throw notInvited();
  return rows[0]?.id;
}

async function bind(
  tenant: Tenant,
  institution: Institution,
  { emailDomains, newProfile }: SingleSignOn,
  { issuer, subject, email, name }: Identity,
  now: Date,
): Promise<number> {
  if (email === null) throw new DomainError('sso-not-verified', 'the provider has not verified the e-mail');
  if (emailDomains.length > 0 && !emailDomains.includes(email.split('@').at(-1) ?? ''))
    throw new DomainError('sso-other-domain', 'nobody is let in from this e-mail domain');
  const { rows } = await sql<{ id: number; disabled: boolean; other: boolean }>`
    select id, disabled_at is not null as disabled,
           coalesce(sso_issuer = ${issuer} and sso_subject <> ${subject}, false) as other
      from operators where institution_id = ${institution.id} and email = ${email} for update`.execute(
    tenant,
  );
  const [found] = rows;
  if (found?.disabled || (found === undefined && newProfile === null)) throw notInvited();
  if (found?.other)
    throw new DomainError('sso-other-account', 'this operator is bound to another account of the provider');
  const called = name?.trim().slice(0, 200) || email;
  const id = found?.id ?? (await added(tenant, institution, { email, profile: newProfile as string }, now));
  await sql`
    update operators set sso_issuer = ${issuer}, sso_subject = ${subject}, name = coalesce(name, ${called})
     where institution_id = ${institution.id} and id = ${id}`.execute(tenant);
  await sql`delete from operator_links
             where institution_id = ${institution.id} and operator_id = ${id} and kind = 'invitation'`.execute(
    tenant,
  );
  const actor = `operator:${id}`;
  await audit(tenant, institution.id, now, { actor, action: 'single-sign-on.bind', subject: actor });
  return id;
}

async function added(
  tenant: Tenant,
  institution: Institution,
  { email, profile }: { email: string; profile: string },
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into operators (institution_id, email, profile, locale, created_at)
    values (${institution.id}, ${email}, ${profile}, ${institution.locale}, ${now})
    returning id`.execute(tenant);
  const { id } = rows[0] as { id: number };
  await audit(tenant, institution.id, now, {
    actor: 'system',
    action: 'operator.create',
    subject: `operator:${id}`,
    details: { profile, by: 'single-sign-on' },
  });
  return id;
}
