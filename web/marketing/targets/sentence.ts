import type { Format } from '../../words/format.ts';
import type { TargetsWords } from '../../words/targets-en.ts';
import type { TargetField } from './fields.ts';
import type { TargetChoices } from './queries.ts';
import { dayOfNumber, isGroup, type Moment, type Query, type Rule } from './query.ts';
import { isMoment, type Scoped } from './values.ts';

interface Spoken {
  words: TargetsWords;
  format: Format;
  fields: Map<string, TargetField>;
  choices: TargetChoices;
}

/** What a query asks, as a sentence. */
export function sentenceOf(query: Query, spoken: Spoken): string {
  const { words } = spoken;
  const parts = query.rules.map((part) => partOf(part, spoken)).filter((part) => part !== '');
  const [only, another] = parts;
  if (only === undefined) return '';
  if (another === undefined) {
    const says = query.combinator === 'all' || query.combinator === 'any';
    return says ? words.sentenceOne(only) : words.sentenceNotOne(only);
  }
  return words.sentences[query.combinator](parts.join(words.separator));
}

function partOf(part: Query | Rule, spoken: Spoken): string {
  if (!isGroup(part)) return ruleOf(part, spoken);
  const parts = part.rules.map((one) => partOf(one, spoken)).filter((one) => one !== '');
  return parts.length === 0 ? '' : spoken.words.inner[part.combinator](parts.join(spoken.words.separator));
}

function ruleOf({ field: name, operator, value }: Rule, spoken: Spoken): string {
  const { words } = spoken;
  const field = spoken.fields.get(name);
  if (field === undefined) return words.unknownName;
  const said = valueWords(field, value, spoken);
  const link =
    field.editor === 'balance'
      ? words.balanceSaid[operator]
      : hasEditor(field)
        ? words.hasSaid[operator]
        : ` ${(isAgo(value) && words.dayOperators[operator]) || operatorWords(field, operator, words)}`;
  return [`${field.label}${link ?? ''}`, said].filter((text) => text !== '').join(' ');
}

/** A recency compared with “today minus months” reads as a day, with YYYYMMDD as the number that it is. */
const isAgo = (value: unknown): boolean => {
  const { is } = (value ?? {}) as Scoped;
  return isMoment(is) && 'monthsAgo' in is;
};

const hasEditor = ({ editor }: TargetField) => editor === 'purchase' || editor === 'campaign';

/** How a comparison is called, of days otherwise than of numbers. */
export function operatorWords(field: TargetField, operator: string, words: TargetsWords): string {
  const { editor } = field;
  const has = hasEditor(field);
  const days = editor === 'moment' || editor === 'last-order';
  return (
    (has ? words.hasOperators[operator] : days ? words.dayOperators[operator] : undefined) ??
    words.operators[operator] ??
    operator
  );
}

function valueWords(field: TargetField, value: unknown, spoken: Spoken): string {
  const { words } = spoken;
  if (value === undefined || field.editor === 'presence') return '';
  if (isScoped(field)) return scopeWords(field, value as Scoped, spoken);
  return plain(field, value, spoken) || words.missing;
}

const isScoped = ({ editor }: TargetField) =>
  !['text', 'choice', 'moment', 'number', 'years', 'presence'].includes(editor);

function plain(field: TargetField, value: unknown, spoken: Spoken): string {
  const { words, format } = spoken;
  if (Array.isArray(value)) {
    const said = value.map((one) => plain(field, one, spoken) || words.missing);
    if (field.editor === 'text' || field.editor === 'choice') return said.join(` ${words.or} `);
    return said.length === 2 ? words.and(said[0] as string, said[1] as string) : said.join(', ');
  }
  if (isMoment(value)) return momentWords(value, words);
  if (typeof value === 'number') return field.editor === 'years' ? words.years(value) : format.number(value);
  const label = field.options.find((option) => option.value === value)?.label ?? String(value ?? '');
  return label === '' ? '' : words.quote(label);
}

function scopeWords(field: TargetField, value: Scoped, spoken: Spoken): string {
  const { words, format, choices } = spoken;
  const named = (id: number, items: { id: number; name: string }[]) =>
    words.quote(items.find((item) => item.id === id)?.name ?? words.unknownName);
  const performance = choices.performances.find(({ id }) => id === value.performance);
  const is =
    field.editor === 'balance'
      ? words.balances[String(value.is)]
      : field.editor === 'spent'
        ? amounts(value, spoken)
        : value.is === undefined
          ? ''
          : plain(field, value.is, spoken) || words.missing;
  const product = value.product !== undefined && named(value.product, choices.products);
  const shown =
    value.performance !== undefined &&
    (performance === undefined
      ? words.unknownName
      : `${performance.product}, ${performance.startsAt === null ? '' : format.instant(performance.startsAt)}`);
  const campaign = value.campaign !== undefined && named(value.campaign, choices.campaigns);
  const nothing = !product && !shown && !campaign;
  return [
    is,
    product,
    shown,
    campaign,
    field.editor === 'purchase' && nothing && words.anything,
    field.editor === 'campaign' && nothing && words.anyCampaign.toLowerCase(),
    value.organisation !== undefined &&
      words.ofOrganisation(named(value.organisation, choices.organisations)),
    periodWords(value, words),
  ]
    .filter(Boolean)
    .join(' ');
}

function amounts({ is, currency }: Scoped, { words, format }: Spoken): string {
  const one = (amount: unknown) =>
    typeof amount === 'number' && currency ? format.money(amount, currency) : words.missing;
  return Array.isArray(is) ? words.and(one(is[0]), one(is[1])) : one(is);
}

function periodWords({ from, to }: Scoped, words: TargetsWords): string {
  const said = (moment: Moment) => momentWords(moment, words);
  if (from !== undefined && 'monthsAgo' in from && to === undefined) return words.recently(from.monthsAgo);
  if (from !== undefined && to !== undefined) return words.between(said(from), said(to));
  return from !== undefined ? words.since(said(from)) : to !== undefined ? words.upTo(said(to)) : '';
}

function momentWords(moment: Moment, words: TargetsWords): string {
  if ('monthsAgo' in moment) return words.todayMinus(moment.monthsAgo);
  if ('number' in moment) {
    const day = dayOfNumber(moment.number);
    return day === undefined ? words.missing : `${moment.number} (${words.day(day)})`;
  }
  return moment.day === '' ? words.missing : words.day(moment.day);
}
