import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { PASSES, planSeasons, UNDATED, VENUES } from './seasons.ts';

/** How far back the demo reaches, and how far its programme is published, in days. */
export const DAYS_BACK = 2920;
const DAYS_AHEAD = 400;
/** One performance of this many is full and has a waiting list. */
const FULL_EVERY = 9;

/**
 * Performances in the order of venue and day, as arrays that a statement indexes: `firstFrom` has for each venue
 * and each day of the demo the 1-based position of the first performance on that day or later.
 */
export interface Programme {
  ids: number[];
  /** YYYY-MM-DD. */
  days: string[];
  firstFrom: number[];
  /** The position of each venue's last performance. */
  last: number[];
}

/** What the contacts of the demo can buy, wait for, click and say. Arrays by venue are in the order of `VENUES`. */
export interface Catalogue {
  institution: Institution;
  today: string;
  /** The first day of the demo, YYYY-MM-DD, and the number of days that `firstFrom` has for a venue. */
  firstDay: string;
  days: number;
  organisations: number[];
  passes: number[];
  undated: number[];
  products: Record<'all', number[]>;
  programme: Programme;
  full: Programme;
  /** A performance that was put off for years and has not taken place yet: people still wait for it. */
  postponed: number;
  /** One newsletter a month, from the month of the first day on. */
  campaigns: number[];
  criteria: number[];
}
