import { type RawBuilder, sql } from 'kysely';

export const contactKinds = ['individual', 'structure', 'relay'] as const;
export type ContactKind = (typeof contactKinds)[number];

/** What the list of contacts is narrowed to; undefined: everybody. */
export interface ContactFilter {
  kind?: ContactKind | undefined;
  /** Whatever its accents and capitals. */
  town?: string | undefined;
  /** How the postcode begins. */
  postcode?: string | undefined;
  country?: string | undefined;
  /** Holds this role, valid or not. */
  role?: string | undefined;
  /** Stored recency from this day on, YYYY-MM-DD. */
  from?: string | undefined;
  /** Stored recency before this day, YYYY-MM-DD. */
  to?: string | undefined;
  /** R7. */
  bought?: 'customer' | 'prospect' | undefined;
  email?: 'with' | 'without' | undefined;
  balance?: 'debt' | 'credit' | undefined;
  /** The answer to general marketing by the institution (R22). `none` asks individuals and relays only (R25). */
  answer?: 'yes' | 'no' | 'none' | undefined;
  /** Processing restricted (GDPR art. 18). */
  restricted?: boolean | undefined;
}

/** What whoever asks may see of contacts that are not `free`. */
export interface ContactRights {
  confidential: boolean;
  restricted: boolean;
}

/** Conditions on `contacts c`, its `contact_search s` and its `contact_recency r`, joined by whoever asks. */
export function conditionsOf(institutionId: number, filter: ContactFilter): RawBuilder<unknown>[] {
  const mine = (table: string) =>
    sql`from ${sql.table(table)} t where t.institution_id = ${institutionId} and t.contact_id = c.id`;
  const conditions = [
    filter.kind && sql`c.kind = ${filter.kind}`,
    // what is folded is compared with =, >= and <: a policy lets these use an index, and no function of the column
    filter.town && sql`s.town_key = fold(${filter.town})`,
    filter.postcode &&
      sql`s.postcode_key >= fold(${filter.postcode}) and s.postcode_key < fold(${filter.postcode}) || chr(1114111)`,
    filter.country && sql`c.country = ${filter.country}`,
    filter.role && sql`exists (select ${mine('contact_roles')} and t.role = ${filter.role})`,
    filter.from && sql`r.recency >= ${filter.from}::date`,
    filter.to && sql`r.recency < ${filter.to}::date`,
    filter.bought && boughtCondition(institutionId, filter.bought),
    filter.email && (filter.email === 'with' ? sql`c.email is not null` : sql`c.email is null`),
    filter.balance &&
      sql`exists (select ${mine('balances')} and t.amount_minor <> 0
                    and ${filter.balance === 'debt' ? sql`t.amount_minor > 0` : sql`t.amount_minor < 0`})`,
    filter.answer && answerCondition(filter.answer, mine),
    filter.restricted && sql`c.restricted_on is not null`,
  ];
  return conditions.filter((condition) => typeof condition === 'object');
}

/**
 * R7: a sale, even cancelled later, or any payment, or a ticket of one's own makes a customer. Not `exists`: of three joined by
 * `or` the planner makes hashes of all orders, payments and lines (2 s for a page of a million contacts).
 */
function boughtCondition(institutionId: number, bought: 'customer' | 'prospect'): RawBuilder<unknown> {
  const customer = sql`coalesce(
    (select true from orders o
      where o.institution_id = ${institutionId} and o.purchase_contact_id = c.id and o.has_sale limit 1),
    (select true from payments p where p.institution_id = ${institutionId} and p.contact_id = c.id limit 1),
    (select true from order_lines l
      where l.institution_id = ${institutionId} and l.cultural_contact_id = c.id and l.reached = 'sale' limit 1), false)`;
  return bought === 'customer' ? customer : sql`not ${customer}`;
}

function answerCondition(
  answer: 'yes' | 'no' | 'none',
  mine: (table: string) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const answered = (value: RawBuilder<unknown>) =>
    sql`exists (select ${mine('contact_authorisations')} and t.authorisation = 'institution' and ${value})`;
  return answer === 'none'
    ? sql`c.kind in ('individual', 'relay') and not ${answered(sql`t.value in ('yes', 'no')`)}`
    : answered(sql`t.value = ${answer}`);
}
