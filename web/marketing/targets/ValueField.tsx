import { Group, MultiSelect, NumberInput, Select, TagsInput, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePageWords } from '../../words/pages.ts';
import type { TargetField } from './fields.ts';
import { MomentField } from './MomentField.tsx';
import { PeriodField } from './PeriodField.tsx';
import type { TargetChoices } from './queries.ts';
import type { Moment } from './query.ts';
import type { Scoped } from './values.ts';

interface Props {
  field: TargetField;
  operator: string;
  value: unknown;
  onChange: (value: unknown) => void;
  choices: TargetChoices;
  label: string;
  disabled: boolean;
}

/** Asks for the value of a condition, as its field and comparison want it. */
export function ValueField(props: Props) {
  const { field, operator, value, onChange, label, disabled } = props;
  const { page } = usePageWords();
  const words = page.targets;
  if (value === undefined) return null;
  const common = { 'aria-label': label, disabled };
  switch (field.editor) {
    case 'presence':
      return null;
    case 'text':
      return Array.isArray(value) ? (
        <TagsInput {...common} miw={220} value={value as string[]} onChange={onChange} />
      ) : (
        <TextInput
          {...common}
          w={220}
          maxLength={200}
          value={value as string}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
    case 'choice':
      return Array.isArray(value) ? (
        <MultiSelect
          {...common}
          miw={220}
          searchable
          data={field.options}
          value={value as string[]}
          onChange={onChange}
        />
      ) : (
        <Select
          {...common}
          w={220}
          searchable={field.options.length > 8}
          allowDeselect={false}
          data={field.options}
          value={value as string}
          onChange={(chosen) => onChange(chosen ?? '')}
        />
      );
    case 'moment':
      return <Moments {...props} value={value} onChange={onChange} />;
    case 'number':
    case 'years':
      return <Numbers {...props} />;
    default:
      return (
        <Scope {...props} value={value as Scoped}>
          {operator !== 'null' && operator !== 'notNull' && (
            <Inner {...props} value={value as Scoped} words={words} />
          )}
        </Scope>
      );
  }
}

/** What is compared, of a value with more around it. */
function Inner({
  words,
  ...props
}: Omit<Props, 'value'> & { value: Scoped; words: { balances: Record<string, string> } }) {
  const { field, value, onChange, label, disabled } = props;
  const set = (is: unknown) => onChange({ ...value, is });
  switch (field.editor) {
    case 'recency':
      return <Moments {...props} value={value.is} onChange={set} numbered />;
    case 'last-order':
      return <Moments {...props} value={value.is} onChange={set} />;
    case 'orders':
      return <Numbers {...props} value={value.is} onChange={set} />;
    case 'spent':
      return <Amounts {...props} />;
    case 'balance':
      return (
        <Select
          aria-label={label}
          w={240}
          disabled={disabled}
          allowDeselect={false}
          data={(['debt', 'credit'] as const).map((one) => ({
            value: one,
            label: words.balances[one] ?? one,
          }))}
          value={value.is as string}
          onChange={set}
        />
      );
    default:
      return null;
  }
}

/** Product, performance, campaign, organisation and period, where the field has them. */
function Scope({
  field,
  value,
  onChange,
  choices,
  label,
  disabled,
  children,
}: Omit<Props, 'value'> & { value: Scoped; children: ReactNode }) {
  const { page, format } = usePageWords();
  const words = page.targets;
  const set = (part: Partial<Scoped>) => onChange({ ...value, ...part });
  const named = (items: { id: number; label: string }[]) =>
    items.map(({ id, label: text }) => ({ value: String(id), label: text }));
  const pickOne = (
    name: 'product' | 'performance' | 'campaign' | 'organisation',
    any: string,
    items: { id: number; label: string }[],
  ) => (
    <Select
      aria-label={`${label}, ${words[name]}`}
      w={240}
      disabled={disabled}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': any }}
      placeholder={any}
      data={named(items)}
      value={value[name] === undefined ? null : String(value[name])}
      onChange={(chosen) => {
        const { [name]: _, ...rest } = value;
        onChange(chosen === null ? rest : { ...rest, [name]: Number(chosen) });
      }}
    />
  );
  const { editor } = field;
  const withPeriod = ['purchase', 'orders', 'spent', 'campaign'].includes(editor);
  return (
    <Group gap="xs" wrap="wrap" align="start">
      {children}
      {editor === 'purchase' && (
        <>
          {pickOne(
            'product',
            words.anyProduct,
            choices.products.map(({ id, name, organisation }) => ({
              id,
              label: `${name} (${organisation})`,
            })),
          )}
          {pickOne(
            'performance',
            words.anyPerformance,
            choices.performances.map(({ id, product, startsAt }) => ({
              ...{ id, label: startsAt === null ? product : `${product}, ${format.instant(startsAt)}` },
            })),
          )}
        </>
      )}
      {editor === 'campaign' &&
        pickOne(
          'campaign',
          words.anyCampaign,
          choices.campaigns.map(({ id, name }) => ({ id, label: name })),
        )}
      {editor !== 'campaign' &&
        pickOne(
          'organisation',
          words.anyOrganisation,
          choices.organisations.map(({ id, name }) => ({ id, label: name })),
        )}
      {withPeriod && (
        <PeriodField
          {...{ label, disabled, value }}
          onChange={(period) => {
            const { from: _, to: __, ...rest } = value;
            onChange({ ...rest, ...period });
          }}
        />
      )}
      {editor === 'spent' && (
        <Select
          aria-label={`${label}, ${words.currency}`}
          w={90}
          disabled={disabled}
          allowDeselect={false}
          data={[...new Set([...choices.currencies, value.currency ?? ''])].filter((one) => one !== '')}
          value={value.currency ?? null}
          onChange={(currency) => set({ currency: currency ?? '' })}
        />
      )}
      {editor === 'recency' && value.organisation !== undefined && (
        <Text size="xs" c="dimmed" w="100%">
          {words.recencyOrganisation}
        </Text>
      )}
    </Group>
  );
}

/** One moment, or two with something between. */
function Moments({ value, onChange, label, disabled, numbered = false }: Props & { numbered?: boolean }) {
  const { page } = usePageWords();
  const words = page.targets;
  if (!Array.isArray(value)) {
    return <MomentField {...{ label, disabled, numbered, onChange }} value={value as Moment} />;
  }
  const [first, second] = value as [Moment, Moment];
  return (
    <Group gap="xs" wrap="wrap" align="start">
      <MomentField
        {...{ disabled, numbered }}
        label={`${label}, ${words.valueFrom}`}
        value={first}
        onChange={(one) => onChange([one, second])}
      />
      <MomentField
        {...{ disabled, numbered }}
        label={`${label}, ${words.valueTo}`}
        value={second}
        onChange={(one) => onChange([first, one])}
      />
    </Group>
  );
}

/** @param of how many of the stored unit one of the shown is: 100 for amounts in minor units */
function Numbers({ field, value, onChange, label, disabled, of = 1 }: Props & { of?: number }) {
  const { page } = usePageWords();
  const words = page.targets;
  const one = (number: unknown, name: string, set: (number: unknown) => void) => (
    <NumberInput
      aria-label={name}
      w={120}
      disabled={disabled}
      {...(field.editor === 'number' ? {} : { min: 0 })}
      {...(field.editor === 'years' ? { max: 150 } : {})}
      allowDecimal={field.editor === 'number' || of > 1}
      decimalScale={of > 1 ? 2 : 9}
      value={typeof number === 'number' ? number / of : ''}
      onChange={(given) => set(typeof given === 'number' ? Math.round(given * of * 1e6) / 1e6 : '')}
    />
  );
  if (!Array.isArray(value)) return one(value, label, onChange);
  return (
    <Group gap="xs" wrap="wrap">
      {one(value[0], `${label}, ${words.valueFrom}`, (given) => onChange([given, value[1]]))}
      {one(value[1], `${label}, ${words.valueTo}`, (given) => onChange([value[0], given]))}
    </Group>
  );
}

/** In the currency's unit; kept in minor units. */
function Amounts(props: Omit<Props, 'value'> & { value: Scoped }) {
  const { value, onChange } = props;
  const digits = new Intl.NumberFormat('en', {
    style: 'currency',
    currency: value.currency || 'CHF',
  }).resolvedOptions().maximumFractionDigits;
  return (
    <Numbers
      {...props}
      value={value.is}
      onChange={(is) => onChange({ ...value, is })}
      of={10 ** (digits ?? 2)}
    />
  );
}
