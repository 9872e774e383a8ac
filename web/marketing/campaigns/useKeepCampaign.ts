import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { isProblem } from '../../api/problem.ts';
import { useWords } from '../../words/words.tsx';
import { type Campaign, campaignQuery } from './queries.ts';

/** Keeps what the server gave back, and asks again for whatever shows campaigns. */
export function useKeepCampaign() {
  const queries = useQueryClient();
  return async (campaign: Campaign) => {
    queries.setQueryData(campaignQuery(campaign.id).queryKey, campaign);
    await queries.invalidateQueries({ queryKey: ['campaigns', 'list'] });
  };
}

const MOVED = ['campaign-on-its-way', 'campaign-moved-on', 'stale'];

/** Where somebody else was first, the page shows what there is now, and the refusal stays in sight beside it. */
export function useCampaignMoved(campaign: number) {
  const queries = useQueryClient();
  const { explain, say } = useWords();
  return async (error: unknown) => {
    if (!MOVED.some((code) => isProblem(error, code))) return;
    notifications.show({
      message: explain(error).sentence,
      color: 'red',
      autoClose: false,
      closeButtonProps: { 'aria-label': say.common.close },
    });
    await queries.invalidateQueries({ queryKey: ['campaigns', campaign] });
  };
}
