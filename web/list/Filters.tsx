import { Button, Checkbox, Pill, Popover, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { usePageWords } from '../words/pages.ts';
import classes from './DataList.module.css';
import type { ListSearch } from './list.ts';

/** One thing that a list can be narrowed by: a choice, a text, a day, or yes. */
export type FilterField = { name: string; label: string } & (
  | { type: 'choice'; values: { value: string; label: string }[] }
  | { type: 'text' | 'day' | 'yes' }
);

interface Props {
  fields: FilterField[];
  search: ListSearch;
  onSearch: (search: ListSearch) => void;
}

/** A button behind which the filters are, so that the list stays where it is. */
export function Filters({ fields, search, onSearch }: Props) {
  const { page } = usePageWords();
  const words = page.finding;
  const count = fields.filter(({ name }) => search[name] !== undefined).length;
  return (
    <Popover position="bottom-start" trapFocus returnFocus width={460} withinPortal>
      <Popover.Target>
        <Button variant="default" leftSection={<IconFilter size={16} aria-hidden="true" />}>
          {count === 0 ? words.filters : words.filtersOf(count)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.filters} className={classes.filterPanel}>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          {fields.map((field) => (
            <Field
              key={field.name}
              field={field}
              value={search[field.name]}
              onChange={(value) => onSearch({ ...search, [field.name]: value })}
            />
          ))}
        </SimpleGrid>
      </Popover.Dropdown>
    </Popover>
  );
}

interface FieldProps {
  field: FilterField;
  value: ListSearch[string];
  onChange: (value: string | boolean | undefined) => void;
}

function Field({ field, value, onChange }: FieldProps) {
  const { page } = usePageWords();
  if (field.type === 'choice') {
    return (
      <Select
        label={field.label}
        placeholder={page.finding.any}
        clearable
        data={field.values}
        value={value === undefined ? null : String(value)}
        onChange={(chosen) => onChange(chosen ?? undefined)}
        comboboxProps={{ withinPortal: false }} // inside of the panel, or a click on a choice would close it
      />
    );
  }
  if (field.type === 'yes') {
    return (
      <Checkbox
        mt="xl"
        label={field.label}
        checked={value === true}
        onChange={({ currentTarget }) => onChange(currentTarget.checked || undefined)}
      />
    );
  }
  return <TypedField {...{ field, value, onChange }} />;
}

/** What is typed is looked for after a pause. */
function TypedField({ field, value, onChange }: FieldProps) {
  const [typed, setTyped] = useState(String(value ?? ''));
  const soon = useDebouncedCallback((text: string) => onChange(text.trim() || undefined), 300);
  useEffect(() => setTyped(String(value ?? '')), [value]);
  return (
    <TextInput
      label={field.label}
      type={field.type === 'day' ? 'date' : 'text'}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        soon(currentTarget.value);
      }}
    />
  );
}

/** What the list is narrowed to, each with a way to take it away. */
export function ActiveFilters({ fields, search, onSearch }: Props) {
  const { page, format } = usePageWords();
  const words = page.finding;
  const active = fields.filter(({ name }) => search[name] !== undefined);
  if (active.length === 0) return null;
  const shown = (field: FilterField, value: string) => {
    if (field.type === 'choice') return field.values.find((one) => one.value === value)?.label ?? value;
    return field.type === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? format.shortDay(value) : value;
  };
  return (
    <div className={classes.active}>
      {active.map((field) => {
        const text =
          field.type === 'yes'
            ? field.label
            : words.narrowedBy(field.label, shown(field, String(search[field.name])));
        return (
          <Pill
            key={field.name}
            size="md"
            withRemoveButton
            onRemove={() => onSearch({ ...search, [field.name]: undefined })}
            removeButtonProps={{ 'aria-label': words.remove(text), 'aria-hidden': false, tabIndex: 0 }}
          >
            {text}
          </Pill>
        );
      })}
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() =>
          onSearch({ ...search, ...Object.fromEntries(fields.map(({ name }) => [name, undefined])) })
        }
      >
        {words.clear}
      </Button>
    </div>
  );
}
