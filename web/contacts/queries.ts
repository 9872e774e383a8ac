import { answered, api } from '../api/client.ts';
import type { paths } from '../api/schema.generated.ts';
import type { ListSearch } from '../list/list.ts';

type Query = NonNullable<paths['/api/contacts']['get']['parameters']['query']>;

/** A page of the list; `search` is what stands in the address. */
export const loadContacts = async (search: ListSearch, cursor: string | undefined, signal: AbortSignal) =>
  await answered(
    api.GET('/api/contacts', {
      params: { query: { ...asQuery(search), ...(cursor === undefined ? {} : { cursor }) } },
      signal,
    }),
  );

export type ListedContact = Awaited<ReturnType<typeof loadContacts>>['items'][number];

/** Which columns of the file a column of the list stands for. */
const EXPORTED: Record<string, string[]> = {
  town: ['postcode', 'town', 'country'],
  created: ['created_on'],
  source: ['recency_source'],
};

/** Where a browser downloads what the list shows. */
export function exportAddress(search: ListSearch, columns: string[]): string {
  const wanted = columns.flatMap((column) => EXPORTED[column] ?? [column]).join(',');
  return `/api/contacts.csv?${new URLSearchParams({ ...(asQuery(search) as Record<string, string>), columns: wanted })}`;
}

/** What an address written by hand says is looked at by the server. */
function asQuery(search: ListSearch): Query {
  const given = Object.entries(search).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)])) as Query;
}
