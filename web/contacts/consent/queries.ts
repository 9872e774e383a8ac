import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';

const loadAuthorisations = async (number: string) =>
  await answered(api.GET('/api/contacts/{number}/authorisations', { params: { path: { number } } }));
export type Authorisations = Awaited<ReturnType<typeof loadAuthorisations>>;
export type Answer = Authorisations['items'][number]['value'];
export type Authorisation = Authorisations['items'][number]['authorisation'];

export const authorisationsQuery = (number: string) =>
  queryOptions({
    queryKey: ['contact', number, 'authorisations'],
    queryFn: () => loadAuthorisations(number),
  });

const loadCriteria = async (number: string) =>
  await answered(api.GET('/api/contacts/{number}/criteria', { params: { path: { number } } }));
export type ContactCriteria = Awaited<ReturnType<typeof loadCriteria>>;
export type ContactCriterion = ContactCriteria['items'][number];

export const criteriaOfQuery = (number: string) =>
  queryOptions({ queryKey: ['contact', number, 'criteria'], queryFn: () => loadCriteria(number) });

export const wordingsQuery = queryOptions({
  queryKey: ['consent', 'wordings'],
  queryFn: () => answered(api.GET('/api/consent/wordings')),
});
