import { sql } from 'kysely';
import type { z } from 'zod';
import type { Condition, Sql } from './condition.ts';
import type { Operator } from './query.ts';

/** What values a criterion takes (src/criteria/values.ts). */
export interface Kind {
  id: number;
  type: 'yes-no' | 'choice' | 'choices' | 'number' | 'date' | 'text';
}

/** For whom and when a query is compiled. */
export interface Asked {
  institutionId: number;
  /** YYYY-MM-DD in the institution's time zone. */
  today: string;
  timeZone: string;
  /** Those that the query names. */
  criteria: Map<number, Kind>;
}

/** A known field. Its value is checked, and then only ever a parameter. */
export interface Field {
  operators: readonly Operator[];
  /** Nothing for `null` and `notNull`. */
  value(operator: Operator, asked: Asked): z.ZodType | undefined;
  condition(operator: Operator, value: unknown, asked: Asked): Condition;
  /** From which days on stored recencies have no say in the condition (R28); other fields have none. */
  reach?(operator: Operator, value: unknown, asked: Asked): Sql[];
}

/** For `Field`, with the value typed. */
export function field<T>(described: {
  operators: readonly Operator[];
  value: (operator: Operator, asked: Asked) => z.ZodType<T> | undefined;
  condition: (operator: Operator, value: T, asked: Asked) => Condition;
  reach?: (operator: Operator, value: T, asked: Asked) => Sql[];
}): Field {
  return described as Field;
}

/** `from <table> t where` it hangs on the contact. */
export const hanging = ({ institutionId }: Asked, table: string, contact = 'contact_id'): Sql =>
  sql`from ${sql.table(table)} t where t.institution_id = ${institutionId} and ${sql.ref(`t.${contact}`)} = c.id`;

export const withoutValue = (operator: Operator): boolean => operator === 'null' || operator === 'notNull';
