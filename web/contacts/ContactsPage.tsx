import { Button, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { addresses } from '../addresses.ts';
import { answered, api } from '../api/client.ts';
import type { ContactKind } from '../api/types.ts';
import { Page } from '../frame/Page.tsx';
import { DataList } from '../list/DataList.tsx';
import { useSlices } from '../list/list.ts';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';

interface Filter {
  q?: string | undefined;
  kind?: ContactKind | undefined;
}

const loadContacts = async (filter: Filter, cursor: string | undefined) =>
  await answered(
    api.GET('/api/contacts', {
      params: { query: { ...filter, ...(cursor === undefined ? {} : { cursor: Number(cursor) }) } },
    }),
  );

export type ListedContact = Awaited<ReturnType<typeof loadContacts>>['items'][number];

/** Everybody, in the order they came; the address holds what is looked for. */
export function ContactsPage() {
  const { page, say, format } = usePageWords();
  const words = page.contacts;
  const navigate = useNavigate();
  const { may } = useSession();
  const filter = useSearch({ strict: false }) as Filter;
  const [typed, setTyped] = useState(filter.q ?? '');
  const look = (wanted: Filter) =>
    navigate({ to: addresses.contacts, search: wanted as never, replace: true });
  const lookSoon = useDebouncedCallback((q: string) => look({ ...filter, q: q || undefined }), 200);
  const list = useSlices(['contacts', filter], ({ cursor }) => loadContacts(filter, cursor));
  const narrowed = filter.q !== undefined || filter.kind !== undefined;
  return (
    <Page
      title={words.title}
      act={
        may('contacts.edit') && (
          <Button color="rope" onClick={() => navigate({ to: addresses.newContact })}>
            {page.file.create.act}
          </Button>
        )
      }
    >
      <DataList<ListedContact>
        label={words.title}
        name="contacts"
        list={list}
        keyOf={({ number }) => number}
        onOpen={({ number }) => navigate({ to: addresses.contact, params: { number } })}
        filters={
          <Group gap="sm" align="end">
            <TextInput
              label={words.search}
              description={words.searchHint}
              type="search"
              w={{ base: '100%', xs: 380 }}
              value={typed}
              onChange={({ currentTarget }) => {
                setTyped(currentTarget.value);
                lookSoon(currentTarget.value);
              }}
            />
            <Select
              label={words.kind}
              clearable
              placeholder={words.allKinds}
              data={(['individual', 'structure', 'relay'] as const).map((value) => ({
                value,
                label: say.kinds[value],
              }))}
              value={filter.kind ?? null}
              onChange={(kind) => look({ ...filter, kind: (kind as ContactKind | null) ?? undefined })}
            />
          </Group>
        }
        columns={[
          { id: 'name', label: words.name, render: ({ name }) => name },
          { id: 'number', label: words.number, render: ({ number }) => number },
          { id: 'kind', label: words.kind, hideable: true, render: ({ kind }) => say.kinds[kind] },
          { id: 'email', label: words.email, hideable: true, render: ({ email }) => email ?? '' },
          {
            id: 'town',
            label: words.town,
            hideable: true,
            render: ({ postcode, town }) => [postcode, town].filter(Boolean).join(' '),
          },
          {
            id: 'recency',
            label: words.recency,
            hideable: true,
            render: ({ recency }) => (recency === null ? '' : format.shortDay(recency)),
          },
          {
            id: 'source',
            label: words.source,
            hideable: true,
            render: ({ source }) => (source === null ? '' : say.sources[source as keyof typeof say.sources]),
          },
        ]}
        empty={
          narrowed
            ? {
                title: words.none,
                hint: words.noneHint,
                act: (
                  <Button
                    variant="default"
                    onClick={() => {
                      setTyped('');
                      void look({});
                    }}
                  >
                    {words.noneAct}
                  </Button>
                ),
              }
            : {
                title: words.empty,
                hint: words.emptyHint,
                act: <Button onClick={() => navigate({ to: addresses.import })}>{words.emptyAct}</Button>,
              }
        }
      />
    </Page>
  );
}
