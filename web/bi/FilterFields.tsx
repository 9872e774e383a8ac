import { ActionIcon, Button, Fieldset, Group, MultiSelect, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { usePageWords } from '../words/pages.ts';
import type { BiColumn, Filter } from './queries.ts';

const ASKED: Record<BiColumn['type'], Filter['is'][]> = {
  text: ['one-of', 'contains', 'given', 'empty'],
  code: ['one-of', 'given', 'empty'],
  number: ['from', 'to', 'one-of', 'given', 'empty'],
  day: ['from', 'to', 'one-of', 'given', 'empty'],
  moment: ['from', 'to', 'given', 'empty'],
  list: ['one-of', 'given', 'empty'],
  json: ['given', 'empty'],
};

interface Props {
  columns: BiColumn[];
  filters: Filter[];
  onChange: (filters: Filter[]) => void;
}

/** What rows are left: all of these hold. */
export function FilterFields({ columns, filters, onChange }: Props) {
  const { page } = usePageWords();
  const words = page.bi.filters;
  const add = () => {
    const [first] = columns.filter(({ type }) => type === 'code');
    const column = first ?? columns[0];
    if (column) onChange([...filters, { column: column.name, is: asked(column)[0] ?? 'given', values: [] }]);
  };
  return (
    <Fieldset legend={words.title}>
      {filters.map((filter, at) => (
        <OneFilter
          // biome-ignore lint/suspicious/noArrayIndexKey: two filters may be alike, and their place is what they are
          key={at}
          place={at + 1}
          columns={columns}
          filter={filter}
          onChange={(changed) => onChange(filters.map((one, place) => (place === at ? changed : one)))}
          onRemove={() => onChange(filters.filter((_, place) => place !== at))}
        />
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={16} aria-hidden="true" />}
        onClick={add}
      >
        {words.add}
      </Button>
    </Fieldset>
  );
}

const asked = (column: BiColumn): Filter['is'][] => ASKED[column.type];

interface OneProps {
  place: number;
  columns: BiColumn[];
  filter: Filter;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}

function OneFilter({ place, columns, filter, onChange, onRemove }: OneProps) {
  const { page, language } = usePageWords();
  const words = page.bi.filters;
  const column = columns.find(({ name }) => name === filter.column);
  if (column === undefined) return null;
  return (
    <Group gap="xs" mb="xs" align="flex-end">
      <Select
        aria-label={words.column(place)}
        data={columns.map(({ name, label }) => ({ value: name, label: label[language] }))}
        value={filter.column}
        allowDeselect={false}
        searchable
        w={220}
        onChange={(name) => {
          const chosen = columns.find((one) => one.name === name);
          if (chosen) onChange({ column: chosen.name, is: asked(chosen)[0] ?? 'given', values: [] });
        }}
      />
      <Select
        aria-label={words.is(place)}
        data={asked(column).map((value) => ({ value, label: words.kinds[value] }))}
        value={filter.is}
        allowDeselect={false}
        w={160}
        onChange={(is) => onChange({ ...filter, is: is as Filter['is'], values: [] })}
      />
      <Values label={words.value(place)} column={column} filter={filter} onChange={onChange} />
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.remove(place)} onClick={onRemove}>
        <IconTrash size={16} aria-hidden="true" />
      </ActionIcon>
    </Group>
  );
}

interface ValuesProps {
  label: string;
  column: BiColumn;
  filter: Filter;
  onChange: (filter: Filter) => void;
}

function Values({ label, column, filter, onChange }: ValuesProps) {
  const { page, say } = usePageWords();
  if (filter.is === 'given' || filter.is === 'empty') return null;
  if (column.type === 'code') {
    const codes: Record<string, string> = { ...say.kinds, ...say.sources, ...page.bi.codes };
    return (
      <MultiSelect
        aria-label={label}
        data={column.values.map((value) => ({ value, label: codes[value] ?? value }))}
        value={filter.values}
        miw={220}
        onChange={(values) => onChange({ ...filter, values })}
      />
    );
  }
  return <Typed {...{ label, column, filter, onChange }} />;
}

/** What is typed is looked for after a pause; of several values each is between commas. */
function Typed({ label, column, filter, onChange }: ValuesProps) {
  const { page } = usePageWords();
  const day = column.type === 'day' || column.type === 'moment';
  const several = filter.is === 'one-of' && !day;
  const [typed, setTyped] = useState(filter.values.join(', '));
  const soon = useDebouncedCallback((text: string) => {
    const values = (several ? text.split(',') : [text]).map((one) => one.trim()).filter((one) => one !== '');
    onChange({ ...filter, values });
  }, 400);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only where another filter stands here, not while one types
  useEffect(() => setTyped(filter.values.join(', ')), [filter.column, filter.is]);
  return (
    <TextInput
      aria-label={label}
      type={day ? 'date' : 'text'}
      inputMode={column.type === 'number' ? 'numeric' : undefined}
      placeholder={several ? page.bi.filters.several : undefined}
      value={typed}
      w={220}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        soon(currentTarget.value);
      }}
    />
  );
}
