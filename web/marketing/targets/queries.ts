import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import type { components } from '../../api/schema.generated.ts';
import { bare, hasRule, type Query } from './query.ts';

export type Target = components['schemas']['Target'];
export type TargetCount = components['schemas']['TargetCount'];
export type TargetChoices = components['schemas']['TargetChoices'];
export const CHANNELS = ['email', 'sms', 'phone', 'post'] as const;
export type Channel = (typeof CHANNELS)[number];

export const targetsQuery = (archived: boolean) =>
  queryOptions({
    queryKey: ['targets', 'list', archived],
    queryFn: () =>
      answered(api.GET('/api/targets', { params: { query: archived ? { archived: 'true' } : {} } })),
  });

export const targetQuery = (target: number) =>
  queryOptions({
    queryKey: ['targets', target],
    queryFn: () => answered(api.GET('/api/targets/{target}', { params: { path: { target } } })),
    // what somebody is editing is not taken from under the hands
    refetchOnWindowFocus: false,
  });

export const choicesQuery = queryOptions({
  queryKey: ['targets', 'choices'],
  queryFn: () => answered(api.GET('/api/targets/choices')),
  staleTime: 60_000,
});

/** A target as it was saved, or a query that was not. */
export type Asked = { target: number } | { query: Query };

/** Who is in it. Until the answer is there, the one before stays in sight. */
export const countQuery = (asked: Asked, channel: Channel) => {
  const what = 'target' in asked ? asked : { query: bare(asked.query) };
  return queryOptions({
    queryKey: ['targets', 'count', JSON.stringify(what), channel],
    queryFn: ({ signal }) =>
      answered(api.POST('/api/targets/count', { body: { ...what, channel } as never, signal })),
    enabled: 'target' in asked || hasRule(asked.query),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
};
