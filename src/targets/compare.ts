import { sql } from 'kysely';
import { type Condition, opposite, type Sql, scalar } from './condition.ts';
import type { Operator } from './query.ts';

/** The positive operator of each negative one. */
const POSITIVE: Partial<Record<Operator, Operator>> = {
  '!=': '=',
  notIn: 'in',
  doesNotContain: 'contains',
  doesNotBeginWith: 'beginsWith',
  doesNotEndWith: 'endsWith',
  notNull: 'null',
};

/** Compiles an operator by its positive one: what `!=` says is what `=` does not. */
export function bySign(operator: Operator, positive: (operator: Operator) => Condition): Condition {
  const base = POSITIVE[operator];
  return base === undefined ? positive(operator) : opposite(positive(base));
}

const SIGNS: Partial<Record<Operator, Sql>> = {
  '=': sql`=`,
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
};

/** `<column> <operator> <values>`, of what has an order. */
export function ordered(column: Sql, operator: Operator, values: Sql[]): Sql {
  const [first, second] = values;
  if (operator === 'between') return sql`${column} between ${first} and ${second}`;
  const sign = SIGNS[operator];
  if (sign === undefined) throw new TypeError(`${operator} compares nothing`);
  return sql`${column} ${sign} ${first}`;
}

/** A text whatever its accents, capitals and punctuation. What folds to nothing (a comma) is found nowhere. */
export function likeness(folded: Sql, operator: Operator, values: string[]): Sql {
  const [first] = values;
  const sought = sql`nullif(fold(${first}::text), '')`;
  switch (operator) {
    case '=':
      return sql`${folded} = ${sought}`;
    case 'in':
      return sql`${folded} in (${sql.join(values.map((value) => sql`nullif(fold(${value}::text), '')`))})`;
    case 'contains':
      return sql`position(${sought} in ${folded}) > 0`;
    case 'beginsWith':
      return sql`starts_with(${folded}, ${sought})`;
    case 'endsWith':
      return sql`right(${folded}, char_length(${sought})) = ${sought}`;
    default:
      throw new TypeError(`${operator} compares no texts`);
  }
}

export const isEmpty = (column: Sql): Condition => scalar(sql`nullif(${column}, '') is null`);
