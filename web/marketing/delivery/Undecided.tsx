import { Anchor, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { scrolls } from '../campaigns/scrolls.ts';

/** As many as one looks at before deciding about all. */
const SHOWN = 20;

const undecidedQuery = (campaign: number, count: number) =>
  queryOptions({
    queryKey: ['campaigns', campaign, 'undecided', count],
    queryFn: () =>
      answered(
        api.GET('/api/campaigns/{campaign}/recipients', {
          params: { path: { campaign }, query: { state: 'undecided', limit: SHOWN } },
        }),
      ),
    enabled: count > 0,
  });

/**
 * The messages of a campaign that may have been sent, and the decision about them; nothing where there are none.
 * @param count as the results of the campaign say
 */
export function Undecided({ campaign, count }: { campaign: number; count: number }) {
  const { page, say } = usePageWords();
  const words = page.delivery;
  const maySend = useSession().may('campaigns.send');
  const queries = useQueryClient();
  const { data } = useQuery(undecidedQuery(campaign, count));
  const decide = useMutation({
    mutationFn: (decision: 'send-again' | 'take-as-sent') =>
      answered(
        api.POST('/api/campaigns/{campaign}/undecided', {
          params: { path: { campaign } },
          body: { decision },
        }),
      ),
    onSuccess: async () => {
      notifications.show({ message: words.decided, closeButtonProps: { 'aria-label': say.common.close } });
      await queries.invalidateQueries({ queryKey: ['campaigns', campaign] });
    },
  });
  if (data === undefined || count === 0) return null;
  const others = count - data.items.length;
  return (
    <section>
      <Title order={2} mb="sm">
        {words.title}
      </Title>
      <Stack gap="md">
        <Text maw="44rem">{words.about(count)}</Text>
        {maySend && (
          <Group align="flex-start" gap="xl">
            {(['take-as-sent', 'send-again'] as const).map((decision) => (
              <Stack key={decision} gap={4}>
                <Button
                  variant="default"
                  loading={decide.isPending && decide.variables === decision}
                  disabled={decide.isPending}
                  onClick={() => decide.mutate(decision)}
                >
                  {decision === 'send-again' ? words.sendAgain : words.takeAsSent}
                </Button>
                <Text size="sm" c="dimmed">
                  {decision === 'send-again' ? words.sendAgainHint : words.takeAsSentHint}
                </Text>
              </Stack>
            ))}
          </Group>
        )}
        <Refusal error={decide.error} />
        <Table.ScrollContainer minWidth={320} scrollAreaProps={scrolls(words.title)}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.contact}</Table.Th>
                <Table.Th>{words.why}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map(({ id, number, name, reason }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    {number === null ? (
                      words.hidden
                    ) : (
                      <Anchor
                        size="sm"
                        renderRoot={(props) => <Link to={addresses.contact} params={{ number }} {...props} />}
                      >
                        {name}
                      </Anchor>
                    )}
                  </Table.Td>
                  <Table.Td>{words.reasons[reason ?? ''] ?? reason}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        {others > 0 && <Text c="dimmed">{words.others(others)}</Text>}
      </Stack>
    </section>
  );
}
