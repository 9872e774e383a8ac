import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { IconBolt, IconSearch, IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { addresses } from '../addresses.ts';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { acts } from './acts.ts';
import { places } from './places.ts';

/** A contact as the palette shows it. */
export interface Found {
  number: string;
  name: string;
  detail: string;
}

/** @returns the likeliest few for what is typed: a name, a number, an e-mail, a town */
export type FindContacts = (beginning: string, signal: AbortSignal) => Promise<Found[]>;

/** In ms after the last key: one request per word, not per letter. */
const PAUSE = 150;

/** Ctrl K: pages, acts and contacts by their names, without the mouse. */
export function Palette({ find }: { find: FindContacts }) {
  const { page, say } = usePageWords();
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
  const offered = acts.filter(
    ({ needs, label }) => may(needs) && label(page.finding).toLocaleLowerCase().includes(typed),
  );
  // Those of the word before stay only while there is nothing else: a key pressed at once must not open one of them.
  const before = contacts.isPlaceholderData && pages.length + offered.length > 0;
  const found = typed.length > 1 && !before ? (contacts.data ?? []) : [];
  const first = found[0]?.number;
  useEffect(() => {
    // The library selects at each key; what comes later it leaves unselected, and Enter would do nothing.
    if (first === undefined || document.querySelector('[data-action][data-selected]')) return;
    document.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
  }, [first]);
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
        {offered.length > 0 && (
          <Spotlight.ActionsGroup label={page.finding.acts}>
            {offered.map((act) => (
              <Spotlight.Action
                key={act.name}
                label={act.label(page.finding)}
                leftSection={<IconBolt size={20} stroke={1.6} aria-hidden="true" />}
                onClick={() => void navigate({ to: act.to, search: (act.search ?? {}) as never })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {/* Last, because they come last: what is there already must not move under the finger. */}
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
            <Spotlight.Action
              label={page.finding.actFind(query.trim())}
              leftSection={<IconSearch size={20} stroke={1.6} aria-hidden="true" />}
              onClick={() => void navigate({ to: addresses.contacts, search: { q: query.trim() } as never })}
            />
          </Spotlight.ActionsGroup>
        )}
        {pages.length + offered.length + found.length === 0 && (
          <Spotlight.Empty>
            {contacts.isFetching ? say.common.loading : say.frame.searchNothing}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
