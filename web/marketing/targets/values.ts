import type { TargetField } from './fields.ts';
import type { Moment, Rule } from './query.ts';

/** What lies inside the value of conditions that are about more than one thing. */
export interface Scoped {
  is?: unknown;
  organisation?: number;
  product?: number;
  performance?: number;
  campaign?: number;
  currency?: string;
  from?: Moment;
  to?: Moment;
}

const MONTHS: Moment = { monthsAgo: 24 };
const several = (operator: string) => operator === 'in' || operator === 'notIn';
const without = (operator: string) => operator === 'null' || operator === 'notNull';

/** A value that is asked for as its field and its comparison want it; what fits of the value before stays. */
export function fittingValue(
  { editor, options }: Pick<TargetField, 'editor' | 'options'>,
  { operator, value }: Rule,
  currency: string,
): unknown {
  const scoped: Scoped = isObject(value) && !isMoment(value) ? value : {};
  switch (editor) {
    case 'presence':
      return undefined;
    case 'text':
      if (without(operator)) return undefined;
      return several(operator) ? texts(value) : (texts(value)[0] ?? '');
    case 'choice': {
      if (without(operator)) return undefined;
      const known = texts(value).filter((one) => options.some((option) => option.value === one));
      return several(operator) ? known : (known[0] ?? options[0]?.value ?? '');
    }
    case 'moment':
      return without(operator) ? undefined : range(operator, value, isMoment, MONTHS);
    case 'number':
    case 'years':
      return without(operator) ? undefined : range(operator, value, isNumber, '');
    case 'recency':
    case 'last-order': {
      const { is: _, ...rest } = pick(scoped, ['organisation']);
      return without(operator) ? rest : { ...rest, is: range(operator, scoped.is, isMoment, MONTHS) };
    }
    case 'purchase':
      return pick(scoped, ['product', 'performance', 'organisation', 'from', 'to']);
    case 'orders':
      return {
        ...pick(scoped, ['organisation', 'from', 'to']),
        is: range(operator, scoped.is, isNumber, 1),
      };
    case 'spent':
      return {
        ...pick(scoped, ['organisation', 'from', 'to']),
        is: range(operator, scoped.is, isNumber, 10_000),
        currency: scoped.currency ?? currency,
      };
    case 'balance':
      return { ...pick(scoped, ['organisation']), is: scoped.is === 'credit' ? 'credit' : 'debt' };
    case 'campaign':
      return pick(scoped, ['campaign', 'from', 'to']);
  }
}

/** One value, or two where something lies between them. */
function range<T>(
  operator: string,
  value: unknown,
  fits: (one: unknown) => one is T,
  first: unknown,
): unknown {
  const [one, other] = (Array.isArray(value) ? value : [value]).filter(fits);
  return operator === 'between' ? [one ?? first, other ?? one ?? first] : (one ?? first);
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string' && one !== '');
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isMoment = (value: unknown): value is Moment =>
  isObject(value) && ('day' in value || 'number' in value || 'monthsAgo' in value);

function pick(scoped: Scoped, names: (keyof Scoped)[]): Scoped {
  return Object.fromEntries(
    names.filter((name) => scoped[name] !== undefined).map((name) => [name, scoped[name]]),
  );
}
