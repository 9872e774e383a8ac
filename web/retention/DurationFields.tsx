import { NumberInput } from '@mantine/core';
import { usePageWords } from '../words/pages.ts';

/** How long contacts may be without activity, in months; prospects may have another duration (R4). */
export interface Durations {
  months: number;
  /** null: the same as everybody. */
  prospectMonths: number | null;
}

interface Props {
  value: Durations;
  onChange: (durations: Durations) => void;
}

export function DurationFields({ value, onChange }: Props) {
  const { page } = usePageWords();
  const words = page.runs;
  const common = {
    min: 1,
    max: 1200,
    allowDecimal: false,
    allowNegative: false,
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as (
      | 'label'
      | 'input'
      | 'description'
      | 'error'
    )[],
  };
  return (
    <>
      <NumberInput
        {...common}
        label={value.prospectMonths === null ? words.months : words.customerMonths}
        description={value.prospectMonths === null ? words.monthsHint : undefined}
        required
        value={value.months}
        onChange={(months) => onChange({ ...value, months: Number(months) })}
      />
      <NumberInput
        {...common}
        label={words.prospectMonths}
        description={value.prospectMonths === null ? words.prospectMonthsHint : words.monthsHint}
        placeholder={words.sameMonths}
        value={value.prospectMonths ?? ''}
        onChange={(months) => onChange({ ...value, prospectMonths: months === '' ? null : Number(months) })}
      />
    </>
  );
}
