import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Rows } from './list.ts';

/** The next page is asked for when so many rows are left below. */
const AHEAD = 40;
const PAGE_KEY = 10;

/** The rows in sight, the one that the keyboard is at, and the next page in time. */
export function useVirtualRows<Row>({
  list: { rows, hasMore, loadMore, loadingMore, error },
  height,
  onOpen,
}: {
  list: Rows<Row>;
  height: number;
  onOpen: ((row: Row) => void) | undefined;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    // The row that has the focus stays, or the focus would be lost in scrolling.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return active < rows.length && !shown.includes(active)
        ? [...shown, active].toSorted((one, other) => one - other)
        : shown;
    },
  });
  const items = virtualizer.getVirtualItems();
  const last = virtualizer.range?.endIndex ?? 0;
  useEffect(() => {
    if (hasMore && !loadingMore && error === null && last >= rows.length - AHEAD) loadMore();
  }, [hasMore, loadingMore, error, last, rows.length, loadMore]);

  const focus = (index: number) => {
    setActive(index);
    virtualizer.scrollToIndex(index);
    const row = () => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
    // At once, or keys that are held down would overtake it; a row far away is only there after the scrolling.
    const there = row();
    if (there) there.focus({ preventScroll: true });
    else requestAnimationFrame(() => row()?.focus({ preventScroll: true }));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, index: number) => {
    if (event.target !== event.currentTarget) return;
    const to = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + PAGE_KEY,
      PageUp: index - PAGE_KEY,
      Home: 0,
      End: rows.length - 1,
    }[event.key];
    if (to !== undefined) focus(Math.min(Math.max(to, 0), rows.length - 1));
    else if (event.key === 'Enter' && onOpen) onOpen(rows[index] as Row);
    else return;
    event.preventDefault();
  };
  return {
    scroller,
    virtualizer,
    items,
    /** What every row gives its element. */
    rowProps: (index: number) => ({
      'data-index': index,
      'data-opens': onOpen !== undefined || undefined,
      tabIndex: index === Math.min(active, rows.length - 1) ? 0 : -1,
      onFocus: () => setActive(index),
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => onKeyDown(event, index),
    }),
  };
}
