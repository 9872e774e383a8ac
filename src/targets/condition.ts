import { type RawBuilder, sql } from 'kysely';

export type Sql = RawBuilder<unknown>;

/**
 * A condition on `contacts c` and its opposite. Both, because of null: who has no town is neither in Geneva nor not in it,
 * for SQL; for a target it is not in Geneva. And `exists` and `not exists` become joins, where `is not true` of one would be
 * asked contact by contact.
 */
export interface Condition {
  yes: Sql;
  no: Sql;
}

/** Of the contact's own columns; may be null. */
export const scalar = (yes: Sql): Condition => ({ yes, no: sql`(${yes}) is not true` });

/** Whether a subquery that names the contact finds something. */
export const present = (subquery: Sql): Condition => ({
  yes: sql`exists (${subquery})`,
  no: sql`not exists (${subquery})`,
});

export const opposite = ({ yes, no }: Condition): Condition => ({ yes: no, no: yes });

/** Whether every one is so. */
export const every = (parts: Condition[]): Condition => ({
  yes: sql`(${sql.join(
    parts.map(({ yes }) => yes),
    sql` and `,
  )})`,
  no: sql`(${sql.join(
    parts.map(({ no }) => no),
    sql` or `,
  )})`,
});
