import { z } from 'zod';
import { DomainError, type Fact } from '../errors.ts';

/** What a group asks of its conditions (R28): all, none, at least one, or at least not one of them. */
export const combinators = ['all', 'none', 'any', 'not-all'] as const;
export type Combinator = (typeof combinators)[number];

/** Named as react-querybuilder names them. Each negative one is the exact opposite of its positive one. */
export const operators = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'between',
  'in',
  'notIn',
  'contains',
  'doesNotContain',
  'beginsWith',
  'doesNotBeginWith',
  'endsWith',
  'doesNotEndWith',
  'null',
  'notNull',
] as const;
export type Operator = (typeof operators)[number];

/** A condition: a known field (fields.ts), which also says what its value is. */
export interface Rule {
  field: string;
  operator: Operator;
  value?: unknown;
}

/** A query as it is kept: react-querybuilder's group of rules, without the ids that it gives them. */
export interface Group {
  combinator: Combinator;
  rules: (Group | Rule)[];
}

/** More than anybody reads; a statement stays small, whatever is sent. */
const DEEPEST = 6;
const MOST_RULES = 100;

const rule = z.object({
  field: z.string().max(60),
  operator: z.enum(operators),
  value: z.unknown().optional(),
});
const group: z.ZodType<Group> = z.lazy(() =>
  z.object({ combinator: z.enum(combinators), rules: z.array(z.union([group, rule])) }),
);

/**
 * Reads a query from JSON of whatever kind. The fields and values of its rules are looked at where it is compiled.
 * @throws DomainError `query-too-large`, `wrong-query`
 */
export function readQuery(json: unknown): Group {
  checkSize(json);
  const read = group.safeParse(json);
  if (!read.success) throw wrongQuery('it is no group of conditions');
  return read.data;
}

export function isGroup(part: Group | Rule): part is Group {
  return 'rules' in part;
}

export function rulesOf(query: Group): Rule[] {
  return query.rules.flatMap((part) => (isGroup(part) ? rulesOf(part) : [part]));
}

/** @param fact which rule it is about, for those who show it beside the rule */
export function wrongQuery(message: string, fact?: Fact): DomainError {
  return new DomainError('wrong-query', message, fact && [message], fact && [fact]);
}

/** Before anything walks down: what is nested a thousand times would exhaust the stack of whoever does. */
function checkSize(json: unknown): void {
  let level = [json];
  let rules = 0;
  for (let depth = 1; level.length > 0; depth += 1) {
    rules += level.length;
    if (depth > DEEPEST + 1 || rules > MOST_RULES) {
      throw new DomainError(
        'query-too-large',
        `a query has ${DEEPEST} levels and ${MOST_RULES} conditions and groups at most`,
      );
    }
    level = level.flatMap((part) => {
      const inner = typeof part === 'object' && part !== null && 'rules' in part ? part.rules : [];
      return Array.isArray(inner) ? inner : [];
    });
  }
}
