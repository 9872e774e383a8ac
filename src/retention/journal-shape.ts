import type { Readable } from 'node:stream';
import { z } from 'zod';
import { csvOf } from '../csv.ts';
import type { Database } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type JournalFilter, readJournal, type selectJournal } from './journal.ts';
import { activitySources } from './recency.ts';
import { spareReasons } from './runs.ts';

/** A journal as the API shows it: lines by pages, or the whole as CSV. */
const outcomes = ['delete', 'anonymise', 'spare'] as const;
/** Of a year that the database has. */
const day = z.iso.date().regex(/^(?!0000)/);

/** What a journal can be narrowed to. */
export const journalFilter = {
  outcome: z.enum(outcomes).optional(),
  reason: z.enum(spareReasons).optional(),
  source: z.enum(activitySources).optional(),
  from: day.optional().describe('recency from this day on'),
  to: day.optional().describe('recency before this day'),
};

export const journalLine = z.object({
  id: z.int(),
  contactNumber: z.string().nullable().describe('null for who was erased'),
  kind: z.string(),
  outcome: z.enum(outcomes),
  reason: z.enum(spareReasons).nullable(),
  recency: z.string(),
  source: z.enum(activitySources),
  organisation: z.string().nullable(),
});

export const shownLine = (
  line: Awaited<ReturnType<typeof selectJournal>>[number],
): z.infer<typeof journalLine> => ({
  id: line.contact_id,
  contactNumber: line.contact_number || null,
  kind: line.kind,
  outcome: line.outcome,
  reason: line.reason || null,
  recency: line.recency,
  source: line.recency_source as (typeof activitySources)[number],
  organisation: line.recency_organisation || null,
});

/** With the columns of the contract; memory does not grow with it. */
export function journalCsv(
  database: Database,
  institution: Institution,
  runId: number,
  narrowed: JournalFilter,
): Readable {
  async function* lines() {
    for await (const portion of readJournal(database, institution, runId, narrowed)) yield* portion;
  }
  const columns = [
    'contact_number',
    'kind',
    'outcome',
    'reason',
    'recency',
    'recency_source',
    'recency_organisation',
  ];
  return csvOf(lines(), { columns });
}
