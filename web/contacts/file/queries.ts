import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import type { components, paths } from '../../api/schema.generated.ts';

export type ContactFile = components['schemas']['ContactFile'];

export const fileQuery = (number: string) =>
  queryOptions({
    queryKey: ['contact', number],
    queryFn: () => answered(api.GET('/api/contacts/{number}', { params: { path: { number } } })),
  });

export const suppressionsQuery = (number: string) =>
  queryOptions({
    queryKey: ['contact', number, 'suppressions'],
    queryFn: () => answered(api.GET('/api/contacts/{number}/suppressions', { params: { path: { number } } })),
  });

export type Suppression =
  paths['/api/contacts/{number}/suppressions']['get']['responses'][200]['content']['application/json']['items'][number];

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: () => answered(api.GET('/api/roles')),
  staleTime: 60_000,
});

/** Who a contact is, as the title of its page says it. */
export const nameOf = ({ firstName, lastName, companyName, number }: ContactFile): string =>
  [firstName, lastName].filter(Boolean).join(' ') || companyName || number;
