import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Slice } from '../api/types.ts';

export interface Column<Row> {
  id: string;
  label: string;
  render: (row: Row) => ReactNode;
  align?: 'right';
  /** A width of CSS grid; by default the column takes its share. */
  width?: string;
  sortable?: boolean;
  /** May be taken out of sight. The first column never may: it names the row. */
  hideable?: boolean;
  /** Out of sight until somebody asks for it. */
  hidden?: boolean;
}

export interface Sort {
  column: string;
  descending: boolean;
}

/** What a list is narrowed to and sorted by, as it stands in the address. */
export type ListSearch = Record<string, string | number | boolean | undefined>;

/** The order of a list by its address. */
export function sortOf({ sort, descending }: ListSearch): Sort | undefined {
  return sort === undefined ? undefined : { column: String(sort), descending: descending === true };
}

/** What the list shows, page by page; made by `useSlices`, or by hand for what is all there. */
export interface Rows<Row> {
  rows: Row[];
  hasMore: boolean;
  loadMore: () => void;
  loading: boolean;
  loadingMore: boolean;
  error: unknown;
  retry: () => void;
  /** What is shown is still that of the search before. */
  stale?: boolean;
}

export const PAGE = 100;

/** Asks for a list page by page, each after the cursor of the last one. */
export function useSlices<Row>(
  queryKey: QueryKey,
  ask: (page: { cursor: string | undefined; limit: number; signal: AbortSignal }) => Promise<Slice<Row>>,
): Rows<Row> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => ask({ cursor: pageParam, limit: PAGE, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    // While another filter is on its way, what was found before stays in sight.
    placeholderData: (before) => before,
  });
  return {
    rows: query.data?.pages.flatMap(({ items }) => items) ?? [],
    hasMore: query.hasNextPage,
    loadMore: () => {
      if (!query.isFetchingNextPage) void query.fetchNextPage();
    },
    loading: query.isPending,
    loadingMore: query.isFetchingNextPage,
    error: query.error,
    stale: query.isPlaceholderData,
    retry: () => void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch()),
  };
}

/** Rows that are all there already. */
export function allRows<Row>(rows: Row[]): Rows<Row> {
  const nothing = () => {};
  return {
    rows,
    hasMore: false,
    loadMore: nothing,
    loading: false,
    loadingMore: false,
    error: null,
    retry: nothing,
  };
}
