import { type RawBuilder, sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';

/** What two contacts have in common. */
export const duplicateReasons = ['email', 'name-and-birth-date', 'name-and-address', 'phone'] as const;
export type DuplicateReason = (typeof duplicateReasons)[number];

/** What a rule compares: contacts of one kind that share a key, where only a few have it. */
interface Rule {
  reason: DuplicateReason;
  /** Rows of `id`, `kind`, `name_key` and `shared`. */
  people: (institutionId: number) => RawBuilder<unknown>;
  /** A key that more have is a family's, an office's or a crowd's, and says nothing of who is who. */
  most: number;
  /** Whether the names must be alike, too. */
  names: boolean;
}

/** Trigram similarity of two names; "rey marie" and "marie rey" are alike, and so are "meier" and "meyer". */
const SIMILAR = 0.4;

const rules: Rule[] = [
  {
    reason: 'email',
    people: (institutionId) => contactsBy(institutionId, sql`lower(c.email)`),
    most: 6,
    names: false,
  },
  {
    reason: 'name-and-birth-date',
    people: (institutionId) => contactsBy(institutionId, sql`c.birth_date || left(s.name_key, 1)`),
    most: 60,
    names: true,
  },
  {
    reason: 'name-and-address',
    people: (institutionId) => contactsBy(institutionId, sql`s.postcode_key || ' ' || fold(c.street)`),
    most: 12,
    names: true,
  },
  {
    reason: 'phone',
    people: (institutionId) => sql`
      select id, kind, name_key, right(digits, 9) as shared
        from (${contactsBy(institutionId, sql`phone_digits(c.mobile)`)} union ${contactsBy(institutionId, sql`phone_digits(c.phone)`)}) t (id, kind, name_key, digits)
       where length(digits) >= 8`,
    most: 6,
    names: true,
  },
];

/**
 * Looks for contacts that may be the same: by e-mail, by similar names with the same birth date, address or telephone.
 * One statement a rule, whatever the number of contacts. Pairs that somebody said are two stay so; suspicions that no
 * longer hold go.
 * @returns how many pairs wait for a decision
 */
export async function findDuplicates(
  database: Database,
  institution: Institution,
  now: Date,
): Promise<number> {
  return await inInstitution(database, institution.id, async (tenant) => {
    for (const rule of rules) await suspect(tenant, institution.id, rule, now);
    await sql`
      delete from duplicate_suspicions
       where institution_id = ${institution.id} and found_at < ${now} and dismissed_at is null`.execute(
      tenant,
    );
    return await countDuplicates(tenant, institution.id);
  });
}

/** How many pairs wait for a decision. */
export async function countDuplicates(tenant: Tenant, institutionId: number): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::integer as open from duplicate_suspicions
     where institution_id = ${institutionId} and dismissed_at is null`.execute(tenant);
  return rows[0]?.open as number;
}

async function suspect(tenant: Tenant, institutionId: number, rule: Rule, now: Date): Promise<void> {
  const { reason, people, most, names } = rule;
  await sql`
    with sharing as materialized (
      select * from (
        select p.*, count(*) over (partition by kind, shared) as sharing
          from (${people(institutionId)}) p where shared is not null
      ) counted where sharing between 2 and ${most}
    )
    insert into duplicate_suspicions as known (institution_id, first_id, second_id, reasons, found_at)
    select ${institutionId}, one.id, other.id, array[${reason}], ${now}
      from sharing one
      join sharing other on other.kind = one.kind and other.shared = one.shared and other.id > one.id
     where ${names ? sql`similarity(one.name_key, other.name_key) >= ${SIMILAR}` : sql`true`}
     group by one.id, other.id
        on conflict (institution_id, first_id, second_id) do update
       set reasons = case when known.found_at = excluded.found_at then known.reasons || excluded.reasons
                          else excluded.reasons end,
           found_at = excluded.found_at`.execute(tenant);
}

function contactsBy(institutionId: number, shared: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select c.id, c.kind, s.name_key, ${shared} as shared
      from contacts c
      join contact_search s on s.institution_id = ${institutionId} and s.contact_id = c.id
     where c.institution_id = ${institutionId}`;
}
