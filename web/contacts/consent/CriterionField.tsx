import { MultiSelect, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { Format } from '../../words/format.ts';
import { usePageWords } from '../../words/pages.ts';
import type { ContactCriterion } from './queries.ts';

/** Between several choices, in the one form in which they are stored. */
const BETWEEN = ';';

interface Props {
  criterion: ContactCriterion;
  value: string | null;
  onChange: (value: string | null) => void;
}

/** The field that fits a criterion's type; empty takes the value away. */
export function CriterionField({ criterion, value, onChange }: Props) {
  const { page } = usePageWords();
  const words = page.criteria;
  const { type, choices, name } = criterion;
  const typed = (text: string) => onChange(text === '' ? null : text);
  switch (type) {
    case 'yes-no':
      return (
        <SegmentedControl
          aria-label={name}
          data={[
            { value: 'yes', label: words.yes },
            { value: 'no', label: words.no },
            { value: '', label: words.noValue },
          ]}
          value={value ?? ''}
          onChange={typed}
        />
      );
    case 'choice':
      return (
        <Select
          aria-label={name}
          clearable
          data={choices}
          value={value}
          onChange={onChange}
          placeholder={words.empty}
        />
      );
    case 'choices':
      return (
        <MultiSelect
          aria-label={name}
          clearable
          data={choices}
          value={value === null ? [] : value.split(BETWEEN)}
          onChange={(chosen) => typed(choices.filter((one) => chosen.includes(one)).join(BETWEEN))}
        />
      );
    case 'number':
    case 'date':
    case 'text':
      return (
        <TextInput
          aria-label={name}
          type={type === 'date' ? 'date' : 'text'}
          inputMode={type === 'number' ? 'decimal' : undefined}
          maxLength={10_000}
          value={value ?? ''}
          onChange={({ currentTarget }) => typed(currentTarget.value)}
        />
      );
  }
}

/** A stored value as it is read. */
export function spoken(
  { type }: Pick<ContactCriterion, 'type'>,
  value: string | null,
  { words, format }: { words: { yes: string; no: string; noValue: string }; format: Format },
): string {
  if (value === null) return words.noValue;
  if (type === 'yes-no' && (value === 'yes' || value === 'no')) return words[value];
  if (type === 'date' && /^\d{4}-\d\d-\d\d$/.test(value)) return format.day(value);
  if (type === 'choices') return format.list(value.split(BETWEEN));
  return value;
}
