import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { nextNumber } from '../contact-file/contact-file.ts';
import { refreshContactSearch, sameName } from '../contacts/contacts.ts';
import type { Tenant } from '../database/database.ts';
import { type Institution, today } from '../institutions/institutions.ts';

interface Person {
  firstName: string;
  lastName: string;
  email: string | null;
  language: string | null;
}

/**
 * The contact of somebody whose e-mail is proved: the one of the base that has this e-mail and this name, where it is
 * the only one with the e-mail and has no account; else a new contact (docs/decisions/0022: an address may be shared by
 * a family, and nobody reads there what another one bought).
 */
export async function contactOfProved(
  tenant: Tenant,
  institution: Institution,
  person: Person & { email: string },
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ id: number; first: string; last: string; free: boolean }>`
    select c.id, coalesce(c.first_name, '') as first, coalesce(c.last_name, '') as last,
           c.kind = 'individual'
             and not exists (select from customer_accounts a
                              where a.institution_id = ${institution.id} and a.contact_id = c.id) as free
      from contacts c
     where c.institution_id = ${institution.id} and lower(c.email) = ${person.email.toLowerCase()}
     limit 2 for no key update`.execute(tenant);
  const [only, another] = rows;
  if (only === undefined || another !== undefined || !only.free || !mayBe(only, person)) {
    return await newContact(tenant, institution, person, now);
  }
  await sql`
    update contacts
       set first_name = coalesce(nullif(first_name, ''), ${person.firstName}),
           last_name = coalesce(nullif(last_name, ''), ${person.lastName})
     where institution_id = ${institution.id} and id = ${only.id}`.execute(tenant);
  await refreshContactSearch(tenant, institution.id, { ids: [only.id] });
  return only.id;
}

/** A name that the base does not know may be anybody's, such as of who only takes the newsletter. */
const mayBe = (contact: { first: string; last: string }, person: Person): boolean =>
  (contact.last === '' || sameName(contact.last, person.lastName)) &&
  (contact.first === '' || sameName(contact.first, person.firstName));

/** A contact written down in the shop. Its creation is no activity (R1h). @returns its id */
export async function newContact(
  tenant: Tenant,
  institution: Institution,
  { firstName, lastName, email, language }: Person,
  now: Date,
): Promise<number> {
  const number = await nextNumber(tenant, institution.id);
  const { rows } = await sql<{ id: number }>`
    insert into contacts (institution_id, number, kind, first_name, last_name, email, language, created_on)
    values (${institution.id}, ${number}, 'individual', ${firstName}, ${lastName}, ${email}, ${language},
            ${today(institution, now)}) returning id`.execute(tenant);
  const { id } = rows[0] as { id: number };
  await refreshContactSearch(tenant, institution.id, { ids: [id] });
  await audit(tenant, institution.id, now, {
    actor: 'customer',
    action: 'contact.create',
    subject: `contact:${id}`,
  });
  return id;
}
