import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { openContact, refreshContactSearch } from '../contacts/contacts.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Permission } from '../operators/operators.ts';
import { moveEverything } from './move.ts';

/** What is chosen from one of the two; an address is one thing. */
export const mergeFields = {
  title: ['title'],
  name: ['first_name', 'last_name'],
  companyName: ['company_name'],
  email: ['email'],
  phone: ['phone'],
  mobile: ['mobile'],
  birthDate: ['birth_date'],
  language: ['language'],
  address: ['street', 'postcode', 'town', 'country'],
  structure: ['structure_id'],
  remark: ['remark'],
} as const;
export type MergeField = keyof typeof mergeFields;
const fieldNames = Object.keys(mergeFields) as MergeField[];

/** A contact as the comparison shows it. */
export interface Side {
  number: string;
  kind: 'individual' | 'structure' | 'relay';
  fields: Record<MergeField, string | null>;
  createdOn: string;
  recency: string | null;
  restrictedOn: string | null;
  confidentiality: 'free' | 'restricted' | 'confidential';
  authorisations: Record<string, 'yes' | 'no' | 'none'>;
  balances: { organisation: string; currency: string; amountMinor: number }[];
  counts: Record<'orders' | 'tickets' | 'notes' | 'clicks' | 'waitingList' | 'relays', number>;
  hasPhoto: boolean;
  /** The e-mail that signs in to its account of the shops; null: it has none. Of two accounts the kept contact's stays. */
  accountEmail: string | null;
}

export interface Comparison {
  one: Side;
  other: Side;
  /** Says what was compared; merging refuses where one of the two changed since. */
  fingerprint: string;
}

/**
 * Two contacts side by side, as they would be merged.
 * @throws DomainError of `openContact`, `same-contact`, `kinds-differ`
 */
export async function compareContacts(
  database: Database,
  institution: Institution,
  { one, other, permissions }: { one: string; other: string; permissions: readonly Permission[] },
): Promise<Comparison> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const pair = await selectPair(tenant, institution.id, [one, other], permissions);
    return { one: pair.one.side, other: pair.other.side, fingerprint: fingerprintOf(pair) };
  });
}

export interface MergeWanted {
  /** The number of the contact that stays. */
  keep: string;
  /** The number of the one that goes into it. */
  absorb: string;
  /** Fields whose value is taken from the absorbed contact; of the others, what the kept one lacks is filled. */
  fromAbsorbed: MergeField[];
  fingerprint: string;
}

/**
 * Merges two contacts into one: everything moves (of two accounts of the shops the kept contact's stays), refusals win, a restriction and the stricter confidentiality stay, the
 * recency is the later. Merging is no activity (R1). The number that goes leads to the contact that stays.
 * @throws DomainError as `compareContacts`, and `stale-comparison` where one of the two changed since it was shown
 */
export async function mergeContacts(
  database: Database,
  institution: Institution,
  wanted: MergeWanted,
  { now, operatorId, permissions }: { now: Date; operatorId: number; permissions: readonly Permission[] },
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    await lockPair(tenant, institution.id, [wanted.keep, wanted.absorb]);
    const pair = await selectPair(tenant, institution.id, [wanted.keep, wanted.absorb], permissions);
    if (fingerprintOf(pair) !== wanted.fingerprint) {
      throw new DomainError('stale-comparison', 'one of the two changed since they were compared');
    }
    const [kept, absorbed] = [pair.one.id, pair.other.id];
    const moving = { institutionId: institution.id, kept, absorbed, now, operatorId };
    await takeFields(tenant, institution.id, kept, absorbed, wanted.fromAbsorbed);
    await moveEverything(tenant, moving);
    await sql`
      insert into merged_contacts (institution_id, number, contact_id, erasure_key, merged_at)
      select institution_id, number, ${kept}, erasure_key, ${now}
        from contacts where institution_id = ${institution.id} and id = ${absorbed}`.execute(tenant);
    await sql`delete from contacts where institution_id = ${institution.id} and id = ${absorbed}`.execute(
      tenant,
    );
    await refreshContactSearch(tenant, institution.id, { ids: [kept] });
    await audit(tenant, institution.id, now, {
      actor: `operator:${operatorId}`,
      action: 'contact.merge',
      subject: `contact:${kept}`,
      details: { absorbed, fields: wanted.fromAbsorbed.join(' ') },
    });
  });
}

interface Pair {
  one: { id: number; side: Side };
  other: { id: number; side: Side };
}

/** In the order of their ids, as a retention run locks them. */
async function lockPair(tenant: Tenant, institutionId: number, numbers: [string, string]): Promise<void> {
  await sql`
    select from contacts where institution_id = ${institutionId} and number = any(${numbers}::text[])
     order by id for update`.execute(tenant);
}

async function selectPair(
  tenant: Tenant,
  institutionId: number,
  [one, other]: [string, string],
  permissions: readonly Permission[],
): Promise<Pair> {
  const first = await openContact(tenant, institutionId, { number: one, permissions });
  const second = await openContact(tenant, institutionId, { number: other, permissions });
  // the ids, because the number of who was merged leads to the one that stayed
  if (first.id === second.id) throw new DomainError('same-contact', 'a contact is not merged with itself');
  if (first.kind !== second.kind) {
    throw new DomainError('kinds-differ', 'a person and a structure, or a relay, are not merged');
  }
  const sides = await selectSides(tenant, institutionId, [first.id, second.id]);
  return {
    one: { id: first.id, side: sides.get(first.id) as Side },
    other: { id: second.id, side: sides.get(second.id) as Side },
  };
}

