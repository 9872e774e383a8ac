import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../audit/audit.ts';
import { hashPassword, newToken, readToken } from '../credentials/credentials.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { setOrganisations } from './changes.ts';
import { type Device, noDevice } from './device.ts';
import { type By, checked, type Operator, operatorEmail, operatorName } from './operator.ts';
import { mayUsePassword, readPolicy } from './policy.ts';
import { type Profile, profileNames } from './profiles.ts';
import type { SignedIn } from './sessions.ts';
import { admit, passwordsOff } from './sign-in.ts';

/** How long a link is good, by what it is for. */
const GOOD_FOR = { invitation: '7 days', password: '24 hours' } as const;
export type LinkKind = keyof typeof GOOD_FOR;

/** A link that was just made. It is mailed, or handed over by who asked for it; the database has a hash of the token only. */
export interface MadeLink {
  kind: LinkKind;
  operator: number;
  /** Of whom it is for. */
  email: string;
  name: string | null;
  locale: 'fr' | 'en';
  token: string;
  expiresAt: Date;
}

const invitation = z.object({
  email: operatorEmail,
  profile: z.enum(profileNames),
  locale: z.enum(['fr', 'en']),
});

/**
 * Invites somebody, who then chooses name and password.
 * @throws DomainError `wrong-operator`, `operator-exists`, `unknown-organisation`
 */
