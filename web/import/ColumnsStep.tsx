import { Alert, Button, Group, Select, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import classes from './Import.module.css';
import {
  change,
  type Inspection,
  type Kind,
  type MappedColumn,
  type Mapping,
  mapTo,
  type OurColumn,
} from './mapping.ts';
import { PreviewTable } from './PreviewTable.tsx';
import { ChooseProfile, SaveProfile } from './Profiles.tsx';
import { ReadingFields } from './ReadingFields.tsx';

interface Props {
  kind: Kind;
  inspection: Inspection;
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
  /** The file is to be read in another way. */
  onRead: (reading: NonNullable<Mapping['reading']>) => void;
  onDone: () => void;
}

/** Which column of the file becomes which of ours, and how it is read; below, the first rows as they would become. */
export function ColumnsStep({ kind, inspection, mapping, onChange, onRead, onDone }: Props) {
  const { page } = usePageWords();
  const words = page.import;
  const preview = usePreview(kind, inspection, mapping);
  const lacking = inspection.ours.filter(
    ({ name, required }) => required && !mapping.columns.some(({ to }) => to === name),
  );
  const ready =
    mapping.columns.length > 0 &&
    lacking.every(({ name, constant }) => constant && (mapping.constants?.[name] ?? '') !== '') &&
    preview.error === null;
  return (
    <Stack gap="xl">
      <Group gap="md" align="end">
        <ReadingFields inspection={inspection} reading={mapping.reading ?? {}} onChange={onRead} />
        <ChooseProfile kind={kind} inspection={inspection} onChoose={onChange} />
      </Group>
      <Stack gap="sm">
        <Title order={2}>{words.mapping}</Title>
        <Text c="dimmed">{words.mappingHint}</Text>
        <Table verticalSpacing="xs" aria-label={words.mapping} className={classes.columns}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.theirs}</Table.Th>
              <Table.Th>{words.becomes}</Table.Th>
              <Table.Th>{words.readAs}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {inspection.columns.map((column) => (
              <ColumnRow
                key={column.name}
                column={column}
                inspection={inspection}
                mapping={mapping}
                onChange={onChange}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
      {mapping.columns.map((column) => (
        <Meanings
          key={column.from}
          column={column}
          ours={inspection.ours.find(({ name }) => name === column.to)}
          there={(inspection.values[column.from] ?? []).map(({ there }) => there)}
          unread={preview.data?.unread[column.from] ?? []}
          onChange={(values) => onChange(change(mapping, column.from, { values }))}
        />
      ))}
      {lacking.length > 0 && <Lacking lacking={lacking} mapping={mapping} onChange={onChange} />}
      <Refusal error={preview.error} />
      {preview.data !== undefined && <PreviewTable preview={preview.data} ours={inspection.ours} />}
      <SaveProfile kind={kind} mapping={mapping} />
      <Group>
        <Button color="rope" disabled={!ready} onClick={onDone}>
          {words.goOn}
        </Button>
      </Group>
    </Stack>
  );
}

function usePreview(kind: Kind, inspection: Inspection, mapping: Mapping) {
  const { columns, rows, values } = inspection;
  const there = Object.fromEntries(
    Object.entries(values).map(([name, counted]) => [name, counted.map((one) => one.there)]),
  );
  return useQuery({
    queryKey: ['import-preview', kind, mapping, columns, rows],
    enabled: mapping.columns.length > 0,
    placeholderData: (before) => before,
    gcTime: 0, // it is people's data: gone with the page
    queryFn: () =>
      answered(
        api.POST('/api/imports/{kind}/preview', {
          params: { path: { kind } },
          body: { mapping, header: columns.map(({ name }) => name), rows, values: there },
        }),
      ),
  });
}

function ColumnRow({
  column: { name, samples, guess },
  inspection,
  mapping,
  onChange,
}: Pick<Props, 'inspection' | 'mapping' | 'onChange'> & { column: Inspection['columns'][number] }) {
  const { page } = usePageWords();
  const words = page.import;
  const mapped = mapping.columns.find(({ from }) => from === name);
  const ours = inspection.ours.find((one) => one.name === mapped?.to);
  const guessed = inspection.mapping.columns.find(({ from }) => from === name);
  const byContent = guess?.by === 'content' && guess.to === mapped?.to;
  return (
    <Table.Tr>
      <Table.Th scope="row">
        {name}
        <Text size="sm" fw={400} className={classes.examples}>
          {samples.join(' · ')}
        </Text>
      </Table.Th>
      <Table.Td>
        <Select
          aria-label={words.becomesOf(name)}
          placeholder={words.ignore}
          clearable
          searchable
          {...(byContent ? { description: words.byContent } : {})}
          inputWrapperOrder={['label', 'input', 'description']}
          data={inspection.ours.map((one) => ({
            value: one.name,
            label: words.columns[one.name] ?? one.name,
            disabled: isTaken(mapping, one, name),
          }))}
          value={mapped?.to ?? null}
          onChange={(to) =>
            onChange(
              mapTo(
                mapping,
                name,
                inspection.ours.find((one) => one.name === to),
                guessed,
              ),
            )
          }
        />
      </Table.Td>
      <Table.Td>
        {(ours?.form === 'date' || ours?.form === 'date-time') && (
          <Select
            aria-label={words.readAsOf(name)}
            allowDeselect={false}
            data={Object.entries(words.days).map(([value, label]) => ({ value, label }))}
            value={mapped?.days ?? 'day-first'}
            onChange={(days) => onChange(change(mapping, name, { days: days as MappedColumn['days'] }))}
          />
        )}
        {ours?.form === 'amount' && (
          <Select
            aria-label={words.readAsOf(name)}
            allowDeselect={false}
            data={Object.entries(words.decimals).map(([value, label]) => ({ value, label }))}
            value={mapped?.decimals ?? '.'}
            onChange={(decimals) =>
              onChange(change(mapping, name, { decimals: decimals as MappedColumn['decimals'] }))
            }
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** A text may be made of several columns; anything else comes from one. */
function isTaken(mapping: Mapping, { name, form, values }: OurColumn, from: string): boolean {
  if (form === undefined && values === undefined && !name.endsWith('number')) return false;
  return mapping.columns.some((column) => column.to === name && column.from !== from);
}

function Meanings({
  column,
  ours,
  there,
  unread,
  onChange,
}: {
  column: MappedColumn;
  ours: OurColumn | undefined;
  there: string[];
  unread: string[];
  onChange: (values: Record<string, string>) => void;
}) {
  const { page } = usePageWords();
  const words = page.import;
  if (ours?.values === undefined || there.length === 0) return null;
  const own = column.values ?? {};
  const shown = there.filter((value) => unread.includes(value) || own[value] !== undefined);
  if (shown.length === 0) return null;
  return (
    <Stack gap="xs" maw={520}>
      <Title order={2}>{words.meanings(column.from)}</Title>
      {unread.length > 0 && <Text className={classes.wrong}>{words.unread(unread.length)}</Text>}
      {shown.map((value) => (
        <Select
          key={value}
          label={words.meansOf(value)}
          data={[
            ...(ours.values ?? []).map((one) => ({ value: one, label: words.meaning[one] ?? one })),
            ...(ours.required ? [] : [{ value: '', label: words.meansNothing }]),
          ]}
          value={own[value] ?? null}
          onChange={(means) => {
            const { [value]: _, ...others } = own;
            onChange(means === null ? others : { ...others, [value]: means });
          }}
        />
      ))}
    </Stack>
  );
}

function Lacking({
  lacking,
  mapping,
  onChange,
}: Pick<Props, 'mapping' | 'onChange'> & { lacking: OurColumn[] }) {
  const { page } = usePageWords();
  const words = page.import;
  const set = (name: string, value: string) =>
    onChange({ ...mapping, constants: { ...mapping.constants, [name]: value } });
  const constants = lacking.filter(({ constant }) => constant);
  return (
    <Stack gap="sm" maw={520}>
      {lacking
        .filter(({ constant }) => !constant)
        .map(({ name }) => (
          <Alert key={name} color="red" variant="light">
            {words.needsColumn(words.columns[name] ?? name)}
          </Alert>
        ))}
      {constants.length > 0 && (
        <>
          <Title order={2}>{words.lacking}</Title>
          <Text c="dimmed">{words.lackingHint}</Text>
        </>
      )}
      {constants.map(({ name, values }) =>
        values === undefined ? (
          <TextInput
            key={name}
            label={words.columns[name] ?? name}
            value={mapping.constants?.[name] ?? ''}
            onChange={({ currentTarget }) => set(name, currentTarget.value)}
          />
        ) : (
          <Select
            key={name}
            label={words.columns[name] ?? name}
            data={values.map((value) => ({ value, label: words.meaning[value] ?? value }))}
            value={mapping.constants?.[name] ?? null}
            onChange={(value) => set(name, value ?? '')}
          />
        ),
      )}
    </Stack>
  );
}
