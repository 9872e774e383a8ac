/** The shapes of the API that pages and components speak of by name. */

export const SPARE_REASONS = ['debt', 'credit', 'role', 'restricted', 'waiting', 'sole-relay'] as const;
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

export type ContactKind = 'individual' | 'structure' | 'relay';
export type Outcome = 'delete' | 'anonymise' | 'spare';
export type Profile = 'administrator' | 'data-protection-officer' | 'box-office' | 'marketing' | 'support';

export type Permission =
  | 'contacts.read'
  | 'contacts.import'
  | 'retention.read'
  | 'retention.simulate'
  | 'retention.erase'
  | 'batches.edit'
  | 'operators.edit';

export interface Session {
  operator: { id: number; name: string; email: string; profile: Profile; locale: 'fr' | 'en' };
  institution: { slug: string; name: string; locale: string; timeZone: string; currency: string };
  permissions: Permission[];
}

export interface Drift {
  noLongerEligible: number;
  newlyEligible: number;
}

export interface RunCounts {
  contacts: number;
  recomputed: number;
  inactive: number;
  delete: number;
  anonymise: number;
  spare: SpareCounts;
}

export interface Run {
  run: number;
  type: 'retention' | 'erasure' | 'replay';
  mode: 'simulation' | 'real';
  state: 'running' | 'completed' | 'cancelled' | 'failed';
  batch: { id: number; name: string } | null;
  /** The simulation that a real run is bound to. */
  simulation: number | null;
  months: number;
  asOf: string;
  cutoff: string;
  sealed: boolean;
  /** Individuals and relays when it began: how many there are to walk over. */
  total: number;
  counts: RunCounts;
  drift?: Drift | undefined;
  failure: string | null;
  cancelRequested: boolean;
  startedBy: string;
  startedAt: string;
  endedAt: string | null;
  seconds: number;
}

/**
 * Individuals and relays whose recency lies on or after `from` and before `to`, which are cutoffs of R4.
 * monthsAgo -1: from the day of the run on (tickets to come).
 */
export interface CliffColumn {
  monthsAgo: number;
  /** YYYY-MM-DD; null: however long ago. */
  from: string | null;
  /** YYYY-MM-DD; null: however far in the future. */
  to: string | null;
  kept: number;
  delete: number;
  anonymise: number;
  spare: Partial<SpareCounts>;
}

export interface CliffData {
  run: number;
  asOf: string;
  months: number;
  cutoff: string;
  columns: CliffColumn[];
}

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
