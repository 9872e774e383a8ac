import { type RawBuilder, sql } from 'kysely';
import type { ContactKind, ContactRights } from './contact-filter.ts';

/** A contact in a list. What whoever asks may not see of it is null, and `closed` says so. */
export interface ListedContact {
  id: number;
  number: string;
  kind: ContactKind;
  name: string;
  email: string | null;
  phone: string | null;
  postcode: string | null;
  town: string | null;
  country: string | null;
  createdOn: string | null;
  recency: string | null;
  source: string | null;
  confidentiality: 'free' | 'restricted' | 'confidential';
  closed: boolean;
}

/** One of a list, with its place in the order. */
export type ListedRow = ListedContact & { key: string | null; rank: number | null };

/**
 * The columns of a list, of `contacts c` and its `contact_recency r`; of a restricted contact only name and number, for
 * whoever may see no more.
 */
export function listed({ restricted }: ContactRights): RawBuilder<unknown> {
  const open = restricted ? sql`true` : sql`(c.confidentiality <> 'restricted')`;
  const shown = (column: string) => sql`case when ${open} then ${sql.ref(column)} end`;
  return sql`
    c.id, c.number, c.kind,
    coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.company_name, c.number) as name,
    ${shown('c.email')} as email, coalesce(${shown('c.mobile')}, ${shown('c.phone')}) as phone,
    ${shown('c.postcode')} as postcode, ${shown('c.town')} as town, ${shown('c.country')} as country,
    ${shown('c.created_on')} as "createdOn", ${shown('r.recency')} as recency, ${shown('r.source')} as source,
    c.confidentiality, not ${open} as closed`;
}
