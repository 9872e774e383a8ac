import type { CSSProperties, MouseEvent, ReactNode } from 'react';
import classes from './DataList.module.css';
import { ListHeader } from './ListHeader.tsx';
import { CardRow, GridRow, isPlain } from './ListRow.tsx';
import type { Column, Rows, Sort } from './list.ts';
import { useVirtualRows } from './useVirtualRows.ts';

/** Before they are measured, in px. */
const ROW = 44;
const CARD = 128;

interface Props<Row> {
  label: string;
  list: Rows<Row>;
  columns: Column<Row>[];
  keyOf: (row: Row) => string | number;
  onOpen: ((row: Row) => void) | undefined;
  addressOf: ((row: Row) => string) | undefined;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
  /** Cards instead of a table, where there is no room for columns. */
  cards: boolean;
  below: ReactNode;
}

/** The rows of a list, as a grid or as cards; only those in sight are in the document. */
export function ListRows<Row>(props: Props<Row>) {
  const { label, list, columns, keyOf, onOpen, addressOf, sort, onSort, cards, below } = props;
  const { scroller, virtualizer, items, rowProps } = useVirtualRows({
    list,
    height: cards ? CARD : ROW,
    onOpen,
  });
  const template = columns.map(({ width }) => width ?? 'minmax(0, 1fr)').join(' ');
  const open = (row: Row) => (event: MouseEvent) => {
    // Whoever marks text to copy it does not want to leave.
    if (onOpen && isPlain(event) && String(window.getSelection()) === '') onOpen(row);
  };
  const OneRow = cards ? CardRow : GridRow;
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: it is a list or a grid, and both have a name
    <div
      ref={scroller}
      className={classes.scroller}
      role={cards ? 'list' : 'grid'}
      aria-label={label}
      aria-rowcount={cards ? undefined : list.hasMore ? -1 : list.rows.length + 1}
      style={{ '--columns': template } as CSSProperties}
      data-cards={cards || undefined}
    >
      {!cards && <ListHeader columns={columns} sort={sort} onSort={onSort} />}
      <div
        role={cards ? 'presentation' : 'rowgroup'}
        className={classes.rows}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map(({ index, start }) => {
          const row = list.rows[index] as Row;
          return (
            <OneRow
              key={keyOf(row)}
              row={row}
              columns={columns}
              address={addressOf?.(row)}
              element={{
                ...rowProps(index),
                ...(cards ? {} : { 'aria-rowindex': index + 2 }),
                ref: virtualizer.measureElement,
                style: { transform: `translateY(${start}px)` },
                onClick: open(row),
              }}
            />
          );
        })}
      </div>
      {below}
    </div>
  );
}
