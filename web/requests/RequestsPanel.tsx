import {
  Anchor,
  Badge,
  Button,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { addresses } from '../addresses.ts';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { Failed, Waiting } from '../list/ListStates.tsx';
import { usePageWords } from '../words/pages.ts';
import { dueWords } from '../words/requests-words.ts';
import { IDENTITIES, KINDS, type ListedRequest, requestsOfQuery, STATE_COLOURS, WAYS } from './queries.ts';
import { useActing } from './useActing.ts';

/** What one contact asked of its data, and where another request is written down. */
export function RequestsPanel({ number }: { number: string }) {
  const { page } = usePageWords();
  const words = page.requests;
  const { data, error, refetch } = useQuery(requestsOfQuery(number));
  if (data === undefined) {
    return error === null ? (
      <Waiting rows={3} />
    ) : (
      <Failed title={words.title} error={error} retry={() => void refetch()} />
    );
  }
  return (
    <Stack gap="xl">
      <section aria-label={words.title}>
        {data.items.length === 0 ? (
          <Text c="dimmed">{words.none}</Text>
        ) : (
          <Stack gap="sm">
            {data.items.map((request) => (
              <OneRequest key={request.id} request={request} />
            ))}
          </Stack>
        )}
      </section>
      <RecordForm number={number} />
    </Stack>
  );
}

function OneRequest({
  request: { id, kind, state, dueOn, daysLeft, receivedOn },
}: {
  request: ListedRequest;
}) {
  const { page, format } = usePageWords();
  const words = page.requests;
  return (
    <Group gap="sm">
      <Anchor
        renderRoot={(props) => <Link to={addresses.request} params={{ request: String(id) }} {...props} />}
      >
        {words.one(words.kinds[kind], id)}
      </Anchor>
      <Badge variant="light" color={STATE_COLOURS[state]}>
        {words.states[state]}
      </Badge>
      <Text size="sm" c="dimmed">
        {words.received} {format.day(receivedOn)}
        {state === 'open' && ` · ${words.due} ${dueWords(words, format, dueOn, daysLeft)}`}
      </Text>
    </Group>
  );
}

type Kind = (typeof KINDS)[number];
type Way = (typeof WAYS)[number];
type Identity = (typeof IDENTITIES)[number];
const LATER = 'later';

function RecordForm({ number }: { number: string }) {
  const { page, say } = usePageWords();
  const words = page.requests;
  const [kind, setKind] = useState<Kind>('access');
  const [way, setWay] = useState<Way>('letter');
  const [receivedOn, setReceivedOn] = useState('');
  const [identity, setIdentity] = useState<Identity | typeof LATER>(LATER);
  const [text, setText] = useState('');
  const record = useActing(async () => {
    const { request } = await answered(
      api.POST('/api/contacts/{number}/requests', {
        params: { path: { number } },
        body: {
          kind,
          way,
          receivedOn,
          ...(identity === LATER ? {} : { identity }),
          ...(text.trim() === '' ? {} : { text }),
        },
      }),
    );
    setText('');
    notifications.show({
      message: words.recorded(request),
      closeButtonProps: { 'aria-label': say.common.close },
    });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    record.mutate(undefined);
  };
  return (
    <section>
      <Title order={2} mb={4}>
        {words.record}
      </Title>
      <Text c="dimmed" mb="sm">
        {words.recordHint}
      </Text>
      <form onSubmit={submit}>
        <Stack gap="sm" maw={640}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Select
              label={words.kind}
              allowDeselect={false}
              data={KINDS.map((value) => ({ value, label: words.kinds[value] }))}
              value={kind}
              onChange={(value) => setKind(value as Kind)}
            />
            <Select
              label={words.way}
              allowDeselect={false}
              data={WAYS.map((value) => ({ value, label: words.ways[value] }))}
              value={way}
              onChange={(value) => setWay(value as Way)}
            />
            <TextInput
              label={words.received}
              type="date"
              required
              value={receivedOn}
              onChange={({ currentTarget }) => setReceivedOn(currentTarget.value)}
            />
            <Select
              label={words.check}
              description={words.identityHint}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              allowDeselect={false}
              data={[
                { value: LATER, label: words.later },
                ...IDENTITIES.map((value) => ({ value, label: words.identities[value] })),
              ]}
              value={identity}
              onChange={(value) => setIdentity(value as Identity | typeof LATER)}
            />
          </SimpleGrid>
          <Textarea
            label={words.text}
            description={words.textHint}
            autosize
            minRows={2}
            maxLength={4000}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <Refusal error={record.error} />
          <Group>
            <Button type="submit" color="rope" loading={record.isPending}>
              {words.recordAct}
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  );
}
