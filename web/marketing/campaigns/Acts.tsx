import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import type { Campaign } from './queries.ts';
import { useCampaignMoved, useKeepCampaign } from './useKeepCampaign.ts';

/** What can be done with a campaign that is scheduled or on its way. */
export function Acts({ campaign }: { campaign: Campaign }) {
  const { page } = usePageWords();
  const words = page.campaigns;
  const { may } = useSession();
  const keep = useKeepCampaign();
  const moved = useCampaignMoved(campaign.id);
  const [asks, setAsks] = useState(false);
  const params = { path: { campaign: campaign.id } };
  const act = useMutation({
    mutationFn: (what: 'pause' | 'resume' | 'cancel' | 'take-back') =>
      what === 'take-back'
        ? answered(
            api.PUT('/api/campaigns/{campaign}/schedule', {
              params,
              body: { version: campaign.version, at: null },
            }),
          )
        : answered(api.POST(`/api/campaigns/{campaign}/${what}`, { params })),
    onSuccess: async (changed) => {
      setAsks(false);
      await keep(changed);
    },
    onError: moved,
  });
  if (!may('campaigns.send')) return null;
  const { state } = campaign;
  const unsent = state === 'draft' || state === 'scheduled';
  const ends = unsent || state === 'preparing' || state === 'sending' || state === 'paused';
  const end = unsent ? words.acts.giveUp : words.acts.cancel;
  const button = (what: 'pause' | 'resume' | 'take-back', label: string) => (
    <Button
      variant="default"
      loading={act.isPending && act.variables === what}
      onClick={() => act.mutate(what)}
    >
      {label}
    </Button>
  );
  return (
    <Stack gap="xs" align="flex-end">
      {asks ? (
        <Group gap="xs">
          <Text>{unsent ? words.acts.giveUpAsk : words.acts.cancelAsk}</Text>
          <Button variant="default" autoFocus onClick={() => setAsks(false)}>
            {unsent ? words.acts.keepDraft : words.acts.keep}
          </Button>
          <Button color="red" loading={act.isPending} onClick={() => act.mutate('cancel')}>
            {end}
          </Button>
        </Group>
      ) : (
        <Group gap="xs">
          {state === 'scheduled' && button('take-back', words.send.takeBack)}
          {state === 'sending' && button('pause', words.acts.pause)}
          {state === 'paused' && button('resume', words.acts.resume)}
          {ends && (
            <Button variant="default" onClick={() => setAsks(true)}>
              {end}
            </Button>
          )}
        </Group>
      )}
      <Refusal error={act.error} />
    </Stack>
  );
}
