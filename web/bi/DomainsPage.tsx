import { Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { addresses } from '../addresses.ts';
import { Page } from '../frame/Page.tsx';
import { DataList } from '../list/DataList.tsx';
import { useSlices } from '../list/list.ts';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { DOMAINS, type Domain, type DomainRow, domainsQuery, exportAddress, loadDomain } from './queries.ts';
import { useCell } from './useCell.ts';

interface View {
  domain?: Domain | undefined;
  number?: string | undefined;
}

/** The BI domains, as an outside tool reads them (R20); the address says which, and of whom. */
export function DomainsPage() {
  const { page } = usePageWords();
  const words = page.bi;
  const navigate = useNavigate();
  const { domain = 'contact-base', number } = useSearch({ strict: false }) as View;
  const look = (wanted: View) => void navigate({ to: addresses.bi, search: wanted as never, replace: true });
  const [typed, setTyped] = useState(number ?? '');
  const soon = useDebouncedCallback(
    (text: string) => look({ domain, number: text.trim() || undefined }),
    300,
  );
  return (
    <Page title={words.title} about={<Text c="dimmed">{words.about}</Text>}>
      <Stack gap="md">
        <div style={{ overflowX: 'auto' }}>
          <SegmentedControl
            aria-label={words.domain}
            data={DOMAINS.map((value) => ({ value, label: words.domains[value] }))}
            value={domain}
            onChange={(value) => look({ domain: value as Domain, number })}
          />
        </div>
        <Text c="dimmed">{words.hints[domain]}</Text>
        <Rows
          key={domain}
          domain={domain}
          number={number}
          field={
            <TextInput
              label={words.number}
              value={typed}
              maxLength={200}
              onChange={({ currentTarget }) => {
                setTyped(currentTarget.value);
                soon(currentTarget.value);
              }}
            />
          }
          onAll={() => {
            setTyped('');
            look({ domain });
          }}
        />
      </Stack>
    </Page>
  );
}

/** Columns that are in sight before anybody chooses. */
const SHOWN = 6;

interface Props {
  domain: Domain;
  number: string | undefined;
  field: ReactNode;
  onAll: () => void;
}

function Rows({ domain, number, field, onAll }: Props) {
  const { page, language } = usePageWords();
  const words = page.bi;
  const { may } = useSession();
  const cell = useCell();
  const navigate = useNavigate();
  const { data } = useQuery(domainsQuery);
  const list = useSlices(['bi', domain, number ?? null], ({ cursor }) => loadDomain(domain, number, cursor));
  // a contact has many rows in its activity, and two may be alike
  const rows = list.rows.map((row, place) => ({ row, place }));
  const known = data?.items.find((one) => one.domain === domain)?.columns ?? [];
  const columns = known.filter(({ name }) => name !== 'contact_id');
  if (columns.length === 0) return null;
  const numberOf = (row: DomainRow) => String(row.number);
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
      {...(may('bi.export') ? { exportAddress: (shown) => exportAddress(domain, number, shown) } : {})}
      columns={columns.map(({ name, label }, at) => ({
        id: name,
        label: label[language],
        hideable: at > 0,
        hidden: at > SHOWN,
        width: 'minmax(8rem, 1fr)',
        render: ({ row }) => cell(name, row[name], row),
      }))}
      empty={{
        title: words.empty,
        hint: words.emptyHint,
        act: number !== undefined && (
          <Button variant="default" onClick={onAll}>
            {words.all}
          </Button>
        ),
      }}
    />
  );
}
