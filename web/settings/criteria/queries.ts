import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';

const load = async () => await answered(api.GET('/api/criteria'));
export type Criteria = Awaited<ReturnType<typeof load>>;
export type Criterion = Criteria['items'][number];

export const criteriaQuery = queryOptions({ queryKey: ['criteria'], queryFn: load });
