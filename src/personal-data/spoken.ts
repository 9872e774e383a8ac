import { type RawBuilder, sql } from 'kysely';

type Sql = RawBuilder<unknown>;

/** For whom references are put into words. */
export interface Listener {
  institutionId: number;
  contactId: number;
  locale: 'fr' | 'en';
}

/** How a reference is read: a statement of one column `spoken`, at most one row for the referring value. */
type Spoken = (value: Sql, listener: Listener) => Sql;

const named =
  (table: string, column = 'name'): Spoken =>
  (value, { institutionId }) =>
    sql`
    select s.${sql.ref(column)} as spoken from ${sql.table(table)} s
     where s.institution_id = ${institutionId} and s.id = ${value}`;

/**
 * What a reference says to a person: the name of an organisation, a performance by its product and its start. An id
 * means nothing to whom it is about, and a test refuses a column of an extract that would show one. By the name of the
 * column; of another contact nothing is said but the name of the structure one acts for.
 */
export const SPOKEN: Record<string, Spoken> = {
  organisation_id: named('organisations'),
  activity_organisation_id: named('organisations'),
  order_id: named('orders', 'number'),
  product_id: named('products'),
  price_category_id: named('price_categories'),
  point_of_sale_id: named('points_of_sale'),
  criterion_id: named('criteria'),
  campaign_id: named('campaigns'),
  target_id: named('targets'),
  structure_id: named('contacts', 'company_name'),
  performance_id: (value, { institutionId }) => sql`
    select jsonb_build_object('product', p.name, 'startsAt', f.starts_at, 'endsAt', f.ends_at, 'venue', f.venue) as spoken
      from performances f
      join products p on p.institution_id = ${institutionId} and p.id = f.product_id
     where f.institution_id = ${institutionId} and f.id = ${value}`,
  wording_id: (value, { institutionId, locale }) => sql`
    select ${sql.ref(locale === 'fr' ? 's.text_fr' : 's.text_en')} as spoken from consent_wordings s
     where s.institution_id = ${institutionId} and s.id = ${value}`,
  policy_version_id: (value, { institutionId }) => sql`
    select 'SHA-256 ' || encode(s.sha256, 'hex') as spoken from policy_versions s
     where s.institution_id = ${institutionId} and s.id = ${value}`,
  cultural_contact_id: (value, { contactId }) =>
    sql`select ${value} is not distinct from ${contactId}::bigint as spoken`,
};
