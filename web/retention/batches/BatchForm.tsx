import {
  Alert,
  Button,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Refusal } from '../../frame/Refusal.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { DurationFields } from '../DurationFields.tsx';
import { fromLocal, toLocal } from './local-time.ts';
import { NotifyField } from './NotifyField.tsx';
import type { Batch } from './queries.ts';
import { ScopeField } from './ScopeField.tsx';

export interface WantedBatch extends Omit<Batch, 'id' | 'type' | 'criterion' | 'next' | 'notify'> {
  criterionId: number | null;
  /** Ids of operators. */
  notify: number[];
}

/** Filled in as the source document has it: 36 months, simulation. */
const NEW: WantedBatch = {
  name: '',
  mode: 'simulation',
  months: 36,
  prospectMonths: null,
  criterionId: null,
  ceilingPercent: 20,
  schedule: { kind: 'never' },
  notify: [],
};

interface Props {
  /** What is changed; by default a new one is made. */
  batch?: Batch | undefined;
  onSave: (batch: WantedBatch) => void;
  saving: boolean;
  error: unknown;
}

export function BatchForm({ batch, onSave, saving, error }: Props) {
  const { page } = usePageWords();
  const words = page.batches;
  const [wanted, setWanted] = useState(batch === undefined ? NEW : wantedOf(batch));
  const change = (part: Partial<WantedBatch>) => setWanted({ ...wanted, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(wanted);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={560}>
        <Text c="dimmed">{words.type}</Text>
        <TextInput
          label={words.name}
          required
          maxLength={100}
          value={wanted.name}
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        />
        <div>
          <Text fw={500} size="sm" mb={4} id="batch-mode">
            {words.mode}
          </Text>
          <SegmentedControl
            aria-labelledby="batch-mode"
            data={(['simulation', 'real'] as const).map((value) => ({
              value,
              label: page.runs.modes[value],
            }))}
            value={wanted.mode}
            onChange={(mode) => change({ mode: mode as WantedBatch['mode'] })}
          />
          <Text c="dimmed" size="sm" mt={4}>
            {words.modeHint}
          </Text>
        </div>
        {wanted.mode === 'real' && (
          <Alert color="red" variant="light">
            {words.realWarning}
          </Alert>
        )}
        <ScopeField
          present={batch?.criterion ?? null}
          value={wanted.criterionId}
          onChange={(criterionId) => change({ criterionId })}
        />
        {wanted.criterionId === null && (
          <Group grow align="start">
            <DurationFields
              value={wanted}
              onChange={({ months, prospectMonths }) => change({ months, prospectMonths })}
            />
          </Group>
        )}
        {wanted.mode === 'real' && (
          <NumberInput
            label={words.ceiling}
            description={words.ceilingHint}
            inputWrapperOrder={['label', 'input', 'description']}
            required
            min={0}
            max={100}
            suffix={' %'}
            allowDecimal={false}
            value={wanted.ceilingPercent}
            onChange={(ceilingPercent) => change({ ceilingPercent: Number(ceilingPercent) })}
          />
        )}
        <ScheduleFields schedule={wanted.schedule} onChange={(schedule) => change({ schedule })} />
        <NotifyField
          told={batch?.notify ?? []}
          value={wanted.notify}
          onChange={(notify) => change({ notify })}
        />
        <Refusal error={error} />
        <div>
          <Button type="submit" color="rope" loading={saving}>
            {words.save}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

function wantedOf({ id, type, criterion, next, notify, ...rest }: Batch): WantedBatch {
  return { ...rest, criterionId: criterion?.id ?? null, notify: notify.map((one) => one.id) };
}

function ScheduleFields({
  schedule,
  onChange,
}: {
  schedule: WantedBatch['schedule'];
  onChange: (schedule: WantedBatch['schedule']) => void;
}) {
  const { page, language } = usePageWords();
  const words = page.batches;
  const { institution } = useSession();
  const choose = (kind: string | null) => {
    if (kind === 'weekly') onChange({ kind, day: 1, time: '04:00' });
    else if (kind === 'monthly') onChange({ kind, day: 1, time: '04:00' });
    else if (kind === 'once') onChange({ kind, at: new Date(Date.now() + 24 * 3600_000).toISOString() });
    else onChange({ kind: 'never' });
  };
  return (
    <Stack gap="sm">
      <Select
        label={words.schedule}
        allowDeselect={false}
        data={(['never', 'once', 'weekly', 'monthly'] as const).map((value) => ({
          value,
          label: words.kinds[value],
        }))}
        value={schedule.kind}
        onChange={choose}
      />
      {schedule.kind === 'once' && (
        <TextInput
          type="datetime-local"
          label={words.at}
          description={words.zone(institution.timeZone)}
          required
          value={toLocal(schedule.at, institution.timeZone)}
          onChange={({ currentTarget }) => {
            if (currentTarget.value !== '')
              onChange({ kind: 'once', at: fromLocal(currentTarget.value, institution.timeZone) });
          }}
        />
      )}
      {(schedule.kind === 'weekly' || schedule.kind === 'monthly') && (
        <Group grow align="start">
          {schedule.kind === 'weekly' ? (
            <Select
              label={words.weekday}
              allowDeselect={false}
              data={weekdays(language)}
              value={String(schedule.day)}
              onChange={(day) => onChange({ ...schedule, day: Number(day) })}
            />
          ) : (
            <NumberInput
              label={words.monthday}
              min={1}
              max={28}
              clampBehavior="strict"
              allowDecimal={false}
              value={schedule.day}
              onChange={(day) => onChange({ ...schedule, day: Number(day) || 1 })}
            />
          )}
          <TextInput
            type="time"
            label={words.time}
            description={words.zone(institution.timeZone)}
            inputWrapperOrder={['label', 'input', 'description']}
            required
            value={schedule.time}
            onChange={({ currentTarget }) => onChange({ ...schedule, time: currentTarget.value })}
          />
        </Group>
      )}
    </Stack>
  );
}

/** Monday first, as the calendar of here has it; 5 January 1970 was one. */
export function weekdays(language: string): { value: string; label: string }[] {
  const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, day) => ({
    value: String(day + 1),
    label: format.format(new Date(Date.UTC(1970, 0, 5 + day))),
  }));
}
