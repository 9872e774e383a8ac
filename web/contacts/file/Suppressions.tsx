import { Alert, Button, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { type Suppression, suppressionsQuery } from './queries.ts';

/** Which addresses are not written to any more, why, and what to do about it; nothing where all are. */
export function Suppressions({ number }: { number: string }) {
  const { page } = usePageWords();
  const { data } = useQuery(suppressionsQuery(number));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Alert color="rope" variant="light" title={page.file.suppressions.title} role="note">
      <Stack gap="sm">
        {data.items.map((one) => (
          <One key={one.channel} number={number} suppression={one} />
        ))}
      </Stack>
    </Alert>
  );
}

function One({ number, suppression }: { number: string; suppression: Suppression }) {
  const { page } = usePageWords();
  const words = page.file.suppressions;
  const { may } = useSession();
  const queries = useQueryClient();
  const why = useWhy(suppression);
  const { channel, reason } = suppression;
  const lift = useMutation({
    mutationFn: () =>
      answered(
        api.DELETE('/api/contacts/{number}/suppressions/{channel}', {
          params: { path: { number, channel } },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['contact', number] }),
  });
  return (
    <div>
      <Text>{why}</Text>
      {reason === 'bounced' && may('contacts.edit') && (
        <Stack gap="xs" align="flex-start">
          <Text size="sm">{words.liftHint}</Text>
          <Button variant="default" size="xs" loading={lift.isPending} onClick={() => lift.mutate()}>
            {words.lift}
          </Button>
          <Refusal error={lift.error} />
        </Stack>
      )}
    </div>
  );
}

function useWhy({ channel, reason, since, bounces, status }: Suppression): string {
  const { page, format } = usePageWords();
  const words = page.file.suppressions;
  const day = format.day(since);
  const over = words.channels[channel];
  if (reason !== 'bounced') return words[reason](day, over);
  if (channel !== 'email') return words.undeliverable(day, over);
  return bounces === null || bounces === 1 ? words.gone(day, status) : words.cameBack(day, bounces, status);
}
