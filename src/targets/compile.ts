import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { type Condition, every, opposite, type Sql } from './condition.ts';
import { criterionField, selectCriterionKinds } from './criterion.ts';
import type { Asked, Field } from './field.ts';
import { identityFields } from './identity.ts';
import { purchaseFields } from './purchases.ts';
import { type Group, isGroup, type Rule, rulesOf, wrongQuery } from './query.ts';
import { standingFields } from './standing.ts';

const FIELDS = new Map<string, Field>(
  Object.entries({ ...identityFields, ...standingFields, ...purchaseFields }),
);
const CRITERION = /^criterion:([1-9]\d{0,14})$/;

export interface Compiled {
  /** On `contacts c`; false where the query says nothing: nobody writes to everybody by leaving a form empty. */
  condition: Sql;
  /** The day up to which each condition on the recency looks at stored values (R28). */
  reaches: Sql[];
}

/**
 * Makes SQL of a query: names of tables and columns are those of the fields, and whatever somebody typed is a parameter.
 * @throws DomainError `wrong-query`, with which rule (from 1, in reading order) in its facts
 */
export async function compileQuery(
  tenant: Tenant,
  institution: Institution,
  query: Group,
  now: Date,
): Promise<Compiled> {
  const rules = rulesOf(query);
  const named = rules.map(({ field }) => Number(CRITERION.exec(field)?.[1] ?? 0)).filter((id) => id > 0);
  const asked: Asked = {
    institutionId: institution.id,
    today: today(institution, now),
    timeZone: institution.timeZone,
    criteria: await selectCriterionKinds(tenant, institution.id, named),
  };
  const read = new Map(rules.map((rule, at) => [rule, readRule(rule, at + 1, asked)]));
  return {
    condition: compileGroup(query, (rule) => read.get(rule)?.condition)?.yes ?? sql`false`,
    reaches: [...read.values()].flatMap(({ reaches }) => reaches),
  };
}

/** @returns undefined for a group that says nothing; it is left out */
function compileGroup(
  { combinator, rules }: Group,
  compiled: (rule: Rule) => Condition | undefined,
): Condition | undefined {
  const parts = rules
    .map((part) => (isGroup(part) ? compileGroup(part, compiled) : compiled(part)))
    .filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  switch (combinator) {
    case 'all':
      return every(parts);
    case 'none':
      return every(parts.map(opposite));
    case 'any':
      return opposite(every(parts.map(opposite)));
    case 'not-all':
      return opposite(every(parts));
  }
}

function readRule(rule: Rule, at: number, asked: Asked): { condition: Condition; reaches: Sql[] } {
  const about = { rule: at };
  const found = FIELDS.get(rule.field) ?? criterionOf(rule, asked);
  if (found === undefined) {
    const code = CRITERION.test(rule.field) ? 'unknown-criterion' : 'unknown-field';
    throw wrongQuery(`condition ${at} is on a field that is not known`, { code, about });
  }
  if (!found.operators.includes(rule.operator)) {
    throw wrongQuery(`condition ${at} compares in a way that its field does not know`, {
      code: 'wrong-operator',
      about,
    });
  }
  const value = found.value(rule.operator, asked)?.safeParse(rule.value);
  if (value?.success === false) {
    throw wrongQuery(`condition ${at} is not complete, or its value is wrong`, {
      code: 'wrong-value',
      about,
    });
  }
  return {
    condition: found.condition(rule.operator, value?.data, asked),
    reaches: found.reach?.(rule.operator, value?.data, asked) ?? [],
  };
}

function criterionOf({ field }: Rule, { criteria }: Asked): Field | undefined {
  const kind = criteria.get(Number(CRITERION.exec(field)?.[1] ?? 0));
  return kind && criterionField(kind);
}
