import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { refreshContactSearch } from '../contacts/contacts.ts';
import { customerTries, forgetTries, hashPassword, newToken, readToken } from '../credentials/credentials.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { verifyPassword } from './account.ts';
import { accountEmail, understood } from './identity.ts';
import { letter } from './letters.ts';
import { openCustomerSession } from './sessions.ts';
import type { Customer, Locale, Place } from './shapes.ts';
import { tellCustomer } from './tell-one.ts';

type LinkKind = 'password' | 'email';

/** How long a link is good, in hours. */
const GOOD_FOR = { password: 1, email: 24 } as const satisfies Record<LinkKind, number>;
/** Links of one account that are good at a time: nobody is flooded with letters. */
const MOST_LINKS = 3;

export const wrongLink = () => new DomainError('wrong-link', 'this link was used, or is not good any more');

/**
 * Writes a link for a new password to who has an account with the e-mail, and nothing to anybody else. The answer does
 * not tell which; the caller sees to it that the time does not either.
 */
export async function requestPassword(
  database: Database,
  place: Place,
  email: string,
  now: Date,
): Promise<void> {
  const { institution } = place;
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ contactId: number; email: string; locale: Locale }>`
      select contact_id as "contactId", email, locale from customer_accounts
       where institution_id = ${institution.id} and lower(email) = ${email.trim().toLowerCase()}`.execute(
      tenant,
    );
    const [owner] = rows;
    if (owner === undefined) return;
    const link = await makeLink(tenant, institution.id, owner.contactId, 'password', null, now);
    if (link === undefined) return;
    await tellCustomer(tenant, place, {
      contactId: owner.contactId,
      to: { name: null, address: owner.email },
      kind: 'forgotten-password',
      about: `link:${link.id}`,
      ...letter(owner.locale, 'forgotten-password', { institution: institution.name }),
      page: `/password?token=${link.token}`,
      expiresAt: link.expiresAt,
      now,
    });
  });
}

/** @returns undefined where there are as many links as may be */
async function makeLink(
  tenant: Tenant,
  institutionId: number,
  contactId: number,
  kind: LinkKind,
  newEmail: string | null,
  now: Date,
): Promise<{ token: string; id: string; expiresAt: Date } | undefined> {
  await sql`delete from customer_links
             where institution_id = ${institutionId} and contact_id = ${contactId} and expires_at <= ${now}`.execute(
    tenant,
  );
  const { token, hash } = newToken(institutionId);
  const expiresAt = new Date(Number(now) + GOOD_FOR[kind] * 3_600_000);
  const { rows } = await sql`
    insert into customer_links (institution_id, token_hash, contact_id, kind, new_email, created_at, expires_at)
    select ${institutionId}::bigint, ${hash}::bytea, ${contactId}::bigint, ${kind}::text, ${newEmail}::text,
           ${now}::timestamptz, ${expiresAt}::timestamptz
     where (select count(*) from customer_links
             where institution_id = ${institutionId} and contact_id = ${contactId} and kind = ${kind}) < ${MOST_LINKS}
    returning 1 as one`.execute(tenant);
  return rows.length === 0 ? undefined : { token, id: hash.toString('hex').slice(0, 16), expiresAt };
}

interface Link {
  contactId: number;
  /** Present address of the account. */
  email: string;
  newEmail: string | null;
  name: string;
  locale: Locale;
}

/** @throws DomainError `wrong-link` */
async function selectLink(
  tenant: Tenant,
  institutionId: number,
  token: string,
  kind: LinkKind,
  now: Date,
): Promise<Link> {
  const parsed = readToken(token);
  if (parsed === undefined || parsed.institutionId !== institutionId) throw wrongLink();
  const { rows } = await sql<Link>`
    select l.contact_id as "contactId", a.email, l.new_email as "newEmail", a.locale,
           concat_ws(' ', c.first_name, c.last_name) as name
      from customer_links l
      join customer_accounts a on a.institution_id = ${institutionId} and a.contact_id = l.contact_id
      join contacts c on c.institution_id = ${institutionId} and c.id = l.contact_id
     where l.institution_id = ${institutionId} and l.token_hash = ${parsed.hash} and l.kind = ${kind}
       and l.expires_at > ${now}
       for update of l`.execute(tenant);
  if (rows[0] === undefined) throw wrongLink();
  return rows[0];
}

