import { sql } from 'kysely';

/**
 * Of each 500 contacts a few stand for what a run of the retention batch must meet, so that every outcome occurs
 * in a demo of any size. They are dormant: created long ago, and without activity for more than four years.
 *
 *  0 a structure that owes money, with its relays 1 and 2: the last of them is spared as `sole-relay`
 *  7 `restricted`             11 `role`, a guide                13 `waiting` for a performance that was put off
 * 17 `debt`                   19 `credit`                       23 a supplier once, no longer: not spared
 */
export const place = sql`(n % 500)`;
export const dormant = sql`(n % 500 in (0, 1, 2, 7, 11, 13, 17, 19, 23))`;

/** The places below this one are left alone by what is drawn for others, such as a neighbour's invitation. */
export const FIRST_FREE_PLACE = 25;
