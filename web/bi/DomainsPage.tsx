import { Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconChartBar, IconFilter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { addresses } from '../addresses.ts';
import { Page } from '../frame/Page.tsx';
import { DataList } from '../list/DataList.tsx';
import { useSlices } from '../list/list.ts';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { FilterFields } from './FilterFields.tsx';
import { Grouped } from './Grouped.tsx';
import { first, GroupFields } from './GroupFields.tsx';
import {
  type BiColumn,
  complete,
  DOMAINS,
  type Domain,
  type DomainRow,
  domainsQuery,
  type Filter,
  loadDomain,
  type View,
} from './queries.ts';
import { Reports } from './Reports.tsx';
import { useCell } from './useCell.ts';

/** The BI domains, as an outside tool reads them, row by row or by group (R20); the address says all of it. */
export function DomainsPage() {
  const { page } = usePageWords();
  const words = page.bi;
  const navigate = useNavigate();
  const { data, error } = useQuery(domainsQuery);
  const view = useSearch({ strict: false }) as View;
  const { domain = 'contact-base', number, filters = [], groups = [], measures = [] } = view;
  const look = (wanted: View) => void navigate({ to: addresses.bi, search: wanted as never, replace: true });
  const change = (changed: View) => look({ ...view, ...changed });
  const columns = data?.items.find((one) => one.domain === domain)?.columns ?? [];
  const whole = filters.filter(
    (filter) => complete(filter) && columns.some(({ name }) => name === filter.column),
  );
  return (
    <Page
      title={words.title}
      about={<Text c="dimmed">{words.about}</Text>}
      loading={data === undefined && error === null}
      error={error}
    >
      <Stack gap="md">
        <Group justify="space-between">
          <div style={{ overflowX: 'auto' }}>
            <SegmentedControl
              aria-label={words.domain}
              data={DOMAINS.map((value) => ({ value, label: words.domains[value] }))}
              value={domain}
              onChange={(value) => look({ domain: value as Domain, number })}
            />
          </div>
          <Reports domain={domain} columns={columns} view={view} onOpen={look} />
        </Group>
        <Text c="dimmed">{words.hints[domain]}</Text>
        <Question key={domain} domain={domain} columns={columns} view={view} onChange={change} />
        {groups.length > 0 ? (
          <Grouped
            {...{ domain, columns, groups, filters: whole }}
            measures={measures.length > 0 ? measures : [first(domain)]}
            chart={view.chart ?? 'bars'}
            onChart={(chart) => change({ chart })}
          />
        ) : (
          <Rows
            key={domain}
            {...{ domain, number, filters: whole, known: columns }}
            shown={view.columns}
            onShow={(shown) => change({ columns: shown })}
            field={
              <NumberField
                key={number ?? ''}
                number={number}
                onChange={(wanted) => change({ number: wanted })}
              />
            }
            onAll={() => look({ domain })}
          />
        )}
      </Stack>
    </Page>
  );
}

interface QuestionProps {
  domain: Domain;
  columns: BiColumn[];
  view: View;
  onChange: (changed: View) => void;
}

/** What is asked: what is left and how it is grouped; two buttons, where nothing is. */
function Question({
  domain,
  columns,
  view: { filters = [], groups = [], measures = [] },
  onChange,
}: QuestionProps) {
  const { page } = usePageWords();
  const words = page.bi;
  const [asked, setAsked] = useState({ filters: false, groups: false });
  const setFilters = (wanted: Filter[]) => onChange({ filters: wanted.length > 0 ? wanted : undefined });
  const filtering = asked.filters || filters.length > 0;
  const grouping = asked.groups || groups.length > 0;
  return (
    <Stack gap="sm">
      {filtering && <FilterFields {...{ columns, filters }} onChange={setFilters} />}
      {grouping && (
        <GroupFields
          {...{ domain, columns, groups, measures }}
          onChange={(wanted, counted) =>
            onChange({
              groups: wanted.length > 0 ? wanted : undefined,
              measures: counted.length > 0 ? counted : undefined,
              number: undefined,
            })
          }
        />
      )}
      {!(filtering && grouping) && (
        <Group gap="xs">
          {!filtering && (
            <Button
              variant="default"
              leftSection={<IconFilter size={16} aria-hidden="true" />}
              onClick={() => setAsked({ ...asked, filters: true })}
            >
              {words.filters.open}
            </Button>
          )}
          {!grouping && (
            <Button
              variant="default"
              leftSection={<IconChartBar size={16} aria-hidden="true" />}
              onClick={() => setAsked({ ...asked, groups: true })}
            >
              {words.groups.open}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}

function NumberField({
  number,
  onChange,
}: {
  number: string | undefined;
  onChange: (number: string | undefined) => void;
}) {
  const { page } = usePageWords();
  const [typed, setTyped] = useState(number ?? '');
  const soon = useDebouncedCallback((text: string) => onChange(text.trim() || undefined), 300);
  return (
    <TextInput
      label={page.bi.number}
      value={typed}
      maxLength={200}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        soon(currentTarget.value);
      }}
    />
  );
}

/** Columns that are in sight before anybody chooses. */
const SHOWN = 6;

const WIDTHS: Record<BiColumn['type'], string> = {
  text: 'minmax(8rem, 1.4fr)',
  code: 'minmax(8rem, 1fr)',
  number: 'minmax(6rem, 0.8fr)',
  day: 'minmax(7.5rem, 0.8fr)',
  moment: 'minmax(10rem, 1fr)',
  list: 'minmax(8rem, 1fr)',
  json: 'minmax(12rem, 2fr)',
};

interface Props {
  domain: Domain;
  number: string | undefined;
  filters: Filter[];
  known: BiColumn[];
  shown: string[] | undefined;
  onShow: (shown: string[]) => void;
  field: ReactNode;
  onAll: () => void;
}

function Rows({ domain, number, filters, known, shown, onShow, field, onAll }: Props) {
  const { page, language } = usePageWords();
  const words = page.bi;
  const { may } = useSession();
  const { cell } = useCell();
  const navigate = useNavigate();
  const list = useSlices(['bi', domain, number ?? null, filters], ({ cursor }) =>
    loadDomain(domain, number, filters, cursor),
  );
  // a contact has many rows in its activity, and two may be alike
  const rows = list.rows.map((row, place) => ({ row, place }));
  const columns = known.filter(({ name }) => name !== 'contact_id' && !name.startsWith('criteria:'));
  if (columns.length === 0) return null;
  const numberOf = (row: DomainRow) => String(row.number);
  const narrowed = number !== undefined || filters.length > 0;
  return (
    <DataList<{ row: DomainRow; place: number }>
      label={words.domains[domain]}
      name={`bi-${domain}`}
      list={{ ...list, rows }}
      keyOf={({ place }) => place}
      {...(may('contacts.read')
        ? {
            onOpen: ({ row }) => navigate({ to: addresses.contact, params: { number: numberOf(row) } }),
            addressOf: ({ row }) => addresses.contact.replace('$number', encodeURIComponent(numberOf(row))),
          }
        : {})}
      filters={<Group>{field}</Group>}
      columnsInAddress={{ ids: shown, onChange: onShow }}
      {...(may('bi.export')
        ? { tools: (columns) => <ExportMenu {...{ domain, number, filters, columns }} /> }
        : {})}
      columns={columns.map(({ name, label, type }, at) => ({
        id: name,
        label: label[language],
        hideable: at > 0,
        hidden: at > SHOWN,
        width: at === 0 ? 'minmax(6rem, 0.7fr)' : WIDTHS[type],
        ...(type === 'number' ? { align: 'right' as const } : {}),
        render: ({ row }) => cell(name, row[name], row),
      }))}
      empty={{
        title: words.empty,
        hint: narrowed ? words.nothingLeft : words.emptyHint,
        act: narrowed && (
          <Button variant="default" onClick={onAll}>
            {words.all}
          </Button>
        ),
      }}
    />
  );
}
