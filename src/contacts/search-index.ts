import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';

/** Contacts by their ids, or those in `(after, upTo]`. */
export type SearchedContacts = { ids: readonly number[] } | { after: number; upTo: number };

/**
 * Makes contacts found by what they are now. To be called by whoever writes contacts, after it and in the same transaction:
 * there are no triggers. Rows that are right already are left alone; erasing needs no call (personal data map).
 */
export async function refreshContactSearch(
  tenant: Tenant,
  institutionId: number,
  which: SearchedContacts,
): Promise<void> {
  if ('ids' in which && which.ids.length === 0) return;
  const chosen =
    'ids' in which
      ? sql`contact_id = any(${which.ids}::bigint[])`
      : sql`contact_id > ${which.after} and contact_id <= ${which.upTo}`;
  await sql`
    insert into contact_search (institution_id, contact_id, name_key, town_key, postcode_key, words)
    select institution_id, contact_id, name_key, town_key, postcode_key, words from contact_search_source
     where institution_id = ${institutionId} and ${chosen}
        on conflict (institution_id, contact_id) do update
       set name_key = excluded.name_key, town_key = excluded.town_key, postcode_key = excluded.postcode_key,
           words = excluded.words
     where (contact_search.name_key, contact_search.town_key, contact_search.postcode_key, contact_search.words)
           is distinct from (excluded.name_key, excluded.town_key, excluded.postcode_key, excluded.words)`.execute(
    tenant,
  );
}