const fingerprintOf = ({ one, other }: Pair): string =>
  createHash('sha256')
    .update(JSON.stringify([one.side, other.side].toSorted(byNumber)))
    .digest('base64url');
const byNumber = (one: Side, other: Side) => (one.number < other.number ? -1 : 1);

async function selectSides(tenant: Tenant, institutionId: number, ids: number[]): Promise<Map<number, Side>> {
  const count = (table: string, column: string) => sql`(
    select count(*)::integer from ${sql.table(table)} t
     where t.institution_id = ${institutionId} and t.${sql.ref(column)} = c.id)`;
  const { rows } = await sql<{ id: number; side: Side }>`
    select c.id, jsonb_build_object(
      'number', c.number, 'kind', c.kind,
      'fields', jsonb_build_object(
        'title', c.title, 'name', nullif(concat_ws(' ', c.first_name, c.last_name), ''), 'companyName', c.company_name,
        'email', c.email, 'phone', c.phone, 'mobile', c.mobile, 'birthDate', c.birth_date, 'language', c.language,
        'address', nullif(concat_ws(', ', c.street, nullif(concat_ws(' ', c.postcode, c.town), ''), c.country), ''),
        'structure', (select coalesce(s.company_name, s.number) from contacts s
                       where s.institution_id = ${institutionId} and s.id = c.structure_id),
        'remark', c.remark),
      'createdOn', c.created_on, 'restrictedOn', c.restricted_on, 'confidentiality', c.confidentiality,
      'recency', (select r.recency from contact_recency r
                   where r.institution_id = ${institutionId} and r.contact_id = c.id),
      'authorisations', coalesce((select jsonb_object_agg(a.authorisation, a.value) from contact_authorisations a
                                   where a.institution_id = ${institutionId} and a.contact_id = c.id), '{}'),
      'balances', coalesce((select jsonb_agg(jsonb_build_object('organisation', o.name, 'currency', b.currency,
                                             'amountMinor', b.amount_minor) order by o.name, b.currency)
                              from balances b
                              join organisations o on o.institution_id = ${institutionId} and o.id = b.organisation_id
                             where b.institution_id = ${institutionId} and b.contact_id = c.id
                               and b.amount_minor <> 0), '[]'),
      'counts', jsonb_build_object(
        'orders', ${count('orders', 'purchase_contact_id')}, 'tickets', ${count('order_lines', 'cultural_contact_id')},
        'notes', ${count('contact_notes', 'contact_id')}, 'clicks', ${count('clicks', 'contact_id')},
        'waitingList', ${count('waiting_list_entries', 'contact_id')}, 'relays', ${count('contacts', 'structure_id')}),
      'hasPhoto', exists (select from contact_photos p
                           where p.institution_id = ${institutionId} and p.contact_id = c.id),
      'accountEmail', (select a.email from customer_accounts a
                        where a.institution_id = ${institutionId} and a.contact_id = c.id)) as side
      from contacts c
     where c.institution_id = ${institutionId} and c.id = any(${ids}::bigint[])`.execute(tenant);
  return new Map(rows.map(({ id, side }) => [id, side]));
}

/**
 * The contact's own record. Where nobody was ever active, the date of creation stands for the recency (R1h), and the
 * later one counts; otherwise the earlier one says since when the contact is known.
 */
async function takeFields(
  tenant: Tenant,
  institutionId: number,
  kept: number,
  absorbed: number,
  fromAbsorbed: MergeField[],
): Promise<void> {
  const sets = fieldNames.flatMap((field) => {
    const columns = mergeFields[field].map((column) => ({
      k: sql.ref(`k.${column}`),
      a: sql.ref(`a.${column}`),
      column,
    }));
    const isEmpty = sql`num_nonnulls(${sql.join(columns.map(({ k }) => k))}) = 0`;
    return columns.map(({ k, a, column }) => {
      const value: RawBuilder<unknown> = fromAbsorbed.includes(field)
        ? a
        : sql`case when ${isEmpty} then ${a} else ${k} end`;
      return sql`${sql.ref(column)} = ${value}`;
    });
  });
  await sql`
    update contacts k
       set ${sql.join(sets)},
           restricted_on = least(k.restricted_on, a.restricted_on),
           tracking_refused_on = least(k.tracking_refused_on, a.tracking_refused_on),
           confidentiality = case when 'confidential' in (k.confidentiality, a.confidentiality) then 'confidential'
                                  when 'restricted' in (k.confidentiality, a.confidentiality) then 'restricted'
                                  else 'free' end,
           valid_until = case when k.valid_until is null or a.valid_until is null then null
                              else greatest(k.valid_until, a.valid_until) end,
           created_on = case when exists (select from activity v
                                           where v.institution_id = ${institutionId} and v.contact_id in (k.id, a.id))
                             then least(k.created_on, a.created_on) else greatest(k.created_on, a.created_on) end
      from contacts a
     where k.institution_id = ${institutionId} and k.id = ${kept}
       and a.institution_id = ${institutionId} and a.id = ${absorbed}`.execute(tenant);
}
