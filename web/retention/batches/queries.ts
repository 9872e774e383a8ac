import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';

export const batchesQuery = queryOptions({
  queryKey: ['batches'],
  queryFn: () => answered(api.GET('/api/batches')),
});

export type Batch = Awaited<ReturnType<NonNullable<typeof batchesQuery.queryFn>>>['items'][number];

export const batchQuery = (batch: number) =>
  queryOptions({
    queryKey: ['batches', batch],
    queryFn: () => answered(api.GET('/api/batches/{batch}', { params: { path: { batch } } })),
  });
