import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { useMayWrite } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import type { Campaign } from './queries.ts';
import { useKeepCampaign } from './useKeepCampaign.ts';

/** Last season's newsletter is where this season's begins. */
export function Duplicate({ campaign: { id, name } }: { campaign: Campaign }) {
  const { page, say, explain } = usePageWords();
  const words = page.campaigns;
  const mayEdit = useMayWrite('campaigns.edit');
  const navigate = useNavigate();
  const keep = useKeepCampaign();
  const tell = (message: string, color?: string) =>
    notifications.show({ message, color, closeButtonProps: { 'aria-label': say.common.close } });
  const duplicate = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/campaigns/{campaign}/copies', {
          params: { path: { campaign: id } },
          body: { name: words.copyOf(name.slice(0, 180)) },
        }),
      ),
    onSuccess: async (copy) => {
      await keep(copy);
      tell(words.copied);
      const search = { step: 'what' } as never;
      await navigate({ to: addresses.campaign, params: { campaign: String(copy.id) }, search });
    },
    onError: (error) => tell(explain(error).sentence, 'red'),
  });
  if (!mayEdit) return null;
  return (
    <Button variant="default" loading={duplicate.isPending} onClick={() => duplicate.mutate()}>
      {words.acts.duplicate}
    </Button>
  );
}
