import { sql } from 'kysely';
import { z } from 'zod';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { personName, understood } from './identity.ts';
import { newContact } from './join.ts';
import type { Customer } from './shapes.ts';

/** Nobody brings more friends to the theatre; robots would. */
const MOST_FRIENDS = 20;

const friend = z.object({ firstName: personName, lastName: personName });

/**
 * Writes down somebody else for whom this customer buys (R19). It is always a new contact: looking for one would tell
 * whether the institution knows the person.
 * @param wanted.noticeRead the notice to inform that person was confirmed
 * @returns the friend's contact
 * @throws DomainError `notice-not-read`, `wrong-identity`, `too-many-friends`
 */
export async function addFriend(
  database: Database,
  institution: Institution,
  { contactId }: Customer,
  wanted: { firstName: string; lastName: string; noticeRead: boolean },
  now: Date,
): Promise<number> {
  const { firstName, lastName } = understood(friend, wanted);
  if (!wanted.noticeRead) {
    throw new DomainError('notice-not-read', 'who is written down by somebody else must be informed');
  }
  return await inInstitution(database, institution.id, async (tenant) => {
    await sql`select from contacts where institution_id = ${institution.id} and id = ${contactId} for no key update`.execute(
      tenant,
    );
    const { rows } = await sql<{ id: number; same: boolean }>`
      select f.friend_id as id,
             lower(c.first_name) = lower(${firstName}) and lower(c.last_name) = lower(${lastName}) as same
        from contact_friends f
        join contacts c on c.institution_id = ${institution.id} and c.id = f.friend_id
       where f.institution_id = ${institution.id} and f.contact_id = ${contactId}`.execute(tenant);
    const known = rows.find(({ same }) => same); // the form came twice
    if (known !== undefined) return known.id;
    if (rows.length >= MOST_FRIENDS) {
      throw new DomainError('too-many-friends', `${MOST_FRIENDS} people at most`);
    }
    const person = { firstName, lastName, email: null, language: null };
    const id = await newContact(tenant, institution, person, now);
    await sql`insert into contact_friends (institution_id, contact_id, friend_id)
              values (${institution.id}, ${contactId}, ${id})`.execute(tenant);
    return id;
  });
}

export async function selectFriends(
  database: Database,
  institution: Institution,
  { contactId }: Customer,
): Promise<{ id: number; name: string }[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number; name: string }>`
      select c.id, concat_ws(' ', c.first_name, c.last_name) as name
        from contact_friends f
        join contacts c on c.institution_id = ${institution.id} and c.id = f.friend_id
       where f.institution_id = ${institution.id} and f.contact_id = ${contactId}
       order by name, c.id`.execute(tenant);
    return rows;
  });
}

/** Takes somebody off the list; the contact, whose tickets there may be, stays until a run of the batch. */
export async function dropFriend(
  database: Database,
  institution: Institution,
  { contactId }: Customer,
  friendId: number,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`delete from contact_friends
               where institution_id = ${institution.id} and contact_id = ${contactId} and friend_id = ${friendId}`.execute(
      tenant,
    );
  });
}
