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

/** Conditions on `contacts c`, each by itself. */
export function conditionsOf(institutionId: number, filter: ContactFilter): RawBuilder<unknown>[] {
  const mine = (table: string) =>
    sql`from ${sql.table(table)} t where t.institution_id = ${institutionId} and t.contact_id = c.id`;
  const found = foundCondition(filter);
  const recent = recencyCondition(filter, 't');
  const conditions = [
    filter.kind && sql`c.kind = ${filter.kind}`,
    found && sql`exists (select ${mine('contact_search')} and ${found})`,
    filter.country && sql`c.country = ${filter.country}`,
    filter.role && sql`exists (select ${mine('contact_roles')} and t.role = ${filter.role})`,
    recent && sql`exists (select ${mine('contact_recency')} and ${recent})`,
    filter.bought && boughtCondition(institutionId, filter.bought),
    filter.email && (filter.email === 'with' ? sql`c.email is not null` : sql`c.email is null`),
    filter.balance && sql`exists (select ${mine('balances')} and ${balanceCondition(filter.balance)})`,
    filter.answer && answerCondition(filter.answer, mine),
    filter.restricted && sql`c.restricted_on is not null`,
  ];
  return conditions.filter((condition) => typeof condition === 'object');
}

/** Conditions of a filter that an index answers, and that may leave few contacts: where each finds them, as `select` of ids. */
export function shortcutsOf(institutionId: number, filter: ContactFilter): RawBuilder<unknown>[] {
  const all = (table: string, condition: RawBuilder<unknown>, id = 'contact_id') =>
    sql`select ${sql.ref(`t.${id}`)} as id from ${sql.table(table)} t
         where t.institution_id = ${institutionId} and ${condition}`;
  const found = foundCondition(filter);
  const recent = recencyCondition(filter, 't');
  const shortcuts = [
    found && all('contact_search', found),
    filter.country && all('contacts', sql`t.country = ${filter.country}`, 'id'),
    filter.role && all('contact_roles', sql`t.role = ${filter.role}`),
    recent && all('contact_recency', recent),
    filter.balance && all('balances', balanceCondition(filter.balance)),
    (filter.answer === 'yes' || filter.answer === 'no') &&
      all('contact_authorisations', sql`t.authorisation = 'institution' and t.value = ${filter.answer}`),
    filter.restricted && all('contacts', sql`t.restricted_on is not null`, 'id'),
  ];
  return shortcuts.filter((shortcut) => typeof shortcut === 'object');
}

/** On `contact_search t`. What is folded is compared with =, >= and <: a policy lets these use an index, no function of a column. */
function foundCondition({ town, postcode }: ContactFilter): RawBuilder<unknown> | undefined {
  const conditions = [
    town && sql`t.town_key = fold(${town})`,
    postcode &&
      sql`t.postcode_key >= fold(${postcode}) and t.postcode_key < fold(${postcode}) || chr(1114111)`,
  ].filter((condition) => typeof condition === 'object');
  return conditions.length === 0 ? undefined : sql.join(conditions, sql` and `);
}

/** On `contact_recency`, by the name that it has in the statement. */
export function recencyCondition(
  { from, to }: ContactFilter,
  table: string,
): RawBuilder<unknown> | undefined {
  const recency = sql.ref(`${table}.recency`);
  const conditions = [from && sql`${recency} >= ${from}::date`, to && sql`${recency} < ${to}::date`].filter(
    (condition) => typeof condition === 'object',
  );
  return conditions.length === 0 ? undefined : sql.join(conditions, sql` and `);
}

/** On `balances t`. */
function balanceCondition(balance: 'debt' | 'credit'): RawBuilder<unknown> {
  return sql`t.amount_minor <> 0 and ${balance === 'debt' ? sql`t.amount_minor > 0` : sql`t.amount_minor < 0`}`;
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
