import { Button, Group, Kbd, TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { addresses } from '../addresses.ts';
import { Page } from '../frame/Page.tsx';
import { DataList } from '../list/DataList.tsx';
import { type ListSearch, type Rows, sortOf, useSlices } from '../list/list.ts';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { exportAddress, type ListedContact, loadContacts } from './queries.ts';
import { useContactColumns } from './useContactColumns.tsx';
import { useContactFilters } from './useContactFilters.ts';

/** Everybody, narrowed, or whom a search finds; the address holds what is looked for. */
export function ContactsPage() {
  const { page } = usePageWords();
  const words = page.contacts;
  const navigate = useNavigate();
  const { may } = useSession();
  const search = useSearch({ strict: false }) as ListSearch;
  const look = (wanted: ListSearch) =>
    void navigate({ to: addresses.contacts, search: wanted as never, replace: true });
  const list = useSlices(['contacts', search], ({ cursor, signal }) => loadContacts(search, cursor, signal));
  const fields = useContactFilters();
  const columns = useContactColumns();
  const open = ({ number }: ListedContact) => navigate({ to: addresses.contact, params: { number } });
  const filtered = fields.some(({ name }) => search[name] !== undefined);
  return (
    <Page
      title={words.title}
      act={
        <Group gap="xs">
          {may('contacts.merge') && (
            <Button variant="default" onClick={() => navigate({ to: addresses.duplicates })}>
              {page.duplicates.title}
            </Button>
          )}
          {may('contacts.edit') && (
            <Button color="rope" onClick={() => navigate({ to: addresses.newContact })}>
              {page.file.create.act}
            </Button>
          )}
        </Group>
      }
    >
      <DataList<ListedContact>
        label={words.title}
        name="contacts"
        list={list}
        keyOf={({ number }) => number}
        onOpen={open}
        addressOf={({ number }) => addresses.contact.replace('$number', encodeURIComponent(number))}
        // The likeliest first is no column: whoever clicks one has its order.
        sort={sortOf(search) ?? (search.q === undefined ? { column: 'name', descending: false } : undefined)}
        onSort={({ column, descending }) =>
          look({ ...search, sort: column, descending: descending || undefined })
        }
        filters={<SearchField search={search} onSearch={look} list={list} onOpen={open} />}
        narrow={{ fields, search, onSearch: look }}
        {...(may('contacts.export') ? { exportAddress: (shown) => exportAddress(search, shown) } : {})}
        columns={columns}
        empty={
          filtered || search.q !== undefined
            ? {
                title: filtered ? page.finding.noneFiltered : page.finding.none,
                hint: filtered ? page.finding.noneFilteredHint : page.finding.noneHint,
                act: (
                  <Button variant="default" onClick={() => look({})}>
                    {words.noneAct}
                  </Button>
                ),
              }
            : {
                title: words.empty,
                hint: words.emptyHint,
                act: may('contacts.import') && (
                  <Button onClick={() => navigate({ to: addresses.import })}>{words.emptyAct}</Button>
                ),
              }
        }
      />
    </Page>
  );
}

interface SearchFieldProps {
  search: ListSearch;
  onSearch: (search: ListSearch) => void;
  list: Rows<ListedContact>;
  onOpen: (contact: ListedContact) => void;
}

/** One field finds everything: / comes to it, the arrow goes down into the list, Enter opens the first that was found. */
function SearchField({ search, onSearch, list, onOpen }: SearchFieldProps) {
  const { page } = usePageWords();
  const words = page.finding;
  const field = useRef<HTMLInputElement>(null);
  const asked = String(search.q ?? '');
  const [typed, setTyped] = useState(asked);
  const soon = useDebouncedCallback((q: string) => onSearch({ ...search, q: q || undefined }), 150);
  useHotkeys([['/', () => field.current?.focus()]]);
  // A saved view, the button of an empty list or the way back may change what is looked for.
  useEffect(() => {
    if (document.activeElement !== field.current) setTyped(asked);
  }, [asked]);
  const onKeyDown = (event: KeyboardEvent) => {
    const [first] = list.rows;
    if (event.key === 'ArrowDown') {
      document.querySelector<HTMLElement>('[data-index="0"]')?.focus();
    } else if (event.key === 'Enter' && first && typed.trim() !== '' && typed === asked && !list.stale) {
      onOpen(first);
    } else return;
    event.preventDefault();
  };
  return (
    <TextInput
      ref={field}
      label={words.search}
      description={words.searchHint}
      type="search"
      maxLength={100}
      w={{ base: '100%', sm: 460 }}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      {...(typed === ''
        ? { rightSection: <Kbd aria-hidden="true">/</Kbd>, rightSectionPointerEvents: 'none' }
        : {})}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        soon(currentTarget.value);
      }}
      onKeyDown={onKeyDown}
    />
  );
}
