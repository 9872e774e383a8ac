import { sql } from 'kysely';
import { z } from 'zod';
import { bySign, isEmpty, likeness, ordered } from './compare.ts';
import { type Condition, opposite, present, type Sql, scalar } from './condition.ts';
import { type Field, field, hanging, withoutValue } from './field.ts';
import type { Operator } from './query.ts';
import { dayOf, type Moment, moment, oneOrRange, text, texts } from './values.ts';

const PRESENCE = ['null', 'notNull'] as const;
const ONE_OF = ['=', '!=', 'in', 'notIn'] as const;
const ORDER = ['=', '!=', '<', '<=', '>', '>=', 'between'] as const;
const TEXT = [
  ...ONE_OF,
  'contains',
  'doesNotContain',
  'beginsWith',
  'doesNotBeginWith',
  'endsWith',
  'doesNotEndWith',
  ...PRESENCE,
] as const;

const severalAt = (operator: Operator) => operator === 'in' || operator === 'notIn';

/** Of a text column of the contact. */
function textField(column: string): Field {
  const own = sql.ref(`c.${column}`);
  return field<string | string[]>({
    operators: TEXT,
    value: (operator) => (withoutValue(operator) ? undefined : severalAt(operator) ? texts : text),
    condition: (operator, value) =>
      bySign(operator, (positive) =>
        positive === 'null' ? isEmpty(own) : scalar(likeness(sql`fold(${own})`, positive, [value].flat())),
      ),
  });
}

/** Of a text that `contact_search` keeps folded: there an index answers, and nothing is folded for each contact. */
function searchedField(column: string, key: string): Field {
  const described = textField(column);
  const folded = sql.ref(`t.${key}`);
  return {
    ...described,
    condition: (operator, value, asked) =>
      bySign(operator, (positive) =>
        positive === 'null'
          ? isEmpty(sql.ref(`c.${column}`))
          : present(
              sql`select ${hanging(asked, 'contact_search')} and ${likeness(folded, positive, [value].flat() as string[])}`,
            ),
      ),
  };
}

/**
 * The last name. How it begins, or the whole of it, is how the key of the name's order begins: there an index finds the few
 * whose name is then folded, instead of folding a million.
 */
function lastNameField(): Field {
  const described = textField('last_name');
  return {
    ...described,
    condition: (operator, value, asked) => {
      const whole = described.condition(operator, value, asked);
      if (operator !== '=' && operator !== 'beginsWith') return whole;
      const found = sql`select ${hanging(asked, 'contact_search')} and t.name_key >= fold(${value}::text)
                           and t.name_key < fold(${value}::text) || chr(1114111)`;
      return { yes: sql`(${present(found).yes} and ${whole.yes})`, no: whole.no };
    },
  };
}

/** A code among a few, as it stands in the column. */
function codeField(
  column: string,
  code: z.ZodType<string>,
  inCase: (value: Sql) => Sql,
  nullable: boolean,
): Field {
  const own = sql.ref(`c.${column}`);
  return field<string | string[]>({
    operators: nullable ? [...ONE_OF, ...PRESENCE] : ONE_OF,
    value: (operator) =>
      withoutValue(operator) ? undefined : severalAt(operator) ? z.array(code).min(1).max(200) : code,
    condition: (operator, value) =>
      bySign(operator, (positive) => {
        if (positive === 'null') return isEmpty(own);
        const values = [value].flat().map((one) => inCase(sql`${one}::text`));
        return scalar(
          values.length === 1 ? sql`${own} = ${values[0]}` : sql`${own} in (${sql.join(values)})`,
        );
      }),
  });
}

function dayField(column: string): Field {
  const own = sql.ref(`c.${column}`);
  return field<Moment | [Moment, Moment]>({
    operators: [...ORDER, ...PRESENCE],
    value: (operator) =>
      (withoutValue(operator) ? undefined : oneOrRange(moment, operator)) as z.ZodType<Moment>,
    condition: (operator, value, { today }) =>
      bySign(operator, (positive) =>
        scalar(
          positive === 'null'
            ? sql`${own} is null`
            : ordered(
                own,
                positive,
                [value].flat().map((one) => dayOf(one, today)),
              ),
        ),
      ),
  });
}

/** In whole years on the day on which the target is used. */
const age = field<number | [number, number]>({
  operators: [...ORDER, ...PRESENCE],
  value: (operator) =>
    (withoutValue(operator) ? undefined : oneOrRange(z.int().min(0).max(150), operator)) as z.ZodType<number>,
  condition: (operator, value, { today }) =>
    bySign(operator, (positive) =>
      scalar(
        positive === 'null'
          ? sql`c.birth_date is null`
          : ordered(
              sql`date_part('year', age(${today}::date, c.birth_date))`,
              positive,
              [value].flat().map((years) => sql`${years}::integer`),
            ),
      ),
    ),
});

/** Holds one of the roles, valid on the day (R6). */
const role = field<string | string[]>({
  operators: [...ONE_OF, ...PRESENCE],
  value: (operator) => (withoutValue(operator) ? undefined : severalAt(operator) ? texts : text),
  condition: (operator, value, asked) => {
    const held = sql`select ${hanging(asked, 'contact_roles')}
                        and (t.valid_until is null or t.valid_until >= ${asked.today}::date)`;
    return bySign(operator, (positive) =>
      positive === 'null'
        ? opposite(present(held))
        : present(sql`${held} and t.role = any(${[value].flat()}::text[])`),
    );
  },
});

/** Whether one of these columns says something. */
function presenceField(...columns: string[]): Field {
  const nothing = (): Condition =>
    scalar(
      sql`coalesce(${sql.join(columns.map((column) => sql`nullif(${sql.ref(`c.${column}`)}, '')`))}) is null`,
    );
  return field<undefined>({
    operators: PRESENCE,
    value: () => undefined,
    condition: (operator) => bySign(operator, nothing),
  });
}

const asIs = (value: Sql) => value;

/** Who somebody is, and where. */
export const identityFields: Record<string, Field> = {
  kind: codeField('kind', z.enum(['individual', 'structure', 'relay']), asIs, false),
  title: textField('title'),
  firstName: textField('first_name'),
  lastName: lastNameField(),
  companyName: textField('company_name'),
  language: codeField('language', text, (value) => sql`lower(${value})`, true),
  birthDate: dayField('birth_date'),
  age,
  createdOn: dayField('created_on'),
  validUntil: dayField('valid_until'),
  role,
  country: codeField('country', text, (value) => sql`upper(${value})`, true),
  postcode: searchedField('postcode', 'postcode_key'),
  town: searchedField('town', 'town_key'),
  email: presenceField('email'),
  phone: presenceField('phone', 'mobile'),
  mobile: presenceField('mobile'),
};
