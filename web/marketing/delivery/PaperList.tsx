import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';

interface Shown {
  id: number;
  channel: string;
  state: string;
}

/** The list of a campaign by post or by telephone, for the printer or for those who call; nothing for other channels. */
export function PaperList({ campaign: { id, channel, state } }: { campaign: Shown }) {
  const { page } = usePageWords();
  const words = page.delivery.list;
  const { may } = useSession();
  const queries = useQueryClient();
  const drawUp = useMutation({
    mutationFn: () =>
      answered(api.POST('/api/campaigns/{campaign}/list', { params: { path: { campaign: id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['campaigns'] }),
  });
  if (channel !== 'post' && channel !== 'phone') return null;
  const drawn = state === 'sent';
  return (
    <section>
      <Title order={2} mb="sm">
        {words.title[channel]}
      </Title>
      <Stack gap="sm" align="flex-start">
        <Text maw="44rem">{drawn ? words.drawn : words.about}</Text>
        {!drawn && may('campaigns.send') && (
          <Button
            color="rope"
            disabled={state !== 'sending'}
            loading={drawUp.isPending}
            onClick={() => drawUp.mutate()}
          >
            {words.drawUp}
          </Button>
        )}
        {drawn && may('contacts.export') && (
          <Anchor href={`/api/campaigns/${id}/list.csv`} download>
            {words.download}
          </Anchor>
        )}
        <Refusal error={drawUp.error} />
      </Stack>
    </section>
  );
}
