import { Group, NumberInput, Select, TextInput } from '@mantine/core';
import { usePageWords } from '../../words/pages.ts';
import type { Moment } from './query.ts';

interface Period {
  from?: Moment;
  to?: Moment;
}

interface Props {
  label: string;
  value: Period;
  onChange: (value: Period) => void;
  disabled: boolean;
}

const dayOf = (moment: Moment | undefined) => (moment !== undefined && 'day' in moment ? moment.day : '');

/** At any time, in the last months, or between two days of which either may be left open. */
export function PeriodField({ label, value: { from, to }, onChange, disabled }: Props) {
  const { page } = usePageWords();
  const words = page.targets;
  const kind =
    from === undefined && to === undefined
      ? 'any'
      : from !== undefined && 'monthsAgo' in from
        ? 'recent'
        : 'days';
  const days = (part: Partial<{ from: string; to: string }>) => {
    const { from: first, to: last } = { from: dayOf(from), to: dayOf(to), ...part };
    // both empty would be "at any time", and the fields would go from under the hands
    onChange({
      ...(first === '' && last !== '' ? {} : { from: { day: first } }),
      ...(last === '' ? {} : { to: { day: last } }),
    });
  };
  return (
    <Group gap="xs" wrap="wrap">
      <Select
        aria-label={`${label}, ${words.period}`}
        w={180}
        disabled={disabled}
        allowDeselect={false}
        data={(['any', 'recent', 'days'] as const).map((one) => ({ value: one, label: words.periods[one] }))}
        value={kind}
        onChange={(chosen) =>
          onChange(chosen === 'any' ? {} : { from: chosen === 'recent' ? { monthsAgo: 12 } : { day: '' } })
        }
      />
      {kind === 'recent' && (
        <NumberInput
          aria-label={`${label}, ${words.months}`}
          w={130}
          disabled={disabled}
          min={0}
          max={1200}
          allowDecimal={false}
          suffix={`\u00a0${words.months}`}
          value={from !== undefined && 'monthsAgo' in from ? from.monthsAgo : 0}
          onChange={(months) => onChange({ from: { monthsAgo: typeof months === 'number' ? months : 0 } })}
        />
      )}
      {kind === 'days' && (
        <>
          <TextInput
            type="date"
            aria-label={`${label}, ${words.from}`}
            w={160}
            disabled={disabled}
            value={dayOf(from)}
            onChange={({ currentTarget }) => days({ from: currentTarget.value })}
          />
          <TextInput
            type="date"
            aria-label={`${label}, ${words.to}`}
            w={160}
            disabled={disabled}
            value={dayOf(to)}
            onChange={({ currentTarget }) => days({ to: currentTarget.value })}
          />
        </>
      )}
    </Group>
  );
}
