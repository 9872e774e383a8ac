import { sql } from 'kysely';
import { levelsOpenTo, openContact } from '../contacts/contacts.ts';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Permission } from '../operators/operators.ts';
import type { Order } from './shapes.ts';

/** Somebody on an order, as an operator may see them. */
export interface Person {
  number: string;
  name: string;
}

/**
 * The contacts that stand on an order, by id; of whom is confidential and not for these eyes there is none.
 * @param permissions of who looks
 */
export async function selectPeople(
  database: Database,
  institution: Institution,
  { purchaseContactId, lines }: Pick<Order, 'purchaseContactId' | 'lines'>,
  permissions: readonly Permission[],
): Promise<Map<number, Person>> {
  const named = lines.map(({ attendee }) => (attendee.kind === 'contact' ? attendee.contactId : null));
  const ids = [purchaseContactId, ...named].filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Person & { id: number }>`
      select id, number, coalesce(nullif(concat_ws(' ', first_name, last_name), ''), company_name, number) as name
        from contacts
       where institution_id = ${institution.id} and id = any(${ids}::bigint[])
         and (confidentiality <> 'confidential' or ${levelsOpenTo(permissions).includes('confidential')}::boolean)`.execute(
      tenant,
    );
    return new Map(rows.map(({ id, ...person }) => [id, person]));
  });
}

/**
 * Ids of contacts that an operator names by their numbers.
 * @throws DomainError `unknown-contact`, `closed-contact`
 */
export async function contactIds(
  database: Database,
  institution: Institution,
  numbers: Iterable<string>,
  permissions: readonly Permission[],
): Promise<Map<string, number>> {
  const wanted = [...new Set(numbers)];
  if (wanted.length === 0) return new Map();
  return await inInstitution(database, institution.id, async (tenant) => {
    const ids = new Map<string, number>();
    for (const number of wanted) {
      ids.set(number, (await openContact(tenant, institution.id, { number, permissions })).id);
    }
    return ids;
  });
}
