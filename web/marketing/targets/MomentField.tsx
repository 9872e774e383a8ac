import { Group, NumberInput, Select, Text, TextInput } from '@mantine/core';
import { usePageWords } from '../../words/pages.ts';
import { dayOfNumber, type Moment } from './query.ts';

interface Props {
  /** What it is the value of, for whoever does not see the line. */
  label: string;
  value: Moment;
  onChange: (value: Moment) => void;
  /** The day is written as the number YYYYMMDD, as the recency is. */
  numbered?: boolean;
  disabled: boolean;
}

/** A fixed day, or as many months before the day on which the target is used. */
export function MomentField({ label, value, onChange, numbered = false, disabled }: Props) {
  const { page } = usePageWords();
  const words = page.targets;
  const ago = 'monthsAgo' in value;
  return (
    <Group gap="xs" wrap="wrap" align="start">
      <Select
        aria-label={`${label}, ${words.moments}`}
        w={230}
        disabled={disabled}
        allowDeselect={false}
        data={[
          { value: 'ago', label: words.today },
          { value: 'day', label: numbered ? words.numberedDay : words.fixedDay },
        ]}
        value={ago ? 'ago' : 'day'}
        onChange={(chosen) =>
          onChange(chosen === 'ago' ? { monthsAgo: 24 } : numbered ? { number: Number.NaN } : { day: '' })
        }
      />
      {'monthsAgo' in value && (
        <NumberInput
          aria-label={`${label}, ${words.months}`}
          w={130}
          disabled={disabled}
          min={0}
          max={1200}
          allowDecimal={false}
          suffix={`\u00a0${words.months}`}
          value={value.monthsAgo}
          onChange={(months) => onChange({ monthsAgo: typeof months === 'number' ? months : 0 })}
        />
      )}
      {'day' in value && (
        <TextInput
          type="date"
          aria-label={label}
          w={160}
          disabled={disabled}
          value={value.day}
          onChange={({ currentTarget }) => onChange({ day: currentTarget.value })}
        />
      )}
      {'number' in value && <NumberedDay {...{ label, disabled, onChange }} number={value.number} />}
    </Group>
  );
}

interface NumberedProps extends Pick<Props, 'label' | 'disabled' | 'onChange'> {
  number: number;
}

/** Eight digits, and in words which day they are. */
function NumberedDay({ label, disabled, onChange, number }: NumberedProps) {
  const { page, format } = usePageWords();
  const words = page.targets;
  const day = dayOfNumber(number);
  return (
    <div>
      <TextInput
        aria-label={label}
        w={120}
        inputMode="numeric"
        maxLength={8}
        placeholder="20140512"
        disabled={disabled}
        value={Number.isNaN(number) ? '' : String(number)}
        onChange={({ currentTarget }) => {
          const digits = currentTarget.value.replaceAll(/\D/g, '');
          onChange({ number: digits === '' ? Number.NaN : Number(digits) });
        }}
      />
      <Text size="xs" c="dimmed" aria-live="polite">
        {day === undefined ? (String(number).length === 8 ? words.noDay : '') : format.day(day)}
      </Text>
    </div>
  );
}
