import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { IconSearch, IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addresses } from '../addresses.ts';
import { useSession } from '../session/session.tsx';
import { useWords } from '../words/words.tsx';
import { places } from './places.ts';

/** A contact as the palette shows it. */
export interface Found {
  number: string;
  name: string;
  detail: string;
}

/** @returns the first few whose name, number or e-mail begins with what is typed */
export type FindContacts = (beginning: string, signal: AbortSignal) => Promise<Found[]>;

/** In ms after the last key: one request per word, not per letter. */
const PAUSE = 150;

/** Ctrl K: pages and contacts by their names, without the mouse. */
export function Palette({ find }: { find: FindContacts }) {
  const { say } = useWords();
  const { may } = useSession();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [beginning] = useDebouncedValue(query.trim(), PAUSE);
  const contacts = useQuery({
    queryKey: ['palette', beginning],
    queryFn: ({ signal }) => find(beginning, signal),
    enabled: beginning.length > 1 && may('contacts.read'),
    placeholderData: (before) => before,
  });
  const typed = query.trim().toLocaleLowerCase();
  const pages = places.filter(
    ({ needs, label }) =>
      (needs === undefined || may(needs)) && label(say).toLocaleLowerCase().includes(typed),
  );
  const found = typed.length > 1 ? (contacts.data ?? []) : [];
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      scrollable
      maxHeight="min(60vh, 30rem)"
      tagsToIgnore={[]}
    >
      <Spotlight.Search
        placeholder={say.frame.searchField}
        aria-label={say.frame.search}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
      />
      <Spotlight.ActionsList>
        {pages.length > 0 && (
          <Spotlight.ActionsGroup label={say.frame.pages}>
            {pages.map((place) => (
              <Spotlight.Action
                key={place.to}
                label={place.label(say)}
                leftSection={<place.icon size={20} stroke={1.6} aria-hidden="true" />}
                onClick={() => void navigate({ to: place.to })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {found.length > 0 && (
          <Spotlight.ActionsGroup label={say.frame.searchContacts}>
            {found.map(({ number, name, detail }) => (
              <Spotlight.Action
                key={number}
                label={name}
                description={detail}
                leftSection={<IconUser size={20} stroke={1.6} aria-hidden="true" />}
                onClick={() => void navigate({ to: addresses.contact, params: { number } })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {pages.length + found.length === 0 && (
          <Spotlight.Empty>
            {contacts.isFetching ? say.common.loading : say.frame.searchNothing}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
