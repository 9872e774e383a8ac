import { z } from 'zod';
import { type RunSummary, spareReasons } from './runs.ts';

/** A run as the API shows it. */
const count = z.int().min(0);
const instant = z.iso.datetime();
export const spareCounts = z.object(
  Object.fromEntries(spareReasons.map((reason) => [reason, count])) as Record<
    (typeof spareReasons)[number],
    typeof count
  >,
);

const scope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inactive') }),
  z.object({ kind: z.literal('selection'), contacts: count }),
  z.object({ kind: z.literal('criterion'), criterion: z.object({ id: z.int(), name: z.string() }) }),
]);

export const runShape = z
  .object({
    run: z.int(),
    type: z.enum(['retention', 'erasure', 'replay']),
    mode: z.enum(['simulation', 'real']),
    state: z.enum(['running', 'completed', 'cancelled', 'failed']),
    batch: z.object({ id: z.int(), name: z.string() }).nullable(),
    simulation: z
      .int()
      .nullable()
      .describe('the reviewed simulation that a real run is bound to, or that a check looks at again (R10)'),
    followedBy: z.int().nullable().describe('the completed real run that was bound to this simulation'),
    scope: scope.describe('whom it looked at; of a selection and a criterion the activity is ignored'),
    months: z.int().describe('0 where the activity is ignored'),
    asOf: z.string(),
    cutoff: z.string(),
    prospectMonths: z
      .int()
      .optional()
      .describe('where prospects have another duration (R4); months and cutoff are then those of customers'),
    prospectCutoff: z.string().optional(),
    sealed: z.boolean(),
    total: count.describe('individuals and relays when it began'),
    counts: z.object({
      contacts: count,
      recomputed: count,
      inactive: count,
      delete: count,
      anonymise: count,
      spare: spareCounts,
    }),
    drift: z
      .object({ noLongerEligible: count, newlyEligible: count })
      .optional()
      .describe('against the simulation'),
    ceiling: z
      .object({ percent: z.int(), exceeded: z.boolean() })
      .nullable()
      .describe('of the simulation before a scheduled real run: exceeded, nothing was erased (R10)'),
    failure: z.string().nullable().describe('a code'),
    cancelRequested: z.boolean(),
    startedBy: z
      .string()
      .describe(
        'command-line, system, the name of an operator, or operator:<id> of who works here no longer',
      ),
    startedAt: instant,
    endedAt: instant.nullable(),
    seconds: z.number().describe('worked, over all resumptions'),
  })
  .meta({ id: 'Run' });

export const shownRun = (one: RunSummary): z.infer<typeof runShape> => ({
  ...one,
  startedAt: one.startedAt.toISOString(),
  endedAt: one.endedAt?.toISOString() ?? null,
});

export const cliffShape = z
  .object({
    run: z.int(),
    asOf: z.string(),
    months: z.int(),
    cutoff: z.string(),
    prospectMonths: z
      .int()
      .optional()
      .describe('of prospects, where they have another; months and cutoff are then those of customers'),
    prospectCutoff: z.string().optional(),
    columns: z.array(
      z
        .object({
          monthsAgo: z.int().describe('-1: from the day of the run on (tickets to come)'),
          from: z.string().nullable().describe('recency on or after this day; null: however long ago'),
          to: z.string().nullable().describe('and before this day; null: however far in the future'),
          kept: count,
          delete: count,
          anonymise: count,
          spare: spareCounts.partial(),
          spareCustomers: spareCounts
            .partial()
            .optional()
            .describe('of the spared, the customers; where prospects have another duration'),
        })
        .meta({ id: 'CliffColumn' }),
    ),
  })
  .meta({ id: 'Cliff' });
