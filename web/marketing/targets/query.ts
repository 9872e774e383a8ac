/** What a group asks of its conditions. */
export const COMBINATORS = ['all', 'none', 'any', 'not-all'] as const;
export type Combinator = (typeof COMBINATORS)[number];

export interface Rule {
  field: string;
  operator: string;
  value?: unknown;
}

/** A query as it is kept; react-querybuilder adds ids of its own. */
export interface Query {
  combinator: Combinator;
  rules: (Query | Rule)[];
}

/** A fixed day (of the recency, as the number YYYYMMDD), or as many months before the day on which the target is used. */
export type Moment = { day: string } | { number: number } | { monthsAgo: number };

export const NOTHING: Query = { combinator: 'all', rules: [] };

export const isGroup = (part: Query | Rule): part is Query => 'rules' in part;

export const hasRule = ({ rules }: Query): boolean =>
  rules.some((part) => (isGroup(part) ? hasRule(part) : true));

/** Each rule of a query made another one. */
export function mapRules({ combinator, rules, ...rest }: Query, change: (rule: Rule) => Rule): Query {
  return {
    ...rest,
    combinator,
    rules: rules.map((part) => (isGroup(part) ? mapRules(part, change) : change(part))),
  };
}

/** Without the ids of react-querybuilder, and with sorted keys: what is sent, and compared. */
export function bare({ combinator, rules }: Query): Query {
  return {
    combinator,
    rules: rules.map((part) =>
      isGroup(part)
        ? bare(part)
        : {
            field: part.field,
            operator: part.operator,
            ...(part.value === undefined ? {} : { value: sorted(part.value) }),
          },
    ),
  };
}

/** The database gives the keys back in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** 2014-05-12 of 20140512; undefined where there is no such day. */
export function dayOfNumber(number: number): string | undefined {
  const text = String(number);
  if (!/^\d{8}$/.test(text)) return undefined;
  const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : undefined;
}
