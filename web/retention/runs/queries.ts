import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import type { Outcome, Source, SpareReason } from '../../api/types.ts';

/** A run; looked at again and again while it works, and whenever the server comes back. */
export const runQuery = (run: number) =>
  queryOptions({
    queryKey: ['run', run],
    queryFn: () => answered(api.GET('/api/runs/{run}', { params: { path: { run } } })),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 1_000 : false),
    staleTime: 0,
  });

/** So long, in ms, the server answers with the same check. */
const CHECK_IS_GOOD_FOR = 10 * 60_000;

/**
 * The check of a reviewed simulation, started where there is no recent one. Asking twice starts nothing twice, so it
 * may be asked like a read: again after the network was gone.
 */
export const checkQuery = (simulation: number) =>
  queryOptions({
    queryKey: ['run', simulation, 'check'],
    queryFn: () => answered(api.POST('/api/runs/{run}/check', { params: { path: { run: simulation } } })),
    staleTime: CHECK_IS_GOOD_FOR,
    refetchOnWindowFocus: false,
  });

/** The cliff of a run that is over. */
export const cliffQuery = (run: number, enabled: boolean) =>
  queryOptions({
    queryKey: ['run', run, 'cliff'],
    queryFn: () => answered(api.GET('/api/runs/{run}/cliff', { params: { path: { run } } })),
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
  });

/** What a journal is narrowed to, as it stands in the address. */
export interface JournalSearch {
  outcome?: Outcome | undefined;
  reason?: SpareReason | undefined;
  source?: Source | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** What stands in the address of a run: the months that the cutoff was dragged to, and the journal's filters. */
export interface RunSearch extends JournalSearch {
  months?: number | undefined;
}

export const loadJournal = async (run: number, search: JournalSearch, cursor: string | undefined) =>
  await answered(
    api.GET('/api/runs/{run}/journal', {
      params: {
        path: { run },
        query: { ...search, ...(cursor === undefined ? {} : { cursor: Number(cursor) }) },
      },
    }),
  );

export type JournalLine = Awaited<ReturnType<typeof loadJournal>>['items'][number];

/** Where a browser downloads the journal as CSV. */
export function csvAddress(run: number, search: JournalSearch): string {
  const set = Object.entries(search).filter(([, value]) => value !== undefined) as [string, string][];
  return `/api/runs/${run}/journal.csv?${new URLSearchParams(set)}`;
}
