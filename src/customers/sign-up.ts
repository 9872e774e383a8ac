import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../audit/audit.ts';
import { type Answer, type Authorisation, checkWordings, recordAuthorisations } from '../consent/consent.ts';
import {
  customerTries,
  hashPassword,
  isPassword,
  newToken,
  readToken,
  takeTry,
} from '../credentials/credentials.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { accountEmail, personName, understood } from './identity.ts';
import { contactOfProved } from './join.ts';
import { letter } from './letters.ts';
import { wrongLink } from './links.ts';
import { checkApproval, type Policy, recordApproval } from './policy.ts';
import { openCustomerSession } from './sessions.ts';
import { type Locale, locales, type Place } from './shapes.ts';
import { tellCustomer } from './tell-one.ts';

/** What was answered on the form, with the wording that stood there (R22, R25). */
type Answers = { authorisation: Authorisation; value: Answer; wordingId: number | null }[];

export interface WantedAccount {
  email: string;
  password: string;
  firstName: string;
  lastName: string;
  locale: Locale;
  /** What stood on the form, where it was approved. */
  approved: Policy | undefined;
  answers: Answers;
}

const GOOD_FOR_HOURS = 24;
/** Within an hour and for one e-mail: whoever else sits behind it is not flooded. */
const MOST_LETTERS = 3;

const identity = z.object({
  email: accountEmail,
  firstName: personName,
  lastName: personName,
  locale: z.enum(locales),
});

/**
 * Somebody wants an account. There is no contact before the e-mail is confirmed by the mailed link; where the e-mail has
 * an account, its owner is told so by mail, and nobody else: the answer is the same.
 * @throws DomainError `wrong-identity`, `wrong-password`, `policy-not-approved`, `policy-changed`, `unknown-wording`
 */
export async function signUp(
  database: Database,
  place: Place,
  wanted: WantedAccount,
  now: Date,
): Promise<void> {
  const { institution, pointOfSaleId } = place;
  const person = understood(identity, wanted);
  const name = `${person.firstName} ${person.lastName}`;
  const passwordHash = await hashPassword(wanted.password, { email: person.email, name });
  await inInstitution(database, institution.id, async (tenant) => {
    const policy = await checkApproval(tenant, institution.id, pointOfSaleId, wanted.approved);
    await checkWordings(tenant, institution, wanted.answers, now);
    if (await tellOwner(tenant, place, person.email, now)) return;
    if (await wasFlooded(tenant, institution.id, person.email, now)) return;
    const { token, hash } = newToken(institution.id);
    const expiresAt = new Date(Number(now) + GOOD_FOR_HOURS * 3_600_000);
    await sql`
      insert into customer_sign_ups
        (institution_id, token_hash, point_of_sale_id, email, password_hash, first_name, last_name, locale, created_at,
         expires_at, approved_at, approved_address, approved_version_id, answers)
      values (${institution.id}, ${hash}, ${pointOfSaleId}, ${person.email}, ${passwordHash}, ${person.firstName},
              ${person.lastName}, ${person.locale}, ${now}, ${expiresAt}, ${policy === undefined ? null : now},
              ${policy?.address ?? null}, ${policy?.versionId ?? null}, ${JSON.stringify({ items: wanted.answers })})`.execute(
      tenant,
    );
    await tellCustomer(tenant, place, {
      contactId: null,
      to: { name: null, address: person.email },
      kind: 'sign-up',
      about: 'sign-up',
      ...letter(person.locale, 'sign-up', { institution: institution.name }),
      page: `/confirm?token=${token}`,
      expiresAt,
      now,
    });
  });
}

/** @returns whether the e-mail has an account: its owner is told once a day that somebody tried */
async function tellOwner(tenant: Tenant, place: Place, email: string, now: Date): Promise<boolean> {
  const { institution } = place;
  const { rows } = await sql<{ contactId: number; locale: Locale }>`
    select contact_id as "contactId", locale from customer_accounts
     where institution_id = ${institution.id} and lower(email) = ${email}`.execute(tenant);
  const [owner] = rows;
  if (owner === undefined) return false;
  await tellCustomer(tenant, place, {
    contactId: owner.contactId,
    to: { name: null, address: email },
    kind: 'account-there',
    about: `day:${now.toISOString().slice(0, 10)}`,
    ...letter(owner.locale, 'account-there', { institution: institution.name }),
    page: '/forgotten',
    now,
  });
  return true;
}

