import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.ts';

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: () => answered(api.GET('/api/account')),
});

export const sessionsQuery = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: () => answered(api.GET('/api/account/sessions')),
});
