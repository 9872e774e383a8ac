import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.ts';
import type { components } from '../api/schema.generated.ts';

export type ListedRequest = components['schemas']['ListedRequest'];
export type RequestDetails = components['schemas']['RequestDetails'];

export const KINDS = [
  'access',
  'portability',
  'rectification',
  'erasure',
  'restriction',
  'objection',
] as const satisfies readonly ListedRequest['kind'][];
export const WAYS = [
  'letter',
  'e-mail',
  'counter',
  'phone',
  'form',
] as const satisfies readonly ListedRequest['way'][];
export const IDENTITIES = ['document', 'known', 'account', 'other'] as const satisfies readonly NonNullable<
  ListedRequest['identity']
>[];
export const ANSWER_WAYS = [
  'e-mail',
  'letter',
  'counter',
  'phone',
  'download',
] as const satisfies readonly NonNullable<ListedRequest['answerWay']>[];

export const AUTHORISATIONS = [
  'institution',
  'third-parties',
  'partners',
  'email',
  'sms',
  'phone',
  'post',
] as const satisfies readonly Extract<
  components['schemas']['CarryingOut'],
  { kind: 'objection' }
>['authorisations'][number][];

export const STATE_COLOURS = { open: 'rope', answered: 'ink', refused: 'gray', withdrawn: 'gray' } as const;

export const loadRequests = (state: 'open' | 'closed', cursor: string | undefined) =>
  answered(
    api.GET('/api/requests', { params: { query: { state, ...(cursor === undefined ? {} : { cursor }) } } }),
  );

export const requestQuery = (request: number) =>
  queryOptions({
    queryKey: ['requests', request],
    queryFn: () => answered(api.GET('/api/requests/{request}', { params: { path: { request } } })),
  });

export const requestsOfQuery = (number: string) =>
  queryOptions({
    queryKey: ['requests', 'contact', number],
    queryFn: () => answered(api.GET('/api/contacts/{number}/requests', { params: { path: { number } } })),
  });

/** Where a browser downloads everything about a contact (R21). */
export const extractAddress = (number: string): string =>
  `/api/contacts/${encodeURIComponent(number)}/extract.zip`;