async function wasFlooded(tenant: Tenant, institutionId: number, email: string, now: Date): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from customer_sign_ups
     where institution_id = ${institutionId} and email = ${email}
       and created_at > ${now}::timestamptz - interval '1 hour'`.execute(tenant);
  return (rows[0]?.count ?? 0) >= MOST_LETTERS;
}

/** Whom the link is for. @throws DomainError `wrong-link` */
export async function readSignUp(
  database: Database,
  { institution }: Place,
  token: string,
  now: Date,
): Promise<{ email: string; passwordHash: string }> {
  const parsed = readToken(token);
  if (parsed === undefined || parsed.institutionId !== institution.id) throw wrongLink();
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ email: string; passwordHash: string }>`
      select email, password_hash as "passwordHash" from customer_sign_ups
       where institution_id = ${institution.id} and token_hash = ${parsed.hash} and expires_at > ${now}`.execute(
      tenant,
    );
    if (rows[0] === undefined) throw wrongLink();
    return rows[0];
  });
}

interface SignUp {
  email: string;
  passwordHash: string;
  firstName: string;
  lastName: string;
  locale: Locale;
  pointOfSaleId: number;
  approvedAt: Date | null;
  address: string | null;
  versionId: number | null;
  answers: { items: Answers };
}

/**
 * The e-mail is proved by the link, and that its owner is who signed up by the password that was chosen then: otherwise
 * somebody could choose a password for another's e-mail and wait until that one follows the link (docs/decisions/0022).
 * @returns the token of a session
 * @throws DomainError `wrong-link`, `wrong-credentials`, `locked-out`
 */
export async function confirmSignUp(
  database: Database,
  place: Place,
  { token, password }: { token: string; password: string },
  now: Date,
): Promise<string> {
  const { institution } = place;
  const found = await readSignUp(database, place, token, now);
  const tries = customerTries(`sign-up:${found.email}`);
  await takeTry(database, institution.id, tries, { now, realm: 'customer' });
  if (!(await isPassword(found.passwordHash, password))) {
    throw new DomainError('wrong-credentials', 'the password is not the one of the sign-up');
  }
  return await inInstitution(database, institution.id, async (tenant) => {
    const signedUp = await takeSignUp(tenant, institution.id, token);
    const contactId = await contactOfProved(
      tenant,
      institution,
      { ...signedUp, language: signedUp.locale },
      now,
    );
    const { rows } = await sql`
      insert into customer_accounts (institution_id, contact_id, email, password_hash, locale, created_at)
      values (${institution.id}, ${contactId}, ${signedUp.email}, ${signedUp.passwordHash}, ${signedUp.locale}, ${now})
          on conflict do nothing returning contact_id`.execute(tenant);
    if (rows.length === 0) throw wrongLink();
    await keepWhatWasSaid(tenant, place, contactId, signedUp, now);
    await audit(tenant, institution.id, now, {
      actor: 'customer',
      action: 'customer.create-account',
      subject: `contact:${contactId}`,
    });
    return await openCustomerSession(tenant, institution.id, contactId, now);
  });
}

/** Takes a sign-up away, and with it the others of its e-mail and what was written to it. @throws DomainError `wrong-link` */
async function takeSignUp(tenant: Tenant, institutionId: number, token: string): Promise<SignUp> {
  const { rows } = await sql<SignUp>`
    delete from customer_sign_ups
     where institution_id = ${institutionId} and token_hash = ${readToken(token)?.hash ?? null}
    returning email, password_hash as "passwordHash", first_name as "firstName", last_name as "lastName", locale,
              point_of_sale_id as "pointOfSaleId", approved_at as "approvedAt", approved_address as address,
              approved_version_id as "versionId", answers`.execute(tenant);
  const [signedUp] = rows;
  if (signedUp === undefined) throw wrongLink();
  await sql`delete from customer_sign_ups
             where institution_id = ${institutionId} and email = ${signedUp.email}`.execute(tenant);
  await sql`delete from messages
             where institution_id = ${institutionId} and operator_id is null and contact_id is null
               and to_address = ${signedUp.email}`.execute(tenant);
  return signedUp;
}

async function keepWhatWasSaid(
  tenant: Tenant,
  { institution }: Place,
  contactId: number,
  { pointOfSaleId, approvedAt, address, versionId, answers, locale }: SignUp,
  now: Date,
): Promise<void> {
  if (approvedAt !== null && address !== null) {
    const policy = { address, versionId };
    await recordApproval(tenant, institution.id, { contactId, pointOfSaleId, policy, at: approvedAt });
  }
  await recordAuthorisations(
    tenant,
    institution,
    answers.items.map((answer) => ({ contactId, ...answer })),
    {
      by: 'contact',
      onRequest: true,
      way: 'form',
      place: 'point-of-sale',
      placeId: pointOfSaleId,
      language: locale,
      now,
    },
  );
}
