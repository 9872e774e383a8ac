import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';

export type Expression = RawBuilder<unknown>;

/** Chance as SQL: the same numbers for the same seed, key and topic on every PostgreSQL, in any order of rows. */
export interface Draw {
  /** A number in [0, 1). `key`: an expression of type bigint, such as a row's number; `topic`: what is drawn. */
  uniform(key: Expression, topic: string): Expression;
  /** A whole number in [0, limit). */
  whole(key: Expression, topic: string, limit: number): Expression;
  /** An element of an array parameter. */
  oneOf(key: Expression, topic: string, values: readonly string[]): Expression;
}

export function drawWith(seed: number): Draw {
  const uniform = (key: Expression, topic: string) => {
    const digest = createHash('sha256').update(`${seed}:${topic}`).digest();
    const salt = digest.readBigInt64BE() >> 1n;
    return sql`((hashint8extended(${key}, ${sql.raw(`'${salt}'::bigint`)}) & 1073741823) / 1073741824::float8)`;
  };
  const whole = (key: Expression, topic: string, limit: number) =>
    sql`floor(${sql.lit(limit)} * ${uniform(key, topic)})::int`;
  return {
    uniform,
    whole,
    oneOf: (key, topic, values) => sql`(${values}::text[])[1 + ${whole(key, topic, values.length)}]`,
  };
}
