import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import type { components } from '../../api/schema.generated.ts';

export type Note = components['schemas']['Note'];

/** As many as the server keeps (src/notes/free-text.ts). */
export const MOST_OF_NOTE = 4000;
export const MOST_OF_REMARK = 2000;

export const notesQuery = (number: string) =>
  infiniteQueryOptions({
    queryKey: ['contact', number, 'notes'],
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/api/contacts/{number}/notes', {
          params: { path: { number }, query: pageParam === null ? {} : { cursor: Number(pageParam) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });

export const remarkQuery = (number: string) =>
  queryOptions({
    queryKey: ['contact', number, 'remark'],
    queryFn: () => answered(api.GET('/api/contacts/{number}/remark', { params: { path: { number } } })),
  });
