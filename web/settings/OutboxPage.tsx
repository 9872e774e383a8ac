import { Alert, Badge, Button, Select, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { addresses } from '../addresses.ts';
import { Page } from '../frame/Page.tsx';
import { DataList } from '../list/DataList.tsx';
import { useSlices } from '../list/list.ts';
import { usePageWords } from '../words/pages.ts';
import {
  deliveryQuery,
  type ListedMessage,
  loadMessages,
  type MessageState,
  STATE_COLOURS,
  STATES,
} from './outbox.ts';
import { SettingsPages } from './SettingsPages.tsx';

/** What operators were told, and whether it arrived. */
export function OutboxPage() {
  const { page, format } = usePageWords();
  const words = page.outbox;
  const navigate = useNavigate();
  const { state } = useSearch({ strict: false }) as { state?: MessageState };
  const look = (wanted: MessageState | undefined) =>
    navigate({ to: addresses.outbox, search: { state: wanted } as never, replace: true });
  const list = useSlices(['outbox', 'list', state ?? null], ({ cursor }) => loadMessages(state, cursor));
  useFresh(list.rows.some((message) => message.state === 'queued' || message.state === 'sending'));
  return (
    <Page title={words.title}>
      <SettingsPages />
      <Stack gap="lg">
        <Delivery />
        <DataList<ListedMessage>
          label={words.title}
          name="outbox"
          list={list}
          keyOf={({ id }) => id}
          onOpen={({ id }) => navigate({ to: addresses.message, params: { message: String(id) } })}
          addressOf={({ id }) => addresses.message.replace('$message', String(id))}
          filters={
            <Select
              label={words.state}
              clearable
              placeholder={words.allStates}
              data={STATES.map((value) => ({ value, label: words.states[value] }))}
              value={state ?? null}
              onChange={(value) => void look((value ?? undefined) as MessageState | undefined)}
            />
          }
          columns={[
            {
              id: 'subject',
              label: words.subject,
              width: 'minmax(16rem, 3fr)',
              render: ({ subject }) => subject,
            },
            { id: 'recipient', label: words.recipient, render: ({ recipient }) => recipient },
            {
              id: 'state',
              label: words.state,
              render: (message) => (
                <Badge variant="light" color={STATE_COLOURS[message.state]}>
                  {words.states[message.state]}
                </Badge>
              ),
            },
            {
              id: 'written',
              label: words.written,
              width: '15rem',
              render: ({ createdAt }) => format.instant(createdAt),
            },
            {
              id: 'sent',
              label: words.sent,
              hideable: true,
              hidden: true,
              render: ({ sentAt }) => (sentAt === null ? '' : format.instant(sentAt)),
            },
          ]}
          empty={
            state === undefined
              ? { title: words.empty, hint: words.emptyHint }
              : {
                  title: words.emptyFilter,
                  act: (
                    <Button variant="default" onClick={() => void look(undefined)}>
                      {words.emptyFilterAct}
                    </Button>
                  ),
                }
          }
        />
      </Stack>
    </Page>
  );
}

/** Whoever comes here looks for what just happened; while a message is on its way, the list is asked again. */
function useFresh(waiting: boolean) {
  const queries = useQueryClient();
  useEffect(() => {
    const ask = () => void queries.invalidateQueries({ queryKey: ['outbox', 'list'] });
    ask();
    const timer = waiting ? setInterval(ask, 5_000) : undefined;
    return () => clearInterval(timer);
  }, [queries, waiting]);
}

/** Where messages leave from, or that they do not. */
function Delivery() {
  const { page } = usePageWords();
  const words = page.outbox;
  const { data } = useQuery(deliveryQuery);
  if (data === undefined) return null;
  if (!data.mailServer) {
    return (
      <Alert color="ink" variant="light" title={words.noServer}>
        <Text size="sm">{words.noServerHint}</Text>
      </Alert>
    );
  }
  return (
    <Text c="dimmed">
      {words.about} {words.from(data.from)}
    </Text>
  );
}
