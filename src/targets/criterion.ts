import { sql } from 'kysely';
import { z } from 'zod';
import type { Tenant } from '../database/database.ts';
import { bySign, likeness, ordered } from './compare.ts';
import { opposite, present, type Sql } from './condition.ts';
import { type Field, field, hanging, type Kind, withoutValue } from './field.ts';
import type { Operator } from './query.ts';
import { dayOf, type Moment, moment, number, oneOrRange, text, texts } from './values.ts';

const ANY = ['null', 'notNull'] as const;
const ONE_OF = ['=', '!=', 'in', 'notIn', ...ANY] as const;
const ORDER = ['=', '!=', '<', '<=', '>', '>=', 'between', ...ANY] as const;
const OPERATORS: Record<Kind['type'], readonly Operator[]> = {
  'yes-no': ['=', '!=', ...ANY],
  choice: ONE_OF,
  choices: ONE_OF,
  number: ORDER,
  date: ORDER,
  text: ['=', '!=', 'contains', 'doesNotContain', 'beginsWith', 'doesNotBeginWith', ...ANY],
};

type Value = string | string[] | number | [number, number] | Moment | [Moment, Moment] | undefined;

/** A criterion of the institution or of one of its organisations: `criterion:<id>`. Who has no value fits no positive condition. */
export function criterionField(kind: Kind): Field {
  return field<Value>({
    operators: OPERATORS[kind.type],
    value: (operator) => (withoutValue(operator) ? undefined : shapeOf(kind, operator)) as z.ZodType<Value>,
    condition: (operator, value, asked) => {
      const mine = sql`select ${hanging(asked, 'contact_criteria')} and t.criterion_id = ${kind.id}`;
      if (withoutValue(operator)) return operator === 'null' ? opposite(present(mine)) : present(mine);
      return bySign(operator, (positive) =>
        present(sql`${mine} and ${compared(kind, positive, value, asked.today)}`),
      );
    },
  });
}

/** Looks up those that a query names. Deleted ones are not there any more. */
export async function selectCriterionKinds(
  tenant: Tenant,
  institutionId: number,
  ids: number[],
): Promise<Map<number, Kind>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Kind>`
    select id, type from criteria
     where institution_id = ${institutionId} and state <> 'deleted' and id = any(${ids}::bigint[])`.execute(
    tenant,
  );
  return new Map(rows.map((kind) => [kind.id, kind]));
}

function shapeOf({ type }: Kind, operator: Operator): z.ZodType {
  switch (type) {
    case 'yes-no':
      return z.enum(['yes', 'no']);
    case 'choice':
    case 'choices':
      return operator === 'in' || operator === 'notIn' ? texts : text;
    case 'number':
      return oneOrRange(number, operator);
    case 'date':
      return oneOrRange(moment, operator);
    case 'text':
      return text;
  }
}

/** On `contact_criteria t`, whose values have one form each (src/criteria/values.ts). */
function compared({ type }: Kind, operator: Operator, value: Value, today: string): Sql {
  const values = [value].flat();
  switch (type) {
    case 'yes-no':
    case 'choice':
      return sql`t.value = any(${values}::text[])`;
    case 'choices':
      return sql`string_to_array(t.value, ';') && ${values}::text[]`;
    case 'number':
      // what stands there from before the criterion had its type is no number
      return ordered(
        sql`case when t.value ~ '^-?[0-9]+([.][0-9]+)?$' then t.value::numeric end`,
        operator,
        values.map((one) => sql`${one}::numeric`),
      );
    case 'date':
      return ordered(
        sql`case when t.value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then t.value end collate "C"`,
        operator,
        values.map((one) => sql`${dayOf(one as Moment, today)}::text`),
      );
    case 'text':
      return likeness(sql`fold(t.value)`, operator, values as string[]);
  }
}