/** What a link is for, for the page that asks whether to go on: mail scanners follow links. @throws DomainError `wrong-link` */
export async function readLink(
  database: Database,
  { institution }: Place,
  token: string,
  kind: LinkKind,
  now: Date,
): Promise<{ email: string; newEmail: string | null }> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { email, newEmail } = await selectLink(tenant, institution.id, token, kind, now);
    return { email, newEmail };
  });
}

/**
 * Sets a new password by the mailed link. All sessions end; who holds the link is signed in.
 * @returns the token of the session
 * @throws DomainError `wrong-link`, `wrong-password`
 */
export async function setForgottenPassword(
  database: Database,
  { institution }: Place,
  { token, password }: { token: string; password: string },
  now: Date,
): Promise<string> {
  const read = (tenant: Tenant) => selectLink(tenant, institution.id, token, 'password', now);
  const before = await inInstitution(database, institution.id, read);
  const passwordHash = await hashPassword(password, before);
  return await inInstitution(database, institution.id, async (tenant) => {
    const { contactId, email } = await read(tenant);
    await sql`update customer_accounts set password_hash = ${passwordHash}
               where institution_id = ${institution.id} and contact_id = ${contactId}`.execute(tenant);
    await sql`delete from customer_links
               where institution_id = ${institution.id} and contact_id = ${contactId}`.execute(tenant);
    await sql`delete from customer_sessions
               where institution_id = ${institution.id} and contact_id = ${contactId}`.execute(tenant);
    await forgetTries(tenant, institution.id, [customerTries(email)]);
    await audit(tenant, institution.id, now, {
      actor: 'customer',
      action: 'customer.set-password',
      subject: `contact:${contactId}`,
    });
    return await openCustomerSession(tenant, institution.id, contactId, now);
  });
}

/**
 * Writes a link to the new address; nothing changes before it is followed. Where the address has an account already,
 * nothing is written, and the answer is the same.
 * @throws DomainError `wrong-present-password`, `locked-out`, `wrong-identity`
 */
export async function requestEmail(
  database: Database,
  place: Place,
  customer: Customer,
  wanted: { email: string; password: string },
  now: Date,
): Promise<void> {
  const { institution } = place;
  const email = understood(accountEmail, wanted.email);
  await verifyPassword(database, institution, customer, wanted.password, now);
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      select from customer_accounts where institution_id = ${institution.id} and lower(email) = ${email}`.execute(
      tenant,
    );
    if (rows.length > 0) return;
    const link = await makeLink(tenant, institution.id, customer.contactId, 'email', email, now);
    if (link === undefined) return;
    await tellCustomer(tenant, place, {
      contactId: customer.contactId,
      to: { name: null, address: email },
      kind: 'new-email',
      about: `link:${link.id}`,
      ...letter(customer.locale, 'new-email', { institution: institution.name }),
      page: `/email?token=${link.token}`,
      expiresAt: link.expiresAt,
      now,
    });
  });
}

/**
 * The new address is proved: account and contact have it from now on, and the old address is told.
 * @throws DomainError `wrong-link` (also where somebody else has the address by now)
 */
export async function confirmEmail(
  database: Database,
  place: Place,
  token: string,
  now: Date,
): Promise<void> {
  const { institution } = place;
  await inInstitution(database, institution.id, async (tenant) => {
    const { contactId, email, newEmail, locale } = await selectLink(
      tenant,
      institution.id,
      token,
      'email',
      now,
    );
    const { rows } = await sql`
      update customer_accounts a set email = ${newEmail}
       where a.institution_id = ${institution.id} and a.contact_id = ${contactId}
         and not exists (select from customer_accounts o
                          where o.institution_id = ${institution.id} and lower(o.email) = ${newEmail})
      returning 1 as one`.execute(tenant);
    if (rows.length === 0) throw wrongLink();
    await sql`update contacts set email = ${newEmail}
               where institution_id = ${institution.id} and id = ${contactId}`.execute(tenant);
    await refreshContactSearch(tenant, institution.id, { ids: [contactId] });
    await sql`delete from customer_links
               where institution_id = ${institution.id} and contact_id = ${contactId}`.execute(tenant);
    await tellCustomer(tenant, place, {
      contactId,
      to: { name: null, address: email },
      kind: 'email-changed',
      about: `moment:${now.toISOString()}`,
      ...letter(locale, 'email-changed', { institution: institution.name }),
      page: '/account',
      now,
    });
    await audit(tenant, institution.id, now, {
      actor: 'customer',
      action: 'contact.edit',
      subject: `contact:${contactId}`,
      details: { fields: 'email' },
    });
  });
}
