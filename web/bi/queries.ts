import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.ts';
import type { components } from '../api/schema.generated.ts';

export const DOMAINS = ['contact-base', 'contact-profile', 'contact-activity'] as const;
export type Domain = (typeof DOMAINS)[number];

export type Report = components['schemas']['BiReport'];
type Query = Report['query'];
export type Filter = Query['filters'][number];
export type Grouping = Query['groups'][number];
export type Measure = Query['measures'][number];
export type ChartKind = Query['chart'];

/** How a domain is looked at, as it stands in the address. */
export interface View {
  domain?: Domain | undefined;
  number?: string | undefined;
  filters?: Filter[] | undefined;
  groups?: Grouping[] | undefined;
  measures?: Measure[] | undefined;
  columns?: string[] | undefined;
  chart?: ChartKind | undefined;
}

export const domainsQuery = queryOptions({
  queryKey: ['bi', 'domains'],
  queryFn: () => answered(api.GET('/api/bi/domains')),
  staleTime: Number.POSITIVE_INFINITY,
});

type Domains = Awaited<ReturnType<NonNullable<typeof domainsQuery.queryFn>>>;
export type BiColumn = Domains['items'][number]['columns'][number];

export const logInsQuery = queryOptions({
  queryKey: ['bi', 'log-ins'],
  queryFn: () => answered(api.GET('/api/bi/log-ins')),
});

export const settingsQuery = queryOptions({
  queryKey: ['bi', 'settings'],
  queryFn: () => answered(api.GET('/api/bi/settings')),
});

export const reportsQuery = queryOptions({
  queryKey: ['bi', 'reports'],
  queryFn: () => answered(api.GET('/api/bi/reports')),
});

/** A filter that is still being written asks for nothing. */
export const complete = ({ is, values }: Filter): boolean =>
  is === 'given' || is === 'empty' || values.some((value) => value.trim() !== '');

const narrowed = (filters: Filter[]): { filters?: string } => {
  const whole = filters.filter(complete);
  return whole.length === 0 ? {} : { filters: JSON.stringify(whole) };
};

/** A page of a domain: all rows of the next contacts. */
export const loadDomain = (
  domain: Domain,
  number: string | undefined,
  filters: Filter[],
  cursor: string | undefined,
) =>
  answered(
    api.GET('/api/bi/domains/{domain}', {
      params: {
        path: { domain },
        query: {
          ...narrowed(filters),
          ...(number === undefined ? {} : { number }),
          ...(cursor === undefined ? {} : { cursor: Number(cursor) }),
        },
      },
    }),
  );

export type DomainRow = Awaited<ReturnType<typeof loadDomain>>['items'][number];

/** A domain counted and summed by group. */
export const groupsQuery = (domain: Domain, filters: Filter[], groups: Grouping[], measures: Measure[]) => {
  const query = {
    ...narrowed(filters),
    groups: JSON.stringify(groups),
    measures: JSON.stringify(measures),
  };
  return queryOptions({
    queryKey: ['bi', 'groups', domain, query],
    queryFn: () =>
      answered(api.GET('/api/bi/domains/{domain}/groups', { params: { path: { domain }, query } })),
    placeholderData: keepPreviousData,
    retry: false,
  });
};

export type GroupedRows = Awaited<
  ReturnType<NonNullable<ReturnType<typeof groupsQuery>['queryFn']>>
>['items'];

/** Where a browser downloads what is shown. */
export function exportAddress(
  domain: Domain,
  format: 'csv' | 'xlsx' | 'parquet',
  { number, filters }: { number: string | undefined; filters: Filter[] },
  columns: string[],
): string {
  const asked = new URLSearchParams({ columns: columns.join(',') });
  const { filters: conditions } = narrowed(filters);
  if (conditions !== undefined) asked.set('filters', conditions);
  if (number !== undefined) asked.set('number', number);
  return `/api/bi/domains/${domain}/export.${format}?${asked}`;
}