export async function inviteOperator(
  database: Database,
  institution: Institution,
  wanted: { email: string; profile: Profile; locale: string; organisations: number[] },
  { now, actor }: By,
): Promise<MadeLink> {
  const { email, profile, locale } = checked(invitation, wanted);
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      insert into operators (institution_id, email, profile, locale, created_at)
      values (${institution.id}, ${email}, ${profile}, ${locale}, ${now})
          on conflict (institution_id, email) do nothing
      returning id`.execute(tenant);
    const id = rows[0]?.id;
    if (id === undefined)
      throw new DomainError('operator-exists', 'an operator with this e-mail is there already');
    await setOrganisations(tenant, institution.id, id, wanted.organisations);
    await audit(tenant, institution.id, now, {
      actor,
      action: 'operator.invite',
      subject: `operator:${id}`,
      details: { profile },
    });
    return { ...(await makeLink(tenant, institution.id, id, 'invitation', now)), email, name: null, locale };
  });
}

/**
 * A new link for an operator: the invitation again where it was not taken up, else one to set a new password. Earlier
 * links are good no more.
 * @throws DomainError `unknown-operator`, `operator-disabled`
 */
export async function linkForOperator(
  database: Database,
  institution: Institution,
  id: number,
  { now, actor }: By,
): Promise<MadeLink> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Pick<MadeLink, 'email' | 'name' | 'locale'> & { disabled: boolean }>`
      select email, name, locale, disabled_at is not null as disabled from operators
       where institution_id = ${institution.id} and id = ${id} and left_at is null`.execute(tenant);
    const [found] = rows;
    if (found === undefined) throw new DomainError('unknown-operator', 'there is no such operator');
    const { disabled, ...whom } = found;
    if (disabled) throw new DomainError('operator-disabled', 'enable this operator first');
    const kind = found.name === null ? 'invitation' : 'password';
    const subject = `operator:${id}`;
    await audit(tenant, institution.id, now, { actor, action: `operator.link-${kind}`, subject });
    return { ...(await makeLink(tenant, institution.id, id, kind, now)), ...whom };
  });
}

async function makeLink(tenant: Tenant, institutionId: number, operator: number, kind: LinkKind, now: Date) {
  const { token, hash } = newToken(institutionId);
  await sql`delete from operator_links
             where institution_id = ${institutionId} and (operator_id = ${operator} or expires_at <= ${now})`.execute(
    tenant,
  );
  const { rows } = await sql<{ expiresAt: Date }>`
    insert into operator_links (institution_id, token_hash, operator_id, kind, created_at, expires_at)
    values (${institutionId}, ${hash}, ${operator}, ${kind}, ${now},
            ${now}::timestamptz + ${GOOD_FOR[kind]}::interval)
    returning expires_at as "expiresAt"`.execute(tenant);
  return { kind, operator, token, expiresAt: (rows[0] as { expiresAt: Date }).expiresAt };
}

/** What a link is for, as its holder sees it. */
export interface Link {
  kind: LinkKind;
  institution: Institution;
  email: string;
  name: string | null;
  locale: 'fr' | 'en';
  /** Whether the operator may sign in with a password, or by single sign-on only. */
  passwords: boolean;
}

const wrongLink = () => new DomainError('wrong-link', 'this link was used, or is not good any more');

type FoundLink = Omit<Link, 'passwords'> & { id: number; profile: Profile };

async function findLink(database: Database, token: string, now: Date): Promise<FoundLink> {
  const parsed = readToken(token);
  if (parsed === undefined) throw wrongLink();
  const { institutionId, hash } = parsed;
  return await inInstitution(database, institutionId, async (tenant) => {
    const { rows } = await sql<FoundLink>`
      select l.kind, o.id, o.email, o.name, o.profile, o.locale,
             json_build_object('id', i.id, 'slug', i.slug, 'name', i.name, 'locale', i.locale, 'timeZone', i.time_zone,
               'country', i.country, 'currency', i.currency) as institution
        from operator_links l
        join operators o on o.institution_id = ${institutionId} and o.id = l.operator_id and o.disabled_at is null
        join institutions i on i.id = ${institutionId}
       where l.institution_id = ${institutionId} and l.token_hash = ${hash} and l.expires_at > ${now}`.execute(
      tenant,
    );
    if (rows[0] === undefined) throw wrongLink();
    return rows[0];
  });
}

/** Looks at a link without spending it. @throws DomainError `wrong-link` */
export async function readLink(database: Database, token: string, now: Date): Promise<Link> {
  const { id: _, profile, ...link } = await findLink(database, token, now);
  const policy = await readPolicy(database, link.institution.id);
  return { ...link, passwords: mayUsePassword(policy, profile) };
}

/**
 * Spends a link: sets the password (and the name of who was invited), unlocks, ends what sessions there were, and signs
 * in as far as the second factor.
 * @throws DomainError `wrong-link`, `wrong-operator`, `wrong-password` (the link stays good), `passwords-off`
 */
export async function takeUpLink(
  database: Database,
  token: string,
  wanted: { name?: string | undefined; password: string; locale?: 'fr' | 'en' | undefined },
  now: Date,
  device: Device = noDevice,
): Promise<SignedIn> {
  const link = await findLink(database, token, now);
  const { institution, email, profile, id } = link;
  if (!mayUsePassword(await readPolicy(database, institution.id), profile)) throw passwordsOff();
  const name = link.kind === 'invitation' ? checked(operatorName, wanted.name ?? '') : (link.name ?? email);
  const locale = (link.kind === 'invitation' && wanted.locale) || link.locale;
  const passwordHash = await hashPassword(wanted.password, { email, name });
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      delete from operator_links
       where institution_id = ${institution.id} and token_hash = ${readToken(token)?.hash ?? null}
      returning operator_id`.execute(tenant);
    if (rows.length === 0) throw wrongLink();
    await sql`update operators set password_hash = ${passwordHash}, name = ${name}, locale = ${locale}
               where institution_id = ${institution.id} and id = ${id}`.execute(tenant);
    await sql`delete from sessions where institution_id = ${institution.id} and operator_id = ${id}`.execute(
      tenant,
    );
    await audit(tenant, institution.id, now, {
      actor: `operator:${id}`,
      action: link.kind === 'invitation' ? 'operator.accept' : 'operator.set-password',
      subject: `operator:${id}`,
    });
  });
  const operator: Operator = { id, email, name, profile, locale };
  return await admit(database, institution, operator, { now, device });
}
