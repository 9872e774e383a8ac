import { Anchor, Button, Group, Select, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { SOURCES, SPARE_REASONS } from '../../api/types.ts';
import { DataList } from '../../list/DataList.tsx';
import { useSlices } from '../../list/list.ts';
import { usePageWords } from '../../words/pages.ts';
import { csvAddress, type JournalLine, type JournalSearch, loadJournal } from './queries.ts';

interface Props {
  run: number;
  search: JournalSearch;
  onSearch: (search: JournalSearch) => void;
}

/** Who would be erased or was, who is spared and why; narrowed by what stands in the address. */
export function Journal({ run, search, onSearch }: Props) {
  const { page, say, format } = usePageWords();
  const words = page.run;
  const navigate = useNavigate();
  const list = useSlices(['run', run, 'journal', search], ({ cursor }) => loadJournal(run, search, cursor));
  const choice = <Value extends string>(
    label: string,
    value: Value | undefined,
    values: readonly Value[],
    named: Record<string, string>,
    change: (value: Value | undefined) => void,
  ) => (
    <Select
      label={label}
      placeholder={words.all}
      clearable
      data={values.map((one) => ({ value: one, label: named[one] ?? one }))}
      value={value ?? null}
      onChange={(chosen) => change((chosen as Value | null) ?? undefined)}
    />
  );
  const narrowed = Object.values(search).some((value) => value !== undefined);
  return (
    <section>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{words.journal}</Title>
        <Button
          variant="default"
          component="a"
          href={csvAddress(run, search)}
          download
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {words.csv}
        </Button>
      </Group>
      <DataList<JournalLine>
        label={words.journal}
        name="journal"
        list={list}
        keyOf={({ id }) => String(id)}
        onOpen={({ contactNumber }) =>
          contactNumber === null
            ? undefined
            : void navigate({ to: addresses.contact, params: { number: contactNumber } })
        }
        filters={
          <Group gap="sm" align="end">
            {choice(
              words.outcome,
              search.outcome,
              ['delete', 'anonymise', 'spare'],
              say.outcomes,
              (outcome) =>
                onSearch({ ...search, outcome, reason: outcome === 'spare' ? search.reason : undefined }),
            )}
            {choice(words.reason, search.reason, SPARE_REASONS, say.reasons, (reason) =>
              onSearch({ ...search, reason, outcome: reason === undefined ? search.outcome : 'spare' }),
            )}
            {choice(words.source, search.source, SOURCES, say.sources, (source) =>
              onSearch({ ...search, source }),
            )}
            {search.from !== undefined && search.to !== undefined && (
              <Text size="sm" pb={8}>
                {words.column(format.day(search.from), format.day(search.to))}
              </Text>
            )}
            {narrowed && (
              <Button variant="subtle" onClick={() => onSearch({})}>
                {words.emptyFilterAct}
              </Button>
            )}
          </Group>
        }
        columns={[
          {
            id: 'contact',
            label: words.contact,
            render: ({ contactNumber }) =>
              contactNumber === null ? (
                <Text c="dimmed" size="sm">
                  {words.erased}
                </Text>
              ) : (
                <Anchor component="span">{contactNumber}</Anchor>
              ),
          },
          { id: 'outcome', label: words.outcome, render: ({ outcome }) => say.outcomes[outcome] },
          {
            id: 'reason',
            label: words.reason,
            render: ({ reason }) => (reason === null ? '' : say.reasons[reason]),
          },
          { id: 'recency', label: words.recency, render: ({ recency }) => format.shortDay(recency) },
          { id: 'source', label: words.source, hideable: true, render: ({ source }) => say.sources[source] },
          {
            id: 'organisation',
            label: words.organisation,
            hideable: true,
            render: ({ organisation }) => organisation ?? '',
          },
        ]}
        empty={
          narrowed
            ? {
                title: words.emptyFilter,
                hint: '',
                act: (
                  <Button variant="default" onClick={() => onSearch({})}>
                    {words.emptyFilterAct}
                  </Button>
                ),
              }
            : { title: words.emptyJournal, hint: words.emptyJournalHint }
        }
      />
    </section>
  );
}
