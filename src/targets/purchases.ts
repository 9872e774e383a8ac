import { sql } from 'kysely';
import { z } from 'zod';
import { bySign, ordered } from './compare.ts';
import { type Condition, opposite, present, type Sql } from './condition.ts';
import { type Asked, type Field, field, withoutValue } from './field.ts';
import type { Operator } from './query.ts';
import { dayOf, id, type Moment, moment, number, oneOrRange, type Period, period, within } from './values.ts';

const HAS = ['=', '!='] as const;
const ORDER = ['=', '!=', '<', '<=', '>', '>=', 'between'] as const;

const ofOrders = { organisation: id.optional(), ...period };
const what = z.strictObject({ product: id.optional(), performance: id.optional(), ...ofOrders });
type What = z.infer<typeof what>;
/** On the line `l`: what is sold now, not what was cancelled. A line of a performance need not name its product. */
function sold({ product, performance, organisation }: What, { institutionId }: Asked): Sql {
  return sql.join(
    [
      sql`l.institution_id = ${institutionId} and l.state = 'sold'`,
      ...(organisation === undefined ? [] : [sql`l.organisation_id = ${organisation}`]),
      ...(performance === undefined ? [] : [sql`l.performance_id = ${performance}`]),
      ...(product === undefined
        ? []
        : [
            sql`coalesce(l.product_id, (select p.product_id from performances p
                  where p.institution_id = ${institutionId} and p.id = l.performance_id)) = ${product}`,
          ]),
    ],
    sql` and `,
  );
}

/** As purchase contact; the period is that of the order. */
const bought = field<What>({
  operators: HAS,
  value: () => what,
  condition: (operator, value, asked) =>
    bySign(operator, () =>
      present(sql`
        select from orders o join order_lines l on l.institution_id = ${asked.institutionId} and l.order_id = o.id
         where o.institution_id = ${asked.institutionId} and o.purchase_contact_id = c.id
           and ${within(sql`o.ordered_on`, value, asked)} and ${sold(value, asked)}`),
    ),
});

/** As cultural contact; the period is that of the attendance (R2). A beneficiary is no contact, and is never found (R9). */
const attended = field<What>({
  operators: HAS,
  value: () => what,
  condition: (operator, value, asked) =>
    bySign(operator, () =>
      present(sql`
        select from order_lines l
         where l.cultural_contact_id = c.id and ${within(sql`l.attendance_on`, value, asked)} and ${sold(value, asked)}`),
    ),
});

/** Purchase contacts of what was sold, each once, with `having`. */
function purchasers(value: What & { currency?: string }, asked: Asked, having: Sql): Condition {
  return present(sql`
    select from (
      select o.purchase_contact_id as contact_id
        from orders o join order_lines l on l.institution_id = ${asked.institutionId} and l.order_id = o.id
       where o.institution_id = ${asked.institutionId} and o.purchase_contact_id is not null
         and ${within(sql`o.ordered_on`, value, asked)} and ${sold(value, asked)}
         ${value.currency === undefined ? sql`` : sql`and l.currency = ${value.currency}`}
       group by o.purchase_contact_id having ${having}
    ) b where b.contact_id = c.id`);
}

interface Quantity extends Period {
  is: number | [number, number];
  organisation?: number | undefined;
  currency?: string;
}

/** A number that is nought for whoever bought nothing, and so is in no group. */
function quantityField(of: Sql, shape: z.ZodType<number>, more: z.ZodRawShape): Field {
  return field<Quantity>({
    operators: ORDER,
    value: (operator) =>
      z.strictObject({
        is: oneOrRange(shape, operator),
        ...ofOrders,
        ...more,
      }) as unknown as z.ZodType<Quantity>,
    condition: (operator, value, asked) =>
      bySign(operator, (positive) => {
        const numbers = [value.is].flat();
        const fits = ordered(
          of,
          positive,
          numbers.map((one) => sql`${one}::numeric`),
        );
        return noughtFits(positive, numbers)
          ? opposite(purchasers(value, asked, sql`not (${fits})`))
          : purchasers(value, asked, fits);
      }),
  });
}

function noughtFits(operator: Operator, [first = 0, second = 0]: number[]): boolean {
  switch (operator) {
    case '=':
      return first === 0;
    case '<':
      return first > 0;
    case '<=':
      return first >= 0;
    case '>':
      return first < 0;
    case '>=':
      return first <= 0;
    default:
      return first <= 0 && second >= 0;
  }
}

interface LastOrder {
  is?: Moment | [Moment, Moment];
  organisation?: number | undefined;
}

/** `null`: nothing was ever bought. */
const lastOrder = field<LastOrder>({
  operators: [...ORDER, 'null', 'notNull'],
  value: (operator) =>
    z.strictObject({
      ...(withoutValue(operator) ? {} : { is: oneOrRange(moment, operator) }),
      organisation: id.optional(),
    }) as unknown as z.ZodType<LastOrder>,
  condition: (operator, { is, organisation }, asked) =>
    bySign(operator, (positive) => {
      if (positive === 'null') return opposite(purchasers({ organisation }, asked, sql`true`));
      const days = [is as Moment | [Moment, Moment]].flat().map((one) => dayOf(one, asked.today));
      return purchasers({ organisation }, asked, ordered(sql`max(o.ordered_on)`, positive, days));
    }),
});

export const purchaseFields: Record<string, Field> = {
  bought,
  attended,
  orders: quantityField(sql`count(distinct o.id)`, z.int().min(0).max(1_000_000), {}),
  spent: quantityField(sql`coalesce(sum(l.price_minor), 0)`, number.int(), {
    currency: z.string().regex(/^[A-Z]{3}$/),
  }),
  lastOrder,
};
