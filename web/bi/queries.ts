import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.ts';

export const DOMAINS = ['contact-base', 'contact-profile', 'contact-activity'] as const;
export type Domain = (typeof DOMAINS)[number];

export const domainsQuery = queryOptions({
  queryKey: ['bi', 'domains'],
  queryFn: () => answered(api.GET('/api/bi/domains')),
  staleTime: Number.POSITIVE_INFINITY,
});

export const logInsQuery = queryOptions({
  queryKey: ['bi', 'log-ins'],
  queryFn: () => answered(api.GET('/api/bi/log-ins')),
});

/** A page of a domain: all rows of the next contacts. */
export const loadDomain = (domain: Domain, number: string | undefined, cursor: string | undefined) =>
  answered(
    api.GET('/api/bi/domains/{domain}', {
      params: {
        path: { domain },
        query: {
          ...(number === undefined ? {} : { number }),
          ...(cursor === undefined ? {} : { cursor: Number(cursor) }),
        },
      },
    }),
  );

export type DomainRow = Awaited<ReturnType<typeof loadDomain>>['items'][number];

/** Where a browser downloads what is shown. */
export const exportAddress = (domain: Domain, number: string | undefined, columns: string[]): string =>
  `/api/bi/domains/${domain}/export.csv?${new URLSearchParams({ ...(number === undefined ? {} : { number }), columns: columns.join(',') })}`;
