import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.ts';
import type { components } from '../api/schema.generated.ts';

export type StaffMember = components['schemas']['StaffMember'];
export type MadeLink = components['schemas']['OperatorLink'];

export const operatorsQuery = queryOptions({
  queryKey: ['operators'],
  queryFn: () => answered(api.GET('/api/operators')),
});

export const operatorQuery = (operator: number) =>
  queryOptions({
    queryKey: ['operators', operator],
    queryFn: () => answered(api.GET('/api/operators/{operator}', { params: { path: { operator } } })),
  });

export const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  queryFn: () => answered(api.GET('/api/organisations')),
});

export const signInSettingsQuery = queryOptions({
  queryKey: ['sign-in-settings'],
  queryFn: () => answered(api.GET('/api/sign-in-settings')),
});
