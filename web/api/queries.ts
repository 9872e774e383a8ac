import { MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import { answered, api } from './client.ts';
import { isProblem, Problem } from './problem.ts';

/** How often a read that failed by itself is tried again before the page says so. */
const TRIES = 2;

export function createQueries(): QueryClient {
  // A permission was taken away while somebody is at work: the menu and the buttons follow.
  const onError = (error: unknown) => {
    if (isProblem(error, 'not-permitted'))
      void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // A refusal stays one; only what went wrong on the way is worth another try.
        retry: (failures, error) =>
          !(error instanceof Problem && error.status >= 400 && error.status < 500) && failures < TRIES,
        refetchOnWindowFocus: true,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return queries;
}

/** Who is signed in; null: nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    try {
      return await answered(api.GET('/api/session'));
    } catch (error) {
      if (isProblem(error, 'not-signed-in')) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});
