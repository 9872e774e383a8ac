import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.ts';
import type { components } from '../api/schema.generated.ts';

export type Offered = components['schemas']['OfferedProduct'];
export type Basket = components['schemas']['Basket'];
export type Order = components['schemas']['Order'];
export type OrderLine = Order['lines'][number];

/** How somebody pays at the counter. */
export const METHODS = ['cash', 'card-terminal', 'transfer', 'gift-card', 'balance'] as const;
export type Method = (typeof METHODS)[number];

export const countersQuery = queryOptions({
  queryKey: ['box-office'],
  queryFn: () => answered(api.GET('/api/box-office')),
});

/** Free places change while one looks: asked again every half minute, and after each act. */
export const offerQuery = (pointOfSale: number) =>
  queryOptions({
    queryKey: ['box-office', pointOfSale, 'offer'],
    queryFn: () =>
      answered(api.GET('/api/box-office/{pointOfSale}/offer', { params: { path: { pointOfSale } } })),
    refetchInterval: 30_000,
    refetchOnMount: 'always',
  });

/** A PDF, in the institution’s language. */
export const ticketsAddress = (order: number) => `/api/orders/${order}/tickets.pdf`;

export const orderQuery = (order: number) =>
  queryOptions({
    queryKey: ['orders', order],
    queryFn: () => answered(api.GET('/api/orders/{order}', { params: { path: { order } } })),
  });
