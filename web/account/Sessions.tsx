import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { addresses } from '../addresses.ts';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { sessionsQuery } from './queries.ts';

type Which = 'others' | 'everywhere' | { id: string };

/** Where one is signed in, and the way out of each. */
export function Sessions() {
  const { page, format } = usePageWords();
  const words = page.account;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data, error } = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: (which: Which) => answered(api.POST('/api/account/sign-out', { body: { which } })),
    onSuccess: async (_, which) => {
      if (which !== 'everywhere') {
        await queries.invalidateQueries({ queryKey: ['account'] });
        return;
      }
      // nothing of what was seen is left
      queries.clear();
      await navigate({ to: addresses.signIn });
      window.location.reload();
    },
  });
  const device = (browser: string | null, system: string | null) =>
    browser !== null && system !== null
      ? words.on(browser, system)
      : (browser ?? system ?? words.unknownDevice);
  const others = data?.items.some(({ here }) => !here) ?? false;
  return (
    <Stack gap="sm" component="section" aria-label={words.sessions}>
      <Title order={2}>{words.sessions}</Title>
      {data?.items.map((one) => (
        <Group key={one.id} justify="space-between" gap="sm">
          <div>
            <Group gap="xs">
              <Text fw={600}>{device(one.browser, one.system)}</Text>
              {one.here && (
                <Badge variant="light" color="ink">
                  {words.here}
                </Badge>
              )}
            </Group>
            <Text c="dimmed" size="sm">
              {words.since(format.instant(one.signedInAt))} · {words.seen(format.instant(one.lastSeenAt))}
            </Text>
          </div>
          {!one.here && (
            <Button
              variant="default"
              size="xs"
              aria-label={words.endOne(device(one.browser, one.system))}
              onClick={() => end.mutate({ id: one.id })}
            >
              {words.end}
            </Button>
          )}
        </Group>
      ))}
      <Refusal error={error ?? end.error} />
      <Group gap="sm">
        {others && (
          <Button variant="default" onClick={() => end.mutate('others')}>
            {words.endOthers}
          </Button>
        )}
        <Button variant="default" onClick={() => end.mutate('everywhere')}>
          {words.endAll}
        </Button>
      </Group>
    </Stack>
  );
}
