import { type RawBuilder, sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { personalDataMap } from '../personal-data/personal-data.ts';
import { joinAuthorisations, joinCriteria } from './join-histories.ts';
import { type Moving, moveUnlessThere, plainMove } from './move-rows.ts';

/**
 * Moves everything that hangs on one contact to another, table by table, as the personal data map names them: nothing
 * is lost, and a table that is added later is moved too. Tables where both may have a row of the same key say in
 * `OWN_RULES` what becomes of the two.
 */
export async function moveEverything(tenant: Tenant, moving: Moving): Promise<void> {
  for (const [table, { links }] of Object.entries(personalDataMap)) {
    if (table === 'contacts') continue;
    for (const statement of OWN_RULES[table]?.(moving) ?? []) await statement.execute(tenant);
    if (OWN_RULES[table] !== undefined) continue;
    for (const link of links) {
      if ('column' in link) await plainMove(table, link.column, moving).execute(tenant);
    }
  }
  await sql`
    update contacts set structure_id = ${moving.kept}
     where institution_id = ${moving.institutionId} and structure_id = ${moving.absorbed}`.execute(tenant);
}

/** Takes away what belongs to the absorbed contact's account, where that one goes because both have one. */
const removeOfAccount = (table: string, { institutionId, kept, absorbed }: Moving) => sql`
      delete from ${sql.table(table)}
       where institution_id = ${institutionId} and contact_id = ${absorbed}
         and (select count(*) from customer_accounts
               where institution_id = ${institutionId} and contact_id in (${kept}, ${absorbed})) = 2`;

/** The rows of both that have the same key: `k` of the kept contact, `t` of the absorbed one. */
const both = (table: string, { institutionId, kept, absorbed }: Moving) => sql`
          from ${sql.table(table)} t
         where k.institution_id = ${institutionId} and k.contact_id = ${kept}
           and t.institution_id = ${institutionId} and t.contact_id = ${absorbed}`;

/** What both may have under one key (a test compares this with the unique indexes of the catalogue). */
export const OWN_RULES: Record<string, (moving: Moving) => RawBuilder<unknown>[]> = {
  // the longer validity of a role that both have
  contact_roles: (moving) =>
    moveUnlessThere('contact_roles', ['role'], moving, [
      sql`
        update contact_roles k
           set valid_until = case when k.valid_until is null or t.valid_until is null then null
                                  else greatest(k.valid_until, t.valid_until) end
               ${both('contact_roles', moving)} and t.role = k.role`,
    ]),
  // the later recency (R3: a run computes it again)
  contact_recency: (moving) =>
    moveUnlessThere('contact_recency', [], moving, [
      sql`
        update contact_recency k
           set recency = t.recency, source = t.source, organisation_id = t.organisation_id, computed_at = t.computed_at
               ${both('contact_recency', moving)} and t.recency > k.recency`,
    ]),
  contact_criteria: joinCriteria,
  criterion_changes: () => [], // moved before their values
  contact_authorisations: joinAuthorisations,
  authorisation_changes: () => [], // moved before their values
  clicks: (moving) =>
    moveUnlessThere('clicks', ['clicked_at'], moving, [
      sql`
        update clicks k set explicit = true
               ${both('clicks', moving)} and t.clicked_at = k.clicked_at and t.explicit`,
    ]),
  target_members: (moving) => moveUnlessThere('target_members', ['target_id'], moving),
  // both got one campaign: the kept contact's message is what it got, the other row stays for the counts
  campaign_recipients: ({ institutionId, kept, absorbed }) => {
    const there = sql`exists (select from campaign_recipients k
                               where k.institution_id = ${institutionId} and k.campaign_id = t.campaign_id
                                 and k.contact_id = ${kept})`;
    return [
      sql`
        update campaign_recipients t
           set contact_id = case when ${there} then null else ${kept}::bigint end,
               soft_bounce_hash = case when ${there} then null else soft_bounce_hash end
         where t.institution_id = ${institutionId} and t.contact_id = ${absorbed}`,
    ];
  },
  // an entry that still waits is the one that stays
  waiting_list_entries: (moving) =>
    moveUnlessThere('waiting_list_entries', ['performance_id', 'signed_up_on'], moving, [
      sql`
        update waiting_list_entries k set state = 'open'
               ${both('waiting_list_entries', moving)} and t.performance_id = k.performance_id
           and t.signed_up_on = k.signed_up_on and t.state = 'open'`,
    ]),
  // one account per organisation and currency: what the one owes and the other is owed is of one person now
  balances: (moving) =>
    moveUnlessThere('balances', ['organisation_id', 'currency'], moving, [
      sql`
        update balances k set amount_minor = k.amount_minor + t.amount_minor
               ${both('balances', moving)} and t.organisation_id = k.organisation_id and t.currency = k.currency`,
    ]),
  // one account a person: the kept contact's, where it has one; whoever is signed in to the other one, or holds a link
  // of it, is not let into this one
  customer_accounts: (moving) =>
    moveUnlessThere('customer_accounts', [], moving, [
      removeOfAccount('customer_sessions', moving),
      removeOfAccount('customer_links', moving),
    ]),
  // what both were told is one message
  messages: (moving) => moveUnlessThere('messages', ['kind', 'about'], moving),
  // nobody is a friend of oneself, and each friend is one once
  contact_friends: ({ institutionId, kept, absorbed }) => [
    sql`
      insert into contact_friends (institution_id, contact_id, friend_id)
      select institution_id, case contact_id when ${absorbed} then ${kept}::bigint else contact_id end,
             case friend_id when ${absorbed} then ${kept}::bigint else friend_id end
        from contact_friends
       where institution_id = ${institutionId} and ${absorbed} in (contact_id, friend_id)
         and ${kept}::bigint not in (contact_id, friend_id)
      on conflict do nothing`,
    sql`
      delete from contact_friends
       where institution_id = ${institutionId} and ${absorbed} in (contact_id, friend_id)`,
  ],
  // whom a run is about: the one that stays
  run_selection: (moving) => moveUnlessThere('run_selection', ['run_id'], moving),
  // the kept contact's photo, where it has one; the proofs of both consents stay
  contact_photos: (moving) => moveUnlessThere('contact_photos', [], moving),
  file_openings: (moving) => moveUnlessThere('file_openings', ['opened_on', 'operator_id'], moving),
  contact_search: (moving) => moveUnlessThere('contact_search', [], moving), // refreshed after
  duplicate_suspicions: ({ institutionId, absorbed }) => [
    sql`
      delete from duplicate_suspicions
       where institution_id = ${institutionId} and (first_id = ${absorbed} or second_id = ${absorbed})`,
  ],
};
