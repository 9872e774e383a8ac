import { Badge, Button, SegmentedControl, Text } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { addresses } from '../addresses.ts';
import { Page } from '../frame/Page.tsx';
import { DataList } from '../list/DataList.tsx';
import { useSlices } from '../list/list.ts';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { dueWords } from '../words/requests-words.ts';
import { type ListedRequest, loadRequests, STATE_COLOURS } from './queries.ts';

/** What persons ask of their data: what is due first stands on top. */
export function RequestsPage() {
  const { page, format } = usePageWords();
  const words = page.requests;
  const navigate = useNavigate();
  const { may } = useSession();
  const { state = 'open' } = useSearch({ strict: false }) as { state?: 'open' | 'closed' };
  const look = (wanted: 'open' | 'closed') =>
    navigate({
      to: addresses.requests,
      search: (wanted === 'open' ? {} : { state: wanted }) as never,
      replace: true,
    });
  const list = useSlices(['requests', 'list', state], ({ cursor }) => loadRequests(state, cursor));
  return (
    <Page
      title={words.title}
      about={<Text c="dimmed">{words.about}</Text>}
      act={
        may('processing.read') && (
          <Button variant="default" renderRoot={(props) => <Link to={addresses.processing} {...props} />}>
            {page.processing.title}
          </Button>
        )
      }
    >
      <DataList<ListedRequest>
        label={words.title}
        name="requests"
        list={list}
        keyOf={({ id }) => id}
        onOpen={({ id }) => navigate({ to: addresses.request, params: { request: String(id) } })}
        addressOf={({ id }) => addresses.request.replace('$request', String(id))}
        filters={
          <SegmentedControl
            aria-label={words.filter}
            data={(['open', 'closed'] as const).map((value) => ({ value, label: words.filters[value] }))}
            value={state}
            onChange={(value) => void look(value as 'open' | 'closed')}
          />
        }
        {...(may('requests.answer') ? { exportAddress: () => '/api/requests.csv' } : {})}
        columns={[
          { id: 'kind', label: words.kind, render: ({ kind }) => words.kinds[kind] },
          {
            id: 'contact',
            label: words.contact,
            width: 'minmax(12rem, 2fr)',
            render: ({ contact }) => contact?.name ?? words.erased,
          },
          {
            id: 'received',
            label: words.received,
            hideable: true,
            render: ({ receivedOn }) => format.shortDay(receivedOn),
          },
          {
            id: 'due',
            label: words.due,
            width: 'minmax(16rem, 2fr)',
            render: ({ dueOn, daysLeft, extended }) => (
              <Text span fw={daysLeft !== null && daysLeft < 0 ? 700 : 400} inherit>
                {dueWords(words, format, dueOn, daysLeft)}
                {extended && `, ${words.extendedMark}`}
              </Text>
            ),
          },
          {
            id: 'state',
            label: words.state,
            render: ({ state: is }) => (
              <Badge variant="light" color={STATE_COLOURS[is]}>
                {words.states[is]}
              </Badge>
            ),
          },
          {
            id: 'identity',
            label: words.identity,
            hideable: true,
            hidden: true,
            render: ({ identity }) => (identity === null ? words.noIdentity : words.identities[identity]),
          },
        ]}
        empty={
          state === 'open'
            ? {
                title: words.empty,
                hint: words.emptyHint,
                act: (
                  <Button variant="default" onClick={() => navigate({ to: addresses.contacts })}>
                    {page.contacts.title}
                  </Button>
                ),
              }
            : { title: words.emptyClosed }
        }
      />
    </Page>
  );
}
