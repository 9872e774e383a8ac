import type { components } from './schema.generated.ts';

/** The shapes of the API that pages and components speak of by name. */

export const SPARE_REASONS = [
  'debt',
  'credit',
  'role',
  'restricted',
  'waiting',
  'tickets-to-come',
  'sole-relay',
] as const;
export type SpareReason = (typeof SPARE_REASONS)[number];
export type SpareCounts = Record<SpareReason, number>;

export const SOURCES = [
  'option',
  'option-confirmed',
  'reservation',
  'sale',
  'waiting-list',
  'click',
  'criterion',
  'authorisation',
  'creation',
] as const;
export type Source = (typeof SOURCES)[number];

export type Outcome = 'delete' | 'anonymise' | 'spare';
export type Profile = Session['operator']['profile'];

export type Session = components['schemas']['Session'];
export type Permission = Session['permissions'][number];
export type Run = components['schemas']['Run'];
export type Drift = NonNullable<Run['drift']>;

export type CliffData = components['schemas']['Cliff'];
export type CliffColumn = CliffData['columns'][number];

export interface Knot {
  day: string;
  source: Source;
  organisation: string | null;
}

export interface RopeData {
  /** As the last run stored it; null where no run has passed yet. */
  stored: { recency: string; source: Source; organisation: string | null; computedAt: string } | null;
  /** As it is now: the knot that holds. */
  recency: string;
  source: Source;
  organisation: string | null;
  months: number;
  /** Without news, a batch of so many months takes it from this day on. */
  forgottenOn: string;
  /** What would spare it all the same. */
  obstacles: SpareReason[];
  /** The latest first. */
  knots: Knot[];
}

/** A page of a list walked by cursor; `next` is null on the last one. */
export interface Slice<Row> {
  items: Row[];
  next: string | null;
}
