import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.ts';
import type { components } from '../api/schema.generated.ts';
import type { ListSearch } from '../list/list.ts';

export type Product = components['schemas']['Product'];
export type ListedProduct = components['schemas']['ListedProduct'];
export type Performance = components['schemas']['Performance'];
export type Quota = components['schemas']['Quota'];
export type Season = components['schemas']['Season'];
export type Touched = components['schemas']['TouchedPreview'];

export const KINDS = ['event', 'pass', 'gift-card', 'membership', 'merchandise', 'other'] as const;
export const STATES = ['draft', 'on-sale', 'ended'] as const;
export const STATE_COLOURS = { draft: 'gray', 'on-sale': 'ink', ended: 'gray' } as const;

export const loadProducts = (search: ListSearch, cursor: string | undefined, signal: AbortSignal) =>
  answered(
    api.GET('/api/products', {
      params: {
        query: {
          ...(search as { name?: string }),
          limit: 100,
          ...(cursor === undefined ? {} : { cursor }),
        },
      },
      signal,
    }),
  );

export const productQuery = (product: number) =>
  queryOptions({
    queryKey: ['products', product],
    queryFn: () => answered(api.GET('/api/products/{product}', { params: { path: { product } } })),
  });

export const loadPerformances = (
  product: number,
  when: 'coming' | 'past' | 'all',
  cursor: string | undefined,
) =>
  answered(
    api.GET('/api/products/{product}/performances', {
      params: { path: { product }, query: { when, limit: 100, ...(cursor === undefined ? {} : { cursor }) } },
    }),
  );

export const performanceQuery = (performance: number) =>
  queryOptions({
    queryKey: ['performances', performance],
    queryFn: () =>
      answered(api.GET('/api/performances/{performance}', { params: { path: { performance } } })),
  });

/** What rescheduling or cancelling would touch: asked anew each time it is looked at. */
export const touchedQuery = (performance: number) =>
  queryOptions({
    queryKey: ['performances', performance, 'touched'],
    queryFn: () =>
      answered(api.GET('/api/performances/{performance}/touched', { params: { path: { performance } } })),
    staleTime: 0,
    gcTime: 0,
  });

export const seasonsQuery = queryOptions({
  queryKey: ['seasons'],
  queryFn: () => answered(api.GET('/api/seasons')),
});

export const categoriesQuery = queryOptions({
  queryKey: ['price-categories'],
  queryFn: () => answered(api.GET('/api/price-categories')),
});

export const pointsOfSaleQuery = queryOptions({
  queryKey: ['points-of-sale'],
  queryFn: () => answered(api.GET('/api/points-of-sale')),
});
