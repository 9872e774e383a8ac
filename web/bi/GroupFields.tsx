import { ActionIcon, Button, Fieldset, Group, Select } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { usePageWords } from '../words/pages.ts';
import type { BiColumn, Domain, Grouping, Measure } from './queries.ts';

const WHAT = ['rows', 'contacts', 'distinct', 'sum', 'min', 'max'] as const;
const MOST_GROUPS = 3;
const MOST_MEASURES = 5;

interface Props {
  domain: Domain;
  columns: BiColumn[];
  groups: Grouping[];
  measures: Measure[];
  onChange: (groups: Grouping[], measures: Measure[]) => void;
}

/** What is counted before anybody chooses. */
export const first = (domain: Domain): Measure => ({
  what: domain === 'contact-activity' ? 'rows' : 'contacts',
});

const isDay = (column: BiColumn | undefined) => column?.type === 'day' || column?.type === 'moment';

/** By what rows are counted together, and what is counted. */
export function GroupFields({ domain, columns, groups, measures, onChange }: Props) {
  const { page, language } = usePageWords();
  const words = page.bi.groups;
  const groupable = columns.filter(({ type, name }) => type !== 'json' && name !== 'contact_id');
  const options = groupable.map(({ name, label }) => ({ value: name, label: label[language] }));
  const columnOf = (name: string | undefined) => columns.find((column) => column.name === name);
  const setGroups = (changed: Grouping[]) =>
    onChange(changed, changed.length > 0 && measures.length === 0 ? [first(domain)] : measures);
  /** A price is added by currency. */
  const setMeasures = (changed: Measure[]) => {
    const money = changed.some(({ what, column }) => column === 'price_minor' && what !== 'distinct');
    const told = groups.some(({ column }) => column === 'currency');
    const wanted =
      money && !told && groups.length < MOST_GROUPS ? [...groups, { column: 'currency' }] : groups;
    onChange(wanted, changed);
  };
  const chosen = (name: string): Grouping =>
    isDay(columnOf(name)) ? { column: name, by: 'month' } : { column: name };
  return (
    <Fieldset legend={words.title}>
      {groups.map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its place is what it is
        <Group key={at} gap="xs" mb="xs">
          <Select
            aria-label={words.column(at + 1)}
            data={options}
            value={group.column}
            allowDeselect={false}
            searchable
            w={220}
            onChange={(name) => {
              if (name !== null) setGroups(groups.map((one, place) => (place === at ? chosen(name) : one)));
            }}
          />
          {isDay(columnOf(group.column)) && (
            <Select
              aria-label={words.by(at + 1)}
              data={(['day', 'month', 'year'] as const).map((value) => ({
                value,
                label: words.parts[value],
              }))}
              value={group.by ?? 'day'}
              allowDeselect={false}
              w={160}
              onChange={(by) =>
                setGroups(
                  groups.map((one, place) =>
                    place === at ? { ...one, by: by as NonNullable<Grouping['by']> } : one,
                  ),
                )
              }
            />
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={words.removeGroup(at + 1)}
            onClick={() => {
              const left = groups.filter((_, place) => place !== at);
              onChange(left, left.length === 0 ? [] : measures);
            }}
          >
            <IconTrash size={16} aria-hidden="true" />
          </ActionIcon>
        </Group>
      ))}
      {groups.length < MOST_GROUPS && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => {
            const free = groupable.find(
              ({ name, type, identifying }) =>
                !identifying &&
                (type === 'code' || type === 'day') &&
                !groups.some((one) => one.column === name),
            );
            const column = free ?? groupable[0];
            if (column) setGroups([...groups, chosen(column.name)]);
          }}
        >
          {words.add}
        </Button>
      )}
      {measures.map((measure, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its place is what it is
        <Group key={at} gap="xs" mt="xs">
          <Select
            aria-label={words.what(at + 1)}
            data={WHAT.map((value) => ({ value, label: words.whats[value] }))}
            value={measure.what}
            allowDeselect={false}
            w={220}
            onChange={(value) => {
              const what = value as Measure['what'];
              const column = columnsFor(what, columns)[0]?.name;
              const changed = column === undefined ? { what } : { what, column };
              setMeasures(measures.map((one, place) => (place === at ? changed : one)));
            }}
          />
          {measure.column !== undefined && (
            <Select
              aria-label={words.whatColumn(at + 1)}
              data={columnsFor(measure.what, columns).map(({ name, label }) => ({
                value: name,
                label: label[language],
              }))}
              value={measure.column}
              allowDeselect={false}
              w={220}
              onChange={(column) => {
                if (column !== null)
                  setMeasures(measures.map((one, place) => (place === at ? { ...one, column } : one)));
              }}
            />
          )}
          {measures.length > 1 && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={words.removeMeasure(at + 1)}
              onClick={() => setMeasures(measures.filter((_, place) => place !== at))}
            >
              <IconTrash size={16} aria-hidden="true" />
            </ActionIcon>
          )}
        </Group>
      ))}
      {groups.length > 0 && measures.length < MOST_MEASURES && (
        <Button
          mt="xs"
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => setMeasures([...measures, { what: 'rows' }])}
        >
          {words.addMeasure}
        </Button>
      )}
    </Fieldset>
  );
}

/** What can be counted so: sums are of numbers, the first and the last of numbers and days. */
function columnsFor(what: Measure['what'], columns: BiColumn[]): BiColumn[] {
  const numbers = columns.filter(({ type, name }) => type === 'number' && name !== 'contact_id');
  if (what === 'sum') return numbers;
  if (what === 'min' || what === 'max') return [...numbers, ...columns.filter(({ type }) => type === 'day')];
  return what === 'distinct'
    ? columns.filter(({ type, name }) => type !== 'json' && name !== 'contact_id')
    : [];
}
