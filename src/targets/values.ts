import { sql } from 'kysely';
import { z } from 'zod';
import type { Sql } from './condition.ts';

const FURTHEST_MONTHS = 1200;

export const id = z.int().positive();
export const text = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((value) => !value.includes('\0'));
export const texts = z.array(text).min(1).max(200);
/** Beyond it, neither numeric nor money is what somebody meant. */
export const number = z.number().min(-1e15).max(1e15);
const day = z.iso.date().refine((value) => value >= '1000-01-01');
const monthsAgo = z.strictObject({ monthsAgo: z.int().min(0).max(FURTHEST_MONTHS) });

/** A fixed day, or as many months before the day on which the target is used. */
export const moment = z.union([z.strictObject({ day }), monthsAgo]);
export type Moment = z.infer<typeof moment>;

/** Both ends included; either may be left open. */
export const period = { from: moment.optional(), to: moment.optional() };
export interface Period {
  from?: Moment | undefined;
  to?: Moment | undefined;
}

/** A moment whose day is written as the number YYYYMMDD (R28). */
export const numberedMoment = z.union([
  z
    .strictObject({ number: z.int() })
    .transform(({ number: digits }) => ({ day: dashed(digits) }))
    .refine((value) => day.safeParse(value.day).success),
  monthsAgo,
]);

/** One value, or the two between which something lies, both included. */
export const oneOrRange = <T extends z.ZodType>(one: T, operator: string) =>
  operator === 'between' ? z.tuple([one, one]) : one;

/** Calendar months, clamped to the end of the month, as the cutoff of a run (R4). */
export function dayOf(value: Moment, today: string): Sql {
  return 'day' in value
    ? sql`${value.day}::date`
    : sql`(${today}::date - make_interval(months => ${value.monthsAgo}::integer))::date`;
}

/** Whether a day lies in a period. */
export function within(day: Sql, { from, to }: Period, { today }: { today: string }): Sql {
  return sql.join(
    [
      sql`true`,
      ...(from === undefined ? [] : [sql`${day} >= ${dayOf(from, today)}`]),
      ...(to === undefined ? [] : [sql`${day} <= ${dayOf(to, today)}`]),
    ],
    sql` and `,
  );
}

function dashed(digits: number): string {
  const text = String(digits).padStart(8, '0');
  return `${text.slice(0, -4)}-${text.slice(-4, -2)}-${text.slice(-2)}`;
}
