import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';

export const loadDuplicates = async (cursor: string | undefined) =>
  await answered(api.GET('/api/duplicates', { params: { query: cursor === undefined ? {} : { cursor } } }));
export type Duplicate = Awaited<ReturnType<typeof loadDuplicates>>['items'][number];

export const comparisonQuery = (one: string, other: string) =>
  queryOptions({
    queryKey: ['comparison', one, other],
    queryFn: () => answered(api.GET('/api/duplicates/comparison', { params: { query: { one, other } } })),
    // what is merged is what was seen
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
export type Comparison = Awaited<ReturnType<NonNullable<ReturnType<typeof comparisonQuery>['queryFn']>>>;
export type Side = Comparison['one'];
export type Field = keyof Side['fields'];
