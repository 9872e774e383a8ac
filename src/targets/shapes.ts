import { z } from 'zod';
import { combinators } from './query.ts';
import { type Target, targetTypes } from './targets.ts';

/** The API's shapes of targets. What a query may hold is looked at by the domain (`readQuery`, the fields). */
export const query = z
  .looseObject({ combinator: z.enum(combinators), rules: z.array(z.looseObject({})) })
  .describe(
    'conditions {field, operator, value} and groups {combinator, rules} in one another, as react-querybuilder has them',
  )
  .meta({ id: 'TargetQuery' });

const count = z.int().min(0);
const instant = z.iso.datetime();
const text = z.string().nullable();
const named = z.object({ id: z.int(), name: z.string() });

export const targetShape = z
  .object({
    id: z.int(),
    code: z.string(),
    name: z.string(),
    type: z
      .enum(targetTypes)
      .describe('static: its members were written down once; dynamic: computed at each use'),
    description: z.string(),
    query,
    volume: count.nullable().describe('as last counted'),
    countedAt: instant.nullable(),
    frozenAt: instant.nullable().describe('of a static one: when its members were written down'),
    archivedAt: instant.nullable(),
    campaigns: count.describe('that name it'),
    version: z.int(),
  })
  .meta({ id: 'Target' });

export function shownTarget(target: Target): z.infer<typeof targetShape> {
  return {
    ...target,
    query: target.query as unknown as z.infer<typeof query>,
    countedAt: target.countedAt?.toISOString() ?? null,
    frozenAt: target.frozenAt?.toISOString() ?? null,
    archivedAt: target.archivedAt?.toISOString() ?? null,
  };
}

export const countShape = z
  .object({
    volume: count,
    excluded: z
      .object({
        general: count.describe('refuse marketing in general'),
        channel: count.describe('refuse this channel only'),
        unanswered: count.describe('gave no answer, where the institution leaves these out (R25)'),
      })
      .describe(
        'whom a marketing campaign over the channel leaves out of the volume (R23); each is counted once',
      ),
    sample: z.array(
      z.object({
        number: z.string(),
        kind: z.enum(['individual', 'structure', 'relay']),
        name: z.string(),
        email: text,
        postcode: text,
        town: text,
        recency: text,
      }),
    ),
    stale: z
      .object({
        reaches: z.string().describe('the day up to which the query looks at stored recencies'),
        cutoff: text.describe('of the last run; null: none was computed'),
        months: z.int().describe('of a simulation that would compute that far'),
      })
      .nullable()
      .describe('stored recencies may be out of date there (R28)'),
  })
  .meta({ id: 'TargetCount' });

export const choicesShape = z
  .object({
    organisations: z.array(named),
    criteria: z.array(
      named.extend({
        type: z.enum(['yes-no', 'choice', 'choices', 'number', 'date', 'text']),
        choices: z.array(z.string()),
        organisation: text,
      }),
    ),
    roles: z.array(z.string()),
    products: z.array(named.extend({ organisation: z.string() })),
    performances: z.array(z.object({ id: z.int(), product: z.string(), startsAt: instant.nullable() })),
    campaigns: z.array(named),
    currencies: z.array(z.string()),
  })
  .meta({ id: 'TargetChoices' });
