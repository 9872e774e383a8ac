import { Alert, SegmentedControl, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Refusal } from '../frame/Refusal.tsx';
import { Empty, Waiting } from '../list/ListStates.tsx';
import { usePageWords } from '../words/pages.ts';
import {
  type BiColumn,
  type ChartKind,
  type Domain,
  type Filter,
  type Grouping,
  groupsQuery,
  type Measure,
} from './queries.ts';
import { addsUp, chartOf } from './series.ts';
import { useCell } from './useCell.ts';

// the library of charts is a third of the back office's first load
const Picture = lazy(() => import('./Picture.tsx'));

interface Props {
  domain: Domain;
  columns: BiColumn[];
  filters: Filter[];
  groups: Grouping[];
  measures: Measure[];
  chart: ChartKind;
  onChart: (chart: ChartKind) => void;
}

/** A domain by group: a picture where one says something, and always the table. */
export function Grouped({ domain, columns, filters, groups, measures, chart: wanted, onChart }: Props) {
  const { page, language, format } = usePageWords();
  const words = page.bi;
  const show = useCell();
  const { data, error, isPlaceholderData } = useQuery(groupsQuery(domain, filters, groups, measures));
  if (error) return <Refusal error={error} />;
  // what is on its way may have other columns than what is there
  if (data === undefined || (isPlaceholderData && data.items[0]?.groups.length !== groups.length))
    return <Waiting />;
  if (data.items.length === 0) return <Empty title={words.empty} hint={words.nothingLeft} />;
  const titles = [
    ...groups.map(({ column }) => columns.find(({ name }) => name === column)?.label[language] ?? column),
    ...measures.map((measure) => show.named(measure, columns)),
  ];
  // parts of a whole are only what adds up
  const shares = measures[0] !== undefined && addsUp(domain, measures[0]);
  const currencyAt = groups.findIndex(({ column }) => column === 'currency');
  const chosenCurrency = filters.find(({ column }) => column === 'currency')?.values[0];
  const chart = wanted === 'shares' && !shares ? 'bars' : wanted;
  const picture =
    chart === 'table' ? undefined : chartOf(domain, data.items, groups, measures, show, titles, words.others);
  return (
    <Stack gap="md">
      <div style={{ overflowX: 'auto' }}>
        <SegmentedControl
          aria-label={words.chart}
          data={(['table', 'bars', 'line', 'shares'] as const).map((value) => ({
            value,
            label: words.charts[value],
            disabled: value === 'shares' && !shares,
          }))}
          value={chart}
          onChange={(value) => onChart(value as ChartKind)}
        />
      </div>
      {picture && (
        <Suspense fallback={<Skeleton height={320} />}>
          <Picture kind={chart} {...picture} label={titles.join(', ')} />
          {picture.left > 0 && (
            <Text size="sm" c="dimmed">
              {words.notDrawn(picture.left)}
            </Text>
          )}
        </Suspense>
      )}
      {data.more && (
        <Alert color="ink" variant="light">
          {words.moreGroups(data.items.length)}
        </Alert>
      )}
      <Table.ScrollContainer
        minWidth={100 * titles.length}
        scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      >
        <Table aria-label={words.table} highlightOnHover maw={Math.max(2, titles.length) * 240}>
          <Table.Thead>
            <Table.Tr>
              {titles.map((title, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two measures may have one name
                <Table.Th key={at} ta={at < groups.length ? undefined : 'right'}>
                  {title}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.items.map((row) => (
              <Table.Tr key={JSON.stringify(row.groups)}>
                {groups.map((group, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: one column may group twice
                  <Table.Td key={at}>{show.group(group, row.groups[at] ?? null)}</Table.Td>
                ))}
                {measures.map((measure, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <Table.Td key={at} ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
                    {show.measured(
                      measure,
                      row.measures[at] ?? null,
                      currencyAt < 0 ? chosenCurrency?.toUpperCase() : (row.groups[currencyAt] ?? undefined),
                    )}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed">
        {words.groupCount(format.number(data.items.length), data.items.length)}
      </Text>
    </Stack>
  );
}
