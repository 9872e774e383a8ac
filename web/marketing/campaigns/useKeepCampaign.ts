import { useQueryClient } from '@tanstack/react-query';
import { type Campaign, campaignQuery } from './queries.ts';

/** Keeps what the server gave back, and asks again for whatever shows campaigns. */
export function useKeepCampaign() {
  const queries = useQueryClient();
  return async (campaign: Campaign) => {
    queries.setQueryData(campaignQuery(campaign.id).queryKey, campaign);
    await queries.invalidateQueries({ queryKey: ['campaigns', 'list'] });
  };
}
