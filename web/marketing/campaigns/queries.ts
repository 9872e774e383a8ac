import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import type { components, paths } from '../../api/schema.generated.ts';

export type Campaign = components['schemas']['Campaign'];
export type CampaignState = Campaign['state'];
export type Language = Campaign['defaultLanguage'];
type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;
export type ListedCampaign = Answer<'/api/campaigns'>['items'][number];
export type Contents = Answer<'/api/campaigns/{campaign}/contents'>;
export type Content = NonNullable<Contents[Language]>;
export type Check = Answer<'/api/campaigns/{campaign}/check'>;
export type ContentProblem = Check['problems'][number];
export type Results = Answer<'/api/campaigns/{campaign}/results'>;
export type Recipient = Answer<'/api/campaigns/{campaign}/recipients'>['items'][number];
export type CampaignSettings = Omit<
  paths['/api/campaigns/{campaign}']['put']['requestBody']['content']['application/json'],
  'version'
>;

export const TYPES = [
  'marketing',
  'consent-renewal',
  'purchase-information',
] as const satisfies readonly Campaign['type'][];
export const CHANNELS = ['email', 'sms', 'phone', 'post'] as const satisfies readonly Campaign['channel'][];
/** What Rappel does not send itself: a list for the printer, or for those who call. */
export const isPaper = (channel: Campaign['channel']) => channel === 'post' || channel === 'phone';
export const LANGUAGES = ['fr', 'en'] as const satisfies readonly Language[];
export const STATES = [
  'draft',
  'scheduled',
  'sending',
  'paused',
  'sent',
  'cancelled',
] as const satisfies readonly CampaignState[];
export const STATE_COLOURS: Record<CampaignState, string> = {
  draft: 'gray',
  scheduled: 'rope',
  preparing: 'rope',
  sending: 'rope',
  paused: 'rope',
  sent: 'ink',
  cancelled: 'gray',
};

export const loadCampaigns = (state: CampaignState | undefined, cursor: string | undefined) =>
  answered(
    api.GET('/api/campaigns', {
      params: { query: { ...(state && { state }), ...(cursor !== undefined && { cursor: Number(cursor) }) } },
    }),
  );

/** Asked again by itself while something moves. */
const WHILE_MOVING = 2_000;
const moves = (state: CampaignState | undefined) => state === 'preparing' || state === 'sending';

export const campaignQuery = (campaign: number) =>
  queryOptions({
    queryKey: ['campaigns', campaign],
    queryFn: () => answered(api.GET('/api/campaigns/{campaign}', { params: { path: { campaign } } })),
    refetchInterval: ({ state }) => (moves(state.data?.state) ? WHILE_MOVING : false),
  });

export const contentsQuery = (campaign: number) =>
  queryOptions({
    queryKey: ['campaigns', campaign, 'contents'],
    queryFn: () =>
      answered(api.GET('/api/campaigns/{campaign}/contents', { params: { path: { campaign } } })),
    // what somebody is writing is not taken from under the hands
    refetchOnWindowFocus: false,
    staleTime: 0,
  });

/** Counted on what is saved: the version tells when to count again. */
export const volumeQuery = ({ id, version }: Campaign) =>
  queryOptions({
    queryKey: ['campaigns', id, 'volume', version],
    queryFn: () =>
      answered(api.GET('/api/campaigns/{campaign}/volume', { params: { path: { campaign: id } } })),
  });

export const checkQuery = ({ id, version }: Campaign) =>
  queryOptions({
    queryKey: ['campaigns', id, 'check', version],
    queryFn: () =>
      answered(api.GET('/api/campaigns/{campaign}/check', { params: { path: { campaign: id } } })),
  });

export const previewQuery = ({ id, version }: Campaign, language: Language, contact: string) =>
  queryOptions({
    queryKey: ['campaigns', id, 'preview', version, language, contact],
    queryFn: () =>
      answered(
        api.GET('/api/campaigns/{campaign}/preview', {
          params: { path: { campaign: id }, query: { language, ...(contact && { contact }) } },
        }),
      ),
  });

/** Where the message itself is, for a frame; another version is another address. */
export const previewAddress = ({ id, version }: Campaign, language: Language, contact: string): string =>
  `/api/campaigns/${id}/preview.html?${new URLSearchParams({ language, contact, version: String(version) })}`;

export const resultsQuery = ({ id, state }: Campaign) =>
  queryOptions({
    queryKey: ['campaigns', id, 'results', state],
    queryFn: () =>
      answered(api.GET('/api/campaigns/{campaign}/results', { params: { path: { campaign: id } } })),
    refetchInterval: moves(state) ? WHILE_MOVING : false,
    placeholderData: keepPreviousData,
    // of a state that it was in before, the figures are those of then
    gcTime: 0,
  });

/** Recipients in one state, for one reason where it is given. */
export interface Wanted {
  state: 'excluded' | 'failed' | 'bounced' | 'cancelled';
  reason?: string;
}

export const loadRecipients = (campaign: number, wanted: Wanted, cursor: string | undefined) =>
  answered(
    api.GET('/api/campaigns/{campaign}/recipients', {
      params: {
        path: { campaign },
        query: { ...wanted, ...(cursor !== undefined && { cursor: Number(cursor) }) },
      },
    }),
  );

export const campaignsOfQuery = (number: string) =>
  queryOptions({
    queryKey: ['campaigns', 'contact', number],
    queryFn: () => answered(api.GET('/api/contacts/{number}/campaigns', { params: { path: { number } } })),
  });

export const targetsQuery = queryOptions({
  queryKey: ['targets', 'list', 'for-campaigns'],
  queryFn: () => answered(api.GET('/api/targets', { params: { query: {} } })),
});

export const choicesQuery = queryOptions({
  queryKey: ['targets', 'choices'],
  queryFn: () => answered(api.GET('/api/targets/choices')),
  staleTime: 60_000,
});
