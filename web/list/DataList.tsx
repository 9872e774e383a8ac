import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useId } from 'react';
import { useWords } from '../words/words.tsx';
import { ColumnChooser } from './ColumnChooser.tsx';
import classes from './DataList.module.css';
import { ListRows } from './ListRows.tsx';
import { Empty, Failed, Waiting } from './ListStates.tsx';
import type { Column, Rows, Sort } from './list.ts';
import { useColumns } from './useColumns.ts';

interface Props<Row> {
  /** Tells the kept choice of columns from that of other lists. */
  name: string;
  /** What the list is, for whoever does not see the page around it. */
  label: string;
  list: Rows<Row>;
  /** The first column names the row. */
  columns: Column<Row>[];
  keyOf: (row: Row) => string | number;
  /** Enter, or a click on the row. */
  onOpen?: (row: Row) => void;
  /** The address of the row, so that it opens in another tab, too. */
  addressOf?: (row: Row) => string;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  filters?: ReactNode;
  /** What it would show, and what to do next. */
  empty: { title: string; hint?: ReactNode; act?: ReactNode };
}

/** The list of the back office: filters, columns, sorting, keyboard, pages by cursor, cards where it is narrow. */
export function DataList<Row>(props: Props<Row>) {
  const { name, label, list, columns, keyOf, onOpen, addressOf, sort, onSort, filters, empty } = props;
  const { say } = useWords();
  const { shown, isShown, show } = useColumns(name, columns);
  const cards = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const hint = useId();
  return (
    <section className={classes.list} aria-label={label} aria-describedby={hint}>
      <div className={classes.tools}>
        <div className={classes.filters}>{filters}</div>
        <ColumnChooser columns={columns} isShown={isShown} show={show} />
      </div>
      <p id={hint} className="heard">
        {say.list.keys}
      </p>
      {list.loading ? (
        <Waiting />
      ) : list.rows.length === 0 ? (
        list.error ? (
          <Failed title={say.list.failed} error={list.error} retry={list.retry} />
        ) : (
          <Empty {...empty} />
        )
      ) : (
        <>
          <ListRows
            {...{ label, list, keyOf, onOpen, addressOf, sort, onSort }}
            columns={shown}
            cards={cards}
            below={
              list.error ? (
                <Failed title={say.list.failed} error={list.error} retry={list.retry} />
              ) : (
                list.loadingMore && <p className={classes.more}>{say.list.loadingMore}</p>
              )
            }
          />
          <p className={classes.loaded}>{say.list.loaded(list.rows.length, list.hasMore)}</p>
        </>
      )}
    </section>
  );
}
