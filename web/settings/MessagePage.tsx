import { Alert, Anchor, Badge, Button, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { addresses } from '../addresses.ts';
import { answered, api } from '../api/client.ts';
import { Facts } from '../frame/Facts.tsx';
import { Page } from '../frame/Page.tsx';
import { Refusal } from '../frame/Refusal.tsx';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { deliveryQuery, failureWords, messageQuery, STATE_COLOURS } from './outbox.ts';

/** One message: what it says, and what became of it. */
export function MessagePage() {
  const { message: text } = useParams({ strict: false }) as { message: string };
  const id = Number(text);
  const { page, say, format } = usePageWords();
  const words = page.outbox;
  const queries = useQueryClient();
  const maySend = useSession().may('messages.send');
  const { data: delivery } = useQuery(deliveryQuery);
  const { data, error } = useQuery(messageQuery(id));
  const send = useMutation({
    mutationFn: () =>
      answered(api.POST('/api/messages/{message}/send', { params: { path: { message: id } } })),
    onSuccess: async () => {
      notifications.show({ message: words.queued, closeButtonProps: { 'aria-label': say.common.close } });
      await queries.invalidateQueries({ queryKey: ['outbox'] });
    },
  });
  const crumbs = [{ label: words.title, href: addresses.outbox }];
  if (data === undefined) return <Page title={text} crumbs={crumbs} loading={error === null} error={error} />;
  const { state, failure, path } = data;
  const stays = state === 'failed' || state === 'not-sent';
  return (
    <Page
      title={data.subject}
      crumbs={crumbs}
      act={
        maySend &&
        stays &&
        delivery?.mailServer === true && (
          <Button color="rope" loading={send.isPending} onClick={() => send.mutate()}>
            {words.send}
          </Button>
        )
      }
      about={
        <Badge variant="light" color={STATE_COLOURS[state]}>
          {words.states[state]}
        </Badge>
      }
    >
      <Stack gap="lg">
        {failure !== null && (
          <Alert color={state === 'failed' ? 'red' : 'ink'} variant="light">
            {failureWords(words, failure)} {state === 'queued' && words.again}
          </Alert>
        )}
        <Refusal error={send.error} />
        <Facts
          facts={[
            [words.recipient, data.recipient],
            [words.written, format.instant(data.createdAt)],
            [words.sent, data.sentAt === null ? '' : format.instant(data.sentAt)],
            [words.attempts, data.attempts === 0 ? '' : format.number(data.attempts)],
          ]}
        />
        <section>
          <Title order={2} mb="sm">
            {words.text}
          </Title>
          <Text maw="44rem" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
            {data.body === '' ? words.notKept : data.body}
          </Text>
          {path?.startsWith('/shop/') && (
            // a page of the shop, as the customer would have it
            <Anchor mt="md" display="inline-block" href={path} target="_blank" rel="noreferrer">
              {words.open}
            </Anchor>
          )}
          {path !== null && !path.startsWith('/shop/') && (
            <Anchor
              mt="md"
              display="inline-block"
              renderRoot={(props) => <Link to={path as '/'} {...props} />}
            >
              {words.open}
            </Anchor>
          )}
        </section>
      </Stack>
    </Page>
  );
}
