import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import type { components } from '../../api/schema.generated.ts';
import { pointsOfSaleQuery } from '../../catalogue/queries.ts';

export type PointOfSale = components['schemas']['PointOfSale'];

export { pointsOfSaleQuery };

export const pointOfSaleQuery = (point: number) =>
  queryOptions({
    queryKey: ['points-of-sale', point],
    queryFn: () => answered(api.GET('/api/points-of-sale/{point}', { params: { path: { point } } })),
  });
