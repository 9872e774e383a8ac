import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type By, type Profile, profileNames, seal, unseal } from '../operators/operators.ts';

/** Single sign-on of an institution (OpenID Connect), without its secret. */
export interface SingleSignOn {
  issuer: string;
  clientId: string;
  /** Of the button on the sign-in page. */
  label: string;
  /** Of the e-mails that are let in; empty: any that the provider has verified. */
  emailDomains: string[];
  /** What who was not invited becomes; null: nobody is let in who was not. */
  newProfile: Profile | null;
}

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'that is no domain');
const wantedSettings = z.object({
  issuer: z.url('the issuer is an address').max(500),
  clientId: z.string().trim().min(1, 'the client id is missing').max(500),
  label: z.string().trim().min(1, 'the label of the button is missing').max(60),
  emailDomains: z.array(domain).max(50),
  newProfile: z.enum(profileNames).exclude(['administrator'], 'administrators are invited').nullable(),
});

export async function selectSingleSignOn(
  database: Database,
  institution: Institution,
): Promise<SingleSignOn | undefined> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<SingleSignOn>`
      select issuer, client_id as "clientId", label, email_domains as "emailDomains", new_profile as "newProfile"
        from sign_in_settings where institution_id = ${institution.id} and issuer is not null`.execute(
      tenant,
    );
    return rows[0];
  });
}

/** @throws DomainError `sso-not-set-up`; `sso-secret-unreadable` where RAPPEL_SECRET is another than when it was saved */
export async function selectClient(
  database: Database,
  institution: Institution,
  secret: string | undefined,
): Promise<SingleSignOn & { clientSecret: string }> {
  const settings = await selectSingleSignOn(database, institution);
  if (settings === undefined)
    throw new DomainError('sso-not-set-up', 'this institution has no single sign-on');
  const sealed = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ sealed: Buffer | null }>`
      select client_secret as sealed from sign_in_settings where institution_id = ${institution.id}`.execute(
      tenant,
    );
    return rows[0]?.sealed ?? null;
  });
  if (sealed === null) return { ...settings, clientSecret: '' };
  const clientSecret = unseal(secret, 'single-sign-on', String(institution.id), sealed);
  if (clientSecret === undefined)
    throw new DomainError('sso-secret-unreadable', 'save the client secret again: RAPPEL_SECRET changed');
  return { ...settings, clientSecret };
}

/**
 * Saves single sign-on. Whoever may come without invitation must come from a domain of the house: with a public
 * provider, anybody has an account.
 * @param wanted.clientSecret undefined: the one that is there
 * @param wanted.check asks the provider first whether it is one
 * @throws DomainError `wrong-single-sign-on`, `domains-needed`, and what `check` throws
 */
export async function saveSingleSignOn(
  database: Database,
  institution: Institution,
  wanted: SingleSignOn & { clientSecret?: string | undefined },
  { now, actor, secret, check }: By & { secret: string | undefined; check(issuer: string): Promise<void> },
): Promise<void> {
  const parsed = wantedSettings.safeParse(wanted);
  if (!parsed.success) {
    throw new DomainError('wrong-single-sign-on', parsed.error.issues[0]?.message ?? 'wrong settings');
  }
  const { issuer, clientId, label, emailDomains, newProfile } = parsed.data;
  if (newProfile !== null && emailDomains.length === 0)
    throw new DomainError('domains-needed', 'say from which e-mail domains new operators may come');
  await check(issuer);
  const sealed = wanted.clientSecret
    ? seal(secret, 'single-sign-on', String(institution.id), wanted.clientSecret)
    : null;
  await inInstitution(database, institution.id, async (tenant) => {
    // a secret is kept for the provider that it was typed for, and handed to no other
    await sql`
      insert into sign_in_settings as s
             (institution_id, issuer, client_id, client_secret, label, email_domains, new_profile)
      values (${institution.id}, ${issuer}, ${clientId}, ${sealed}, ${label}, ${emailDomains}::text[], ${newProfile})
      on conflict (institution_id) do update
         set issuer = excluded.issuer, client_id = excluded.client_id, label = excluded.label,
             client_secret = coalesce(excluded.client_secret, case when s.issuer = excluded.issuer then s.client_secret end),
             email_domains = excluded.email_domains, new_profile = excluded.new_profile`.execute(tenant);
    await audit(tenant, institution.id, now, {
      actor,
      action: 'single-sign-on.save',
      details: { domains: emailDomains.length, newProfile },
    });
  });
}

/** Ends single sign-on: everybody needs a password again. */
export async function removeSingleSignOn(
  database: Database,
  institution: Institution,
  { now, actor }: By,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`
      update sign_in_settings
         set issuer = null, client_id = null, client_secret = null, label = null, email_domains = '{}',
             new_profile = null, passwords = 'everybody'
       where institution_id = ${institution.id}`.execute(tenant);
    await audit(tenant, institution.id, now, { actor, action: 'single-sign-on.remove' });
  });
}
