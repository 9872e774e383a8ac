import { sql } from 'kysely';
import { z } from 'zod';
import { bySign, ordered } from './compare.ts';
import { opposite, present, type Sql } from './condition.ts';
import { type Asked, type Field, field, hanging, withoutValue } from './field.ts';
import { dayOf, id, type Moment, numberedMoment, oneOrRange, period, within } from './values.ts';

const ORDER = ['=', '!=', '<', '<=', '>', '>=', 'between'] as const;

interface Recency {
  is?: Moment | [Moment, Moment];
  /** Chosen as in the source; the value is the institution's, whichever it is. */
  organisation?: number;
}

/** The stored GDPR recency (R3) as the number YYYYMMDD; `null`: no run has computed it. */
const recency = field<Recency>({
  operators: [...ORDER, 'null', 'notNull'],
  value: (operator) =>
    z.strictObject({
      ...(withoutValue(operator) ? {} : { is: oneOrRange(numberedMoment, operator) }),
      organisation: id.optional(),
    }) as unknown as z.ZodType<Recency>,
  condition: (operator, { is }, asked) => {
    const stored = sql`select ${hanging(asked, 'contact_recency')}`;
    return bySign(operator, (positive) => {
      if (positive === 'null') return opposite(present(stored));
      return present(sql`${stored} and ${ordered(sql`t.recency`, positive, daysOf(is, asked.today))}`);
    });
  },
  reach: (operator, { is }, { today }) => {
    if (withoutValue(operator)) return [];
    const next = operator === '<' || operator === '>=' ? 0 : 1; // the others look at the day itself too
    return daysOf(is, today).map((day) => sql`${day} + ${next}::integer`);
  },
});

const daysOf = (is: Recency['is'], today: string): Sql[] =>
  [is as Moment | [Moment, Moment]].flat().map((one) => dayOf(one, today));

const ANSWERS = ['yes', 'no', 'none'] as const;
type Answer = (typeof ANSWERS)[number];

/** R22, R25: who has no row gave no answer. */
function authorisationField(authorisation: string): Field {
  return field<Answer | Answer[]>({
    operators: ['=', '!=', 'in', 'notIn'],
    value: (operator) =>
      operator === 'in' || operator === 'notIn' ? z.array(z.enum(ANSWERS)).min(1).max(3) : z.enum(ANSWERS),
    condition: (operator, value, asked) =>
      bySign(operator, () => {
        const wanted = [value].flat();
        const answered = (answers: Answer[]) =>
          present(sql`select ${hanging(asked, 'contact_authorisations')}
                         and t.authorisation = ${authorisation} and t.value = any(${answers}::text[])`);
        return wanted.includes('none')
          ? opposite(answered(ANSWERS.filter((answer) => !wanted.includes(answer))))
          : answered(wanted);
      }),
  });
}

/** Never netted (R5): who owes here and is owed there has both. */
const balance = field<{ is: 'debt' | 'credit'; organisation?: number | undefined }>({
  operators: ['=', '!='],
  value: () => z.strictObject({ is: z.enum(['debt', 'credit']), organisation: id.optional() }),
  condition: (operator, { is, organisation }, asked) =>
    bySign(operator, () =>
      present(sql`select ${hanging(asked, 'balances')} and t.amount_minor <> 0
                     and ${is === 'debt' ? sql`t.amount_minor > 0` : sql`t.amount_minor < 0`}
                     ${organisation === undefined ? sql`` : sql`and t.organisation_id = ${organisation}`}`),
    ),
});

const campaign = z.strictObject({ campaign: id.optional(), ...period });

/** Without a campaign: any of them. */
function campaignField(table: string, fits: Sql, day: (asked: Asked) => Sql): Field {
  return field<z.infer<typeof campaign>>({
    operators: ['=', '!='],
    value: () => campaign,
    condition: (operator, value, asked) =>
      bySign(operator, () =>
        present(sql`select ${hanging(asked, table)} and ${fits} and ${within(day(asked), value, asked)}
                       ${value.campaign === undefined ? sql`` : sql`and t.campaign_id = ${value.campaign}`}`),
      ),
  });
}

/** What is stored of a contact: its recency, what it allows, owes, received and clicked. */
export const standingFields: Record<string, Field> = {
  recency,
  ...Object.fromEntries(
    ['institution', 'third-parties', 'partners', 'email', 'sms', 'phone', 'post'].map((name) => [
      `authorisation:${name}`,
      authorisationField(name),
    ]),
  ),
  balance,
  received: campaignField(
    'campaign_recipients',
    sql`t.sent_at is not null`,
    ({ timeZone }) => sql`(t.sent_at at time zone ${timeZone})::date`,
  ),
  clicked: campaignField('clicks', sql`t.explicit`, () => sql`t.clicked_on`),
};
